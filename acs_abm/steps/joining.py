"""What trusts and CCGs share when they decide: whether they may ally, and when they consider."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import Flags, World
from acs_abm.stages.stage import Gives
from acs_abm.steps.rights import has_right

EARLY_QUARTERS = 4
"""Quarters after its system advances in which an organisation considers more often."""


def is_early(world: World) -> Flags:
    """Return the systems that advanced within the last four quarters."""
    quarters = (world.step - world.systems.advanced) * world.quarters
    return quarters < EARLY_QUARTERS


def may_ally(world: World) -> Flags:
    """Return the systems whose stage gives the right to an alliance agreement."""
    return has_right(world, Gives.ALLIANCE_AGREEMENT) & (world.alliance_column > 0)


def considers_now(
    world: World, kind: str, keys: NDArray[np.uint64], early: Flags, soon: float, later: float
) -> Flags:
    """Whether each organisation considers; in months a third as often, so no oftener a year."""
    chance = np.where(early, soon, later) * world.quarters
    return world.chance.uniform(f"{kind}.considers", world.step, keys) < chance
