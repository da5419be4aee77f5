"""How practices fare at the start: as they would go on faring if nothing changed."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import NEVER, Flags, Floats, PracticeLife, Rows, Small, World
from acs_abm.compiled import kernel
from acs_abm.outcomes.capability import Capability
from acs_abm.outcomes.closures import Closures, relative_hazard
from acs_abm.outcomes.quality import Quality, implied_quality, lasting_quality
from acs_abm.outcomes.workload import Workload, hours_worked, patients_per_clinician
from acs_abm.population.organisations import Population
from acs_abm.population.traits import Traits
from acs_abm.scenario import Scenario
from acs_abm.stance import ALLIANCE
from acs_abm.start.capability import place_capability


def mean_relative_hazard(population: Population, traits: Traits, scenario: Scenario) -> float:
    """Return the mean of the relative hazard of closing over the country."""
    p = scenario.values(Closures)
    relative = relative_hazard(population.practices.list_size, traits.distress, p)
    return float(relative.mean()) if len(relative) else 1.0


def salaried_at_start(population: Population, traits: Traits) -> Floats:
    """Return whole-time salaried doctors of each practice: all who are not partners."""
    return np.maximum(population.practices.gp_wte - traits.partners, 0.0)


def practice_life(population: Population, traits: Traits, scenario: Scenario) -> PracticeLife:
    """Return how practices fare before the first step, quality and levels aside."""
    practices = population.practices
    n = len(practices.code)
    p = scenario.values(Workload)
    salaried = salaried_at_start(population, traits)
    gps = traits.partners + salaried
    distress = np.clip(traits.distress, 1e-9, 1.0 - 1e-9)
    return PracticeLife(
        salaried=salaried,
        nurses=practices.nurse_wte.copy(),
        vacancies=np.zeros(n),
        usual_work=patients_per_clinician(
            practices.weighted_list, gps, practices.nurse_wte, 1.0, p
        ),
        relative_work=np.ones(n),
        hours=np.full(n, p.hours),
        usual_distress=np.log(distress / (1.0 - distress)),
        lasting_quality=lasting_quality(traits.standing, scenario.values(Quality)),
        quality=np.zeros(n),
        first_quality=np.ones(n),
        level=np.zeros(n, dtype=np.int8),
        level_since=np.zeros(n, dtype=np.int64),
        relieved_level=np.zeros(n, dtype=np.int8),
        closure_near_until=np.full(n, NEVER, dtype=np.int64),
        closed_in=np.full(n, NEVER, dtype=np.int64),
        last_list=np.zeros(n),
        merged_into=np.full(n, -1, dtype=np.int64),
    )


def settle_practices(world: World) -> None:
    """Let practices begin with the hours that their agreements imply and the quality of both."""
    life, practices, p = world.practice_life, world.practices, world.scenario.values(Quality)
    usual = world.scenario.values(Workload)
    life.level = np.maximum(practices.stance, 0).astype(np.int8)
    life.hours = hours_worked(life.relative_work, added_hours(world), usual)
    able = place_capability(world) - world.scenario.values(Capability).reference
    life.quality = implied_quality(
        life.lasting_quality,
        life.hours - usual.hours,
        able[world.population.practices.ccg],
        np.zeros(len(practices.stance)),
        p,
    )
    life.first_quality = life.quality.copy()


def added_hours(world: World) -> Floats:
    """Return the weekly hours that agreements in force and add-ons add for each practice."""
    practices = world.practices
    of_add_ons = np.array([offer.terms.hours for offer in world.add_ons])
    return _added_hours(
        practices.stance, practices.agreement, practices.add_ons, world.options.hours, of_add_ons
    )


@kernel
def _added_hours(
    stance: Small, agreement: Rows, add_ons: Flags, of_options: Floats, of_add_ons: Floats
) -> Floats:
    added = np.empty(stance.size)
    for row in range(stance.size):
        by_add_ons = 0.0
        for column in range(of_add_ons.size):
            by_add_ons += add_ons[row, column] * of_add_ons[column]
        added[row] = of_options[agreement[row] if stance[row] >= ALLIANCE else 0] + by_add_ons
    return added
