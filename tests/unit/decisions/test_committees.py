"""What committees think, when they ballot and what strength is good for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.lmc_position import (
    LMCPosition,
    may_ballot,
    national_position,
    position,
    position_terms,
    quarters_of_delay,
)

P = LMCPosition()
SHARE = st.floats(0, 1)


def test_the_terms_of_a_position_by_hand():
    terms = position_terms(np.array([-8.0]), np.array([0.45]), np.array([0.25]), P)
    assert {name: float(value[0]) for name, value in terms.items()} == pytest.approx(
        {"members_lose": 1.0, "distrust": -0.4, "members_resist": 0.5}
    )


@given(st.floats(-40, 40), SHARE, st.floats(0, 0.9), st.floats(0.01, 0.1))
def test_the_more_members_resist_the_more_a_committee_is_against(gain, trust, resisting, more):
    here, there = (
        position(np.array([gain]), np.array([trust]), np.array([share]), P)[0]
        for share in (resisting, resisting + more)
    )
    assert there > here


@pytest.mark.parametrize(
    ("stand", "published", "quarters", "may"),
    [
        (0.75, True, 4, True),
        (0.70, True, 4, False),  # above, not at
        (0.75, False, 4, False),  # nobody presses the offer on its members
        (0.75, True, 3, False),  # balloted too lately
    ],
)
def test_a_committee_ballots_on_what_is_pressed_if_it_is_against_and_free(
    stand, published, quarters, may
):
    found = may_ballot(np.array([[stand]]), np.array([[published]]), np.array([quarters]), P)
    assert found.tolist() == [[may]]


@pytest.mark.parametrize(
    ("strength", "quarters"), [(0.0, 0), (0.24, 0), (0.25, 1), (0.5, 1), (0.74, 1), (0.75, 2)]
)
def test_a_middling_committee_slows_assurance_by_a_quarter(strength, quarters):
    assert quarters_of_delay(np.array([strength]), P)[0] == quarters


def test_the_national_committee_speaks_for_patients_lists_not_for_committees():
    positions = np.array([[0.0, 0.9], [0.0, 0.3]])
    assert national_position(positions, np.array([3.0, 1.0])).tolist() == [0.0, pytest.approx(0.75)]
    assert national_position(positions, np.zeros(2)).tolist() == [0.0, 0.0]
