"""Left to itself from the same start, with the same luck, the reference ends in the same place.

No state is handed over after the start: a single other choice would show, here or later, in the
stances and stages of a quarter. Floats may differ in their last digits, choices may not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from adapter import state_of
from comparison import differences, facts_differ, reference_of
from worlds import VARIANTS, contracts_are_paid, odd_offers

from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

SYSTEMS = ["DOR", "BCWB"]


def run_apart(scenario: Scenario | str, steps: int | None = None, **model_of: Any) -> int:
    """Run both to the end, each on its own; return how many stances changed on the way."""
    model = AccountableCareModel(scenario, **model_of)
    world, reference = model.world, reference_of(model.world)
    moves = 0
    for _ in range(steps or world.clock.steps):
        before = world.practices.stance.copy()
        model.step()
        reference.step()
        when = world.clock.label(world.step)
        stances = [practice.stance for practice in reference.practices]
        assert stances == world.practices.stance.tolist(), f"stances in {when}"
        assert [ccg.stance for ccg in reference.ccgs] == world.ccgs.stance.tolist(), when
        assert [trust.stance for trust in reference.trusts] == world.trusts.stance.tolist(), when
        assert [one.stage for one in reference.systems] == world.systems.stage.tolist(), when
        moves += np.count_nonzero(before != world.practices.stance)
    reference.turn_to(world.step)
    assert list(differences(state_of(world), reference)) == []
    assert list(facts_differ(world, reference)) == []
    return moves


@pytest.mark.parametrize("variant", VARIANTS)
def test_both_run_to_the_same_end(variant, england):
    scenario = contracts_are_paid(variant)
    assert run_apart(scenario, seed=1, systems=SYSTEMS, population=england) > 50


def test_both_run_to_the_same_end_with_offers_of_every_kind(england):
    assert run_apart(odd_offers(), seed=1, systems=SYSTEMS, population=england) > 50


def test_the_plan_of_2017_in_eight_systems(eight_systems):
    assert run_apart("plan_2017", seed=4, population=eight_systems) > 100


def test_the_hindcast_and_what_was_enacted(eight_systems):
    for name in ("hindcast_2015", "as_enacted"):
        assert run_apart(name, seed=4, population=eight_systems) > 50


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plan_2017", "paid_alliance", "as_enacted"])
def test_ten_years_of_england(name, england):
    assert run_apart(name, seed=7, population=england) > 2000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_ten_other_seeds(seed, eight_systems):
    scenario = contracts_are_paid("contracts are paid")
    assert run_apart(scenario, seed=seed, population=eight_systems) > 100
