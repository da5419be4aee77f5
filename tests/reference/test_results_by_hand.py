"""Results, money and segments against a second telling of the rules, trust by trust."""

from __future__ import annotations

import numpy as np
import pytest
from control_total_by_hand import earned, result, segment

from acs_abm.model import AccountableCareModel
from acs_abm.steps import SCHEDULE


def test_every_quarter_of_every_trust_is_settled_as_by_hand(eight_systems, plan):
    scenario = plan.change(**{"horizontal.merger_hazard": 0.1, "risk_sharing.majority": 0.5})
    world = AccountableCareModel(scenario, 2, population=eight_systems).world
    p = {name: scenario.value(name) for name in scenario.catalogue}
    trusts, rows, shared = world.trusts, range(len(world.trusts.income)), 0
    for step in range(world.clock.steps):
        world.step = step
        for phase in SCHEDULE:
            before = [facts(world, row) for row in rows]
            phase.run(world)
            if "held against" not in phase.title:
                continue
            closes = world.clock.closes_financial_year(step)
            after = trusts.shortfall if closes else trusts.shortfall_so_far
            expected = [result(trust, p) for trust in before]
            assert after == pytest.approx(expected)
            for row, trust in enumerate(before):
                home = np.flatnonzero(world.population.trusts.system == trust["system"])
                total = sum(trusts.income[j] for j in home)
                together = sum(trusts.income[j] * expected[j] for j in home) / total
                shares = bool(world.systems.shares_control_total[trust["system"]])
                now = {**trust, "so_far": expected[row]}
                assert trusts.money_earned[row] == pytest.approx(earned(now, together, shares, p))
                shared += shares
                if closes:
                    met = trust["accepts"] and expected[row] <= 0
                    assert trusts.segment[row] == segment({**trust, "met": met}, p)
    assert shared > 0


def facts(world, row):
    trusts, key = world.trusts, world.population.trusts.key[row : row + 1]
    return {
        "system": int(world.population.trusts.system[row]),
        "asked": trusts.asked[row],
        "so_far": trusts.shortfall_so_far[row],
        "accepts": bool(trusts.accepts_control_total[row]),
        "luck": world.chance.normal("trust.outturn", world.step, key)[0],
        "access": world.chance.uniform("trust.access", world.step, key)[0],
        "disrupted": world.step < trusts.disrupted_until[row],
        "segment": int(trusts.segment[row]),
        "margin": trusts.margin[row],
        "rating": int(trusts.rating[row]),
    }
