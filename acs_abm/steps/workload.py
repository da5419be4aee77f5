"""Phase 4: work is done. Patients for each clinician, hours, and what practices earn by it."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Rows, World
from acs_abm.outcomes.demand import Demand
from acs_abm.outcomes.workload import (
    Workload,
    demand_after,
    hours_worked,
    patients_per_clinician,
)
from acs_abm.population.trait_rules import PracticeTraits
from acs_abm.population.traits import income_after, salary_offered, value_of_a_pound
from acs_abm.start import added_hours


def do_the_work(world: World) -> None:
    """Share patients among clinicians; hours follow. Each April partners' incomes follow too."""
    if world.step and world.clock.opens_financial_year(world.step):
        settle_incomes(world, np.flatnonzero(world.practices.is_open))
    life, practices, p = world.practice_life, world.practices, world.scenario.values(Workload)
    work = patients_per_clinician(
        practices.weighted_list,
        practices.partners + life.salaried,
        life.nurses,
        demand_after((world.step + 1) * world.years, world.scenario.values(Demand)),
        p,
    )
    life.relative_work = np.where(practices.is_open, work / life.usual_work, 1.0)
    life.hours = hours_worked(life.relative_work, added_hours(world), p)


def settle_incomes(world: World, rows: Rows) -> None:
    """Let what partners of some practices earn follow their patients and their number."""
    practices, p = world.practices, world.scenario.values(PracticeTraits)
    before = practices.value_of_a_pound[rows]
    now = value_of_a_pound(practices.weighted_list[rows], practices.partners[rows], p)
    change = np.divide(now, before, out=np.ones_like(now), where=before > 0.0)
    income = income_after(practices.income[rows], change, p)
    practices.value_of_a_pound[rows] = now
    practices.income[rows] = income
    practices.salary[rows] = salary_offered(income, p)
    world.gains_known.clear()
