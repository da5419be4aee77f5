"""How a single contract at a place comes to life, waits, lapses or ends (part of phase 12)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, Rows, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.regulator_assurance import Assurance
from acs_abm.stages.calendar import StageRule
from acs_abm.stages.gate import Evaluation, SoftGate, evaluate
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE, INDEPENDENT, Stance
from acs_abm.steps.assurance import hold_checkpoints, is_assured
from acs_abm.steps.court import is_clear, was_upheld
from acs_abm.steps.gate_log import log_gate
from acs_abm.steps.holders import holder_accepts
from acs_abm.steps.money.settlement import begin_contracts, insolvent_places
from acs_abm.steps.practice_facts import is_opened_by
from acs_abm.steps.promises import settle_promises, withdraw_promises, would_confirm
from acs_abm.steps.returns import revive_contracts
from acs_abm.steps.sent_back import break_trust
from acs_abm.steps.shares import trust_share


def settle_contracts(world: World) -> None:
    """Once a quarter, end live contracts that lost what they need and judge those sought."""
    if not world.clock.closes_quarter(world.step) or not (world.ccgs.contract_level > 0).any():
        return
    _end_live(world)
    failed = hold_checkpoints(world, _sought(world), committed_share(world))
    _end(world, failed, "assurance failed")
    seeking = _sought(world)
    if len(seeking):
        _judge(world, seeking)


def committed_share(world: World) -> Floats:
    """Return the share of each place's list that promised to join the contract sought there."""
    return world.mean_by_ccg(world.practices.promise > 0)


def member_share(world: World) -> Floats:
    """Return the share of each place's list that holds the contract live there."""
    return world.mean_by_ccg(_holds_contract(world))


def _sought(world: World) -> Rows:
    """Return the places that seek a contract and have none live."""
    return np.flatnonzero((world.ccgs.contract_level > 0) & ~world.ccgs.contract_live)


def _judge(world: World, seeking: Rows) -> None:
    """Evaluate the gate of the contracts sought; some go live, some have waited too long."""
    rule, ccgs = world.calendar.rule(Stage.ACO), world.ccgs
    waited = (world.step - ccgs.contract_since[seeking]) // world.clock.steps_per_quarter
    confirms = would_confirm(world, is_assured(world))
    measures = {name: values[seeking] for name, values in _measures(world, confirms).items()}
    open_to_all = rule.is_open_to_all(world.clock.last_month(world.step))
    evaluation = evaluate(
        rule, measures, waited, world.scenario.values(SoftGate), is_open_to_all=open_to_all
    )
    luck = world.chance.uniform("gate/ACO", world.step, world.population.ccgs.key[seeking])
    passes = luck < evaluation.probability
    log_gate(world, rule, seeking, evaluation, waited, passes)
    _go_live(world, seeking[passes], confirms)
    _hear_refusals(world, seeking[_waits_for_practices(rule, evaluation) & ~passes], confirms)
    overdue = is_assured(world)[seeking] & (world.step >= ccgs.assurance_due[seeking])
    _end(world, seeking[~passes & overdue], "procurement lapsed")


def _waits_for_practices(rule: StageRule, evaluation: Evaluation) -> Flags:
    """Return which places have everything but enough practices that confirm."""
    others = [name != "practices_confirmed" for name in rule.asks.measures]
    waits: Flags = evaluation.has_served & (evaluation.margins[:, others] >= 0.0).all(axis=1)
    return waits


def _hear_refusals(world: World, places: Rows, confirms: Flags) -> None:
    """Practices that are asked to confirm and do not have taken their promise back."""
    asked = _flags(world, places)[world.population.practices.ccg]
    world.practices.promise[asked & ~confirms] = 0


def _measures(world: World, confirms: Flags) -> dict[str, Floats]:
    """Return what the gate of a single contract may ask for, one value a place."""
    system = world.population.ccgs.system
    date, rules = world.clock.last_month(world.step), world.calendar.contract
    ready = (world.systems.stage[system] >= Stage.ACS) | world.ccgs.is_test_area
    everywhere = np.ones(len(system))
    return {
        "practices_committed": committed_share(world),
        "practices_confirmed": world.mean_by_ccg(confirms),
        "trusts_aligned": trust_share(world)[system],
        "system_ready": ready.astype(np.float64),
        "assurance_passed": is_assured(world).astype(np.float64),
        "regulations_in_force": everywhere * rules.has_regulations(date),
        "court_clear": everywhere * is_clear(world),
        "consultation_done": everywhere * rules.has_consulted(date),
        "holder_accepts": holder_accepts(world).astype(np.float64),
    }


def _holds_contract(world: World) -> Flags:
    return is_opened_by(world, OpenedBy.PLACE)[world.practices.agreement]


def _flags(world: World, places: Rows) -> Flags:
    chosen = np.zeros(len(world.ccgs.stance), dtype=bool)
    chosen[places] = True
    return chosen


def _go_live(world: World, places: Rows, confirms: Flags) -> None:
    """Bring contracts to life with those practices that stand by their promise."""
    settle_promises(world, _flags(world, places), confirms)
    world.ccgs.contract_live[places] = True
    world.ccgs.live_since[places] = world.step
    world.ccgs.contracts_let[places] += 1
    begin_contracts(world, places)
    for row in places:
        stance = Stance(int(world.ccgs.contract_level[row]))
        world.ccgs.stance[row] = int(stance)
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "contract live", stance.name))


def _end_live(world: World) -> None:
    """End live contracts, after their grace, that lost their practices, governance or case.

    A holder that fails ends its contract at once.
    """
    ccgs, terms = world.ccgs, world.calendar.contract.terms
    lost = (
        (member_share(world) < terms.least_confirmed)
        | (world.systems.governance[world.population.ccgs.system] < terms.least_governance)
        | was_upheld(world)
    )
    quarters = (world.step - ccgs.live_since) // world.clock.steps_per_quarter
    failed = insolvent_places(world)
    world.money.places.failed_at[failed] = world.step
    ends = failed | (ccgs.contract_live & lost & (quarters > terms.grace))
    if ends.any():
        of_practices = ends[world.population.practices.ccg]
        break_trust(world, np.zeros(len(world.trusts.stance), dtype=bool), ends, of_practices)
        ccgs.contracts_ended[ends] += 1
        _end(world, np.flatnonzero(ends & ~failed), "contract ended")
        _end(world, np.flatnonzero(failed), "holder insolvent")


def _end(world: World, places: Rows, what: str) -> None:
    """End a contract or the search for one, and with it what was promised.

    The CCG and the members fall back to the alliance, members' own contracts live again.
    """
    if not len(places):
        return
    ccgs, practices = world.ccgs, world.practices
    pause = world.scenario.values(Assurance).closed_for * world.clock.steps_per_quarter
    ccgs.contract_level[places] = 0
    ccgs.stance[places] = np.where(_has_alliance(world)[places], ALLIANCE, INDEPENDENT)
    ccgs.contract_live[places] = False
    ccgs.premium_withdrawn[places] = ccgs.withdrawal_known[places] = False
    ccgs.holder[places] = ccgs.holder_trust[places] = -1
    ccgs.checkpoints_passed[places] = ccgs.checkpoint_tries[places] = 0
    ccgs.closed_until[places] = world.step + 1 + pause
    ended = _flags(world, places)
    withdraw_promises(world, ended)
    members = ended[world.population.practices.ccg] & _holds_contract(world)
    ccg = world.population.practices.ccg[members]
    practices.agreement[members] = np.where(_has_alliance(world)[ccg], world.alliance_column, 0)
    revive_contracts(world, members)
    practices.is_shaken[members] = True
    for row in places:
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, what))


def _has_alliance(world: World) -> Flags:
    """Return the places with an alliance agreement to fall back to."""
    launched = (world.systems.launched >= 0)[world.population.ccgs.system]
    return launched | world.ccgs.alliance_live
