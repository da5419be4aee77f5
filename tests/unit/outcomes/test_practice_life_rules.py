"""Workload, distress, quality, staff and capability, each on its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.outcomes.capability import Capability, capability
from acs_abm.outcomes.demand import Demand
from acs_abm.outcomes.distress import DistressDrift, distress_after, troubles
from acs_abm.outcomes.quality import Quality, implied_quality, lasting_quality, quality_after
from acs_abm.outcomes.workforce import (
    Workforce,
    has_lost_partner,
    partners_after,
    salaried_after,
)
from acs_abm.outcomes.workload import (
    Workload,
    demand_after,
    hours_worked,
    patients_per_clinician,
)

WORK, DRIFT, QUALITY, STAFF = Workload(), DistressDrift(), Quality(), Workforce()
ONE = np.ones(1)
NOTHING = np.zeros(1)
shares = st.floats(0.0, 1.0)


def logit(x):
    return np.log(x / (1.0 - x))


def drifted(distress, usual, work=1.0, trouble=0.0, luck=0.0, years=0.25):
    columns = (np.full(1, float(x)) for x in (distress, usual, work, trouble, luck))
    return distress_after(*columns, years, DRIFT)[0]


# -- workload --------------------------------------------------------------------------


def test_two_nurses_do_the_work_of_one_doctor():
    with_doctor = patients_per_clinician(1000.0 * ONE, 2.0 * ONE, NOTHING, 1.0, WORK)
    with_nurses = patients_per_clinician(1000.0 * ONE, ONE, 2.0 * ONE, 1.0, WORK)
    assert with_doctor == with_nurses == 500.0


def test_hours_follow_the_root_of_work_and_what_agreements_save():
    hours = hours_worked(np.array([1.0, 1.21, 1.0]), np.array([0.0, 0.0, -2.5]), WORK)
    assert hours == pytest.approx([48.0, 52.8, 45.5])


def test_a_practice_without_doctors_works_long_hours_but_not_endless_ones():
    assert np.isfinite(patients_per_clinician(5000.0 * ONE, NOTHING, NOTHING, 1.0, WORK)).all()


def test_what_patients_ask_for_grows_by_the_year():
    assert demand_after(0.0, Demand()) == 1.0
    assert demand_after(10.0, Demand()) == pytest.approx(1.025**10)


# -- distress --------------------------------------------------------------------------


@given(st.floats(0.01, 0.99))
def test_distress_stays_where_it_began_if_nothing_changes(distress):
    assert drifted(distress, logit(distress)) == pytest.approx(distress)


@given(shares, st.floats(-6, 6), st.floats(0.2, 5), st.floats(-3, 3), st.floats(-6, 6))
def test_distress_is_never_below_nothing_or_above_all(distress, usual, work, trouble, luck):
    assert 0.0 <= drifted(distress, usual, work, trouble, luck, years=1.0) <= 1.0


def test_more_work_is_more_distress_and_relief_is_less():
    usual = drifted(0.3, logit(0.3))
    assert drifted(0.3, logit(0.3), work=1.2) > usual
    assert drifted(0.3, logit(0.3), trouble=-1.2) < usual


def test_a_tenth_more_work_is_two_log_points_of_it_more():
    towards = 1.0 / (1.0 + np.exp(-(logit(0.3) + 2.0 * np.log(1.1))))
    expected = 0.3 + (1.0 - np.exp(-0.4)) * (towards - 0.3)
    assert drifted(0.3, logit(0.3), work=1.1, years=1.0) == pytest.approx(expected)


def test_three_months_drift_as_far_as_a_quarter():
    distress = 0.2
    for _ in range(3):
        distress = drifted(distress, 1.0, years=1 / 12)
    assert distress == pytest.approx(drifted(0.2, 1.0))


def test_troubles_add_up_and_only_the_level_in_force_for_long_relieves():
    level = np.array([0, 1, 2, 3], dtype=np.int8)
    yes = np.ones(4, dtype=bool)
    assert troubles(~yes, ~yes, level, DRIFT) == pytest.approx([0.0, -0.1, -0.3, -1.2])
    assert troubles(yes, yes, level, DRIFT) == pytest.approx([1.3, 1.2, 1.0, 0.1])


# -- quality and capability ------------------------------------------------------------


def test_long_hours_lower_quality_and_an_able_place_raises_it():
    lasting = lasting_quality(NOTHING, QUALITY)
    usual = implied_quality(lasting, NOTHING, NOTHING, NOTHING, QUALITY)
    assert usual == pytest.approx(1.0 / (1.0 + np.exp(-1.0)))
    assert implied_quality(lasting, 10.0 * ONE, NOTHING, NOTHING, QUALITY) < usual
    assert implied_quality(lasting, NOTHING, 0.3 * ONE, NOTHING, QUALITY) > usual


def test_quality_loses_more_by_an_incentive_withdrawn_than_it_gains_by_one():
    lasting = lasting_quality(NOTHING, QUALITY)
    at = [implied_quality(lasting, NOTHING, NOTHING, each * ONE, QUALITY) for each in (0, 5, -5)]
    usual, more, less = (logit(one[0]) for one in at)
    assert more - usual == pytest.approx(0.3)
    assert less - usual == pytest.approx(-0.45)


def test_who_began_in_less_distress_stays_better():
    better, worse = lasting_quality(np.array([1.0, -1.0]), QUALITY)
    assert better > worse


@given(shares, shares, st.floats(0.0, 20.0))
def test_quality_moves_towards_what_is_implied_and_not_past_it(quality, implied, years):
    after = quality_after(quality * ONE, implied * ONE, years, QUALITY)[0]
    assert min(quality, implied) - 1e-12 <= after <= max(quality, implied) + 1e-12


def test_capability_is_half_data_a_quarter_governance_a_quarter_hubs():
    able = capability(0.4 * ONE, 0.2 * ONE, 0.8 * ONE, Capability())
    assert able == pytest.approx(0.45)


# -- staff -----------------------------------------------------------------------------


def test_partners_fall_by_the_published_rate_at_usual_distress_and_faster_above_it():
    left = partners_after(np.full(2, 4.0), np.array([0.22, 0.5]), 1.0, STAFF)
    assert left[0] == pytest.approx(4.0 * np.exp(-0.039))
    assert left[1] < left[0]


def test_a_partner_is_missed_when_the_whole_number_falls():
    lost = has_lost_partner(np.array([3.01, 3.5, 3.0]), np.array([2.99, 3.4, 2.9]))
    assert lost.tolist() == [True, False, False]


def test_filled_vacancies_become_doctors_and_none_is_filled_twice():
    salaried, vacancies = salaried_after(NOTHING, 2.0 * ONE, 1.0, STAFF)
    assert salaried + vacancies == pytest.approx(2.0)
    assert vacancies == pytest.approx(2.0 * np.exp(-0.5))
