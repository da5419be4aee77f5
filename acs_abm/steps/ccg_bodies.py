"""CCGs as bodies: shared officers and delegation (phase 9), mergers and their end (14 and 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from acs_abm.columns import Event, Flags, Floats, Rows, World
from acs_abm.decisions.ccg_mergers import CCGMergers, merging_hazard
from acs_abm.decisions.ccg_officers import CCGOfficers, pairs, sharing_hazard
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.delegated_commissioning import DelegatedCommissioning, delegation_hazard
from acs_abm.evidence import ccg_mergers_after
from acs_abm.stages.stage import Gives
from acs_abm.start import neighbour_weights


def share_and_delegate(world: World) -> None:
    """Some CCGs come to share an accountable officer, some to commission general practice."""
    _share_officers(world)
    _delegate(world)


def merge_ccgs(world: World) -> None:
    """Some neighbours that have shared an officer for long enough merge."""
    may = may_merge(world)
    starts = may.any(axis=1) & (merger_draw(world) < merger_chance(world))
    if not starts.any():
        return
    appeal = _draw(world, "ccg.merger_partner")
    for row, partner in list(pairs(starts, merger_draw(world), may, appeal)):
        merge(world, [row, partner])


def merge_by_date(world: World) -> None:
    """Mergers that are dated inputs: those of the past, and the end of CCGs by statute."""
    for merger in ccg_mergers_after(world.clock.start):
        if world.clock.step_of(merger.month) == world.step:
            codes = {part.code for part in merger.parts}
            parts = [code in codes for code in world.population.ccgs.code]
            merge(world, np.unique(world.ccgs.decided_by[parts]).tolist())
    if are_abolished(world):
        system = world.population.ccgs.system
        for home in np.flatnonzero(np.bincount(system[world.ccgs.is_living]) > 1):
            merge(world, np.flatnonzero((system == home) & world.ccgs.is_living).tolist())


def merge(world: World, rows: Sequence[int]) -> None:
    """Merge living CCGs into the largest; each keeps its places, and where each place stands."""
    if len(rows) < 2:
        return
    ccgs, code = world.ccgs, world.population.ccgs.code
    largest = max(rows, key=people(world).__getitem__)
    places = np.isin(ccgs.decided_by, rows)
    ccgs.merged_into[places] = largest
    ccgs.merged_into[largest] = -1
    ccgs.is_delegated[places] = ccgs.is_delegated[list(rows)].any()
    ccgs.officer[places] = ccgs.officer[largest]
    ccgs.officer_since[places] = ccgs.officer_since[largest]
    world.ccg_neighbours = neighbour_weights(world.population.ccg_neighbours, ccgs.decided_by)
    for row in rows:
        if row != largest:
            world.event_log.append(Event(world.step, "ccg", code[row], "merged", code[largest]))


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
    around = world.ccg_neighbours @ ccgs.shares_officer.astype(np.float64)
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


def may_merge(world: World) -> Flags:
    """Return which CCG may merge with which: neighbours that long shared an officer."""
    ccgs = world.ccgs
    wait = world.scenario.values(CCGMergers).quarters_shared * world.clock.steps_per_quarter
    ready = ccgs.shares_officer & (world.step - ccgs.officer_since >= wait)
    rows = np.flatnonzero(ready)
    may = np.zeros((len(ready), len(ready)), dtype=bool)
    if len(rows):
        same = ccgs.officer[rows, np.newaxis] == ccgs.officer[rows]
        may[np.ix_(rows, rows)] = same & _are_neighbours(world)[np.ix_(rows, rows)]
    return may


def delegation_chance(world: World) -> Floats:
    """Return the probability that each CCG takes on general practice in this step.

    It is certain once its system's stage gives the right.
    """
    ccgs = world.ccgs
    around = world.ccg_neighbours @ ccgs.is_delegated.astype(np.float64)
    hazard = delegation_hazard(around, world.scenario.values(DelegatedCommissioning))
    given = np.array(world.calendar.stages_that_give(Gives.DELEGATED_COMMISSIONING))
    by_right = given[world.systems.stage][world.population.ccgs.system]
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
    ccgs = world.ccgs
    appeal = _draw(world, "ccg.officer_partner")
    near = _are_neighbours(world) & _same_system(world)
    alone = ccgs.is_living & ~ccgs.shares_officer
    for row, partner in pairs(starts, draw, near & alone, appeal):
        _share(world, row, partner)
    left = np.flatnonzero(starts & ~ccgs.shares_officer)
    sharing = ccgs.shares_officer
    for late in left.tolist():
        partners = np.flatnonzero(near[late] & sharing)
        if len(partners):
            _share(world, late, int(partners[appeal[partners].argmin()]))


def _share(world: World, row: int, partner: int) -> None:
    """Give a CCG the officer of another; who had none in common before begins to share now."""
    ccgs = world.ccgs
    begins = [row] if ccgs.shares_officer[partner] else [row, partner]
    places = np.isin(ccgs.decided_by, begins)
    ccgs.officer[places] = ccgs.officer[partner]
    ccgs.officer_since[places] = world.step
    code = world.population.ccgs.code
    world.event_log.append(Event(world.step, "ccg", code[row], "shares officer", code[partner]))


def _delegate(world: World) -> None:
    world.ccgs.is_delegated |= delegation_draw(world) < delegation_chance(world)


def _draw(world: World, what: str) -> Floats:
    return world.chance.uniform(what, world.step, world.population.ccgs.key)


def _are_neighbours(world: World) -> Flags:
    """Return which living CCGs are neighbours, as bodies with all their places."""
    flags: Flags = world.ccg_neighbours.toarray() > 0.0
    return flags & world.ccgs.is_living[:, np.newaxis]


def _same_system(world: World) -> Flags:
    system: Rows = world.population.ccgs.system
    same: Flags = system[:, np.newaxis] == system
    return same
