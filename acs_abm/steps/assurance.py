"""Assurance of single contracts: from early engagement through three checkpoints (phase 12)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, Rows, World
from acs_abm.decisions.regulator_assurance import (
    CHECKPOINTS,
    CONDITIONS,
    Assurance,
    Progress,
    after_checkpoint,
    asked,
    pass_probability,
    weights,
)
from acs_abm.stages.stage import Gives
from acs_abm.steps.court import clarity
from acs_abm.steps.gate_log import log_checkpoint
from acs_abm.steps.holders import choose_holders
from acs_abm.steps.rights import has_right

HOLDER_CHOSEN_AT = 2
"""The checkpoint before which a preferred bidder is known."""


def may_enter(world: World) -> Flags:
    """Return the places that may seek a contract: test areas, and where the stage gives it."""
    given = has_right(world, Gives.CONTRACT_ASSURANCE)
    return given[world.population.ccgs.system] | world.ccgs.is_test_area


def begin_assurance(world: World, places: Flags) -> None:
    """Begin early engagement, which takes its time and always passes."""
    p, ccgs = world.scenario.values(Assurance), world.ccgs
    quarters = p.early_engagement + p.checkpoint
    ccgs.contract_since[places] = world.step
    ccgs.checkpoints_passed[places] = 0
    ccgs.checkpoint_tries[places] = 0
    ccgs.assurance_due[places] = world.step + quarters * world.clock.steps_per_quarter


def slow_assurance(world: World, places: Rows, quarters: Rows) -> None:
    """Put off the next checkpoint at some places; not where all of them are passed."""
    running = ~is_assured(world)[places]
    later = quarters[running] * world.clock.steps_per_quarter
    world.ccgs.assurance_due[places[running]] += later


def is_assured(world: World) -> Flags:
    """Return the places whose process passed every checkpoint."""
    return world.ccgs.checkpoints_passed >= CHECKPOINTS


def hold_checkpoints(world: World, seeking: Rows, coverage: Floats) -> Rows:
    """Hold the checkpoints that are due; return the places whose process failed for good.

    Parameters
    ----------
    world
        The world; progress is written to its CCGs.
    seeking
        Places that seek a contract.
    coverage
        Share of the list committed, one number a place of the country.
    """
    p, ccgs = world.scenario.values(Assurance), world.ccgs
    due = seeking[~is_assured(world)[seeking] & (world.step >= ccgs.assurance_due[seeking])]
    if not len(due):
        return due
    system = world.population.ccgs.system[due]
    law = np.full(len(due), clarity(world))
    found = [world.systems.governance[system], coverage[due], world.systems.finance_rank[system]]
    values = np.stack([*found, law], axis=1)
    probability = pass_probability(values - asked(p), p)
    luck = world.chance.uniform("assurance.checkpoint", world.step, world.population.ccgs.key[due])
    passes = luck < probability
    _log(world, due, values, probability, passes)
    before = Progress(ccgs.checkpoints_passed[due], ccgs.checkpoint_tries[due])
    after, fails = after_checkpoint(before, passes, p)
    ccgs.checkpoints_passed[due], ccgs.checkpoint_tries[due] = after.passed, after.tries
    quarters = np.where(after.passed >= CHECKPOINTS, p.longest_wait, p.checkpoint)
    ccgs.assurance_due[due] = world.step + quarters * world.clock.steps_per_quarter
    choose_holders(world, due[passes & (after.passed == HOLDER_CHOSEN_AT)])
    return due[fails]


def _log(world: World, due: Rows, values: Floats, probability: Floats, passes: Flags) -> None:
    p = world.scenario.values(Assurance)
    number = world.ccgs.checkpoints_passed[due] + 1
    for checkpoint in sorted(set(number.tolist())):
        here = number == checkpoint
        log_checkpoint(
            world,
            checkpoint,
            due[here],
            CONDITIONS,
            values[here],
            asked(p),
            weights(p),
            p.early_engagement + p.checkpoint * checkpoint,
            probability[here],
            passes[here],
        )
    for row, checkpoint, passed in zip(due, number, passes, strict=True):
        what = f"checkpoint {checkpoint} {'passed' if passed else 'failed'}"
        world.event_log.append(Event(world.step, "place", world.population.ccgs.code[row], what))
