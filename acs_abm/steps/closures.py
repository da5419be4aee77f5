"""Phase 14: practices close or merge, and their patients go elsewhere."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from acs_abm.columns import NEVER, Event, Flags, Floats, Rows, TransitionRecord, World
from acs_abm.compiled import kernel
from acs_abm.outcomes.closures import (
    Closures,
    Whereabouts,
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


class Held(NamedTuple):
    """What practices hold, and what goes elsewhere with those that end: a column each."""

    list_size: Floats
    weighted_list: Floats
    partners: Floats
    salaried: Floats
    nurses: Floats
    vacancies: Floats


def close_and_merge(world: World) -> None:
    """Once a quarter, some practices close or merge; a CCG keeps at least one practice.

    Those that merge go, one after another, into the nearest practice of their CCG that stays;
    the larger of the two lives on. Those that close disperse their patients among the others.
    """
    if not world.clock.closes_quarter(world.step):
        return
    ends = _who_ends(world)
    if not len(ends):
        return
    takes = np.zeros(len(world.practices.is_open), dtype=bool)
    merged, closed = _go_elsewhere(world, ends, takes)
    _end(world, merged, "merged")
    _end(world, closed, "closed")
    _settle(world, np.flatnonzero(takes))
    if len(closed):
        _feel_closures(world, closed, world.scenario.values(Closures))


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


def _go_elsewhere(world: World, ends: Rows, takes: Flags) -> tuple[Rows, Rows]:
    """Move what practices that end leave, and mark who takes it.

    Return the practices that merged into another and those that closed.
    """
    p, life, fixtures = world.scenario.values(Closures), world.practice_life, world.fixtures
    home = world.population.practices
    stays = world.practices.is_open.copy()
    stays[ends] = False
    merges = world.chance.uniform("practice.merges", world.step, home.key[ends]) < p.merges
    where = Whereabouts(
        home.ccg, fixtures.practices_by_ccg, fixtures.first_of_ccg, fixtures.practice_places
    )
    held = _held(world)
    merged, into = _merge(ends[merges], where, stays, takes, held, life.merged_into, life.last_list)
    closed, n_took = _disperse(ends[~merges], where, stays, takes, held, life.last_list, p.spread)
    for row, kept in zip(merged, into, strict=True):
        _note(world, row, "merged", f"into {home.code[kept]}")
    for row, n in zip(closed, n_took, strict=True):
        _note(world, row, "closed", f"{life.last_list[row]:.0f} patients to {n} practices")
    return merged, closed


def _held(world: World) -> Held:
    practices, life = world.practices, world.practice_life
    return Held(
        practices.list_size,
        practices.weighted_list,
        practices.partners,
        life.salaried,
        life.nurses,
        life.vacancies,
    )


@kernel
def _merge(
    rows: Rows,
    where: Whereabouts,
    stays: Flags,
    takes: Flags,
    held: Held,
    merged_into: Rows,
    last_list: Floats,
) -> tuple[Rows, Rows]:
    """Merge practices, one after another, each with the nearest that stays, if there is any.

    The smaller of the two is no more: return it, and the larger.
    """
    merged, into, n = np.empty_like(rows), np.empty_like(rows), 0
    for row in rows:
        others, apart = those_left(where, stays, row)
        if not others.size:
            continue
        kept, gone = others[apart.argmin()], row
        if held.list_size[gone] > held.list_size[kept]:
            kept, gone = gone, kept
            stays[kept], stays[gone] = True, False
        merged_into[gone], last_list[gone] = kept, held.list_size[gone]
        for column in held:
            column[kept] += column[gone]
        takes[kept] = True
        merged[n], into[n] = gone, kept
        n += 1
    return merged[:n], into[:n]


@kernel
def _disperse(
    rows: Rows,
    where: Whereabouts,
    stays: Flags,
    takes: Flags,
    held: Held,
    last_list: Floats,
    spread: float,
) -> tuple[Rows, Rows]:
    """Spread practices' patients and nurses; doctors leave, and their posts are vacant.

    Return those that close, all but the last of a CCG, and how many take their patients.
    """
    closed, n_took, n = np.empty_like(rows), np.zeros_like(rows), 0
    for row in rows:
        others, apart = those_left(where, stays, row)
        if not others.size:
            continue
        size = held.list_size[row]
        posts = held.partners[row] + held.salaried[row] + held.vacancies[row]
        patients = shared_out(size, attraction(held.list_size[others], apart, spread))
        for place, other in enumerate(others):
            share = patients[place] / max(size, 1.0)
            held.list_size[other] += patients[place]
            held.weighted_list[other] += share * held.weighted_list[row]
            held.nurses[other] += share * held.nurses[row]
            held.vacancies[other] += share * posts
            if patients[place] > 0.0:
                takes[other] = True
                n_took[n] += 1
        last_list[row] = size
        closed[n] = row
        n += 1
    return closed[:n], n_took[:n]


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
    _count_less(world.takers_by_place, rows, ccg, world.fixtures.may_take)
    for column in _held(world):
        column[rows] = 0.0
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


@kernel
def _count_less(takers: Rows, rows: Rows, ccg: Rows, may_take: Flags) -> None:
    """Take some practices away from those that may take each option at each place."""
    for row in rows:
        for option in range(may_take.shape[1]):
            takers[ccg[row], option] -= may_take[row, option]


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
        peers = columns[starts[row] : starts[row + 1]]
        weight = weights[starts[row] : starts[row + 1]]
        total = 0.0
        for i in range(peers.size):
            weight[i] *= is_open[peers[i]]
            total += weight[i]
        if total > 0.0:
            for i in range(peers.size):
                weight[i] /= total


def _feel_closures(world: World, closed: Rows, p: Closures) -> None:
    """Practices near one that closed feel it for a year, and think again."""
    fixtures, life = world.fixtures, world.practice_life
    near = near_any(fixtures.practice_places, fixtures.west_to_east, closed, p.reach)
    near &= world.practices.is_open
    life.closure_near_until[near] = world.step + 1 + world.clock.steps_per_year
    world.practices.is_shaken[near] = True
