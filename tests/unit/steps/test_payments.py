"""What agreements pay, and what a partner makes of it."""

from __future__ import annotations

import numpy as np
import pytest
from shipped_options import (
    ALLIANCE,
    FULL,
    INDEPENDENT,
    PARTIAL,
    SUBCONTRACTED,
    TRUST_RUN,
    by_option,
)

from acs_abm.columns import NEVER
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.calendar import turn_calendar
from acs_abm.steps.payments import has_fund, income_changes, losses, payment_flows
from acs_abm.steps.practices import lost_by_staying_out


@pytest.fixture
def world_of(three_systems, plan):
    def make(**values):
        return AccountableCareModel(plan.change(**values), population=three_systems).world

    return make


def by_system(world, values):
    """Return the value of each place's system."""
    return np.array(values)[world.population.ccgs.system].tolist()


def test_the_alliance_pays_from_the_shadow_on(world_of):
    world = world_of()
    world.systems.stage[:] = [Stage.STP, Stage.CANDIDATE, Stage.SHADOW_ACS]
    assert payment_flows(world)[:, ALLIANCE].tolist() == by_system(world, [0.0, 0.0, 1.5])
    world.systems.stage[:] = Stage.ACS
    assert payment_flows(world)[:, ALLIANCE].tolist() == by_system(world, [1.5] * 3)


def test_a_local_premium_is_worth_less_by_the_risk_that_it_is_withdrawn(world_of):
    # ten years, counted over five: 20 · (1 − 0.05 · 5 / 2) = 17.5
    world = world_of(**{"offer.integration_agreement.payment": 20})
    assert payment_flows(world)[:, PARTIAL].tolist() == pytest.approx(by_system(world, [17.5] * 3))


def test_a_payment_made_once_is_spread_over_the_term_or_five_years(world_of):
    world = world_of(**{"offer.full_contract.payment_once": 10})  # a term of ten years
    assert payment_flows(world)[:, FULL].tolist() == pytest.approx(by_system(world, [2.0] * 3))
    short = world_of(**{"offer.full_contract.payment_once": 10, "offer.full_contract.duration": 2})
    assert payment_flows(short)[:, FULL].tolist() == pytest.approx(by_system(short, [5.0] * 3))


LOSSES = {
    "offer.alliance_agreement.lost_by_staying_out": 2,
    "offer.integration_agreement.lost_by_staying_out": 1,
    "offer.trust_run_practice.lost_by_staying_out": 4,
}


def test_staying_out_of_an_offer_costs_under_every_option_but_the_offer_itself(world_of):
    world = world_of(**LOSSES)
    everything = np.ones((len(world.ccgs.stance), len(world.options.names)), dtype=bool)
    expected = by_option({ALLIANCE: 1.0, PARTIAL: 2.0}, other=3.0)
    assert losses(world, everything).tolist() == [expected] * len(world.ccgs.stance)


def test_staying_out_costs_nothing_where_the_offer_is_not_there_to_take(world_of):
    world = world_of(**LOSSES)
    world.systems.launched[:] = [NEVER, 0, NEVER]
    world.ccgs.alliance_live[:] = False
    world.ccgs.contract_level[:] = Stance.PARTIAL
    world.ccgs.contract_live[:] = False
    world.ccgs.contract_live[0] = True
    turn_calendar(world)
    launched = world.population.ccgs.system == 1
    lost = world.lost[:, INDEPENDENT]
    assert lost.tolist() == (2.0 * launched + 1.0 * world.ccgs.contract_live).tolist()
    assert lost.max() > 0
    assert (world.lost[launched, ALLIANCE] == 1.0 * world.ccgs.contract_live[launched]).all()


def test_what_a_trust_offers_is_lost_only_by_those_it_addressed(world_of):
    world = world_of(**LOSSES)
    world.systems.launched[:] = NEVER
    world.ccgs.alliance_live[:] = False
    turn_calendar(world)
    world.practices.addressed_by[:] = -1
    world.practices.addressed_by[[3, 5]] = 0
    rows = np.arange(8)
    found = income_changes(world, rows, np.array([INDEPENDENT, TRUST_RUN]))
    pounds = world.practices.value_of_a_pound[rows]
    asked = np.isin(rows, [3, 5])
    np.testing.assert_allclose(found[:, 0], -4.0 * pounds * asked)
    np.testing.assert_allclose(found[:, 1], (world.practices.salary - world.practices.income)[rows])
    assert lost_by_staying_out(world, rows).tolist() == (4.0 * asked).tolist()


def test_a_pound_a_patient_becomes_a_partners_income_by_hand(world_of):
    """£p per weighted patient: p · N_w · (1 − 0.30) / (1000 · partners), £k a partner."""
    world = world_of()
    world.systems.stage[:] = Stage.SHADOW_ACS
    turn_calendar(world)
    practices, column = world.population.practices, world.options.names.index("alliance_agreement")
    rows = np.arange(20)
    found = income_changes(world, rows, np.array([column]))[:, 0]
    partners = np.where(
        practices.contract[rows] == 2, practices.gp_wte[rows], 0.7 * practices.gp_wte[rows]
    )
    expected = 1.5 * practices.weighted_list[rows] * 0.7 / (1000 * np.maximum(partners, 0.5))
    np.testing.assert_allclose(found, expected)


def test_who_becomes_salaried_gets_the_salary_in_place_of_the_income(world_of):
    world = world_of(**{"practice.full_pay_share": 0.9})
    rows = np.arange(50)
    found = income_changes(world, rows, np.array([FULL]))[:, 0]
    salary = np.maximum(85.0, 0.9 * world.practices.income[rows])
    np.testing.assert_allclose(found, salary - world.practices.income[rows])
    assert (found > 0).any()  # the poorest partners gain by the least salary
    assert (found < 0).any()


def test_a_subcontractor_keeps_its_income(world_of):
    world = world_of(**{"practice.full_pay_share": 0.9})
    assert not income_changes(world, np.arange(50), np.array([SUBCONTRACTED])).any()


def test_what_is_believed_of_an_option_adds_to_its_income_alone(world_of):
    world = world_of()
    world.practices.belief[7, PARTIAL] = -2.5
    found = income_changes(world, np.array([6, 7]), np.array([INDEPENDENT, PARTIAL]))
    assert found.tolist() == [[0.0, 0.0], [0.0, -2.5]]


def test_independence_changes_nobodys_income_where_nothing_is_lost(world_of):
    world = world_of()
    assert not income_changes(world, np.arange(30), np.array([0])).any()


def test_the_fund_begins_in_april_2018_for_those_in_the_shadow_or_beyond(world_of):
    world = world_of()
    world.systems.stage[:] = [Stage.CANDIDATE, Stage.SHADOW_ACS, Stage.ACS]
    world.step = 3
    assert has_fund(world).tolist() == [False, False, False]
    world.step = 4
    assert has_fund(world).tolist() == [False, True, True]
