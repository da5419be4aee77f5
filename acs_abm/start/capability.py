"""How able each place is: read at the start and in every step."""

from __future__ import annotations

from acs_abm.columns import Floats, World
from acs_abm.outcomes.capability import Capability, capability


def place_capability(world: World) -> Floats:
    """Return the capability of each place, one number a CCG of the start."""
    systems, home = world.systems, world.population.ccgs.system
    return capability(
        systems.health_management[home],
        systems.governance[home],
        world.mean_by_ccg(world.in_hub),
        world.scenario.values(Capability),
    )
