"""Phase 6: integration takes effect on emergency admissions."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import World
from acs_abm.outcomes.integration_effect import IntegrationEffect, disruption_after, lagged
from acs_abm.start import disrupts, long_run_effects, offer_in_force


def take_effect(world: World) -> None:
    """Move the effect at each place towards what it is in the long run; joining disrupts."""
    p, activity = world.scenario.values(IntegrationEffect), world.activity
    now = offer_in_force(world)
    newly = disrupts(world, now) * (now != activity.seen_in_force)
    activity.seen_in_force = now
    activity.first_lag, activity.second_lag = lagged(
        activity.first_lag, activity.second_lag, long_run_effects(world), world.quarters, p
    )
    joined = world.mean_by_ccg(newly) if newly.any() else np.zeros(len(activity.disruption))
    activity.disruption = disruption_after(activity.disruption, joined, world.quarters, p)
    activity.effect = activity.second_lag + activity.disruption
