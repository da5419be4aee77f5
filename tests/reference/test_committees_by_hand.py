"""Committees of the package and those written by hand, side by side through a run."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from committees_by_hand import Committee

from acs_abm.decisions.lmc_position import LMCPosition
from acs_abm.model import AccountableCareModel
from acs_abm.steps import SCHEDULE, committees

SURE = {"commissioner.procures_test_area": 1, "commissioner.procures_hazard": 0.3}


@pytest.mark.parametrize("changes", [{}, {"lmc.ballots_above": 0.4, "lmc.ballots_apart": 2}])
def test_positions_ballots_and_delays_are_the_same_in_every_quarter(changes, eight_systems, plan):
    scenario = plan.change(until="2021-Q1", **SURE, **changes)
    world = AccountableCareModel(scenario, 3, population=eight_systems).world
    p = dataclasses.asdict(scenario.values(LMCPosition))
    names, ccgs = world.options.names, world.ccgs
    hand = [Committee(float(strength)) for strength in ccgs.lmc_strength]
    held = 0
    for step in range(world.clock.steps):
        world.step = step
        for phase in SCHEDULE:
            if phase.run is not committees.take_positions:
                phase.run(world)
                continue
            due = ccgs.assurance_due.copy()
            running = (
                (ccgs.contract_level > 0) & ~ccgs.contract_live & (ccgs.checkpoints_passed < 3)
            )
            phase.run(world)
            trust = _mean(world, world.practices.trust_in_national)
            gains = np.stack([np.zeros(len(hand)), *committees.mean_gains(world)], axis=1)
            pressed = _pressed(world)
            for row, committee in enumerate(hand):
                if step % 4 == 0:
                    resisting = float(ccgs.lmc_resisting[row])
                    found = dict(zip(names[1:], gains[row, 1:].tolist(), strict=True))
                    committee.judge(found, float(trust[row]), resisting, p)
                chosen = committee.ballot(step, pressed[row], p)
                stands = [committee.position[name] for name in names[1:]]
                assert ccgs.lmc_position[row, 1:] == pytest.approx(stands)
                assert ccgs.lmc_ballots[row] == committee.ballots
                slows = chosen is not None and chosen != "alliance_agreement" and running[row]
                assert ccgs.assurance_due[row] - due[row] == slows * committee.delay(p)
                held += chosen is not None
    assert held > 3
    assert sum(event.kind == "lmc" for event in world.event_log) == held


def _mean(world, values):
    practices = world.population.practices
    return [
        np.average(values[practices.ccg == row], weights=practices.list_size[practices.ccg == row])
        for row in range(len(world.ccgs.stance))
    ]


def _pressed(world):
    """Offers campaigned for by the system or procured at the place."""
    pressed = []
    for row, system in enumerate(world.population.ccgs.system):
        here = []
        for offer in world.offers:
            sought = world.ccgs.contract_level[row] >= offer.level.level
            if offer.opened_by == "place" and sought and not world.ccgs.contract_live[row]:
                here.append(offer.name)
            if offer.opened_by == "system" and world.step < world.systems.campaign_until[system]:
                here.append(offer.name)
        pressed.append(here)
    return pressed
