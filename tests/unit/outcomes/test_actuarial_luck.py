"""Counts from one uniform each: how far the formulas are from the exact distributions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from acs_abm.outcomes.actuarial_luck import gamma_multipliers, normal_quantiles, poisson_counts

SHARES = (np.arange(20_000) + 0.5) / 20_000


def counts(mean, shares=SHARES):
    found = np.empty(len(shares))
    poisson_counts(np.full(len(shares), float(mean)), shares, found)
    return found


def multipliers(variance):
    found = np.empty(len(SHARES))
    gamma_multipliers(SHARES, variance, found)
    return found


def test_normal_quantiles_are_right_to_the_last_digits():
    shares = np.concatenate([SHARES, [2.0**-53, 1e-12, 1 - 1e-12, 1 - 2.0**-53]])
    found = np.empty(len(shares))
    normal_quantiles(shares, found)
    assert found == pytest.approx(special.ndtri(shares), rel=1e-13, abs=1e-14)


@pytest.mark.parametrize("mean", [0.0, 0.01, 0.7, 5.0, 11.9])
def test_small_counts_are_exact(mean):
    assert (counts(mean) == stats.poisson.ppf(SHARES, mean)).all()


@pytest.mark.parametrize(
    ("mean", "differing"), [(12, 0.003), (50, 0.001), (200, 0.0005), (10_000, 0.0001)]
)
def test_larger_counts_differ_from_the_exact_in_few_cases_and_by_one(mean, differing):
    found, exact = counts(mean), stats.poisson.ppf(SHARES, mean)
    assert (found != exact).mean() < differing
    assert abs(found - exact).max() <= 1


@pytest.mark.parametrize("mean", [12, 20, 100, 1000])
def test_mean_and_variance_of_counts_are_the_expected_number(mean):
    found = counts(mean)
    assert found.mean() == pytest.approx(mean, rel=1e-4)
    assert found.var() == pytest.approx(mean, rel=2e-3)


@given(st.floats(0, 2e4), st.floats(1e-9, 1 - 1e-9), st.floats(1e-9, 1 - 1e-9))
def test_counts_are_whole_not_negative_and_rise_with_luck(mean, one, other):
    low, high = counts(mean, np.sort([one, other]))
    assert 0 <= low <= high
    assert low == int(low)


@pytest.mark.parametrize(("variance", "furthest"), [(0.01, 0.001), (0.03, 0.005), (0.06, 0.015)])
def test_the_luck_of_a_year_is_nearly_gamma(variance, furthest):
    found = multipliers(variance)
    exact = special.gammaincinv(1 / variance, SHARES) * variance
    assert abs(found - exact).max() < furthest
    assert found.mean() == pytest.approx(1.0, abs=1e-5)
    assert found.var() == pytest.approx(variance, rel=1e-3)


def test_without_variance_there_is_no_luck():
    assert (multipliers(0.0) == 1.0).all()


def test_luck_is_never_negative_even_under_stress():
    assert (multipliers(0.3) >= 0.0).all()
