"""The rules for missing values keep what is given and stay near what is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from acs_abm.chance import Chance, organisation_keys
from acs_abm.evidence import figure
from acs_abm.population.imputation import (
    completed_admissions,
    completed_by_ccg,
    completed_gp_wte,
    completed_income,
    completed_morbidity,
    completed_weighted_list,
)

PRACTICES = [f"P{n}" for n in range(4000)]


def test_drawn_gps_have_the_published_mean_and_spread():
    size = np.full(4000, 7000.0)
    drawn, missing = completed_gp_wte(
        np.full(4000, np.nan), size, organisation_keys("practice", PRACTICES), Chance(1)
    )
    assert missing.all()
    usual = figure("gp_wte_log_intercept") + figure("gp_wte_log_slope") * np.log(7000)
    assert np.log(drawn).mean() == pytest.approx(usual, abs=0.03)
    assert np.log(drawn).std() == pytest.approx(figure("gp_wte_log_residual_sd"), rel=0.05)


@given(
    values=arrays.arrays(np.float64, 12, elements=st.just(np.nan) | st.floats(0, 100)),
    size=arrays.arrays(np.float64, 12, elements=st.floats(100, 60000)),
)
def test_means_of_a_ccg_stay_between_its_smallest_and_largest(values, size):
    ccg = np.repeat(np.arange(3, dtype=np.int32), 4)
    completed, missing = completed_by_ccg(values, size, ccg)
    assert np.array_equal(completed[~missing], values[~missing])
    for one in range(3):
        known = values[(ccg == one) & ~missing]
        if known.size:
            made_up = completed[(ccg == one) & missing]
            assert (made_up >= known.min() - 1e-9).all()
            assert (made_up <= known.max() + 1e-9).all()
    assert np.isnan(completed).all() == missing.all()


def test_a_ccg_that_knows_nothing_gets_the_national_mean():
    values = np.array([10.0, 30.0, np.nan])
    completed, _ = completed_by_ccg(values, np.ones(3), np.array([0, 0, 1], dtype=np.int32))
    assert completed[2] == 20


def test_part_year_income_becomes_the_median_of_the_contract():
    size = np.array([1000.0, 2000.0, 1000.0, 1000.0])
    gross = np.array([140e3, 320e3, 20e3, 900e3])
    contract = np.array([0, 0, 0, 1], dtype=np.int8)
    quality = np.array([11e3, 22e3, 11e3, 11e3])
    completed, _, imputed = completed_income(gross, quality, size, contract)
    assert completed[2] == 150e3
    assert completed[3] == pytest.approx(1000 * figure("income_per_patient_pms"))
    assert imputed.tolist() == [False, False, True, True]


def test_registers_of_a_longer_list_are_not_believed():
    given_, size = np.array([0.1, 1.3]), np.ones(2)
    completed, missing = completed_morbidity(given_, size, np.zeros(2, dtype=np.int32))
    assert completed.tolist() == [0.1, 0.1]
    assert missing.tolist() == [False, True]


def test_where_nobody_has_registers_all_get_the_national_mean():
    nobody = np.full(2, np.nan)
    completed, _ = completed_morbidity(nobody, np.ones(2), np.zeros(2, dtype=np.int32))
    assert completed.tolist() == [figure("morbidity_mean")] * 2


def test_only_weighted_lists_of_another_date_are_replaced():
    weighted = np.array([900.0, 2500.0, 400.0, np.nan])
    completed, repaired = completed_weighted_list(weighted, np.full(4, 1000.0))
    assert repaired.tolist() == [False, True, True, True]
    assert completed.tolist() == [900, 1008, 1008, 1008]


def test_admissions_are_the_median_of_the_type():
    admissions = np.array([10.0, 30.0, np.nan, np.nan])
    completed, missing = completed_admissions(admissions, np.array([0, 0, 0, 2], dtype=np.int8))
    assert completed.tolist() == [10, 30, 20, 0]
    assert missing.tolist() == [False, False, True, True]
