"""How practices fare from step to step."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.columns import NEVER
from acs_abm.decisions.regulator_inspection import INADEQUATE
from acs_abm.model import AccountableCareModel
from acs_abm.population.traits import PracticeTraits
from acs_abm.stance import ALLIANCE, FULL
from acs_abm.steps.practice_life import live_on
from acs_abm.steps.workload import do_the_work

NOTHING_CHANGES = {
    "demand.consultation_growth": 0.0,
    "workforce.partners_leave": 0.0,
    "workforce.salaried_growth": 0.0,
    "distress.noise": 0.0,
    "distress.inadequate": 0.0,
    "distress.relief_alliance": 0.0,
    "distress.relief_partial": 0.0,
    "distress.relief_full": 0.0,
    "closure.hazard": 0.0,
}


@pytest.fixture
def world(three_systems, plan):
    return AccountableCareModel(
        plan.change(**{"distress.noise": 0.0, "demand.consultation_growth": 0.0}),
        1,
        population=three_systems,
    ).world


def test_practices_begin_as_they_would_go_on(three_systems, plan):
    model = AccountableCareModel(plan.change(**NOTHING_CHANGES), 1, population=three_systems)
    world = model.world
    distress, income = world.practices.distress.copy(), world.practices.income.copy()
    quality = world.practice_life.quality.copy()
    do_the_work(world)
    live_on(world)
    assert world.practice_life.quality == pytest.approx(quality)
    for _ in range(12):
        model.step()
    assert world.practices.distress == pytest.approx(distress)
    assert world.practices.income == pytest.approx(income)


def test_an_agreement_relieves_a_year_after_it_is_in_force_and_no_longer_than_it_is(world):
    life, stance = world.practice_life, world.practices.stance
    stance[:] = 0
    live_on(world)
    stance[:] = FULL
    relieved = []
    for world.step in range(1, 7):
        live_on(world)
        relieved.append(int(life.relieved_level[0]))
    assert relieved == [0, 0, 0, 0, FULL, FULL]
    stance[:] = ALLIANCE  # for less than a year: relieved as by what it fell to
    world.step = 7
    live_on(world)
    assert (life.relieved_level == ALLIANCE).all()
    stance[:] = 0
    world.step = 8
    live_on(world)
    assert not life.relieved_level.any()


def test_a_rating_and_a_closure_nearby_add_to_distress(world):
    before = world.practices.distress.copy()
    world.practices.rating[:] = 3
    world.practices.rating[0] = INADEQUATE
    world.practice_life.closure_near_until[1] = world.step + 1
    live_on(world)
    moved = world.practices.distress - before
    assert moved[0] > 0
    assert moved[1] > 0
    assert moved[2:] == pytest.approx(0.0)


def test_a_closure_is_forgotten_after_its_time(world):
    world.practices.rating[:] = 3
    before = world.practices.distress.copy()
    world.practice_life.closure_near_until[:] = world.step
    live_on(world)
    assert world.practices.distress == pytest.approx(before)
    assert NEVER < 0


def test_who_loses_a_partner_thinks_again(world):
    world.practices.is_shaken[:] = False
    before = np.ceil(world.practices.partners)
    live_on(world)
    lost = np.ceil(world.practices.partners) < before
    assert lost.any()
    assert (world.practices.is_shaken == lost).all()


def test_incomes_follow_each_april_and_not_between(world):
    world.practices.partners[:] *= 0.5
    before = world.practices.income.copy()
    world.step = 1
    do_the_work(world)
    assert (world.practices.income == before).all()
    world.step = 4
    do_the_work(world)
    p = world.scenario.values(PracticeTraits)
    expected = np.clip(before * 2.0**p.income_elasticity, p.income_least, p.income_most)
    assert world.practices.income == pytest.approx(expected)
    assert expected.mean() > 1.3 * before.mean()


def test_hours_include_what_agreements_in_force_save(world):
    column = world.options.names.index("full_contract")
    world.practices.agreement[:2] = column
    world.practices.stance[:] = 0
    world.practices.stance[0] = FULL
    do_the_work(world)
    assert world.practice_life.hours[0] == pytest.approx(45.5)
    assert world.practice_life.hours[1] == pytest.approx(48.0)
