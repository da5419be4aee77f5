"""How a single contract at a place comes to life, waits or lapses (part of phase 12)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, World
from acs_abm.decisions.commissioner_strategy import CommissionerStrategy
from acs_abm.stages.gate import SoftGate, evaluate
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.gate_log import log_gate
from acs_abm.steps.organisations import trust_share
from acs_abm.steps.promises import settle_promises, withdraw_promises, would_confirm


def settle_contracts(world: World) -> None:
    """Once a quarter, evaluate the gate of every contract that is being procured."""
    ccgs = world.ccgs
    seeking = np.flatnonzero((ccgs.contract_level > 0) & ~ccgs.contract_live)
    if not len(seeking) or not world.clock.closes_quarter(world.step):
        return
    rule = world.calendar.rule(Stage.ACO)
    waited = (world.step - ccgs.contract_since[seeking]) // world.clock.steps_per_quarter
    confirms = would_confirm(world)
    measures = {name: values[seeking] for name, values in _measures(world, confirms).items()}
    evaluation = evaluate(rule, measures, waited, world.scenario.values(SoftGate))
    passes = evaluation.probability >= 1.0
    log_gate(world, rule, seeking, measures, evaluation, waited, passes)
    _go_live(world, seeking[passes], confirms)
    longest = rule.terms.dwell + world.scenario.values(CommissionerStrategy).procurement_lapses
    _lapse(world, seeking[~passes & (waited >= longest)])


def _measures(world: World, confirms: Flags) -> dict[str, Floats]:
    """Return what the gate of a single contract may ask for, one value a place."""
    system = world.population.ccgs.system
    ready = (world.systems.stage[system] >= Stage.ACS) | world.ccgs.is_test_area
    return {
        "practices_committed": committed_share(world),
        "practices_confirmed": confirmed_share(world, confirms),
        "trusts_aligned": trust_share(world)[system],
        "system_ready": ready.astype(np.float64),
    }


def committed_share(world: World) -> Floats:
    """Return the share of each place's list that promised to join the contract sought there."""
    return world.mean_by_ccg(world.practices.promise > 0)


def confirmed_share(world: World, confirms: Flags) -> Floats:
    """Return the share of each place's list that would stand by its promise on the full terms."""
    return world.mean_by_ccg(confirms)


def _go_live(world: World, places: np.ndarray, confirms: Flags) -> None:
    world.ccgs.contract_live[places] = True
    settle_promises(world, _flags(world, places), confirms)
    for row in places:
        stance = Stance(int(world.ccgs.contract_level[row]))
        world.ccgs.stance[row] = int(stance)
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "contract live", stance.name))


def _lapse(world: World, places: np.ndarray) -> None:
    """A process that waited too long ends, and with it what was promised."""
    if not len(places):
        return
    pause = world.scenario.values(CommissionerStrategy).procurement_lapses
    world.ccgs.contract_level[places] = 0
    world.ccgs.closed_until[places] = world.step + 1 + pause * world.clock.steps_per_quarter
    withdraw_promises(world, _flags(world, places))
    for row in places:
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "procurement lapsed"))


def _flags(world: World, places: np.ndarray) -> Flags:
    chosen = np.zeros(len(world.ccgs.stance), dtype=bool)
    chosen[places] = True
    return chosen
