"""A system in which everything happens at once, so that every term of every rule matters."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from acs_abm.columns import World
from acs_abm.model import AccountableCareModel
from acs_abm.population import Population
from acs_abm.scenario import Scenario
from acs_abm.stance import FULL, PARTIAL

ALLIANCE, INTEGRATION, FULL_CONTRACT, SUBCONTRACTED, TRUST_RUN = 1, 2, 3, 4, 5
NEVER = -1_000_000

EVERYTHING_MATTERS = {
    "closure.hazard": 0.0,
    "practice.choice_noise": 5.0,
    "practice.consideration_hazard": 9.0,
    "practice.pivotal_value": 6.0,
    "practice.pressure_value": 8.0,
    "practice.contract_stake": 20.0,
    "practice.independence_value_mean": 35.0,
    "practice.independence_value_sd": 25.0,
    "practice.promise_effort": 1.0,
    "offer.full_contract.payment": 8.0,
    "offer.full_contract_subcontracted.payment": 4.0,
    "practice_return.transition_cost": 5.0,
    "resistance.base": 2.5,
    "offer.alliance_agreement.payment": 0.0,
    "offer.alliance_agreement.intrinsic_value": 1.0,
    "offer.integration_agreement.payment": 12.0,
    "offer.integration_agreement.quality_gain": 0.2,
    "offer.integration_agreement.lost_by_staying_out": 3.0,
    "offer.full_contract_subcontracted.quality_gain": 0.1,
    "offer.trust_run_practice.lost_by_staying_out": 2.0,
    "offer.hub.lost_by_staying_out": 1.0,
}


def crowded(england: Population) -> World:
    """Return the Black Country with alliances, contracts sought and live, and every agreement."""
    scenario = Scenario.load("plan_2017").change(**EVERYTHING_MATTERS)
    model = AccountableCareModel(scenario, seed=3, systems=["BCWB"], population=england)
    for _ in range(5):
        model.step()
    world = model.world
    world.step = 5
    _open_everything(world)
    _sign_everything(world)
    return world


def _open_everything(world: World) -> None:
    """An alliance everywhere; a contract sought at the first place, live at the last two."""
    ccgs, draw = world.ccgs, np.random.default_rng(1)
    world.systems.launched[:] = 0
    world.systems.campaign_until[:] = world.step + 2
    ccgs.contract_level[:] = [FULL, 0, FULL, PARTIAL]
    ccgs.contract_live[:] = [False, False, True, True]
    ccgs.contract_since[:] = [3, NEVER, 0, 0]
    ccgs.live_since[:] = [NEVER, NEVER, 4, 4]
    ccgs.lmc_position[:, 1:] = draw.uniform(0.5, 1.0, ccgs.lmc_position[:, 1:].shape)
    ccgs.lmc_resisting[:] = draw.uniform(0.0, 1.0, len(ccgs.lmc_resisting))
    opened = np.zeros_like(world.lost, dtype=bool)
    opened[2:4, INTEGRATION] = True
    world.lost[:] = 3.0 * (opened.sum(axis=1, keepdims=True) - opened)


def _sign_everything(world: World) -> None:
    """Practices hold a bit of everything; some are addressed, some shaken, some suspended."""
    practices, ccg = world.practices, world.population.practices.ccg
    draw = np.random.default_rng(2)
    n = len(practices.stance)
    held = np.where(draw.random(n) < 0.4, ALLIANCE, 0)
    in_partial, in_full = ccg == 3, ccg == 2
    held[in_partial] = draw.choice([0, ALLIANCE, INTEGRATION], in_partial.sum())
    held[in_full] = draw.choice(
        [0, ALLIANCE, FULL_CONTRACT, SUBCONTRACTED], in_full.sum(), p=[0.2, 0.2, 0.3, 0.3]
    )
    near_least = ccg == 1  # so that practices there are pivotal
    held[near_least] = np.where(_up_to_share(world, near_least, 0.3)[near_least], ALLIANCE, 0)
    run = (~in_full & ~near_least) & (draw.random(n) < 0.1)
    held[run], practices.run_by[:] = TRUST_RUN, -1
    practices.run_by[run] = 0
    practices.agreement[:] = held
    practices.stance[:] = world.options.level[held]
    practices.promise[:] = 0
    practices.addressed_by[:] = np.where(draw.random(n) < 0.2, 0, -1)
    practices.is_shaken[:] = draw.random(n) < 0.1
    practices.belief[:, 1:] = draw.normal(0.0, 2.0, practices.belief[:, 1:].shape)
    practices.suspended_since[:] = NEVER
    gave_up = world.options.gives_up_contract[held]
    practices.suspended_since[gave_up] = draw.choice([world.step - 4, world.step - 12], n)[gave_up]


def all_suspended(world: World) -> None:
    """Let every practice hold a full contract, a window coming, first or later."""
    practices, draw = world.practices, np.random.default_rng(3)
    n = len(practices.stance)
    practices.agreement[:] = draw.choice([FULL_CONTRACT, SUBCONTRACTED], n)
    practices.stance[:] = FULL
    practices.promise[:] = 0
    practices.run_by[:] = practices.addressed_by[:] = -1
    practices.suspended_since[:] = draw.choice([world.step - 4, world.step - 12], n)


def _up_to_share(world: World, here: np.ndarray, share: float) -> np.ndarray:
    size = np.where(here, world.practices.list_size, 0.0)
    return here & (np.cumsum(size) <= share * size.sum())


class Saved:
    """The state of a world, to go back to."""

    BLOCKS = ("practices", "practice_life", "trusts", "ccgs", "systems", "money")

    def __init__(self, world: World) -> None:
        self.world = world
        self._blocks = {name: copy.deepcopy(getattr(world, name)) for name in self.BLOCKS}
        self._rest = {
            name: value for name, value in vars(world).items() if isinstance(value, int | float)
        }

    def restore(self) -> World:
        """Put the world back and return it."""
        for name, block in self._blocks.items():
            setattr(self.world, name, copy.deepcopy(block))
        for name, value in self._rest.items():
            setattr(self.world, name, value)
        self.world.gains_known.clear()
        return self.world


def lead_gains(monkeypatch: pytest.MonkeyPatch, reference: Any, most: float) -> None:
    """Let the lead gain more than practices do, so that they are envious."""
    from acs_abm.steps import practice_facts, promises, returns

    gains = {one.code: most * (row % 7) / 6 for row, one in enumerate(reference.practices)}
    for practice in reference.practices:
        practice.led_by = gains[practice.code]
    by_row = np.array([gains[one.code] for one in reference.practices])
    original = practice_facts.gather_facts

    def with_gains(world, rows, *rest, **named):
        facts = original(world, rows, *rest, **named)
        return facts._replace(relative_gain=facts.relative_gain + by_row[rows])

    for module in (practice_facts, promises, returns):
        monkeypatch.setattr(module, "gather_facts", with_gains)
