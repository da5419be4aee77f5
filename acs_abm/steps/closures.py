"""Phase 14: practices close or merge, and their patients go elsewhere."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import NEVER, Event, Rows, TransitionRecord, World
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


def _merge_all(world: World, rows: Rows, stays: np.ndarray) -> tuple[Rows, list[Rows]]:
    """Merge practices, one after another, each with the nearest that stays, if there is any.

    Return the practices that are no more, and those that live on.
    """
    gone, kept = [], []
    for row in rows:
        others, apart = those_left(_of_ccg(world, row), stays, world.fixtures.practice_places, row)
        if len(others):
            pair = _merge(world, row, int(others[apart.argmin()]), stays)
            gone.append(pair[0])
            kept.append(np.array(pair[1:]))
    return np.array(gone, dtype=np.int64), kept


def _merge(world: World, row: int, nearest: int, stays: np.ndarray) -> tuple[int, int]:
    """Merge two practices; return the smaller, which is no more, and the larger."""
    practices, life = world.practices, world.practice_life
    kept, gone = nearest, row
    if practices.list_size[row] > practices.list_size[nearest]:
        kept, gone = row, nearest
        stays[row], stays[nearest] = True, False
    life.merged_into[gone], life.last_list[gone] = kept, practices.list_size[gone]
    for column in (practices.list_size, practices.weighted_list, practices.partners):
        column[kept] += column[gone]
    for name in STAFF:
        getattr(life, name)[kept] += getattr(life, name)[gone]
    _note(world, gone, "merged", f"into {world.population.practices.code[kept]}")
    return gone, kept


def _disperse(world: World, row: int, stays: np.ndarray, p: Closures) -> Rows:
    """Spread a practice's patients and nurses; its doctors leave, and their posts are vacant."""
    practices, life = world.practices, world.practice_life
    others, apart = those_left(_of_ccg(world, row), stays, world.fixtures.practice_places, row)
    size = practices.list_size[row]
    patients = shared_out(size, attraction(practices.list_size[others], apart, p))
    share = patients / max(size, 1.0)
    posts = practices.partners[row] + life.salaried[row] + life.vacancies[row]
    practices.list_size[others] += patients
    practices.weighted_list[others] += share * practices.weighted_list[row]
    life.nurses[others] += share * life.nurses[row]
    life.vacancies[others] += share * posts
    life.last_list[row] = size
    took = others[patients > 0]
    _note(world, row, "closed", f"{size:.0f} patients to {len(took)} practices")
    return took


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
