"""CCGs as bodies: shared officers and delegation (phase 9), mergers and their end (14 and 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from acs_abm.columns import CCGNeighbours, Event, Flags, Floats, Rows, World
from acs_abm.decisions.ccg_mergers import CCGMergers, merging_hazard
from acs_abm.decisions.ccg_officers import CCGOfficers, pairs, sharing_hazard
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.delegated_commissioning import DelegatedCommissioning, delegation_hazard
from acs_abm.evidence import ccg_mergers_after
from acs_abm.stages.stage import Gives
from acs_abm.steps.rights import has_right


def share_and_delegate(world: World) -> None:
    """Some CCGs come to share an accountable officer, some to commission general practice."""
    _share_officers(world)
    _delegate(world)


def merge_ccgs(world: World) -> None:
    """Some neighbours that have shared an officer for long enough merge."""
    draw = merger_draw(world)
    starts = draw < merger_chance(world)
    if not starts.any():
        return
    one, other = may_merge(world)
    merge(world, pairs(starts, draw, one, other, _draw(world, "ccg.merger_partner")))


def merge_by_date(world: World) -> None:
    """Mergers that are dated inputs: those of the past, and the end of CCGs by statute."""
    for merger in ccg_mergers_after(world.clock.start):
        if world.clock.step_of(merger.month) == world.step:
            codes = {part.code for part in merger.parts}
            parts = [code in codes for code in world.population.ccgs.code]
            merge(world, [np.unique(world.ccgs.decided_by[parts]).tolist()])
    if are_abolished(world):
        system, living = world.population.ccgs.system, world.ccgs.is_living
        several = np.flatnonzero(np.bincount(system[living]) > 1)
        merge(world, [np.flatnonzero((system == home) & living).tolist() for home in several])


def merge(world: World, groups: Sequence[Sequence[int]]) -> None:
    """Merge groups of living CCGs, each into its largest; places and where each stands stay."""
    size = people(world)
    for rows in groups:
        if len(rows) > 1:
            _merge(world, rows, max(rows, key=size.__getitem__))
    if groups:
        known = world.ccg_neighbours
        world.ccg_neighbours = CCGNeighbours.of(known.here, known.there, world.ccgs.decided_by)


def _merge(world: World, rows: Sequence[int], largest: int) -> None:
    ccgs, code = world.ccgs, world.population.ccgs.code
    places = _places(world, rows)
    ccgs.decided_by[places] = largest
    ccgs.is_delegated[places] = ccgs.is_delegated[list(rows)].any()
    ccgs.officer[places] = ccgs.officer[largest]
    ccgs.officer_since[places] = ccgs.officer_since[largest]
    for row in rows:
        if row != largest:
            world.event_log.append(Event(world.step, "ccg", code[row], "merged", code[largest]))


def _places(world: World, rows: Sequence[int]) -> Flags:
    """Return the places of some CCGs."""
    chosen = np.zeros(len(world.ccgs.stance), dtype=bool)
    chosen[list(rows)] = True
    return chosen[world.ccgs.decided_by]


def people(world: World) -> Floats:
    """Return the registered patients of each CCG, those of all its places; 0 for a merged one."""
    by_place = world.population.ccgs.population
    total = np.bincount(world.ccgs.decided_by, by_place, minlength=len(by_place))
    return np.asarray(total, dtype=np.float64)


def are_abolished(world: World) -> bool:
    """Whether statute has ended CCGs: each system's are its board."""
    return world.calendar.commissioners.are_abolished(world.clock.last_month(world.step))


def sharing_chance(world: World) -> Floats:
    """Return the probability that each CCG seeks to share its officer in this step."""
    ccgs = world.ccgs
    around = world.ccg_neighbours.share(ccgs.shares_officer)
    hazard = sharing_hazard(people(world), around, world.scenario.values(CCGOfficers))
    alone = ccgs.is_living & ~ccgs.shares_officer
    return np.where(alone, hazard_probability(hazard, world.years), 0.0)


def sharing_draw(world: World) -> Floats:
    """Return each CCG's draw on sharing its officer."""
    return _draw(world, "ccg.shares_officer")


def merger_chance(world: World) -> float:
    """Return the probability that a CCG which may merge does in this step."""
    steered = world.calendar.commissioners.is_steered(world.clock.last_month(world.step))
    hazard = merging_hazard(world.scenario.values(CCGMergers), is_steered=steered)
    return float(hazard_probability(hazard, world.years))


def merger_draw(world: World) -> Floats:
    """Return each CCG's draw on merging."""
    return _draw(world, "ccg.merges")


def may_merge(world: World) -> tuple[Rows, Rows]:
    """Return who may merge with whom: neighbours that long shared an officer, once each way."""
    ccgs, near = world.ccgs, world.ccg_neighbours
    wait = world.scenario.values(CCGMergers).quarters_shared * world.clock.steps_per_quarter
    ready = world.step - ccgs.officer_since >= wait
    may = (ccgs.officer[near.here] == ccgs.officer[near.there]) & ready[near.here]
    may &= ready[near.there]
    return near.here[may], near.there[may]


def delegation_chance(world: World) -> Floats:
    """Return the probability that each CCG takes on general practice in this step.

    It is certain once its system's stage gives the right.
    """
    ccgs = world.ccgs
    around = world.ccg_neighbours.share(ccgs.is_delegated)
    hazard = delegation_hazard(around, world.scenario.values(DelegatedCommissioning))
    by_right = has_right(world, Gives.DELEGATED_COMMISSIONING)[world.population.ccgs.system]
    chance = np.where(by_right, 1.0, hazard_probability(hazard, world.years))
    return np.where(ccgs.is_delegated, 0.0, chance)


def delegation_draw(world: World) -> Floats:
    """Return each CCG's draw on delegation."""
    return _draw(world, "ccg.delegated")[world.ccgs.decided_by]


def _share_officers(world: World) -> None:
    """Bring in a neighbour of the system that has its own officer, or else join one that shares."""
    draw = sharing_draw(world)
    starts = draw < sharing_chance(world)
    if not starts.any():
        return
    ccgs, system, near = world.ccgs, world.population.ccgs.system, world.ccg_neighbours
    appeal = _draw(world, "ccg.officer_partner")
    same = system[near.here] == system[near.there]
    alone = same & ~ccgs.shares_officer[near.there]
    for row, partner in pairs(starts, draw, near.here[alone], near.there[alone], appeal):
        _share(world, row, partner)
    shares = ccgs.shares_officer
    for row in np.flatnonzero(starts & ~shares).tolist():
        partners = near.there[same & (near.here == row)]
        partners = partners[shares[partners]]
        if len(partners):
            _share(world, row, int(partners[appeal[partners].argmin()]))


def _share(world: World, row: int, partner: int) -> None:
    """Give a CCG the officer of another; who had none in common before begins to share now."""
    ccgs = world.ccgs
    begins = [row] if ccgs.shares_officer[partner] else [row, partner]
    places = _places(world, begins)
    ccgs.officer[places] = ccgs.officer[partner]
    ccgs.officer_since[places] = world.step
    code = world.population.ccgs.code
    world.event_log.append(Event(world.step, "ccg", code[row], "shares officer", code[partner]))


def _delegate(world: World) -> None:
    world.ccgs.is_delegated |= delegation_draw(world) < delegation_chance(world)


def _draw(world: World, what: str) -> Floats:
    return world.chance.uniform(what, world.step, world.population.ccgs.key)
