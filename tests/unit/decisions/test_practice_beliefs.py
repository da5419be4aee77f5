"""Beliefs move part of the way towards what the practice and its neighbours got."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.practice_beliefs import PracticeBeliefs, beliefs_after

P = PracticeBeliefs()
NOBODY = np.nan
MONEY = st.floats(-50, 50)


def after(belief, own, neighbours, p=P):
    seen = np.array([[own]]), np.array([[neighbours]])
    return beliefs_after(np.array([[belief]]), *seen, p).item()


@pytest.mark.parametrize(
    ("own", "neighbours", "expected"),
    [
        (4.0, -1.0, 1.75),  # seen: 0.6 · −1 + 0.4 · 4 = 1; 2 + 0.25 · (1 − 2)
        (4.0, NOBODY, 2.5),  # its own results stand for both
        (NOBODY, -1.0, 1.25),  # and so do its neighbours'
        (NOBODY, NOBODY, 2.0),  # nothing was seen, nothing is learnt
    ],
)
def test_beliefs_by_hand(own, neighbours, expected):
    assert after(2.0, own, neighbours) == pytest.approx(expected)


@given(MONEY, MONEY, MONEY)
def test_a_belief_moves_towards_what_was_seen_and_never_past_it(belief, own, neighbours):
    seen = 0.6 * neighbours + 0.4 * own
    found = after(belief, own, neighbours)
    low, high = sorted([belief, seen])
    assert low - 1e-9 <= found <= high + 1e-9


@given(MONEY, MONEY, MONEY)
def test_who_learns_at_once_believes_what_it_saw(belief, own, neighbours):
    p = PracticeBeliefs(learning=1.0, neighbours_weight=0.0)
    assert after(belief, own, neighbours, p) == pytest.approx(own)


def test_beliefs_settle_on_a_result_that_lasts():
    belief = 0.0
    for _ in range(40):
        belief = after(belief, -17.5, NOBODY)
    assert belief == pytest.approx(-17.5, abs=0.001)
