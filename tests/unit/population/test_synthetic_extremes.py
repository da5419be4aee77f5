"""Made-up countries keep England's statistics when they grow, and run however odd they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from acs_abm.evidence import figure
from acs_abm.model import AccountableCareModel
from acs_abm.population import synthetic_country
from acs_abm.population.blocks import kept_rows
from acs_abm.population.organisations import CoreContract, Population, TrustType
from acs_abm.scenario import Scenario


@pytest.fixture(scope="module")
def hundred() -> Population:
    return synthetic_country(100)


def expect_finite_run(country: Population, until: str = "2019-Q1") -> None:
    """Run it, and find a number in every cell of the national and the system table."""
    tables = (
        AccountableCareModel(Scenario.load("plan_2017").change(until=until), population=country)
        .run()
        .tables()
    )
    for name in ("national", "systems"):
        numbers = tables[name].select_dtypes("number")
        assert len(numbers)
        assert np.isfinite(numbers.to_numpy(dtype=float)).all(), name


def test_a_hundred_systems_have_englands_lists(hundred):
    size = hundred.practices.list_size
    assert len(size) == 18_000
    assert size.mean() == pytest.approx(7_835, rel=0.03)
    assert size.std() == pytest.approx(4_788, rel=0.1)
    for share, published in ((0.1, 2_860), (0.5, 6_937), (0.9, 13_688)):
        assert (size <= published).mean() == pytest.approx(share, abs=0.05)
    assert size.min() >= 1_000
    assert size.max() <= 60_716


def test_a_hundred_systems_have_englands_contracts_and_gps(hundred):
    p = hundred.practices
    shares = np.bincount(p.contract, minlength=3) / p.contract.size
    assert shares == pytest.approx([0.69, 0.28, 0.03], abs=0.01)
    apms = p.list_size[p.contract == CoreContract.APMS].mean()
    assert apms == pytest.approx(5_064, rel=0.1)
    assert 1000 * p.gp_wte.sum() / p.list_size.sum() == pytest.approx(0.50, abs=0.015)
    slope, intercept = np.polyfit(np.log(p.list_size), np.log(p.gp_wte), 1)
    rest = np.log(p.gp_wte) - intercept - slope * np.log(p.list_size)
    assert slope == pytest.approx(0.947, abs=0.02)
    assert rest.std() == pytest.approx(0.435, abs=0.01)


def test_a_hundred_systems_have_englands_income_need_and_patients(hundred):
    p = hundred.practices
    paid = p.gross_income / p.list_size
    assert paid.mean() == pytest.approx(155, rel=0.03)
    assert np.median(paid) == pytest.approx(141, rel=0.03)
    ratio = p.weighted_list / p.list_size
    assert ratio.mean() == pytest.approx(1.008, abs=0.003)
    assert ratio.std() == pytest.approx(0.107, abs=0.003)
    for one, other, published in (
        (p.list_size, p.deprivation, -0.23),
        (p.deprivation, p.share_over_65, -0.50),
        (p.share_over_65, ratio, 0.53),
    ):
        assert spearmanr(one, other).statistic == pytest.approx(published, abs=0.06)


def test_the_same_seed_is_the_same_country_throughout():
    one, same = synthetic_country(7, 2, 9, 4, seed=5), synthetic_country(7, 2, 9, 4, seed=5)
    for block in ("systems", "ccgs", "trusts", "practices"):
        for name, column in vars(getattr(one, block)).items():
            assert np.array_equal(column, getattr(getattr(same, block), name)), (block, name)


@pytest.mark.parametrize(
    "size",
    [(1, 1, 1, 1), (1, 1, 2, 1), (1, 6, 1, 2), (1, 1, 300, 1), (2, 1, 1, 99), (60, 1, 1, 1)],
)
def test_a_country_of_odd_proportions_runs(size):
    expect_finite_run(synthetic_country(*size))


def test_a_hundred_systems_run(hundred):
    expect_finite_run(hundred, until="2017-Q3")


@pytest.mark.parametrize("left", [3, 0])
def test_systems_without_a_trust_run(left):
    country = synthetic_country(2, 2, 10, 3)
    keep = country.trusts.system == 0 if left else np.zeros(6, dtype=bool)
    assert keep.sum() == left
    expect_finite_run(replace(country, trusts=kept_rows(country.trusts, keep)), until="2022-Q1")


@pytest.mark.parametrize("kind", TrustType)
def test_a_country_of_one_type_of_trust_runs(kind):
    country = synthetic_country(2, 2, 10, 3)
    trusts = replace(country.trusts, type=np.full(6, kind, dtype=np.int8))
    expect_finite_run(replace(country, trusts=trusts))


@pytest.mark.parametrize("contract", CoreContract)
def test_a_country_of_one_core_contract_runs(contract):
    country = synthetic_country(2, 2, 10, 3)
    practices = replace(country.practices, contract=np.full(40, contract, dtype=np.int8))
    expect_finite_run(replace(country, practices=practices))


def test_figures_used_here_are_those_that_are_declared():
    assert figure("list_size_mean") == 7_835
    assert figure("contract_share_pms") == pytest.approx(0.28, abs=0.005)
