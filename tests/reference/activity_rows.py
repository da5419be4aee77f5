"""Activity as plain rows: what :mod:`adapter` tells the reference of demand, choice and effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from acs_abm.columns import World
from acs_abm.outcomes.demand import Stream
from acs_abm.outcomes.patient_choice import PatientChoice

STREAMS = [stream.name.lower() for stream in Stream]


def add_activity(world: World, rows: dict[str, Any]) -> None:
    """Add to the row of each organisation what activity holds of it."""
    activity, population = world.activity, world.population
    catchment, names = activity.catchment, world.options.names
    tell(rows["practices"], "need", catchment.need.tolist())
    tell(rows["practices"], "outside", catchment.outside.tolist())
    tell(rows["practices"], "outside_squared", catchment.outside_squared.tolist())
    tell(rows["practices"], "seen_in_force", [names[column] for column in activity.seen_in_force])
    tell(rows["practices"], "year_luck", named(STREAMS, activity.year_luck.T))
    tell(rows["practices"], "expected", named(STREAMS, activity.expected))
    tell(rows["practices"], "counts", named(STREAMS, activity.counts))
    tell(rows["practices"], "far_hospital", far_hospitals(world))
    trusts = population.trusts.code
    tell(rows["ccgs"], "came", named(STREAMS, activity.by_ccg))
    tell(rows["ccgs"], "emergency_shares", named(trusts, activity.trust_share_emergency))
    tell(rows["ccgs"], "planned_shares", named(trusts, activity.trust_share_elective))
    tell(rows["ccgs"], "first_planned_shares", named(trusts, activity.first_share_elective))
    for name in ("first_lag", "second_lag", "disruption", "effect"):
        tell(rows["ccgs"], name, getattr(activity, name).tolist())
    tell(rows["trusts"], "wait", activity.wait.tolist())
    tell(rows["trusts"], "first_capacity", activity.first_capacity.tolist())
    tell(rows["systems"], "variety", activity.variety.tolist())
    tell(rows["systems"], "similar", named(population.systems.code, activity.similar))


def far_hospitals(world: World) -> list[str | None]:
    """Name the one hospital of practices that have none within reach.

    It is the nearest of the whole country, of which the reference knows only the run.
    """
    p, catchment = world.scenario.values(PatientChoice), world.activity.catchment
    codes = world.population.trusts.code
    far: list[str | None] = [None] * len(catchment.need)
    starts = catchment.starts
    for row in np.flatnonzero(np.diff(starts) == 1):
        if catchment.pull[starts[row]] < np.exp(-p.distance * p.furthest) * (1.0 - 1e-9):
            far[row] = codes[catchment.trust[starts[row]]]
    return far


def tell(rows: list[dict[str, Any]], name: str, values: Sequence[Any]) -> None:
    for row, value in zip(rows, values, strict=True):
        row[name] = value


def named(names: Sequence[str], table: np.ndarray) -> list[dict[str, float]]:
    """Turn a table into one dictionary for each row."""
    return [dict(zip(names, row, strict=True)) for row in table.tolist()]
