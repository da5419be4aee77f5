"""A year cut into twelve steps or into four gives the same history, within sampling error."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel

MARGINS = {
    "list_share_alliance": 0.01,
    "list_share_hub": 0.005,
    "governance": 0.005,
    "relationships": 0.005,
    "population_health_management": 0.005,
    "trust_in_national": 0.005,
    "systems_with_alliance": 1.0,
    "trusts_in_alliance": 4.0,
    "ccgs_in_alliance": 4.0,
    "systems_shadow_acs": 1.5,
    "systems_acs": 1.5,
    "practices_resisting": 10.0,
}
"""What is compared, and the largest true difference over England that nobody would mind.

Some differences are true but small. Over five years and 120 seeds months end with 2.8 CCGs of 165
fewer (standard error 0.5): a third of the chance each month lets as many consider, but more of
them again and fewer at all. Hub coverage differs by 0.0008 (standard error 0.0006).
"""

SPREAD_OF_ENGLAND = {
    "list_share_alliance": 0.037,
    "list_share_hub": 0.0061,
    "governance": 0.0065,
    "relationships": 0.0099,
    "population_health_management": 0.0023,
    "trust_in_national": 0.0039,
    "systems_with_alliance": 2.65,
    "trusts_in_alliance": 6.5,
    "ccgs_in_alliance": 5.2,
    "systems_shadow_acs": 2.6,
    "systems_acs": 2.6,
    "practices_resisting": 15.9,
}
"""Standard deviation of months less quarters for one seed after five years (120 seeds)."""

SPREAD_OF_EIGHT_SYSTEMS = {
    "list_share_alliance": 0.079,
    "list_share_hub": 0.0155,
    "governance": 0.0107,
    "relationships": 0.0163,
}
"""The same for eight systems after three years (400 seeds)."""

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
        assert apart < MARGINS[measure] + STANDARD_ERRORS * error, measure


def test_a_run_by_months_ends_in_the_month_its_last_quarter_ends(three_systems, plan):
    rows = last_rows(three_systems, plan, "2018-Q1", [1])
    assert rows[4][0]["quarter"] == "2018-Q1"
    assert rows[12][0]["quarter"] == "2018-03"


def test_three_years_by_months_or_by_quarters_end_much_alike(eight_systems, plan):
    rows = last_rows(eight_systems, plan, "2020-Q1", range(1, 13))
    expect_alike(rows, SPREAD_OF_EIGHT_SYSTEMS)


@pytest.mark.slow
def test_five_years_of_england_agree_within_sampling_error(england, plan):
    rows = last_rows(england, plan, "2022-Q1", range(1, 41))
    expect_alike(rows, SPREAD_OF_ENGLAND)
