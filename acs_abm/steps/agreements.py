"""Phase 12: alliances and contracts form, change or break; stances follow."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Rows, Small, TransitionRecord, World
from acs_abm.compiled import kernel
from acs_abm.contracts.alliance import AllianceRules, is_live, may_launch
from acs_abm.contracts.offer import OpenedBy
from acs_abm.outcomes.relationships import Relationships, after_bad
from acs_abm.stages.stage import Gives
from acs_abm.stance import ALLIANCE, INDEPENDENT, RESISTING
from acs_abm.steps.contracts import settle_contracts
from acs_abm.steps.coverage import measure_coverage
from acs_abm.steps.practice_facts import is_opened_by, signed_share
from acs_abm.steps.returns import revive_contracts
from acs_abm.steps.rights import has_right
from acs_abm.steps.shares import ccg_share, trust_share
from acs_abm.steps.ties import remember_leavers

REASONS = (
    "taken on by a trust",
    "agreement in force",
    "began to resist",
    "stopped resisting",
    "agreement broke",
    "left",
)
"""Why a practice's stance changed; the first that is true is told."""


def form_and_break(world: World) -> None:
    """Launch alliance agreements, bring them into force or end them, and set stances."""
    before = world.practices.stance.copy()
    remember_leavers(world)
    rules = world.scenario.values(AllianceRules)
    _launch(world, rules)
    broken = _settle_alliances(world, rules)
    settle_contracts(world)
    _set_stances(world)
    _suspend_contracts(world)
    measure_coverage(world)
    _log_transitions(world, before, broken)


def start_campaign(world: World, systems: Flags) -> None:
    """Let some systems campaign for their alliance agreement for the next quarters."""
    quarters = world.scenario.values(AllianceRules).campaign_quarters
    until = world.step + 1 + quarters * world.clock.steps_per_quarter
    world.systems.campaign_until[systems] = until


def _launch(world: World, rules: AllianceRules) -> None:
    """A system launches its agreement once enough of its trusts and CCGs accept."""
    if not world.alliance_column:
        return
    ready = has_right(world, Gives.ALLIANCE_AGREEMENT) & (world.systems.launched < 0)
    if not ready.any():
        return
    launches = ready & may_launch(trust_share(world), ccg_share(world), rules)
    world.systems.launched[launches] = world.step
    start_campaign(world, launches)
    for row in np.flatnonzero(launches):
        code = world.population.systems.code[row]
        world.event_log.append(Event(world.step, "system", code, "alliance launched"))


def _settle_alliances(world: World, rules: AllianceRules) -> Flags:
    """Bring alliances to life and break them; return the places where one broke."""
    ccgs, system = world.ccgs, world.population.ccgs.system
    was_live = ccgs.alliance_live
    protected = world.step < ccgs.cannot_break_before
    may_begin = (world.systems.launched[system] >= 0) | was_live
    live = is_live(was_live, signed_share(world), protected, rules) & may_begin
    live &= protected | ~_left_by_acute(world)[system]
    broken = was_live & ~live
    ccgs.alliance_live = live
    if broken.any():
        _break(world, broken)
    return broken


def _left_by_acute(world: World) -> Flags:
    """Return the systems whose largest acute trust left the alliance in this step."""
    largest = world.systems.largest_acute
    left: Flags = largest >= 0
    left[left] = world.trusts.has_left[largest[left]]
    return left


def _break(world: World, broken: Flags) -> None:
    """End an alliance: members are independent again, their contracts live, and remember it."""
    p = world.scenario.values(Relationships)
    practices = world.practices
    by_system = is_opened_by(world, OpenedBy.SYSTEM)
    members = broken[world.population.practices.ccg] & by_system[practices.agreement]
    practices.agreement[members] = 0
    revive_contracts(world, members)
    practices.is_shaken[members] = True
    harm = p.agreement_broken * members.astype(np.float64)
    for name in ("ccg", "lead"):
        trust, damage = after_bad(
            getattr(practices, f"trust_in_{name}"), getattr(practices, f"damage_in_{name}"), harm, p
        )
        setattr(practices, f"trust_in_{name}", trust)
        setattr(practices, f"damage_in_{name}", damage)
    for row in np.flatnonzero(broken):
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "alliance broke"))


def _set_stances(world: World) -> None:
    """A signed agreement counts once it is in force at the place."""
    practices = world.practices
    practices.stance = _stances_in_force(
        world.options.level[practices.agreement],
        world.population.practices.ccg,
        world.ccgs.alliance_live,
        practices.is_resisting,
    )


@kernel
def _stances_in_force(level: Rows, ccg: Rows, alliance_live: Flags, is_resisting: Flags) -> Small:
    """Return the stance of each practice from the level it signed for and what is live."""
    stance = np.zeros(level.size, dtype=np.int8)
    for row in range(level.size):
        signed = level[row]
        if signed > ALLIANCE or (signed == ALLIANCE and alliance_live[ccg[row]]):
            stance[row] = signed
        elif is_resisting[row]:
            stance[row] = RESISTING
    return stance


def _suspend_contracts(world: World) -> None:
    """Who now holds a contract that takes the place of its own suspends or ends that one."""
    practices, options = world.practices, world.options
    gives_up = options.gives_up_contract[practices.agreement] & practices.contract_is_live
    if gives_up.any():
        suspends = gives_up & options.may_return[practices.agreement]
        practices.suspended_since[suspends] = world.step
        practices.has_ended_contract |= gives_up & ~suspends


def _log_transitions(world: World, before: Small, broken: Flags) -> None:
    moved = np.flatnonzero(before != world.practices.stance)
    if not len(moved):
        return
    after = world.practices.stance[moved]
    began = before[moved]
    reason = _reasons(world, moved, began, after, broken)
    for number in sorted(set(reason.tolist()), key=REASONS.__getitem__):
        rows = reason == number
        world.transition_log.append(
            TransitionRecord(world.step, moved[rows], began[rows], after[rows], REASONS[number])
        )


def _reasons(world: World, rows: Rows, before: Small, after: Small, broken: Flags) -> Rows:
    """Return why each practice's stance changed: places in ``REASONS``."""
    place_broke = broken[world.population.practices.ccg[rows]]
    run_by_trust = world.practices.run_by[rows] >= 0
    conditions = (
        run_by_trust,
        after > np.maximum(before, 0),
        after == RESISTING,
        (before == RESISTING) & (after == INDEPENDENT),
        place_broke,
    )
    reason = np.full(len(rows), len(conditions))
    for number in reversed(range(len(conditions))):
        reason[conditions[number]] = number
    return reason
