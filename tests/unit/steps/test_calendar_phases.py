"""Control totals are set each April, and where a run begins at another time of year."""

from __future__ import annotations

import itertools

import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.steps.calendar import regulators_publish
from acs_abm.steps.shares import accepted_share


@pytest.mark.parametrize("start", ["2017-Q2", "2017-Q3", "2018-Q1"])
def test_whenever_a_run_begins_trusts_have_control_totals(start, three_systems, plan):
    model = AccountableCareModel(plan.change(start=start), population=three_systems)
    model.step()
    assert model.world.trusts.asked.all()
    assert accepted_share(model.world).any()


def test_they_are_set_again_in_april_and_at_no_other_time(three_systems, plan):
    world = AccountableCareModel(plan.change(start="2017-Q4"), population=three_systems).world
    asked = []
    for world.step in range(5):
        regulators_publish(world)
        asked.append(world.trusts.asked.copy())
    changed = [bool((after != before).any()) for before, after in itertools.pairwise(asked)]
    assert changed == [False, True, False, False]
