"""Groups and mergers against a second telling of the rules, trust by trust, over whole runs."""

from __future__ import annotations

import numpy as np
import pytest
from horizontal_by_hand import mergers, wants_group

from acs_abm.model import AccountableCareModel
from acs_abm.population.organisations import TrustType
from acs_abm.steps import SCHEDULE


@pytest.fixture(scope="module")
def eager(eight_systems, plan):
    scenario = plan.change(**{"horizontal.merger_hazard": 0.15, "until": "2022-Q1"})
    return AccountableCareModel(scenario, 1, population=eight_systems)


def test_every_trust_joins_a_group_or_merges_as_the_rules_say_by_hand(eager):
    world, scenario = eager.world, eager.world.scenario
    p = {name: scenario.value(name) for name in scenario.catalogue}
    thought = merged = 0
    for step in range(world.clock.steps):
        world.step = step
        for phase in SCHEDULE:
            asked = phase.number == 10
            before = [group_facts(world, row) for row in range(len(world.trusts.stance))]
            expected = mergers(all_trusts(world), p, world.years)
            gone = set(np.flatnonzero(~world.trusts.is_standing))
            phase.run(world)
            for row, trust in enumerate(before):
                considers = trust["may"] and trust["draw"] < p["horizontal.group_considers"]
                if asked and considers:
                    assert world.trusts.in_group[row] == wants_group(trust, p)
                    thought += 1
            if phase.title == "Trusts merge":
                codes = world.population.trusts.code
                new = set(np.flatnonzero(~world.trusts.is_standing)) - gone
                assert {codes[row] for row in new} == set(expected)
                merged += len(new)
    assert thought > 20
    assert merged > 5


def group_facts(world, row):
    trusts, kinds = world.trusts, world.population.trusts
    key, now = kinds.key[row : row + 1], world.step
    home = [
        j
        for j in range(len(trusts.income))
        if kinds.system[j] == kinds.system[row] and kinds.type[j] == TrustType.ACUTE
    ]
    total = sum(trusts.income[j] for j in home)

    def draw(stream, step):
        return world.chance.gumbel(stream, step, key)[0]

    return {
        "may": kinds.type[row] == TrustType.ACUTE and trusts.merged_into[row] < 0,
        "draw": world.chance.uniform("trust.considers_group", now, key)[0],
        "trust": trusts.trust_in_partners[row],
        "peers": sum(trusts.income[j] for j in home if trusts.in_group[j]) / total if total else 0,
        "margin": trusts.margin[row],
        "in_group": trusts.in_group[row],
        "taste": draw("trust.taste/group", 0) - draw("trust.taste/alone", 0),
        "mood": draw("trust.choice/group", now) - draw("trust.choice/alone", now),
    }


def all_trusts(world):
    kinds = world.population.trusts
    luck = world.chance.uniform("trust.merges", world.step, kinds.key)
    return [
        {
            "code": code,
            "kind": int(kinds.type[row]),
            "system": int(kinds.system[row]),
            "income": float(world.trusts.income[row]),
            "place": tuple(world.fixtures.trust_places[row]),
            "luck": float(luck[row]),
        }
        for row, code in enumerate(kinds.code)
    ]
