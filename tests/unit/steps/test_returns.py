"""Suspended contracts are taken back in windows, after notice; ended ones never."""

from __future__ import annotations

import numpy as np
import pytest
from shipped_options import FULL, INDEPENDENT, SUBCONTRACTED

from acs_abm.columns import NEVER, World
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.model import AccountableCareModel
from acs_abm.stance import Stance
from acs_abm.steps.practice_facts import availability, in_campaign, opened_at_places
from acs_abm.steps.practices import practices_decide
from acs_abm.steps.returns import gain_from_returning, give_notice, take_contracts_back

FREE = 500.0
"""Value of independence of a partner who goes back whatever its luck, £k a year."""


@pytest.fixture
def world_of(three_systems, plan):
    def make(scenario=plan, **values):
        world = AccountableCareModel(scenario.change(**values), population=three_systems).world
        return suspend(world)

    return make


def suspend(world: World) -> World:
    """Let everybody hold a live full contract since step 0."""
    world.ccgs.contract_level[:] = Stance.FULL
    world.ccgs.contract_live[:] = True
    world.ccgs.live_since[:] = world.step
    world.practices.agreement[:] = FULL
    world.practices.stance[:] = Stance.FULL
    world.practices.run_by[:] = -1
    world.practices.is_resisting[:] = False
    world.practices.suspended_since[:] = 0
    world.practices.independence_value[:] = FREE
    return world


def notice(world: World) -> None:
    give_notice(world, in_campaign(world), world.scenario.values(PracticeChoice))


@pytest.mark.parametrize(
    ("rules", "due"),
    [
        ({}, [4, 12, 20]),
        ({"practice_return.notice_quarters": 2}, [6, 14, 22]),
        ({"practice_return.window_years": 1}, [0, 4, 8, 12, 16, 20]),
    ],
)
def test_notice_can_be_given_once_in_each_time_between_windows(rules, due, world_of):
    world = world_of(**rules)
    given = []
    for world.step in range(24):
        notice(world)
        if (world.practices.returns_at > NEVER).all():
            given.append(world.step)
        world.practices.returns_at[:] = NEVER
    assert given == due


def test_the_contract_is_live_again_when_notice_has_run_out_and_not_before(world_of):
    world = world_of()
    world.step = 4
    notice(world)
    world.step = 7
    take_contracts_back(world)
    assert (world.practices.stance == Stance.FULL).all()
    world.step = 8
    take_contracts_back(world)
    assert (world.practices.agreement == INDEPENDENT).all()
    assert (world.practices.stance == Stance.INDEPENDENT).all()
    assert world.practices.contract_is_live.all()
    assert (world.practices.returns_at == NEVER).all()
    assert world.transition_log[-1].why == "took its contract back"
    assert not world.systems.alliance_coverage.any()


def test_who_is_better_off_with_the_contract_gives_no_notice(world_of):
    world = world_of()
    world.practices.independence_value[:] = -FREE
    world.step = 4
    notice(world)
    assert (world.practices.returns_at == NEVER).all()


@pytest.mark.parametrize(("step", "part"), [(4, 0.0), (12, 1.0), (20, 1.0)])
def test_patients_kept_matters_from_the_second_window_on(step, part, world_of):
    gains = []
    for kept in (0.4, 0.9):
        world = world_of(**{"practice_return.patients_kept": kept})
        world.step = step
        rows, p = np.arange(30), world.scenario.values(PracticeChoice)
        gains.append(gain_from_returning(world, rows, in_campaign(world), p)[0])
    np.testing.assert_allclose(gains[1] - gains[0], part * 0.5 * world.practices.income[:30])


def test_a_window_without_notice_is_the_first_all_the_same(world_of):
    world = world_of(**{"practice_return.notice_quarters": 0, "practice_return.patients_kept": 0.4})
    other = world_of(**{"practice_return.notice_quarters": 0, "practice_return.patients_kept": 0.9})
    world.step = other.step = 8
    rows, p = np.arange(30), world.scenario.values(PracticeChoice)
    first, second = (gain_from_returning(w, rows, in_campaign(w), p)[0] for w in (world, other))
    np.testing.assert_allclose(first, second)


def test_who_suspended_its_contract_may_only_move_between_forms_of_the_full_contract(world_of):
    world = world_of()
    world.systems.launched[:] = 0
    rows = np.arange(len(world.practices.stance))
    found = availability(world, rows, opened_at_places(world))
    assert found[:, [FULL, SUBCONTRACTED]].all()
    assert found.sum() == 2 * len(rows)


def test_partners_who_prize_independence_move_to_the_subcontracted_form(world_of):
    world = world_of()
    for world.step in range(1, 4):
        practices_decide(world)
    moved = world.practices.agreement == SUBCONTRACTED
    assert moved.mean() == pytest.approx(1 - np.exp(-0.334 * 0.75), abs=0.06)
    assert (world.practices.agreement[~moved] == FULL).all()
    assert (world.practices.suspended_since == 0).all()  # it is the same suspension


def test_who_takes_a_full_contract_suspends_its_own_from_that_step(world_of, agreements_form):
    world = world_of()
    world.practices.suspended_since[:] = NEVER
    world.practices.agreement[::2] = 0
    world.step = 3
    agreements_form(world)
    assert (world.practices.suspended_since[1::2] == 3).all()
    assert (world.practices.suspended_since[::2] == NEVER).all()
    assert not world.practices.has_ended_contract.any()


def test_who_ended_its_contract_has_no_way_back(three_systems, tmp_path, agreements_form):
    path = tmp_path / "ended.yaml"
    path.write_text("extends: plan_2017\noffers: {full_contract: {core_contract: ended}}\n")
    world = suspend(AccountableCareModel(path, population=three_systems).world)
    world.practices.suspended_since[:] = NEVER
    agreements_form(world)
    assert world.practices.has_ended_contract.all()
    assert (world.practices.suspended_since == NEVER).all()
    rows = np.arange(len(world.practices.stance))
    assert not availability(world, rows, opened_at_places(world))[:, INDEPENDENT].any()
    for world.step in range(1, 30):
        notice(world)
        take_contracts_back(world)
    assert (world.practices.stance == Stance.FULL).all()
