"""Phase 14: practices close or merge, and their patients go elsewhere."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import NEVER, Event, Flags, Floats, Rows, TransitionRecord, World
from acs_abm.compiled import kernel
from acs_abm.outcomes.closures import (
    Closures,
    attraction,
    chance_of_closing,
    near_any,
    shared_out,
    those_left,
)
from acs_abm.stance import INDEPENDENT
from acs_abm.steps.coverage import measure_coverage
from acs_abm.steps.workload import settle_incomes

A_QUARTER = 0.25
STAFF = ("salaried", "nurses", "vacancies")


def close_and_merge(world: World) -> None:
    """Once a quarter, some practices close or merge; a CCG keeps at least one practice.

    Those that merge go, one after another, into the nearest practice of their CCG that stays;
    the larger of the two lives on. Those that close disperse their patients among the others.
    """
    if not world.clock.closes_quarter(world.step):
        return
    p, ends = world.scenario.values(Closures), _who_ends(world)
    if not len(ends):
        return
    stays = world.practices.is_open.copy()
    stays[ends] = False
    keys = world.population.practices.key[ends]
    merges = world.chance.uniform("practice.merges", world.step, keys) < p.merges
    merged, takers = _merge_all(world, ends[merges], stays)
    closed = [row for row in ends[~merges] if stays[_of_ccg(world, row)].any()]
    takers += [_disperse(world, row, stays, p) for row in closed]
    _end(world, merged, "merged")
    _end(world, np.array(closed, dtype=np.int64), "closed")
    _settle(world, np.unique(np.concatenate(takers)) if takers else ends[:0])
    if closed:
        _feel_closures(world, np.array(closed), p)


def _who_ends(world: World) -> Rows:
    """Return the practices whose time has come, in the order of their rows."""
    practices, p = world.practices, world.scenario.values(Closures)
    rows = np.flatnonzero(practices.is_open)
    chance = chance_of_closing(
        practices.list_size[rows],
        practices.distress[rows],
        world.fixtures.closure_scale,
        A_QUARTER,
        p,
    )
    luck = world.chance.uniform("practice.closes", world.step, world.population.practices.key[rows])
    return rows[luck < chance]


def _of_ccg(world: World, row: int) -> Rows:
    return world.fixtures.practices_of_ccg[world.population.practices.ccg[row]]


def _merge_all(world: World, rows: Rows, stays: Flags) -> tuple[Rows, list[Rows]]:
    """Merge practices, one after another, each with the nearest that stays, if there is any.

    Return the practices that are no more, and those that live on.
    """
    gone, kept, life = [], [], world.practice_life
    places, moving = world.fixtures.practice_places, _what_moves(world)
    for row in rows:
        smaller, larger = _merge(row, _of_ccg(world, row), stays, places, *moving)
        if smaller >= 0:
            life.merged_into[smaller] = larger
            _note(world, smaller, "merged", f"into {world.population.practices.code[larger]}")
            gone.append(smaller)
            kept.append(np.array([larger]))
    return np.array(gone, dtype=np.int64), kept


def _what_moves(world: World) -> tuple[Floats, ...]:
    """Return the columns that move with patients, and the list that a practice last had."""
    practices, life = world.practices, world.practice_life
    return (
        practices.list_size,
        practices.weighted_list,
        practices.partners,
        life.salaried,
        life.nurses,
        life.vacancies,
        life.last_list,
    )


@kernel
def _merge(
    row: int,
    members: Rows,
    stays: Flags,
    places: Floats,
    list_size: Floats,
    weighted: Floats,
    partners: Floats,
    salaried: Floats,
    nurses: Floats,
    vacancies: Floats,
    last_list: Floats,
) -> tuple[int, int]:
    """Merge a practice with the nearest that stays.

    Return the smaller, which is no more, and the larger; −1 where none stays.
    """
    others, apart = those_left(members, stays, places, row)
    if not others.size:
        return -1, -1
    kept, gone = others[apart.argmin()], row
    if list_size[gone] > list_size[kept]:
        kept, gone = gone, kept
        stays[kept], stays[gone] = True, False
    last_list[gone] = list_size[gone]
    for column in (list_size, weighted, partners, salaried, nurses, vacancies):
        column[kept] += column[gone]
    return gone, kept


def _disperse(world: World, row: int, stays: Flags, p: Closures) -> Rows:
    """Spread a practice's patients and nurses; its doctors leave, and their posts are vacant."""
    size = world.practices.list_size[row]
    members, places = _of_ccg(world, row), world.fixtures.practice_places
    took = _spread(row, members, stays, places, p.spread, *_what_moves(world))
    _note(world, row, "closed", f"{size:.0f} patients to {len(took)} practices")
    return took


@kernel
def _spread(
    row: int,
    members: Rows,
    stays: Flags,
    places: Floats,
    spread: float,
    list_size: Floats,
    weighted: Floats,
    partners: Floats,
    salaried: Floats,
    nurses: Floats,
    vacancies: Floats,
    last_list: Floats,
) -> Rows:
    """Spread what a practice had among those that stay; return who took patients."""
    others, apart = those_left(members, stays, places, row)
    size, last_list[row] = list_size[row], list_size[row]
    patients = shared_out(size, attraction(list_size[others], apart, spread))
    posts = partners[row] + salaried[row] + vacancies[row]
    for place, other in enumerate(others):
        share = patients[place] / max(size, 1.0)
        list_size[other] += patients[place]
        weighted[other] += share * weighted[row]
        nurses[other] += share * nurses[row]
        vacancies[other] += share * posts
    return others[patients > 0.0]


def _note(world: World, row: int, what: str, detail: str) -> None:
    code = world.population.practices.code[row]
    world.event_log.append(Event(world.step, "practice", code, what, detail))


def _end(world: World, rows: Rows, what: str) -> None:
    """Let practices that are no more hold nothing and count nowhere."""
    if not len(rows):
        return
    practices, life, ccg = world.practices, world.practice_life, world.population.practices.ccg
    life.closed_in[rows] = world.step
    practices.is_open[rows] = False
    world.n_open -= len(rows)  # patients stay in the CCG, so lists by place stand
    np.subtract.at(world.takers_by_place, ccg[rows], world.fixtures.may_take[rows])
    for column in (practices.list_size, practices.weighted_list, practices.partners):
        column[rows] = 0.0
    for name in STAFF:
        getattr(life, name)[rows] = 0.0
    practices.value_of_a_pound[rows] = 0.0
    life.relative_work[rows] = 1.0
    practices.agreement[rows] = practices.promise[rows] = 0
    practices.add_ons[rows] = False
    practices.run_by[rows] = practices.addressed_by[rows] = -1
    practices.suspended_since[rows] = practices.returns_at[rows] = NEVER
    for flags in (practices.is_resisting, practices.is_shaken, practices.is_close):
        flags[rows] = False
    left = rows[practices.stance[rows] != INDEPENDENT]
    if len(left):
        before, after = practices.stance[left], np.full(len(left), INDEPENDENT, dtype=np.int8)
        world.transition_log.append(TransitionRecord(world.step, left, before, after, what))
        practices.stance[left] = INDEPENDENT


def _settle(world: World, takers: Rows) -> None:
    """Let incomes of those that took patients follow, and peers and coverage."""
    practices, peers = world.practices, world.peers
    settle_incomes(world, takers[practices.is_open[takers]])  # some merged in their turn
    changed = np.zeros(len(world.ccgs.stance), dtype=bool)
    changed[world.population.practices.ccg[takers]] = True
    rows = np.flatnonzero(changed[world.population.practices.ccg])
    _keep_open_peers(peers.indptr, peers.indices, peers.data, rows, practices.is_open)
    measure_coverage(world)


@kernel
def _keep_open_peers(
    starts: np.ndarray, columns: np.ndarray, weights: np.ndarray, rows: Rows, is_open: np.ndarray
) -> None:
    """Give the weight of peers that closed to the others, in place."""
    for row in rows:
        total = 0.0
        for entry in range(starts[row], starts[row + 1]):
            if not is_open[columns[entry]]:
                weights[entry] = 0.0
            total += weights[entry]
        if total > 0.0:
            for entry in range(starts[row], starts[row + 1]):
                weights[entry] /= total


def _feel_closures(world: World, closed: Rows, p: Closures) -> None:
    """Practices near one that closed feel it for a year, and think again."""
    fixtures, life = world.fixtures, world.practice_life
    near = near_any(fixtures.practice_places, fixtures.west_to_east, closed, p.reach)
    near &= world.practices.is_open
    life.closure_near_until[near] = world.step + 1 + world.clock.steps_per_year
    world.practices.is_shaken[near] = True
