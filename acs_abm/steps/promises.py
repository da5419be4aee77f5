"""Promises to join a contract that is being procured, and their confirmation.

Part of phases 11 (promising) and 12 (confirming, when everything else is ready).
"""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.decisions.choice import Rows, best_option, mixed_noise
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import utility_terms
from acs_abm.decisions.practice_promise import PracticePromise, promise_gain
from acs_abm.stance import PARTIAL
from acs_abm.steps.practice_facts import (
    availability,
    best_level,
    gather_facts,
    in_campaign,
    level_noise,
    opened_at_places,
    sought_at_places,
)


def choose_promises(world: World, rows: Rows, campaigned: Flags, p: PracticeChoice) -> None:
    """Let practices that consider give, keep or take back a promise beside their stance."""
    practices, ccgs = world.practices, world.ccgs
    practices.promise[rows] = 0
    procures = (ccgs.contract_level > 0) & ~ccgs.contract_live
    rows = rows[procures[world.population.practices.ccg[rows]]]
    may = may_promise(world, rows)
    asked = may.any(axis=1)
    if asked.any():
        rows, may = rows[asked], may[asked]
        worth = promise_worth(world, rows, campaigned, p)
        worth += p.choice_noise * promise_noise(world, rows, p)
        may[:, 0] = True
        practices.promise[rows] = best_option(worth, may)


def may_promise(world: World, rows: Rows) -> Flags:
    """Return which options each practice may promise (rows × options)."""
    may = sought_at_places(world)[world.population.practices.ccg[rows]]
    may &= world.fixtures.may_take[rows]
    may &= (world.options.level[world.practices.agreement[rows]] < PARTIAL)[:, np.newaxis]
    return may


def promise_worth(world: World, rows: Rows, campaigned: Flags, p: PracticeChoice) -> Floats:
    """Return what promising each option is worth, £k a partner a year; 0 for promising none."""
    columns = np.arange(len(world.options.names))
    facts = gather_facts(world, rows, columns, campaigned, p, of_peers=False)
    status_quo = 0.0 if "status_quo" in p.switched_off else p.status_quo
    gain = promise_gain(
        utility_terms(facts, world.options, p),
        world.practices.agreement[rows],
        status_quo * facts.moving_cost_share,
        world.scenario.values(PracticePromise),
    )
    worth = np.broadcast_to(gain, (len(rows), len(columns))).copy()
    worth[:, 0] = 0.0
    return worth


def promise_noise(world: World, rows: Rows, p: PracticeChoice) -> Floats:
    """Return the noise of promising each option, and none (column 0), in units of mu."""
    noise = level_noise(world, rows, np.arange(len(world.options.names)), p)
    keys = world.population.practices.key[rows]
    fresh = world.chance.gumbel("practice.choice/no_promise", world.step, keys)
    noise[:, 0] = mixed_noise(world.tastes.promise[rows], fresh, p.lasting_taste)
    return noise


def would_confirm(world: World, places: Flags) -> Flags:
    """Return the practices that, asked now, would stand by their promise on the full terms.

    Parameters
    ----------
    places
        Where practices are asked: nobody is before assurance is passed.
    """
    practices = world.practices
    confirms = np.zeros(len(practices.stance), dtype=bool)
    asked = places[world.population.practices.ccg] & (practices.promise > 0)
    rows = np.flatnonzero(asked)
    if len(rows):
        p = world.scenario.values(PracticeChoice)
        available = availability(world, rows, opened_at_places(world))
        available[np.arange(len(rows)), practices.promise[rows]] = True
        best = best_level(world, rows, available, in_campaign(world), p)
        confirms[rows] = best == practices.promise[rows]
    return confirms


def settle_promises(world: World, places: Flags, confirms: Flags) -> None:
    """Sign up those of some places who stand by their promise; the others take it back."""
    practices = world.practices
    asked = places[world.population.practices.ccg] & (practices.promise > 0)
    signs = asked & confirms
    practices.agreement[signs] = practices.promise[signs]
    practices.is_resisting[signs] = False
    practices.promise[asked] = 0


def withdraw_promises(world: World, places: Flags) -> None:
    """Void the promises of places whose procurement ended; those who gave them think again."""
    practices = world.practices
    void = places[world.population.practices.ccg] & (practices.promise > 0)
    practices.promise[void] = 0
    practices.is_shaken[void] = True
