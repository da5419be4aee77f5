"""What the stage that each system has reached gives it."""

from __future__ import annotations

from acs_abm.columns import Flags, World
from acs_abm.stages.stage import Gives


def has_right(world: World, gift: Gives) -> Flags:
    """Return the systems whose stage gives them a right."""
    right: Flags = world.calendar.rights[gift][world.systems.stage]
    return right
