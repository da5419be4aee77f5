"""How much of each system's list is covered by hubs and by agreements in force."""

from __future__ import annotations

from acs_abm.columns import World
from acs_abm.stance import ALLIANCE


def measure_coverage(world: World) -> None:
    """Measure hub and alliance coverage of each system, as shares of its list."""
    practices = world.practices
    allied = (practices.stance >= ALLIANCE) & (practices.run_by < 0)
    world.systems.alliance_coverage = world.mean_by_system(allied)
    world.systems.hub_coverage = world.mean_by_system(world.in_hub)
