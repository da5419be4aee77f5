"""Governance and population health management grow toward one and never past it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.outcomes.governance import Maturity, governance_after, health_management_after

P = Maturity()
SHARE = st.floats(0, 1)
YEARS = st.sampled_from([1 / 12, 0.25])


def governance(g: float, growth: float, r: float, lead: float, years: float = 0.25) -> float:
    return float(governance_after(*(np.array([v]) for v in (g, growth, r, lead)), years, P)[0])


def capability(c: float, money: float, years: float = 0.25) -> float:
    return float(health_management_after(np.array([c]), np.array([money]), years, P)[0])


def test_growth_by_hand():
    # 0.35 a year · (0.5 + 0.5) · (0.7 + 0.5 · 0.6) = 0.35; 0.4 + 0.6 · (1 − e^(−0.35/4))
    assert governance(0.4, 0.35, 0.5, 0.6) == pytest.approx(0.4 + 0.6 * (1 - np.exp(-0.0875)))
    # £1 a head: 0.10 + 0.28 · 1/2 = 0.24 a year; 0.2 + 0.8 · (1 − e^(−0.06))
    assert capability(0.2, 1.0) == pytest.approx(0.2 + 0.8 * (1 - np.exp(-0.06)))


@given(SHARE, st.floats(0, 6), SHARE, SHARE, YEARS)
def test_governance_stays_a_share_and_never_falls_by_itself(g, growth, r, lead, years):
    after = governance(g, growth, r, lead, years)
    assert g - 1e-12 <= after <= 1.0 + 1e-12


@given(SHARE, st.floats(0, 1000), YEARS)
def test_capability_stays_a_share_and_never_falls_by_itself(c, money, years):
    assert c - 1e-12 <= capability(c, money, years) <= 1.0 + 1e-12


@given(st.floats(0, 0.95), st.floats(0.01, 1), SHARE, SHARE, st.floats(0.01, 0.5))
def test_governance_grows_faster_with_the_stage_relationships_and_a_good_lead(
    g, growth, r, lead, more
):
    here = governance(g, growth, r, lead)
    assert governance(g, growth + more, r, lead) > here
    assert governance(g, growth, r + more, lead) > here
    assert governance(g, growth, r, lead + more) > here


@given(st.floats(0, 0.95), st.floats(0, 50), st.floats(0.1, 50))
def test_money_buys_capability_ever_less_of_it_for_each_further_pound(c, money, more):
    first = capability(c, money + more) - capability(c, money)
    second = capability(c, money + 2 * more) - capability(c, money + more)
    assert first > 0
    assert second <= first + 1e-12


@given(SHARE, st.floats(0, 1), SHARE, SHARE)
def test_three_months_are_a_quarter(g, growth, r, lead):
    by_months = g
    for _ in range(3):
        by_months = governance(by_months, growth, r, lead, 1 / 12)
    assert by_months == pytest.approx(governance(g, growth, r, lead, 0.25))
