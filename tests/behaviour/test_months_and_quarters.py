"""A year cut into twelve steps or into four gives the same history, within sampling error."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel

MEASURES = {
    "list_share_alliance": 0.04,
    "list_share_hub": 0.02,
    "governance": 0.02,
    "relationships": 0.02,
    "population_health_management": 0.02,
    "trust_in_national": 0.01,
    "systems_with_alliance": 2.0,
    "trusts_in_alliance": 10.0,
    "ccgs_in_alliance": 10.0,
    "systems_shadow_acs": 4.0,
    "systems_acs": 4.0,
    "practices_resisting": 25.0,
}
"""What is compared, and the largest difference over England that nobody would mind."""


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


def difference(rows, measure):
    """Return months less quarters, and its standard error, pairing runs of one seed."""
    quarters, months = (np.array([float(row[measure]) for row in rows[s]]) for s in (4, 12))
    apart = months - quarters
    return apart.mean(), apart.std(ddof=1) / np.sqrt(len(apart))


def test_a_run_by_months_ends_in_the_month_its_last_quarter_ends(three_systems, plan):
    rows = last_rows(three_systems, plan, "2018-Q1", [1])
    assert rows[4][0]["quarter"] == "2018-Q1"
    assert rows[12][0]["quarter"] == "2018-03"


def test_three_years_by_months_or_by_quarters_end_much_alike(eight_systems, plan):
    rows = last_rows(eight_systems, plan, "2020-Q1", range(1, 5))
    for measure in ("list_share_alliance", "list_share_hub", "governance", "relationships"):
        apart, error = difference(rows, measure)
        assert abs(apart) < MEASURES[measure] + 2 * error, measure


@pytest.mark.slow
def test_five_years_of_england_agree_within_sampling_error(england, plan):
    rows = last_rows(england, plan, "2022-Q1", range(1, 13))
    for measure, margin in MEASURES.items():
        apart, error = difference(rows, measure)
        assert abs(apart) < max(3 * error, 0.01 * abs(float(rows[4][0][measure]))), measure
        assert abs(apart) < margin, measure
