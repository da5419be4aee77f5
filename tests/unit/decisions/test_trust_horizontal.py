"""Groups of trusts and mergers, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.trust_horizontal import (
    GroupFacts,
    TrustHorizontal,
    group_terms,
    pairs_to_merge,
)
from acs_abm.decisions.trust_integration import TrustIntegration

SHARE = st.floats(0, 1)


def worth(**given_facts) -> dict[str, float]:
    known = {"partner_trust": 0.6, "peer_share": 0.5, "margin": -0.02, "in_group": 0.0}
    facts = GroupFacts(**{name: np.array([v]) for name, v in (known | given_facts).items()})
    found = group_terms(facts, TrustHorizontal(), TrustIntegration())
    return {name: float(value[0]) for name, value in found.items()}


def test_the_terms_of_a_group_by_hand():
    assert worth() == pytest.approx(
        {"independence": -0.1, "partner_trust": 0.016, "peers": 0.15, "status_quo": -0.4,
         "distress": 0.2}
    )  # fmt: skip
    assert worth(in_group=1.0)["status_quo"] == pytest.approx(0.4)


@given(SHARE, SHARE, st.floats(-0.2, 0.2), st.floats(0.01, 0.5))
def test_trusts_go_into_groups_after_others_and_in_trouble(t, n, margin, more):
    here = sum(worth(partner_trust=t, peer_share=n, margin=margin).values())
    assert sum(worth(partner_trust=t + more, peer_share=n, margin=margin).values()) > here
    assert sum(worth(partner_trust=t, peer_share=n + more, margin=margin).values()) > here
    assert sum(worth(partner_trust=t, peer_share=n, margin=margin - more).values()) >= here


PLACES = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0], [1.5, 0.0]])


def merge(luck, kind=(0, 0, 0, 0), system=(0, 0, 0, 0), income=(4.0, 3.0, 2.0, 1.0)):
    return pairs_to_merge(np.array(luck), np.full(4, 0.5), np.array(kind), np.array(system),
                          np.array(income), PLACES)  # fmt: skip


def test_the_nearest_is_the_partner_and_the_smaller_goes_into_the_larger():
    assert merge([0.9, 0.9, 0.1, 0.9]) == [(3, 2)]
    assert merge([0.1, 0.9, 0.9, 0.9]) == [(1, 0)]


def test_only_trusts_of_one_type_and_system_merge():
    assert merge([0.9, 0.9, 0.1, 0.9], kind=(0, 0, 0, 1)) == [(2, 1)]
    assert merge([0.9, 0.9, 0.1, 0.9], system=(0, 1, 0, 1)) == [(2, 0)]
    assert merge([0.1, 0.9, 0.9, 0.9], kind=(0, 1, 2, 3)) == []


def test_who_has_merged_already_merges_no_more():
    assert merge([0.1, 0.9, 0.9, 0.9], income=(4.0, 0.0, 0.0, 0.0)) == []
    # the second goes first, into the fourth or the fourth into it; then the fourth is gone
    assert merge([0.9, 0.1, 0.9, 0.2]) == [(3, 1)]


def test_who_comes_first_does_not_depend_on_the_order_of_rows():
    luck, income = [0.2, 0.1, 0.3, 0.4], (4.0, 3.0, 2.0, 1.0)
    turned = pairs_to_merge(
        np.array(luck[::-1]), np.full(4, 0.5), np.zeros(4, dtype=int), np.zeros(4, dtype=int),
        np.array(income[::-1]), PLACES[::-1],
    )  # fmt: skip
    assert [(3 - a, 3 - b) for a, b in turned] == merge(luck)
