"""When an alliance may be launched, lives and breaks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.contracts.alliance import AllianceRules, is_live, may_launch

P = AllianceRules()


def live(was: bool, share: float, protected: bool = False) -> bool:
    return bool(is_live(np.array([was]), np.array([share]), np.array([protected]), P)[0])


@pytest.mark.parametrize(
    ("trusts", "ccgs", "launches"),
    [(0.5, 0.5, True), (0.49, 0.9, False), (0.9, 0.49, False), (1.0, 1.0, True), (0.0, 0.0, False)],
)
def test_half_of_trust_income_and_half_of_the_people_launch_an_agreement(trusts, ccgs, launches):
    assert may_launch(np.array([trusts]), np.array([ccgs]), P).tolist() == [launches]


@pytest.mark.parametrize(
    ("was", "share", "protected", "lives"),
    [
        (False, 0.29, False, False),
        (False, 0.30, False, True),
        (True, 0.29, False, True),
        (True, 0.20, False, True),
        (True, 0.19, False, False),
        (True, 0.0, True, True),
        (False, 0.1, True, False),  # protection keeps what is, and begins nothing
    ],
)
def test_an_agreement_begins_at_three_tenths_and_breaks_under_two(was, share, protected, lives):
    assert live(was, share, protected) is lives


@given(st.booleans(), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_more_members_never_end_an_agreement(was, share, more, protected):
    assert live(was, min(share + more, 1.0), protected) >= live(was, share, protected)


@given(st.floats(0.15, 0.45), st.floats(0.1, 0.3), st.floats(0, 1))
def test_what_brings_an_agreement_to_life_keeps_it_alive(begins, breaks, share):
    p = AllianceRules(place_coverage=begins, break_coverage=breaks)
    lives, keeps = (
        is_live(np.array([was]), np.array([share]), np.array([False]), p)[0]
        for was in (False, True)
    )
    assert keeps or not lives


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_between_the_two_thresholds_an_agreement_stays_as_it_was(shares):
    was = False
    for share in shares:
        now = live(was, share)
        if P.break_coverage <= share < P.place_coverage:
            assert now is was
        was = now
