"""Phase 3: demand arises, and patients choose where to go for planned care."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import World
from acs_abm.outcomes.actuarial_luck import gamma_multipliers
from acs_abm.outcomes.demand import Demand, Stream, arise, rates_of_step
from acs_abm.outcomes.elective_waits import ElectiveWaits, capacity_after, waits_after
from acs_abm.start import follow_mergers, let_patients_choose, planned_demand

NAMES = tuple(stream.name.lower() for stream in Stream)


def demand_arises(world: World) -> None:
    """Let patients come; each April draw the luck of the year and let them choose hospitals."""
    if world.step == 0 or world.clock.opens_financial_year(world.step):
        _draw_year(world)
        _choose_anew(world)
    _follow_mergers(world)
    p, activity, home = world.scenario.values(Demand), world.activity, world.population.practices
    patients = world.practices.list_size * activity.catchment.need
    nothing = np.zeros_like(activity.effect)
    rates = rates_of_step(world.clock, world.step, p)
    for stream, name in zip(Stream, NAMES, strict=True):
        arise(
            patients,
            home.ccg,
            rates[stream],
            activity.effect if stream is Stream.EMERGENCY else nothing,
            activity.year_luck[stream],
            world.chance.uniform(f"demand.{name}", world.step, home.key),
            activity.expected[:, stream],
            activity.counts[:, stream],
            activity.by_ccg[:, stream],
        )


def _draw_year(world: World) -> None:
    """Draw what the luck of the year multiplies each practice's demand by."""
    variance = world.scenario.values(Demand).year_variance
    for stream, name in zip(Stream, NAMES, strict=True):
        keys = world.population.practices.key
        shares = world.chance.uniform(f"demand.year.{name}", world.step, keys)
        gamma_multipliers(shares, variance, world.activity.year_luck[stream])


def _choose_anew(world: World) -> None:
    """Let waits follow demand, then patients choose by waits, ratings and what is guaranteed."""
    p, activity = world.scenario.values(ElectiveWaits), world.activity
    runs = world.trusts.body
    first = np.bincount(runs, activity.first_capacity, len(runs))
    capacity = capacity_after(first.astype(np.float64), world.step * world.years, p)
    activity.wait = waits_after(activity.wait, planned_demand(world), capacity, p)
    let_patients_choose(world)


def _follow_mergers(world: World) -> None:
    """Give the patients of trusts that were merged to those that run their hospitals."""
    activity, mergers = world.activity, np.count_nonzero(~world.trusts.is_standing)
    if mergers > activity.mergers_followed:
        runs = world.trusts.body
        follow_mergers(activity.trust_share_emergency, runs)
        follow_mergers(activity.trust_share_elective, runs)
        activity.mergers_followed = int(mergers)
