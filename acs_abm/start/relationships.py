"""Relationships in a system: the mix of who trusts whom, anchored to where they began."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, World
from acs_abm.outcomes.relationships import Relationships
from acs_abm.start.ties import commissioned


def anchor_relationships(world: World) -> None:
    """Choose each system's offset so that R begins where the system began."""
    begun = world.systems.relationships.copy()
    world.systems.relationships_offset = begun - relationship_mix(world)


def relationship_mix(world: World) -> Floats:
    """Return R of each system before its offset: a weighted mean of who trusts whom."""
    p = world.scenario.values(Relationships)
    population, n = world.population, len(world.population.systems.code)
    weight = np.bincount(population.trusts.system, world.trusts.income, minlength=n)
    held = np.bincount(
        population.trusts.system, world.trusts.income * world.trusts.trust_in_partners, minlength=n
    )
    money = commissioned(population.ccgs.weighted_population)
    weight = weight + np.bincount(population.ccgs.system, money, minlength=n)
    held = held + np.bincount(
        population.ccgs.system, money * world.ccgs.trust_in_partners, minlength=n
    )
    practices = world.mean_by_system(
        0.5 * (world.practices.trust_in_ccg + world.practices.trust_in_lead)
    )
    return (
        p.organisations_weight * np.divide(held, weight, out=np.full(n, 0.5), where=weight > 0)
        + p.practices_weight * practices
        + p.council_weight * world.systems.councils_joined
    )
