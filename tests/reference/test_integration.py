"""Trusts' choices against a second telling of the rule, trust by trust, over whole runs."""

from __future__ import annotations

import numpy as np
import pytest
from integration_by_hand import NAMES, choice, worth

from acs_abm.model import AccountableCareModel
from acs_abm.steps import SCHEDULE
from acs_abm.steps.holders import worth_of_holding

CONTRACTS = {"commissioner.procures_test_area": 1, "commissioner.procures_hazard": 0.5,
             "commissioner.procures_full": 0.5, "trust.considers_later": 0.8,
             "trust_resistance.caution": 2.25}  # fmt: skip


@pytest.mark.parametrize("changes", [{}, CONTRACTS], ids=["the plan", "contracts everywhere"])
def test_every_trust_that_considers_does_what_the_rule_says_by_hand(three_systems, plan, changes):
    scenario = plan.change(**changes)
    model = AccountableCareModel(scenario, 1, population=three_systems)
    world, p = model.world, {name: scenario.value(name) for name in scenario.catalogue}
    decided, taken = 0, set()
    for step in range(world.clock.steps):
        world.step = step
        for phase in SCHEDULE:
            before = [trust_of(world, row, p) for row in range(len(world.trusts.stance))]
            phase.run(world)
            if phase.number != 10:
                continue
            for row, trust in enumerate(before):
                if trust["considers"]:
                    expected = choice(trust, p)
                    assert world.trusts.stance[row] == expected, (step, row)
                    decided += 1
                    taken.add(expected)
        check_holders(world, p)
    assert decided > 60
    assert taken >= ({0, 1} if not changes else {-1, 0, 1, 2})


def check_holders(world, p):
    found = worth_of_holding(world)
    for place in np.flatnonzero(world.ccgs.holder_trust >= 0):
        trust = trust_of(world, int(world.ccgs.holder_trust[place]), p)
        assert found[place] == pytest.approx(worth(trust, int(world.ccgs.contract_level[place]), p))


def trust_of(world, row, p):
    system = world.population.trusts.system[row]
    home = np.flatnonzero(world.population.trusts.system == system)
    income = world.trusts.income
    total = sum(income[home])
    places = np.flatnonzero(world.population.ccgs.system == system)
    furthest = max(world.ccgs.contract_level[places], default=0)
    stage = world.systems.stage[system]
    levels = [0] + [1] * int(stage >= 1) + [k for k in (2, 3) if furthest >= k]
    level = fallen(max(int(world.trusts.stance[row]), 0), levels)
    keys, now = world.population.trusts.key[row : row + 1], world.step
    since = now - world.systems.advanced[system]
    likely = "early" if since < 4 and world.trusts.stance[row] < 1 else "later"
    draw = world.chance.uniform("trust.considers", now, keys)[0]
    return {
        "level": level,
        "trust": world.trusts.trust_in_partners[row],
        "peers": [at_or_above(world, home, levels, k) / total for k in range(4)],
        "pressure": world.systems.pressure[system],
        "margin": world.trusts.margin[row],
        "holds": any(
            world.ccgs.holder_trust[c] == row and world.ccgs.contract_level[c] > 0
            for c in range(len(world.ccgs.stance))
        ),
        "open": levels,
        "taste": world.tastes.trust[row],
        "mood": [world.chance.gumbel(f"trust.choice/{name}", now, keys)[0] for name in NAMES],
        "others": sum(income[j] for j in home if world.trusts.stance[j] < 0) / total,
        "luck": world.chance.uniform("trust.resists", now, keys)[0],
        "considers": len(levels) > 1
        and world.trusts.merged_into[row] < 0
        and draw < p[f"trust.considers_{likely}"],
    }


def fallen(level, levels):
    """A level above ALLIANCE that is no longer open is left for the next below that is."""
    return level if level <= 1 else max(k for k in levels if k <= level)


def at_or_above(world, home, levels, k):
    """Income of the trusts at home at a level or above, once those that must fall back have."""
    stance, income = world.trusts.stance, world.trusts.income
    return sum(income[j] for j in home if fallen(max(int(stance[j]), 0), levels) >= k)
