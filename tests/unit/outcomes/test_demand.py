"""Who brings how much demand, and when."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.clock import Clock, Date
from acs_abm.outcomes.demand import (
    Demand,
    Stream,
    need,
    rates_at,
    rates_of_step,
    winter,
    yearly_growth,
    yearly_rates,
)

P = Demand()
QUARTERS = Clock.between("2017-Q2", "2027-Q1")
MONTHS = Clock.between("2017-Q2", "2027-Q1", 12)


@pytest.mark.parametrize("trait", range(3))
def test_a_poorer_older_or_sicker_list_needs_more(trait):
    size, usual = np.full(5, 7000.0), np.full(5, 10.0)
    traits = [usual, usual, usual]
    traits[trait] = np.array([8.0, 9.0, 10.0, 11.0, 12.0])
    assert (np.diff(need(size, *traits, P)) > 0).all()


@given(st.lists(st.floats(0.01, 50), min_size=2, max_size=30))
def test_need_is_one_on_average_over_patients(values):
    trait, size = np.array(values), 1000.0 + np.arange(len(values))
    assert need(size, trait, trait, trait, P) @ size == pytest.approx(size.sum())


def test_where_all_are_alike_all_need_the_same():
    alike = np.full(4, 20.0)
    assert need(np.ones(4), alike, alike, alike, P) == pytest.approx(np.ones(4))


@pytest.mark.parametrize("months", [1, 3])
def test_the_seasons_of_a_year_average_to_one(months):
    factors = [
        winter(Date.parse("2017-04").plus_months(m), months, P) for m in range(0, 12, months)
    ]
    assert np.mean(factors, axis=0) == pytest.approx(np.ones(len(Stream)))


def test_winter_brings_more_emergencies_and_consultations_and_no_more_planned_care():
    january, july = (winter(Date.parse(month), 1, P) for month in ("2018-01", "2018-07"))
    assert january[Stream.EMERGENCY] == pytest.approx(1 + P.emergency_winter)
    assert january[Stream.CONSULTATION] > 1 > july[Stream.CONSULTATION]
    assert january[Stream.ELECTIVE] == january[Stream.OUTPATIENT] == january[Stream.AE] == 1


def test_the_rates_of_april_2017_are_the_published_ones():
    assert 1000 * rates_at(Date.parse("2017-04").index, P) == pytest.approx(1000 * yearly_rates(P))
    assert 1000 * yearly_rates(P) == pytest.approx([100, 408, 140, 330, 5160])


def test_a_year_later_demand_has_grown_by_a_year():
    grown = rates_of_step(QUARTERS, 4, P) / rates_of_step(QUARTERS, 0, P)
    assert grown == pytest.approx(1 + yearly_growth(P))


def test_three_months_bring_what_a_quarter_brings():
    for quarter in range(8):
        months = sum(rates_of_step(MONTHS, 3 * quarter + month, P) for month in range(3))
        assert months == pytest.approx(rates_of_step(QUARTERS, quarter, P), rel=2e-4)
