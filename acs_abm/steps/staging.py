"""Phase 13: gates are evaluated once a quarter; systems advance, wait or are sent back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from acs_abm.columns import Event, Flags, Floats, World
from acs_abm.outcomes.governance import Maturity
from acs_abm.stages.calendar import StageRule
from acs_abm.stages.gate import SoftGate, evaluate
from acs_abm.stages.stage import Stage
from acs_abm.steps.agreements import start_campaign
from acs_abm.steps.gate_log import log_gate
from acs_abm.steps.sent_back import break_trust, open_reactivation
from acs_abm.steps.shares import accepted_share


def evaluate_gates(world: World) -> None:
    """Evaluate the gate before every system, then send back those that lost what they had."""
    if not world.clock.closes_quarter(world.step):
        return
    systems = world.systems
    systems.quarters_in_stage += 1
    stage = systems.stage.copy()
    measures = _measures(world)
    for target in (Stage.CANDIDATE, Stage.SHADOW_ACS, Stage.ACS):
        rows, rule = np.flatnonzero(stage == target - 1), world.calendar.rule(target)
        is_open = rule.opens is None or world.clock.date(world.step) >= rule.opens
        if len(rows) and is_open:
            _evaluate(world, rule, rows, measures)
    _send_back(world, stage)


def _measures(world: World) -> dict[str, Floats]:
    """Return everything the gate of a system may ask for, one value a system."""
    systems = world.systems
    return {
        "hub_coverage": systems.hub_coverage,
        "relationships": systems.relationships,
        "selected": systems.is_selected.astype(np.float64),
        "choice_mechanism": systems.has_choice_mechanism.astype(np.float64),
        "own_control_totals": accepted_share(world),
        "control_total_shortfall": systems.shortfall,
        "governance": systems.governance,
        "population_health_management": systems.health_management,
        "alliance_coverage": systems.alliance_coverage,
        "joint_body": (systems.launched >= 0).astype(np.float64),
    }


def _evaluate(world: World, rule: StageRule, rows: np.ndarray, measures: dict[str, Floats]) -> None:
    systems = world.systems
    here = {name: measures[name][rows] for name in rule.asks.measures}
    served = systems.quarters_in_stage[rows]
    open_to_all = rule.is_open_to_all(world.clock.last_month(world.step))
    softness = world.scenario.values(SoftGate)
    evaluation = evaluate(rule, here, served, softness, is_open_to_all=open_to_all)
    keys = world.population.systems.key[rows]
    luck = world.chance.uniform(f"gate/{rule.stage.name}", world.step, keys)
    passes = luck < evaluation.probability
    log_gate(world, rule, rows, evaluation, served, passes)
    _advance(world, rows[passes], rule.stage)
    _note_failures(world, rows[~passes & evaluation.has_served], rule.stage)


def _advance(world: World, rows: np.ndarray, stage: Stage) -> None:
    if not len(rows):
        return
    systems = world.systems
    systems.stage[rows] = int(stage)
    systems.quarters_in_stage[rows] = 0
    if stage in (Stage.CANDIDATE, Stage.SHADOW_ACS):
        systems.advanced[rows] = world.step + 1
    if stage is Stage.SHADOW_ACS:
        enters = np.zeros(len(systems.stage), dtype=bool)
        enters[rows] = True
        start_campaign(world, enters)
    for row in rows:
        code = world.population.systems.code[row]
        world.event_log.append(Event(world.step, "system", code, "reached", stage.name))


def _note_failures(world: World, rows: np.ndarray, stage: Stage) -> None:
    """A gate applied for and failed costs governance, in April only.

    Staying an STP is not an application, nor is waiting to be selected.
    """
    is_april = world.clock.date(world.step).quarter.endswith("Q2")
    if not (is_april and len(rows)) or stage is Stage.CANDIDATE:
        return
    loss = world.scenario.values(Maturity).failed_gate_loss
    if stage is Stage.SHADOW_ACS:
        rows = rows[world.systems.is_selected[rows]]
    world.systems.governance[rows] = np.maximum(world.systems.governance[rows] - loss, 0.0)


def _send_back(world: World, stage: np.ndarray) -> None:
    """Send back a stage, after its grace, whoever no longer holds what the stage needs."""
    systems, date = world.systems, world.clock.last_month(world.step)
    for rule in world.calendar.stages:
        if rule.back is None or rule.is_open_to_all(date):
            continue
        may_go = (stage == rule.stage) & (systems.quarters_in_stage > rule.back.grace)
        if not may_go.any():
            continue
        reasons = {
            "over its control total two years running": systems.years_over >= 2,
            "fewer patients in alliances than it must have": (
                systems.alliance_coverage < rule.back.alliance_coverage
            ),
            "governance too weak": systems.governance < rule.back.governance,
            "the holder of a single contract failed": _holder_failed(world),
        }
        lost = np.logical_or.reduce(list(reasons.values()))
        goes = may_go & lost
        if goes.any():
            _carry_back(world, goes, rule.stage, reasons)


def _holder_failed(world: World) -> Flags:
    """Return the systems in which the holder of a single contract failed in this step."""
    failed = world.money.places.failed_at == world.step
    count = np.bincount(world.population.ccgs.system, failed, len(world.systems.stage))
    return count > 0.0


def _carry_back(world: World, goes: Flags, stage: Stage, reasons: Mapping[str, Flags]) -> None:
    """Send systems back from a stage; say why."""
    systems = world.systems
    systems.stage[goes] = int(stage) - 1
    systems.quarters_in_stage[goes] = 0
    systems.years_over[goes] = 0
    world.money.places.claws_back |= goes[world.population.ccgs.system]
    loss = world.scenario.values(Maturity).rollback_loss
    systems.governance[goes] = np.maximum(systems.governance[goes] - loss, 0.0)
    _break_trust(world, goes)
    open_reactivation(world, goes[world.population.ccgs.system])
    for row in np.flatnonzero(goes):
        code = world.population.systems.code[row]
        why = "; ".join(words for words, holds in reasons.items() if holds[row])
        detail = f"to {Stage(int(stage) - 1).name}: {why}"
        world.event_log.append(Event(world.step, "system", code, "sent back", detail))


def _break_trust(world: World, systems: Flags) -> None:
    population = world.population
    break_trust(
        world,
        systems[population.trusts.system],
        systems[population.ccgs.system],
        systems[population.practices.system],
    )
