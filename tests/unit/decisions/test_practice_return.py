"""When a suspended contract may be taken back, and what that is worth."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_options import FULL, SUBCONTRACTED

from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import utility
from acs_abm.decisions.practice_return import (
    PracticeReturn,
    notice_is_due,
    return_gain,
    windows_passed,
)

P = PracticeReturn()

TABLE = [
    # window every so many years, notice in quarters: quarters after suspension with notice due
    (2, 4, [4, 12, 20, 28]),
    (2, 0, [8, 16, 24]),
    (2, 8, [0, 8, 16, 24]),
    (1, 4, [0, 4, 8, 12, 16, 20, 24, 28]),
    (3, 2, [10, 22]),
    (1, 6, [2, 6, 10, 14, 18, 22, 26]),
]


@pytest.mark.parametrize(("years", "notice", "due"), TABLE)
def test_notice_is_due_the_time_of_notice_before_each_window(years, notice, due):
    p = PracticeReturn(window_years=years, notice_quarters=notice)
    found = notice_is_due(np.arange(30), p)
    assert np.flatnonzero(found).tolist() == due


def test_as_announced_notice_is_a_year_and_windows_are_every_two_years():
    assert (P.window_years, P.notice_quarters) == (2, 4)
    assert windows_passed(np.array([0, 7, 8, 15, 16]), P).tolist() == [0, 0, 1, 1, 2]


def test_who_was_not_yet_suspended_gives_no_notice():
    assert not notice_is_due(np.arange(-20, 0), P).any()


def gain(first: bool, p: PracticeReturn = P) -> float:
    found = return_gain(
        np.array([-3.0]), np.array([-20.0]), np.array([100.0]), np.array([first]), p
    )
    return float(found[0])


def test_what_going_back_is_worth_by_hand():
    assert gain(True) == pytest.approx(12.0)  # −3 + 20 − 5
    assert gain(False) == pytest.approx(-8.0)  # and a fifth of £100k lost with the patients


@given(st.floats(0.4, 1.0), st.floats(0.4, 1.0))
def test_patients_kept_matter_from_the_second_window_on(kept, other):
    one, two = PracticeReturn(patients_kept=kept), PracticeReturn(patients_kept=other)
    assert gain(True, one) == gain(True, two)
    assert gain(False, one) - gain(False, two) == pytest.approx(100.0 * (kept - other))


def test_setting_up_again_costs_what_it_says():
    assert gain(True, PracticeReturn(transition_cost=0.0)) == pytest.approx(gain(True) + 5.0)


def test_a_better_right_of_return_makes_full_contracts_better_and_nothing_else(facts_of, options):
    poor, good = (
        utility(facts_of(), options, PracticeChoice(right_of_return_quality=quality))[0]
        for quality in (0.3, 0.8)
    )
    gained = good - poor
    # (hurdle 2 − 1) · stake 4 · 0.5 more of it kept
    assert gained[[FULL, SUBCONTRACTED]] == pytest.approx([2.0, 2.0])
    assert not np.delete(gained, [FULL, SUBCONTRACTED]).any()


def test_a_right_of_return_is_worth_nothing_to_who_ends_its_contract(facts_of, options):
    ends = dataclasses.replace(options, may_return=np.zeros(len(options.names), dtype=bool))
    poor, good = (
        utility(facts_of(), ends, PracticeChoice(right_of_return_quality=quality))
        for quality in (0.0, 1.0)
    )
    np.testing.assert_array_equal(poor, good)
