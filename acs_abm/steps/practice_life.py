"""Phase 6: quality and distress of practices move; doctors come and go."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import World
from acs_abm.decisions.regulator_inspection import INADEQUATE
from acs_abm.outcomes.capability import Capability
from acs_abm.outcomes.distress import DistressDrift, distress_after, troubles
from acs_abm.outcomes.quality import Quality, implied_quality, quality_after
from acs_abm.outcomes.workforce import (
    Workforce,
    has_lost_partner,
    partners_after,
    salaried_after,
)
from acs_abm.outcomes.workload import Workload
from acs_abm.start import place_capability
from acs_abm.steps.money.practices import incentive


def live_on(world: World) -> None:
    """Move quality, distress and staff of every practice by a step."""
    _move_quality(world)
    _count_levels(world)
    _move_distress(world)
    _move_staff(world)


def _move_quality(world: World) -> None:
    life, p = world.practice_life, world.scenario.values(Quality)
    able = place_capability(world) - world.scenario.values(Capability).reference
    implied = implied_quality(
        life.lasting_quality,
        life.hours - world.scenario.values(Workload).hours,
        able[world.population.practices.ccg],
        incentive(world),
        p,
    )
    life.quality = quality_after(life.quality, implied, world.years, p)


def _count_levels(world: World) -> None:
    """A level relieves once it has been in force for long enough; a lower one does at once."""
    life = world.practice_life
    level = np.maximum(world.practices.stance, 0)
    moved = level != life.level
    life.level_since[moved] = world.step
    life.level = level
    life.relieved_level = np.minimum(life.relieved_level, level)
    wait = world.scenario.values(DistressDrift).relief_after * world.clock.steps_per_quarter
    served = world.step - life.level_since >= wait
    life.relieved_level[served] = level[served]


def _move_distress(world: World) -> None:
    life, practices, p = world.practice_life, world.practices, world.scenario.values(DistressDrift)
    trouble = troubles(
        world.step < life.closure_near_until,
        practices.rating == INADEQUATE,
        life.relieved_level,
        p,
    )
    keys = world.population.practices.key
    luck = world.chance.normal("practice.distress_moves", world.step, keys)
    practices.distress = distress_after(
        practices.distress, life.usual_distress, life.relative_work, trouble, luck, world.years, p
    )


def _move_staff(world: World) -> None:
    """Partners leave, more where distress is high; salaried doctors come and fill vacancies."""
    life, practices, p = world.practice_life, world.practices, world.scenario.values(Workforce)
    before = practices.partners
    practices.partners = partners_after(before, practices.distress, world.years, p)
    practices.is_shaken |= has_lost_partner(before, practices.partners)
    life.salaried, life.vacancies = salaried_after(life.salaried, life.vacancies, world.years, p)
