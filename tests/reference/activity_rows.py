"""Activity as plain columns: what :mod:`adapter` tells the reference of demand, choice, effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from acs_abm.columns import World
from acs_abm.outcomes.demand import Stream
from acs_abm.outcomes.patient_choice import PatientChoice

STREAMS = [stream.name.lower() for stream in Stream]


def activity_state(world: World) -> dict[str, dict[str, list[Any]]]:
    """Return, by kind of organisation, what activity holds of it."""
    activity, names = world.activity, world.options.names
    trusts = world.population.trusts.code
    return {
        "practices": {
            "seen_in_force": [names[column] for column in activity.seen_in_force],
            "year_luck": named(STREAMS, activity.year_luck.T),
            "expected": named(STREAMS, activity.expected),
            "counts": named(STREAMS, activity.counts),
        },
        "ccgs": {
            "came": named(STREAMS, activity.by_ccg),
            "emergency_shares": named(trusts, activity.trust_share_emergency),
            "planned_shares": named(trusts, activity.trust_share_elective),
            **{
                name: getattr(activity, name).tolist()
                for name in ("first_lag", "second_lag", "disruption", "effect")
            },
        },
        "trusts": {"wait": activity.wait.tolist()},
        "systems": {"variety": activity.variety.tolist()},
    }


def activity_facts(world: World) -> dict[str, dict[str, list[Any]]]:
    """Return what of it holds for a whole run."""
    activity, population = world.activity, world.population
    catchment = activity.catchment
    return {
        "practices": {
            "need": catchment.need.tolist(),
            "outside": catchment.outside.tolist(),
            "outside_squared": catchment.outside_squared.tolist(),
            "far_hospital": far_hospitals(world),
        },
        "ccgs": {
            "first_planned_shares": named(population.trusts.code, activity.first_share_elective)
        },
        "trusts": {"first_capacity": activity.first_capacity.tolist()},
        "systems": {"similar": named(population.systems.code, activity.similar)},
    }


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


def named(names: Sequence[str], table: np.ndarray) -> list[dict[str, float]]:
    """Turn a table into one dictionary for each row."""
    return [dict(zip(names, row, strict=True)) for row in table.tolist()]
