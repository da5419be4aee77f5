"""Officers, delegation and mergers in a run follow a second writing of their rules."""

from __future__ import annotations

import ccg_bodies_by_hand as by_hand
import numpy as np
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Gives
from acs_abm.steps import SCHEDULE

WORLDS = {
    "the plan": {},
    "restless": {"ccg_officer.hazard": 0.8, "ccg_merger.hazard": 0.8, "delegation.hazard": 0.1},
    "steered": {"calendar": "enacted", "until": "2022-Q2"},
    "by months": {"steps_per_year": 12, "ccg_officer.hazard": 0.5},
}
DRAWS = (
    "ccg.shares_officer", "ccg.officer_partner", "ccg.delegated", "ccg.merges",
    "ccg.merger_partner",
)  # fmt: skip


def bodies_of(world):
    ccgs, blocks = world.ccgs, world.population
    drawn = {name: world.chance.uniform(name, world.step, blocks.ccgs.key) for name in DRAWS}
    rules = world.calendar.stages
    return [
        by_hand.Body(
            name=row,
            system=int(blocks.ccgs.system[row]),
            patients=float(blocks.ccgs.population[row]),
            beside=np.flatnonzero(blocks.ccg_neighbours[row]).tolist(),
            officer=int(ccgs.officer[row]),
            since=int(ccgs.officer_since[row]),
            delegated=bool(ccgs.is_delegated[row]),
            part_of=None if ccgs.decided_by[row] == row else int(ccgs.decided_by[row]),
            by_right=Gives.DELEGATED_COMMISSIONING
            in rules[world.systems.stage[blocks.ccgs.system[row]]].gives,
            draws={name: float(draws[row]) for name, draws in drawn.items()},
        )
        for row in range(len(ccgs.stance))
    ]


def assert_same(world, bodies):
    ccgs, when = world.ccgs, world.clock.label(world.step)
    assert ccgs.decided_by.tolist() == [by_hand.root(one) for one in bodies], when
    assert ccgs.officer.tolist() == [one.officer for one in bodies], when
    assert ccgs.officer_since.tolist() == [one.since for one in bodies], when
    assert ccgs.is_delegated.tolist() == [one.delegated for one in bodies], when


@pytest.mark.parametrize("name", WORLDS)
def test_ccgs_share_merge_and_take_on_general_practice_as_written_by_hand(
    name, eight_systems, plan
):
    scenario = plan.change(**{"until": "2021-Q1", **WORLDS[name]})
    world = AccountableCareModel(scenario, 2, population=eight_systems).world
    v = {name: scenario.value(name) for name in scenario.catalogue}
    years, a_quarter = world.clock.years_per_step, world.clock.steps_per_quarter
    shared = merged = delegated = 0
    for step in range(scenario.clock.steps):
        world.step = step
        for phase in SCHEDULE:
            bodies = bodies_of(world)
            before = (world.ccgs.shares_officer.sum(), world.ccgs.is_delegated.sum())
            phase.run(world)
            if phase.title.startswith("CCGs share"):
                by_hand.officers(bodies, v, step, years)
                by_hand.delegation(bodies, v, years)
                assert_same(world, bodies)
                shared += world.ccgs.shares_officer.sum() - before[0]
                delegated += world.ccgs.is_delegated.sum() - before[1]
            if phase.title == "CCGs merge":
                steered = name == "steered" and world.clock.last_month(step).index >= 2018 * 12 + 10
                wait = v["ccg_merger.quarters_shared"] * a_quarter
                by_hand.mergers(bodies, v, step, years, wait, steered=steered)
                assert_same(world, bodies)
                merged = (~world.ccgs.is_living).sum()
    assert shared > 0
    assert merged > 0
    assert delegated > 0
