"""Which hospital patients choose, and what they wait."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.outcomes.elective_waits import ElectiveWaits, capacity_after, waits_after
from acs_abm.outcomes.patient_choice import (
    PatientChoice,
    attraction,
    choose_hospitals,
    guarantee,
    outside_weights,
    pull_of_own,
    reachable,
)

P, W = PatientChoice(), ElectiveWaits()


def choose(pull, attractions=None, *, is_own=None, own_pull=1.0, outside=0.0):
    """Return shares of one practice's patients, and how varied they are."""
    pull = np.asarray(pull, dtype=float)
    n, flows = len(pull), np.zeros((1, len(pull)))
    varied = choose_hospitals(
        np.array([0, n]),
        np.arange(n),
        pull,
        np.zeros(n, dtype=bool) if is_own is None else np.array(is_own),
        np.ones(n) if attractions is None else np.asarray(attractions, dtype=float),
        np.array([own_pull]),
        np.array([outside]),
        np.array([outside**2]),
        np.ones(1),
        np.zeros(1, dtype=np.int64),
        flows,
    )
    return flows[0], varied[0]


def test_shares_are_those_of_a_logit():
    utility = np.array([0.3, -1.2, 0.8])
    shares, _ = choose(np.exp(utility))
    assert shares == pytest.approx(np.exp(utility) / np.exp(utility).sum())


@given(st.lists(st.floats(1e-6, 1e3), min_size=1, max_size=12), st.floats(0, 1e3))
def test_all_patients_go_somewhere(pull, outside):
    shares, varied = choose(pull, outside=outside)
    elsewhere = outside / (sum(pull) + outside)
    assert shares.sum() + elsewhere == pytest.approx(1.0)
    assert -1e-9 <= varied < 1.0


def test_where_there_is_one_hospital_there_is_no_choice():
    assert choose([0.4])[1] == pytest.approx(0.0)
    assert choose([0.4, 0.4, 0.4, 0.4])[1] == pytest.approx(0.75)


def test_a_better_rating_and_a_shorter_wait_attract():
    better, worse = attraction(np.array([4, 1], dtype=np.int8), np.full(2, 10.0), 10.0, P)
    quick, slow = attraction(np.full(2, 3, dtype=np.int8), np.array([5.0, 20.0]), 10.0, P)
    assert better / worse == pytest.approx(np.exp(0.9))
    assert quick / slow == pytest.approx(np.exp(0.45))


def test_patients_favour_hospitals_of_their_own_system_unless_choice_is_guaranteed():
    for protected, odds in ((True, 1.0), (False, np.exp(0.5 * 0.7))):
        own = pull_of_own(guarantee(np.array([protected]), P), P)[0]
        shares, _ = choose([1.0, 1.0], is_own=[True, False], own_pull=own)
        assert shares[0] / shares[1] == pytest.approx(odds)


def test_only_hospitals_within_reach_are_chosen_and_the_nearest_where_none_is():
    hospitals = np.array([[0.0, 0.0], [50.0, 0.0], [300.0, 0.0]])
    practices = np.array([[10.0, 0.0], [150.0, 0.0], [301.0, 0.0]])
    starts, found, kilometres = reachable(practices, hospitals, 60.0)
    assert starts.tolist() == [0, 2, 3, 4]
    assert found.tolist() == [0, 1, 1, 2]
    assert kilometres == pytest.approx([10, 40, 100, 1])


def test_without_any_hospital_patients_go_to_independent_providers():
    starts = np.zeros(3, dtype=np.int64)
    none, nobody = np.zeros(0), np.zeros(0, dtype=bool)
    rows = np.zeros(0, dtype=np.int64)
    outside, squared = outside_weights(
        starts, rows, none, nobody, none, np.ones(2), nobody, 0.07 / 0.93
    )
    assert outside.tolist() == squared.tolist() == [1.0, 1.0]


def test_hospitals_that_are_left_out_keep_their_weight():
    whole, _ = choose([1.0, 2.0, 3.0])
    kept, _ = choose([1.0, 2.0], outside=3.0)
    assert kept == pytest.approx(whole[:2])


def test_waits_stay_where_demand_is_what_can_be_done_and_rise_with_it():
    same, pressed = waits_after(np.full(2, W.usual), np.array([100.0, 120.0]), np.full(2, 100.0), W)
    assert same == W.usual
    assert pressed == pytest.approx(W.usual + W.adjustment * W.usual * (1.2**W.response - 1))


def test_nobody_waits_longer_than_the_longest():
    wait = np.array([W.usual])
    for _ in range(50):
        wait = waits_after(wait, np.array([1e6]), np.array([1.0]), W)
    assert wait[0] == pytest.approx(W.longest)


def test_capacity_grows_from_year_to_year():
    assert capacity_after(np.array([100.0]), 2.0, W)[0] == pytest.approx(100 * 1.02**2)
