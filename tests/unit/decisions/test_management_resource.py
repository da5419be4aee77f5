"""What a CCG hands over of what it manages with."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.decisions.management_resource import ManagementResource, redirected
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE, INDEPENDENT
from acs_abm.steps.payments import add_on_flows, payment_flows

TENTH = {"offer.hub.management_resource": 0.1, "offer.alliance_agreement.management_resource": 0.1}


def test_a_tenth_of_twenty_pounds_is_two_pounds_a_head():
    """At 1.25 weighted patients a head that is £1.60 a weighted patient."""
    p = ManagementResource(management_resource=20.0)
    found = redirected(0.1, np.array([True, True, False]), np.array([1.0, 1.25, 1.0]), p)
    assert found == pytest.approx([2.0, 1.6, 0.0])


def test_what_is_handed_over_is_the_same_pounds_however_patients_are_weighted():
    weighted = np.array([0.8, 1.0, 1.3])
    found = redirected(0.2, np.ones(3, dtype=bool), weighted, ManagementResource())
    assert found * weighted == pytest.approx(np.full(3, 4.0))


def test_only_a_ccg_at_an_alliance_or_beyond_hands_anything_over(three_systems, plan):
    model = AccountableCareModel(plan.change(**TENTH), 1, population=three_systems)
    world = model.world
    world.systems.stage[:] = Stage.ACS  # payments flow from a stage on
    world.ccgs.stance[:] = INDEPENDENT
    none_of_it = add_on_flows(world)[:, 0], payment_flows(world)[:, world.alliance_column]
    world.ccgs.stance[:] = ALLIANCE
    handed = add_on_flows(world)[:, 0], payment_flows(world)[:, world.alliance_column]
    ccgs = world.population.ccgs
    for before, after in zip(none_of_it, handed, strict=True):
        gained = (after - before) * ccgs.weighted_population / ccgs.population
        assert gained == pytest.approx(np.full(len(gained), 2.0))
