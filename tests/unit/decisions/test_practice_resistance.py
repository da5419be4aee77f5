"""Resistance is rare where nothing threatens, and grows with what is pressed on a practice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.chance import Chance, organisation_keys
from acs_abm.decisions.practice_resistance import (
    PracticeResistance,
    resistance_probability,
    threat,
)

P = PracticeResistance()
ONE = np.ones(1)


def probability(threats: float, temper: float = 1.0, resisting: float = 0.0) -> float:
    return float(resistance_probability(threats * ONE, temper * ONE, resisting * ONE, P)[0])


def test_about_one_in_a_hundred_resists_where_nothing_threatens():
    assert probability(0.0) == pytest.approx(0.0110, abs=1e-4)  # 1 / (1 + e^4.5)


def test_the_threat_is_what_is_lost_and_a_quarter_of_the_autonomy_at_risk_under_pressure():
    # 0.5 · (2 + 0.25 · 30 · 0.45) = 0.5 · 5.375
    found = threat(2.0 * ONE, 30.0 * ONE, 0.45 * ONE, 0.5 * ONE, P)
    assert found[0] == pytest.approx(2.6875)


def test_resistance_by_hand():
    # threat 2.6875, half of the committee's practices resist: 2.6875 · (1 + 2 · 0.5) − 4.5 = 0.875
    assert probability(2.6875, resisting=0.5) == pytest.approx(0.705785, abs=1e-6)


PRESSURE = 0.375
"""0.3 nationally, 1.25 times that in a shadow ACS."""


def share_resisting(independence: float, spread: float, autonomy: float) -> float:
    """Return the share that resists of many practices before any see others do."""
    keys = organisation_keys("practice", [f"P{n}" for n in range(20_000)])
    luck = Chance(1)
    phi = independence + spread * luck.normal("phi", 0, keys)
    temper = np.exp(P.temper_sd * luck.normal("temper", 0, keys))
    nothing = np.zeros(len(keys))
    pressed = np.full(len(keys), autonomy)
    threats = threat(nothing, phi, pressed, np.full(len(keys), PRESSURE), P)
    return float(resistance_probability(threats, temper, nothing, P).mean())


@pytest.mark.parametrize(("autonomy", "least", "most"), [(0.45, 0.03, 0.15), (1.0, 0.15, 0.35)])
def test_a_contract_that_is_procured_makes_many_resist_before_any_see_others_do(
    autonomy, least, most
):
    """The design expects 15% in the end under a partial contract and 20% under a full one."""
    assert least < share_resisting(32.0, 18.0, autonomy) < most


def test_a_campaign_for_an_alliance_makes_an_eighth_resist_of_those_who_prize_independence():
    """£200,000 for independence makes 0.375 · 0.25 · 200 · 0.1 = £1,900 of it; £32,000, £300."""
    assert share_resisting(200.0, 8.0, 0.1) == pytest.approx(0.124, abs=0.01)
    assert share_resisting(32.0, 18.0, 0.1) == pytest.approx(0.016, abs=0.002)


@given(st.floats(0, 20), st.floats(0.01, 5), st.floats(0.1, 5), st.floats(0.1, 2), st.floats(0, 1))
def test_threat_temper_and_company_make_resistance_more_likely(size, more, temper, hotter, share):
    here = probability(size, temper, share)
    assert 0.0 < here <= 1.0
    assert probability(size + more, temper, share) >= here
    assert probability(size, temper + hotter, share) >= here
    assert probability(size, temper, min(share + 0.1, 1.0)) >= here


@given(st.floats(0, 10), st.floats(0, 60), st.floats(0, 1), st.floats(0, 1))
def test_without_pressure_or_anything_to_lose_there_is_no_threat(lost, phi, autonomy, pressure):
    assert threat(lost * ONE, phi * ONE, autonomy * ONE, 0.0 * ONE, P)[0] == 0.0
    assert threat(0.0 * ONE, phi * ONE, 0.0 * ONE, pressure * ONE, P)[0] == 0.0
    assert threat(lost * ONE, phi * ONE, autonomy * ONE, pressure * ONE, P)[0] >= 0.0
