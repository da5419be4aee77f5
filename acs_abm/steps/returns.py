"""Suspended contracts: who gives notice (part of phase 11), and who is back (phase 14)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import NEVER, Flags, TransitionRecord, World
from acs_abm.decisions.choice import Rows
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import utility
from acs_abm.decisions.practice_return import (
    PracticeReturn,
    notice_is_due,
    return_gain,
    windows_passed,
)
from acs_abm.stance import INDEPENDENT
from acs_abm.steps.coverage import measure_coverage
from acs_abm.steps.practice_facts import gather_facts, level_noise


def give_notice(world: World, campaigned: Flags, p: PracticeChoice) -> None:
    """Let practices whose next window is the time of notice away choose to go back."""
    practices = world.practices
    rows = np.flatnonzero(practices.suspended_since > NEVER)
    if not len(rows) or not world.clock.closes_quarter(world.step):
        return
    rules = world.scenario.values(PracticeReturn)
    due = notice_is_due(quarters_suspended(world, rows), rules) | _right_just_opened(world, rows)
    rows = rows[due & (practices.returns_at[rows] == NEVER)]
    if not len(rows):
        return
    gain, noise = gain_from_returning(world, rows, campaigned, p)
    goes = rows[gain + p.choice_noise * noise > 0]
    notice = rules.notice_quarters * world.clock.steps_per_quarter
    practices.returns_at[goes] = world.step + notice


def gain_from_returning(
    world: World, rows: Rows, campaigned: Flags, p: PracticeChoice
) -> tuple[np.ndarray, np.ndarray]:
    """Return what going back is worth, £k a partner a year, and its noise in units of mu."""
    rules, here = world.scenario.values(PracticeReturn), np.arange(len(rows))
    columns = np.arange(len(world.options.names))
    worth = utility(gather_facts(world, rows, columns, campaigned, p), world.options, p)
    noise = level_noise(world, rows, columns, p)
    held = world.practices.agreement[rows]
    window = windows_passed(quarters_suspended(world, rows) + rules.notice_quarters, rules)
    gain = return_gain(
        worth[:, 0],
        worth[here, held],
        world.practices.income[rows],
        (window <= 1) | _right_just_opened(world, rows),
        rules,
    )
    return gain, noise[:, 0] - noise[here, held]


def _right_just_opened(world: World, rows: Rows) -> Flags:
    """Return whose system or place was sent back in the last quarter: a window of its own."""
    since = world.step - world.ccgs.reactivation_right[world.population.practices.ccg[rows]]
    return since <= world.clock.steps_per_quarter


def quarters_suspended(world: World, rows: Rows) -> Rows:
    """Return for how many quarters the contract of some practices has been suspended."""
    since = world.step - world.practices.suspended_since[rows]
    return since // world.clock.steps_per_quarter


def take_contracts_back(world: World) -> None:
    """Practices whose notice has run out are independent again, their contract live."""
    practices = world.practices
    rows = np.flatnonzero((practices.returns_at > NEVER) & (practices.returns_at <= world.step))
    if not len(rows):
        return
    before = practices.stance[rows].copy()
    practices.agreement[rows] = 0
    practices.stance[rows] = INDEPENDENT
    practices.suspended_since[rows] = NEVER
    practices.returns_at[rows] = NEVER
    world.transition_log.append(
        TransitionRecord(world.step, rows, before, practices.stance[rows], "took its contract back")
    )
    measure_coverage(world)


def revive_contracts(world: World, members: Flags) -> None:
    """Make the core contracts of some practices live again: what took their place is over."""
    practices = world.practices
    practices.suspended_since[members] = practices.returns_at[members] = NEVER
    practices.has_ended_contract[members] = False
