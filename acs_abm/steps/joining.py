"""What trusts and CCGs share when they decide to join or leave an alliance: when, luck, moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import Flags, Floats, Small, World
from acs_abm.decisions.choice import mixed_noise
from acs_abm.stages.stage import Gives
from acs_abm.stance import ALLIANCE, INDEPENDENT

EARLY_QUARTERS = 4
"""Quarters after its system advances in which an organisation considers more often."""


def is_early(world: World) -> Flags:
    """Return the systems that advanced within the last four quarters."""
    quarters = (world.step - world.systems.advanced) * world.quarters
    return quarters < EARLY_QUARTERS


def may_ally(world: World) -> Flags:
    """Return the systems whose stage gives the right to an alliance agreement."""
    gives = [Gives.ALLIANCE_AGREEMENT in rule.gives for rule in world.calendar.stages]
    return np.array(gives)[world.systems.stage] & (world.alliance_column > 0)


def considers_now(
    world: World, kind: str, keys: NDArray[np.uint64], early: Flags, soon: float, later: float
) -> Flags:
    """Whether each organisation considers; in months a third as often, so no oftener a year."""
    chance = np.where(early, soon, later) * world.quarters
    return world.chance.uniform(f"{kind}.considers", world.step, keys) < chance


def joining_noise(
    world: World, kind: str, keys: NDArray[np.uint64], lasting: Floats, share: float
) -> Floats:
    """Return the noise of joining over staying out: a lasting taste and the mood of the day."""
    yes = world.chance.gumbel(f"{kind}.choice/alliance", world.step, keys)
    no = world.chance.gumbel(f"{kind}.choice/independent", world.step, keys)
    return mixed_noise(lasting, yes - no, share)


def join_or_leave(stance: Small, considers: Flags, joins: Flags) -> None:
    """Carry out a yes or no of those at INDEPENDENT or ALLIANCE."""
    movable = considers & (stance <= ALLIANCE)
    stance[movable & joins] = ALLIANCE
    stance[movable & ~joins] = INDEPENDENT
