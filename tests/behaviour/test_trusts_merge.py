"""Mergers of trusts cost for a while and gain nothing, unless a scenario says that they do."""

from __future__ import annotations

import pytest

from acs_abm.model import AccountableCareModel


def years_after(population, plan, seed, **changes):
    """Return the world after five years in which many trusts merged."""
    scenario = plan.change(until="2022-Q1", **{"horizontal.merger_hazard": 0.15, **changes})
    return AccountableCareModel(scenario, seed, population=population).run().world


def margin(world) -> float:
    """Return the margin of all trusts together."""
    return float((world.trusts.income * world.trusts.margin).sum() / world.trusts.income.sum())


def test_a_merger_makes_no_trust_more_productive(eight_systems, plan):
    merging = years_after(eight_systems, plan, 1)
    assert (~merging.trusts.is_standing).sum() > 5
    assert not merging.money.trusts.saving.any()


def test_it_does_where_a_scenario_says_so(eight_systems, plan):
    gaining = years_after(eight_systems, plan, 1, **{"horizontal.productivity_gain": 1})
    assert margin(gaining) > margin(years_after(eight_systems, plan, 1))


@pytest.mark.slow
def test_mergers_come_about_as_often_as_they_did_and_groups_grow_slowly(england, plan):
    merged, grouped = [], []
    for seed in range(1, 21):
        run = AccountableCareModel(plan, seed, population=england).run()
        national = run.tables()["national"]
        merged.append(national["trusts_merged"].iloc[-1] / 233 / 10)
        grouped.append(national["trusts_in_group"].iloc[[0, -1]].tolist())
    assert 0.005 < sum(merged) / len(merged) < 0.017
    assert all(30 < first < 65 and last < 100 for first, last in grouped)
