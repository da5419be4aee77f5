"""Assurance, judicial review and the choice of a holder, as rules over numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.contract_holder import (
    NOBODY,
    ContractHolder,
    Holder,
    HolderFacts,
    accepts,
    choose,
    merit,
)
from acs_abm.decisions.judicial_review import (
    JudicialReview,
    challenge_hazard,
    legal_clarity,
    opposition,
)
from acs_abm.decisions.regulator_assurance import (
    Assurance,
    Progress,
    after_checkpoint,
    asked,
    pass_probability,
)

A, J, H = Assurance(), JudicialReview(), ContractHolder()
SHARE = st.floats(0, 1)


def passes(governance: float, coverage: float, finance: float, clarity: float) -> float:
    found = np.array([[governance, coverage, finance, clarity]])
    return float(pass_probability(found - asked(A), A)[0])


def test_six_in_ten_pass_in_the_middle():
    assert passes(0.6, 0.7, 0.5, 1.0) == pytest.approx(0.6)


def test_assurance_by_hand():
    # log odds of 0.6 are 0.405465; + 3 · 0.1 + 2 · 0.2 + 1 · 0.3 − 1 = 0.405465
    assert passes(0.7, 0.9, 0.8, 0.0) == pytest.approx(0.6)
    # nobody committed, a poor system: 0.405465 + 3 · (−0.2) + 2 · (−0.7) + 1 · (−0.5)
    assert passes(0.4, 0.0, 0.0, 1.0) == pytest.approx(0.109629, abs=1e-6)


@given(SHARE, SHARE, SHARE, SHARE, st.integers(0, 3), st.floats(0.01, 1))
def test_more_of_anything_helps_assurance(governance, coverage, finance, clarity, which, more):
    found = [governance, coverage, finance, clarity]
    better = [value + more * (place == which) for place, value in enumerate(found)]
    assert passes(*better) > passes(*found)


def test_a_certain_checkpoint_is_certain_whatever_is_found():
    sure = Assurance(pass_probability=1.0)
    assert pass_probability(np.full((1, 4), -9.0), sure).tolist() == [1.0]


def test_failing_counts_tries_and_passing_begins_again():
    before = Progress(np.array([0, 1, 2], np.int8), np.array([2, 2, 0], np.int8))
    after, failed = after_checkpoint(before, np.array([False, True, False]), A)
    assert after.passed.tolist() == [0, 2, 2]
    assert after.tries.tolist() == [3, 0, 1]
    assert failed.tolist() == [True, False, False]


def test_challenges_come_by_campaigners_until_the_law_is_settled():
    assert challenge_hazard(0, 0.0, J) == 0.5
    assert challenge_hazard(1, 0.05, J) == pytest.approx(0.56)
    assert challenge_hazard(2, 0.0, J) == 0.0
    assert challenge_hazard(2, 0.3, J) == pytest.approx(0.12)


@given(SHARE, SHARE)
def test_more_opposition_means_more_challenges_and_less_clarity(share, more):
    both = min(share + more, 1.0)
    assert challenge_hazard(0, both, J) >= challenge_hazard(0, share, J)
    assert legal_clarity(both, J, is_clear=True) <= legal_clarity(share, J, is_clear=True)
    assert 0 <= opposition(share, J) <= 1


def test_the_law_is_not_clear_at_all_while_a_case_is_pending():
    assert legal_clarity(0.0, J, is_clear=False) == 0.0
    assert legal_clarity(0.0, J, is_clear=True) == 1.0


def facts(**other: object) -> HolderFacts:
    """Four equals but for income: joint venture, acute, community, group."""
    known: dict[str, object] = {
        "exists": np.ones((1, 4), dtype=bool),
        "income_rank": np.array([[2, 1, 3, 0]]) / 3.0,
        "trust": np.full((1, 4), 0.5),
        "rating": np.full((1, 4), 3.0),
        "hub_coverage": np.array([0.5]),
    }
    return HolderFacts(**{**known, **other})  # type: ignore[arg-type]


def test_merit_by_hand():
    # 0.4 · rank + 0.3 · 0.5 + 0.2 · 2/3; the joint venture loses 0.3
    found = merit(facts(), H)[0]
    assert found == pytest.approx([0.55, 0.416667, 0.383333, 0.283333], abs=1e-6)


def test_the_acute_trust_holds_it_among_equals():
    assert choose(facts(), H).tolist() == [Holder.ACUTE]


def test_a_trusted_group_that_works_at_scale_holds_it():
    trusted = np.array([[0.5, 0.5, 0.5, 0.9]])
    assert choose(facts(trust=trusted), H).tolist() == [Holder.ACUTE]
    at_scale = facts(trust=trusted, hub_coverage=np.array([0.7]))
    assert choose(at_scale, H).tolist() == [Holder.GP_GROUP]


def test_without_the_tax_a_joint_venture_would():
    assert choose(facts(), ContractHolder(tax_penalty=0.0)).tolist() == [Holder.JOINT_VENTURE]


def test_who_does_not_exist_is_not_chosen():
    alone = np.array([[False, True, False, False]])
    assert choose(facts(exists=alone), H).tolist() == [Holder.COMMUNITY]
    assert choose(facts(exists=~np.ones((1, 4), dtype=bool)), H).tolist() == [NOBODY]


def test_a_trust_accepts_what_is_worth_it_a_group_always_and_nobody_never():
    kind = np.array([Holder.ACUTE, Holder.JOINT_VENTURE, Holder.GP_GROUP, NOBODY])
    assert accepts(kind, np.full(4, 0.1)).tolist() == [True, True, True, False]
    assert accepts(kind, np.zeros(4)).tolist() == [False, False, True, False]
