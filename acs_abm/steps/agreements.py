"""Phase 12: alliances and contracts form, change or break; stances follow."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Small, TransitionRecord, World
from acs_abm.contracts.alliance import AllianceRules, is_live, may_launch
from acs_abm.contracts.offer import OpenedBy
from acs_abm.outcomes.relationships import Relationships, after_bad
from acs_abm.population.organisations import TrustType
from acs_abm.stages.stage import Gives
from acs_abm.stance import Stance
from acs_abm.steps.contracts import settle_contracts
from acs_abm.steps.organisations import ccg_share, trust_share
from acs_abm.steps.practices import signed_share


def form_and_break(world: World) -> None:
    """Launch alliance agreements, bring them into force or end them, and set stances."""
    before = world.practices.stance.copy()
    rules = world.scenario.values(AllianceRules)
    _launch(world, rules)
    broken = _settle_alliances(world, rules)
    settle_contracts(world)
    _set_stances(world)
    _measure_coverage(world)
    _log_transitions(world, before, broken)


def start_campaign(world: World, systems: Flags) -> None:
    """Let some systems campaign for their alliance agreement for the next quarters."""
    quarters = world.scenario.values(AllianceRules).campaign_quarters
    until = world.step + 1 + quarters * world.clock.steps_per_quarter
    world.systems.campaign_until[systems] = until


def _launch(world: World, rules: AllianceRules) -> None:
    """A system launches its agreement once enough of its trusts and CCGs accept."""
    if not any(offer.opened_by is OpenedBy.SYSTEM for offer in world.offers):
        return
    gives = [Gives.ALLIANCE_AGREEMENT in rule.gives for rule in world.calendar.stages]
    ready = np.array(gives)[world.systems.stage] & (world.systems.launched < 0)
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
    """Return the systems with a launched alliance that their largest acute trust is not in."""
    trusts, n = world.population.trusts, len(world.systems.stage)
    is_acute = trusts.type == TrustType.ACUTE
    largest = np.full(n, -1)
    for row in np.argsort(world.trusts.income, kind="stable"):
        if is_acute[row]:
            largest[trusts.system[row]] = row
    outside = (largest >= 0) & (world.trusts.stance[largest] < Stance.ALLIANCE)
    return outside & (world.systems.launched >= 0) & (world.systems.launched < world.step)


def _break(world: World, broken: Flags) -> None:
    """End an alliance: members are independent again and remember it."""
    p = world.scenario.values(Relationships)
    practices = world.practices
    by_system = np.array([False, *(o.opened_by is OpenedBy.SYSTEM for o in world.offers)])
    members = broken[world.population.practices.ccg] & by_system[practices.agreement]
    practices.agreement[members] = 0
    harm = p.agreement_broken * members
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
    practices, ccg = world.practices, world.population.practices.ccg
    level = world.options.level[practices.agreement]
    alliance = world.ccgs.alliance_live[ccg]
    contract = world.ccgs.contract_live[ccg]
    by_place = np.array([False, *(o.opened_by is OpenedBy.PLACE for o in world.offers)])
    waits = by_place[practices.agreement] & ~contract
    level = np.where(waits, int(Stance.ALLIANCE), level)
    in_force = (practices.run_by >= 0) | (level > Stance.ALLIANCE) | alliance
    stance = np.where(in_force, level, 0)
    resists = practices.is_resisting & (stance == 0)
    practices.stance = np.where(resists, int(Stance.RESISTING), stance).astype(np.int8)


def _measure_coverage(world: World) -> None:
    """Measure hub and alliance coverage of each system, as shares of its list."""
    practices, system = world.practices, world.population.practices.system
    n = len(world.systems.stage)
    allied = (practices.stance >= Stance.ALLIANCE) & (practices.run_by < 0)
    world.systems.alliance_coverage = world.list_share(allied, system, n)
    hub = [offer.name for offer in world.add_ons]
    in_hub = practices.add_ons[:, hub.index("hub")] if "hub" in hub else np.zeros(len(system))
    world.systems.hub_coverage = world.list_share(in_hub, system, n)


def _log_transitions(world: World, before: Small, broken: Flags) -> None:
    moved = np.flatnonzero(before != world.practices.stance)
    if not len(moved):
        return
    after = world.practices.stance[moved]
    why = _reasons(world, moved, before[moved], after, broken)
    for reason in np.unique(why):
        rows = why == reason
        world.transition_log.append(
            TransitionRecord(
                world.step, moved[rows], before[moved][rows], after[rows], str(reason)
            )
        )


def _reasons(
    world: World, rows: np.ndarray, before: Small, after: Small, broken: Flags
) -> np.ndarray:
    """Say in a few words why each practice's stance changed."""
    place_broke = broken[world.population.practices.ccg[rows]]
    run_by_trust = world.practices.run_by[rows] >= 0
    conditions = [
        run_by_trust,
        after > np.maximum(before, 0),
        after == Stance.RESISTING,
        (before == Stance.RESISTING) & (after == Stance.INDEPENDENT),
        place_broke,
    ]
    words = [
        "taken on by a trust",
        "agreement in force",
        "began to resist",
        "stopped resisting",
        "agreement broke",
    ]
    return np.select(conditions, words, "left")
