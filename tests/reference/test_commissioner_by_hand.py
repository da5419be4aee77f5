"""CCGs in a run do what a second writing of their rule says, one CCG at a time."""

from __future__ import annotations

import numpy as np
import pytest
from commissioner_by_hand import NAMES, choice_of_a_ccg

from acs_abm.contracts.offer import OpenedBy
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Gives
from acs_abm.steps import SCHEDULE

WORLDS = {
    "the plan": {},
    "many contracts": {"commissioner.savings_partial": 0.06, "commissioner.status_quo": 0.2},
    "many resist": {"commissioner_resistance.base": 1.0, "commissioner.choice_noise": 2.0},
    "many mergers": {"ccg_officer.hazard": 0.8, "ccg_merger.hazard": 0.8},
    "by months": {"steps_per_year": 12},
}


def values(scenario):
    groups = ("commissioner.", "commissioner_resistance.", "litigation.full_opposition")
    return {name: scenario.value(name) for name in scenario.catalogue if name.startswith(groups)}


def known_to(world, row):
    """What a CCG knows, read off the world's columns."""
    ccgs, blocks, system = world.ccgs, world.population, world.population.ccgs.system[row]
    stage = world.calendar.stages[world.systems.stage[system]]
    body = ccgs.decided_by == ccgs.decided_by[row]
    root = int(ccgs.decided_by[row])
    people = blocks.ccgs.population
    mine = body[blocks.practices.ccg]
    officers = [ccgs.officer[r] for r in range(len(body)) if ccgs.decided_by[r] == r]
    shares, merged = officers.count(ccgs.officer[root]) > 1, sum(body) > 1
    around = set(ccgs.decided_by[blocks.ccg_neighbours[body].any(axis=0)].tolist()) - {root}
    first = {1: world.alliance_column}
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.PLACE:
            first.setdefault(int(offer.level), column)
    options = world.options

    def by_level(column):
        return {k: float(getattr(options, column)[c]) for k, c in first.items()}

    key, step, chance = blocks.ccgs.key[[root]], world.step, world.chance
    resisting = world.practices.stance == -1
    lists = blocks.practices.list_size
    acs = 3
    return {
        "step": step,
        "quarters": 1 / world.clock.steps_per_quarter,
        "stance": int(ccgs.stance[row]),
        "contract_level": int(ccgs.contract_level[row]),
        "closed_until": int(ccgs.closed_until[row]),
        "is_test_area": bool(ccgs.is_test_area[row]),
        "is_new_test_area": world.fixtures.test_area_from[row] == step,
        "alliance_live": bool(ccgs.alliance_live[row]),
        "partner_trust": float(np.average(ccgs.trust_in_partners[body], weights=people[body])),
        "gp_influence": 0.6
        - 0.1 * (shares or merged)
        - 0.2 * merged
        - 0.1 * (world.systems.stage[system] >= acs),
        "stage_gives_alliance": Gives.ALLIANCE_AGREEMENT in stage.gives,
        "stage_gives_assurance": Gives.CONTRACT_ASSURANCE in stage.gives,
        "quarters_since_advance": (step - world.systems.advanced[system])
        / world.clock.steps_per_quarter,
        "governance": float(world.systems.governance[system]),
        "pressure": float(world.systems.pressure[system]),
        "contracts_offered": [k for k in first if k > 1],
        "autonomy_lost": by_level("autonomy_lost"),
        "dependence": by_level("dependence"),
        "kappa": by_level("pressure"),
        "practices_phi": world.practices.independence_value[mine].tolist(),
        "practices_list": lists[mine].tolist(),
        "neighbour_stances": ccgs.stance[sorted(around)].tolist(),
        "national_resisting": float(lists[resisting].sum() / lists.sum()),
        "taste": world.tastes.ccg[root].tolist(),
        "mood": [chance.gumbel(f"ccg.choice/{name}", step, key)[0] for name in NAMES],
        "considers_draw": chance.uniform("ccg.considers", step, key)[0],
        "resists_draw": chance.uniform("ccg.resists", step, key)[0],
    }


@pytest.mark.parametrize("name", WORLDS)
def test_every_ccg_decides_as_written_by_hand(name, eight_systems, plan):
    scenario = plan.change(until="2021-Q1", **WORLDS[name])
    model = AccountableCareModel(scenario, 4, population=eight_systems)
    world, number, seen = model.world, values(scenario), set()
    for step in range(scenario.clock.steps):
        world.step = step
        for phase in SCHEDULE:
            if phase.title == "CCGs decide":
                before = world.ccgs.stance.copy()
                expected = [
                    choice_of_a_ccg(known_to(world, row), number) for row in range(len(before))
                ]
                phase.run(world)
                took = np.where([one is None for one in expected], before, expected)
                assert world.ccgs.stance.tolist() == took.tolist(), world.clock.label(step)
                seen |= set(expected)
            else:
                phase.run(world)
    assert {None, 0, 1} <= seen
    assert name != "many contracts" or {2, 3} <= seen
    assert name != "many resist" or -1 in seen
