"""Money brings councils in, and councils that are in free beds; leads that change cost time."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel

RICH, POOR = {"system.fund_diverted": 0, "system.fund_per_head": 30}, {"system.fund_diverted": 0.85}
STEADY, RESTLESS = {"system.lead_change_hazard": 0.0}, {"system.lead_change_hazard": 0.6}


def ends(population, plan, changes, seeds):
    rows = [
        AccountableCareModel(plan.change(until="2025-Q1", **changes), seed, population=population)
        .run()
        .recorder.national()
        .iloc[-1]
        for seed in seeds
    ]
    return {
        name: np.mean([row[name] for row in rows])
        for name in ("systems_with_councils", "delayed_discharges", "governance")
    }


def check(population, plan, seeds):
    rich, poor = (ends(population, plan, c, seeds) for c in (RICH, POOR))
    assert rich["systems_with_councils"] > poor["systems_with_councils"]
    assert rich["delayed_discharges"] < poor["delayed_discharges"]


def check_leads(population, plan, seeds):
    steady, restless = (ends(population, plan, c, seeds) for c in (STEADY, RESTLESS))
    assert restless["governance"] < steady["governance"] - 0.01


def test_money_brings_councils_in_and_frees_beds(eight_systems, plan):
    check(eight_systems, plan, (1, 2, 3))


def test_leads_that_change_often_cost_governance(eight_systems, plan):
    check_leads(eight_systems, plan, (1,))


@pytest.mark.slow
def test_the_same_over_twenty_seeds(eight_systems, plan):
    check(eight_systems, plan, range(1, 21))
    check_leads(eight_systems, plan, range(1, 21))
