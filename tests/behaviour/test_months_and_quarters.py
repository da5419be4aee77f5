"""A year cut into twelve steps or into four gives the same history, within sampling error."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

THE_SAME = ("ccgs", "trusts", "national_expectation")
"""Columns that no luck moves: months and quarters agree to the last digit."""

NO_NUMBERS = ("quarter",)


class Apart(NamedTuple):
    """How far apart months and quarters may end.

    Attributes
    ----------
    margin
        The largest true difference over England that nobody would mind.
    plan, contracts
        Standard deviation of months less quarters for one seed after five years of the plan, and
        of a scenario in which contracts live (40 seeds; twelve columns of the plan: 120).
    """

    margin: float
    plan: float
    contracts: float


APART = {
    "practices": Apart(15, 29, 30),
    "hours": Apart(0.05, 0.033, 0.054),
    "distress": Apart(0.002, 0.0015, 0.0017),
    "practices_distressed": Apart(15, 20, 22),
    "quality": Apart(0.001, 0.0006, 0.0007),
    "partners": Apart(20, 38, 38),
    "salaried_gps": Apart(20, 26, 26),
    "gp_vacancies": Apart(20, 36, 36),
    "practices_closed": Apart(10, 14, 15),
    "practices_merged": Apart(15, 23, 24),
    "patients_dispersed": Apart(75_000, 116_000, 117_000),
    "practices_resisting": Apart(10, 16, 8.4),
    "practices_independent": Apart(75, 255, 312),
    "practices_alliance": Apart(75, 256, 311),
    "practices_partial": Apart(10, 0, 48),
    "practices_full": Apart(20, 14, 91),
    "practices_trust_run": Apart(10, 14, 31),
    "practices_in_hub": Apart(40, 44, 45),
    "list_share_alliance": Apart(0.01, 0.037, 0.041),
    "practices_close": Apart(5, 6.7, 5.8),
    "list_share_hub": Apart(0.005, 0.0061, 0.0065),
    "systems_stp": Apart(1, 0.53, 0.5),
    "systems_candidate": Apart(1, 0.97, 0.86),
    "systems_shadow_acs": Apart(1.5, 2.6, 3.2),
    "systems_acs": Apart(1.5, 2.6, 3.2),
    "systems_with_alliance": Apart(1, 2.6, 2.5),
    "places_with_alliance": Apart(4, 11, 13),
    "procurements_open": Apart(1, 2.4, 5.6),
    "aco_contracts_live": Apart(0.5, 0, 2.9),
    "ccgs_in_alliance": Apart(4, 5.2, 3.8),
    "trusts_in_alliance": Apart(4, 6.5, 5.7),
    "trusts_accepting_control_total": Apart(2, 9, 9),
    "governance": Apart(0.005, 0.0065, 0.0068),
    "relationships": Apart(0.005, 0.0099, 0.01),
    "population_health_management": Apart(0.005, 0.0023, 0.002),
    "trust_in_national": Apart(0.005, 0.0039, 0.0048),
}
"""Every other column of the national table.

Some differences are true but small. Over five years of the plan and 120 seeds months end with 2.8
CCGs of 165 fewer (standard error 0.5): a third of the chance each month lets as many consider, but
more of them again and fewer at all. To let as many consider at all is worse: agreements are then
launched sooner and, over 40 seeds, cover 0.032 more patients (standard error 0.005). Governance
ends 0.003 lower and relationships 0.004 (0.001 and 0.002); hub coverage by 0.0008 (0.0006).
"""

SPREAD_OF_EIGHT_SYSTEMS = {
    "list_share_alliance": 0.079,
    "list_share_hub": 0.0155,
    "governance": 0.0107,
    "relationships": 0.0163,
}
"""The same as ``Apart.plan``, for eight systems after three years (400 seeds)."""

STANDARD_ERRORS = 3.0


def last_rows(population, plan, until, seeds):
    """Return the last row of each run, by steps a year."""
    return {
        steps: [
            AccountableCareModel(
                plan.change(until=until, steps_per_year=steps), seed, population=population
            )
            .run()
            .recorder.national()
            .iloc[-1]
            for seed in seeds
        ]
        for steps in (4, 12)
    }


def expect_alike(rows, spreads):
    """Expect a mean difference within its margin and what this number of seeds can tell.

    The standard error comes from many seeds: that of a few is itself a matter of luck.
    """
    for measure, spread in spreads.items():
        quarters, months = (np.array([float(row[measure]) for row in rows[s]]) for s in (4, 12))
        error = spread / np.sqrt(len(months))
        apart = abs((months - quarters).mean())
        assert apart <= APART[measure].margin + STANDARD_ERRORS * error, measure


def test_a_run_by_months_ends_in_the_month_its_last_quarter_ends(three_systems, plan):
    rows = last_rows(three_systems, plan, "2018-Q1", [1])
    assert rows[4][0]["quarter"] == "2018-Q1"
    assert rows[12][0]["quarter"] == "2018-03"


def test_three_years_by_months_or_by_quarters_end_much_alike(eight_systems, plan):
    rows = last_rows(eight_systems, plan, "2020-Q1", range(1, 13))
    expect_alike(rows, SPREAD_OF_EIGHT_SYSTEMS)


def expect_all_alike(rows, spreads):
    """Expect every column alike: some to the last digit, the others but for luck."""
    assert set(rows[4][0].index) == {*NO_NUMBERS, *THE_SAME, *APART}
    for quarters, months in zip(rows[4], rows[12], strict=True):
        assert quarters[list(THE_SAME)].equals(months[list(THE_SAME)])
    expect_alike(rows, spreads)


@pytest.mark.slow
def test_five_years_of_england_agree_in_every_column_within_sampling_error(england, plan):
    rows = last_rows(england, plan, "2022-Q1", range(1, 41))
    expect_all_alike(rows, {name: apart.plan for name, apart in APART.items()})


@pytest.mark.slow
def test_so_they_do_where_contracts_are_sought_go_live_and_end(england):
    contracts = Scenario.load(Path(__file__).parent / "scenarios" / "many_contracts.yaml")
    rows = last_rows(england, contracts, "2022-Q1", range(1, 41))
    assert np.mean([row["aco_contracts_live"] for row in rows[4]]) > 2
    expect_all_alike(rows, {name: apart.contracts for name, apart in APART.items()})


@pytest.mark.slow
def test_so_does_who_signs_by_a_deadline(england):
    """Seen over 10 seeds: 3,507 sign by quarters; one seed of months differs by 66."""
    offer = Scenario.load(Path(__file__).parent / "scenarios" / "funded_offer_with_deadline.yaml")
    more = []
    for seed in range(1, 21):
        quarters, months = (
            AccountableCareModel(offer.change(steps_per_year=steps), seed, population=england)
            .run()
            .tables()["offers"]["signed"]
            .iloc[-1]
            for steps in (4, 12)
        )
        more.append(months - quarters)
    assert abs(np.mean(more)) < 10 + STANDARD_ERRORS * 66 / np.sqrt(20)
