"""What the stage that each system has reached gives it."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, World
from acs_abm.stages.stage import Gives


def has_right(world: World, gift: Gives) -> Flags:
    """Return the systems whose stage gives them a right."""
    by_stage = np.array(world.calendar.stages_that_give(gift), dtype=bool)
    right: Flags = by_stage[world.systems.stage]
    return right
