"""Whether the trusts of a system agree to share one control total, by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.system_risk_sharing import (
    RiskSharing,
    SharingFacts,
    joint_chance,
    share_for,
    terms,
    votes_for,
)
from acs_abm.decisions.trust_control_total import TrustControlTotal

P, TOTALS = RiskSharing(), TrustControlTotal()


def facts(**given_facts) -> SharingFacts:
    """Two equal acute trusts of one system, one asked for nothing and one for 1.6%."""
    plain = {"system": [0, 0], "asked": [0.0, 1.6], "income": [1.0, 1.0], "money": [2.4, 2.4],
             "relationships": [0.6, 0.6]}  # fmt: skip
    arrays = {name: np.array(value) for name, value in (plain | given_facts).items()}
    return SharingFacts(**arrays, systems=int(arrays["system"].max()) + 1)


def worth(**given_facts) -> list[float]:
    return sum(terms(facts(**given_facts), P, TOTALS).values()).tolist()


def test_the_terms_by_hand():
    # together they are as likely as not to meet 0.8%; alone Φ(0.5333) and Φ(−0.5333)
    found = terms(facts(), P, TOTALS)
    assert joint_chance(facts(), TOTALS) == pytest.approx([0.5])
    assert found["money"] == pytest.approx([2 * 1.2 * -0.203100, 1.2 * 0.203100], abs=1e-4)
    assert found["relationships"] == pytest.approx([0.1, 0.1])
    assert found["reluctance"] == pytest.approx([-0.45, -0.45])


def test_luck_cancels_out_in_a_system_of_many_trusts():
    alone = facts(system=[0], asked=[1.1], income=[1.0], money=[2.4], relationships=[0.5])
    many = facts(system=[0] * 9, asked=[1.1] * 9, income=[1.0] * 9, money=[2.4] * 9,
                 relationships=[0.5] * 9)  # fmt: skip
    assert joint_chance(many, TOTALS)[0] < joint_chance(alone, TOTALS)[0] < 0.5


def test_a_trust_alone_has_nothing_to_gain_and_does_not_want_to():
    found = worth(system=[0], asked=[3.0], income=[1.0], money=[2.4], relationships=[0.5])
    assert found == pytest.approx([-0.45])


@given(st.floats(-2, 5), st.floats(-2, 5), st.floats(0, 1), st.floats(0.01, 0.5))
def test_relationships_help_and_aversion_to_losses_never_does(first, second, r, more):
    here = worth(asked=[first, second], relationships=[r, r])
    better = worth(asked=[first, second], relationships=[r + more, r + more])
    assert all(b > h for b, h in zip(better, here, strict=True))
    fearful = dataclasses.replace(P, loss_aversion=3.0)
    dread = sum(terms(facts(asked=[first, second], relationships=[r, r]), fearful, TOTALS).values())
    assert (dread <= np.array(here) + 1e-12).all()


def test_votes_weigh_by_money_at_stake():
    # an acute trust with half of the income holds six sevenths of the money
    unlike = facts(money=[2.4, 0.4])
    assert share_for(unlike, np.array([True, False])) == pytest.approx([6 / 7])
    assert share_for(unlike, np.array([False, False])) == pytest.approx([0.0])


def test_a_vote_of_nothing_at_stake_is_as_likely_as_not():
    luck = np.array([0.4999, 0.5001])
    assert votes_for(np.zeros(2), luck, P).tolist() == [False, True]


def test_a_system_without_trusts_or_money_votes_for_nothing():
    lonely = dataclasses.replace(facts(money=[0.0, 0.0]), systems=2)
    assert share_for(lonely, np.ones(2, dtype=bool)).tolist() == [0.0, 0.0]
    assert np.isfinite(joint_chance(lonely, TOTALS)).all()
