"""Who closes, and how patients are shared out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.outcomes.closures import (
    Closures,
    attraction,
    chance_of_closing,
    near_any,
    relative_hazard,
    shared_out,
)

P = Closures()
weights = st.lists(st.floats(0.1, 1e5), min_size=1, max_size=40).map(np.array)


@given(st.integers(0, 60_000), weights)
def test_no_patient_is_lost_or_made_by_sharing_out(whole, weight):
    parts = shared_out(float(whole), weight)
    assert parts.sum() == whole
    assert (parts == np.floor(parts)).all()
    assert (abs(parts - whole * weight / weight.sum()) < 1.0 + 1e-6).all()


@given(st.floats(0, 60_000), weights)
def test_a_fraction_of_a_patient_goes_to_somebody_too(whole, weight):
    assert shared_out(whole, weight).sum() == pytest.approx(whole)


def test_equal_remainders_go_to_the_first():
    assert shared_out(5.0, np.ones(3)).tolist() == [2.0, 2.0, 1.0]


def test_a_practice_draws_more_patients_the_larger_and_nearer_it_is():
    draw = attraction(np.array([5000.0, 10000.0, 5000.0]), np.array([1.0, 1.0, 4.0]), 3.0)
    assert draw[1] == pytest.approx(2.0 * draw[0])
    assert draw[2] == pytest.approx(draw[0] / np.e)


def test_half_the_list_is_twice_the_hazard_and_distress_adds_to_it():
    usual, half, distressed = relative_hazard(
        np.array([7500.0, 3750.0, 7500.0]), np.array([0.2, 0.2, 0.7]), P
    )
    assert half == pytest.approx(2.0 * usual)
    assert distressed == pytest.approx(np.e * usual)


def test_the_country_closes_at_the_published_rate_at_the_start():
    size, distress = np.linspace(1000, 20000, 500), np.linspace(0.05, 0.6, 500)
    scale = 1.0 / relative_hazard(size, distress, P).mean()
    in_a_day = chance_of_closing(size, distress, scale, 1e-6, P)
    assert in_a_day.mean() == pytest.approx(0.027e-6, rel=1e-3)


@given(st.integers(0, 2**32 - 1), st.floats(0.5, 30.0))
def test_who_is_near_a_closed_practice_is_who_is_within_reach(seed, reach):
    draw = np.random.default_rng(seed)
    places = draw.uniform(0.0, 50.0, (60, 2))
    closed = draw.choice(60, 4, replace=False)
    apart = np.hypot(*(places[:, np.newaxis] - places[closed]).transpose(2, 0, 1))
    order = np.argsort(places[:, 0], kind="stable")
    assert (near_any(places, order, closed, reach) == (apart <= reach).any(axis=1)).all()
