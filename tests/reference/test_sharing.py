"""The vote on one control total against a second one, system by system, over a whole run."""

from __future__ import annotations

import numpy as np
import pytest
from sharing_by_hand import support

from acs_abm.population.organisations import TrustType
from acs_abm.stages.stage import Stage
from acs_abm.steps.risk_sharing import sharing_luck, vote_on_sharing


def test_every_vote_of_a_run_is_the_one_counted_by_hand(small_model, plan):
    world, p = small_model.world, {name: plan.value(name) for name in plan.catalogue}
    votes = 0
    while not small_model.is_over:
        small_model.step()
        world.systems.stage[:] = np.maximum(world.systems.stage, Stage.SHADOW_ACS)
        if not world.clock.opens_financial_year(world.step):
            continue
        vote_on_sharing(world)  # again, with everybody where the step left them
        for system in range(len(world.systems.stage)):
            expected = support(trusts_of(world, system), world.systems.relationships[system], p)
            assert world.systems.votes_to_share[system] == pytest.approx(expected)
            carried = expected >= p["risk_sharing.majority"]
            assert world.systems.shares_control_total[system] == carried
            votes += 1
    assert votes == 30


def trusts_of(world, system):
    luck = sharing_luck(world)
    return [
        {
            "asked": float(world.trusts.asked[row]),
            "income": float(world.trusts.income[row]),
            "is_acute": world.population.trusts.type[row] == TrustType.ACUTE,
            "luck": float(luck[row]),
        }
        for row in np.flatnonzero(world.population.trusts.system == system)
    ]
