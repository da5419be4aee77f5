"""Results build up over a year; money, segments and passed-on deficits follow from them."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.outcomes.demand import Demand, winter
from acs_abm.steps.control_totals import settle_quarter
from acs_abm.steps.money import pay_everybody


def settle_year(world):
    """Pay and settle the four quarters of 2018/19; return each trust's result, share of income.

    As many come in each quarter as the contracts expect, so that none weighs more.
    """
    earned, spent = 0.0, 0.0
    demand = world.scenario.values(Demand)
    usual = np.divide(world.money.first_activity, world.money.case_mix) / 4.0
    for step in range(4, 8):
        world.step = step
        season = winter(world.clock.date(step), world.clock.months_per_step, demand)
        world.activity.by_ccg[:, :4] = usual * season[:4]
        pay_everybody(world)
        settle_quarter(world)
        earned, spent = earned + world.money.trusts.income, spent + world.money.trusts.cost
    return (earned - spent) / earned


def test_four_quarters_add_up_to_the_years_shortfall(world):
    # What is as likely as not, and what was asked beyond what can be reached, less the result.
    books = world.money.trusts
    for column in (world.trusts.shortfall_so_far, books.year_income, books.year_cost):
        column[:] = 0.0
    books.year_told = np.zeros_like(books.year_told)
    due = books.forecast + (world.trusts.asked - 0.8) / 100
    result = settle_year(world)
    assert world.trusts.shortfall == pytest.approx(due - result, abs=1e-9)
    assert (world.trusts.shortfall_so_far == 0.0).all()


def test_who_refused_its_control_total_earns_nothing(world):
    world.trusts.accepts_control_total[:] = False
    settle_quarter(world)
    assert (world.trusts.money_earned == 0.0).all()


def test_who_meets_it_earns_seven_or_ten_tenths(world):
    world.trusts.accepts_control_total[:] = True
    world.trusts.asked[:] = -50.0
    settle_quarter(world)
    assert set(np.round(world.trusts.money_earned, 9).tolist()) == {0.7, 1.0}


def test_a_shared_control_total_makes_a_trust_pay_for_others(world):
    system = int(world.population.trusts.system[0])
    world.trusts.accepts_control_total[:] = True
    world.trusts.asked[:] = 50.0
    world.trusts.asked[0] = -50.0
    world.systems.shares_control_total[system] = True
    settle_quarter(world)
    assert round(world.trusts.money_earned[0], 9) in {0.35, 0.5}


def test_a_trust_that_does_well_climbs_and_one_that_is_inadequate_falls(world):
    trusts = world.trusts
    trusts.asked[:], trusts.accepts_control_total[:], trusts.margin[:] = -50.0, True, 0.0
    trusts.rating[:], trusts.segment[:] = 3, 3
    trusts.rating[0] = 1
    settle_year(world)
    assert trusts.segment[0] == 4
    assert (trusts.segment[1:] == 2).all()


def test_a_deficit_passed_on_breaks_the_trust_of_ccgs_and_practices_of_that_system(world):
    deficit = world.population.trusts.system == 0
    books, world.trusts.accepts_control_total[:] = world.money.trusts, False
    books.year_income, books.year_extra[:] = 4.0 * books.income, 0.0
    books.year_cost = books.year_income * np.where(deficit, 1.1, 0.98)
    world.scenario = world.scenario.change(**{"deficit.chance": 1})
    practices = world.practices
    ties = world.ties
    before = ties.trust.copy(), practices.trust_in_lead.copy()
    world.step = 3
    settle_quarter(world)
    n_trusts = len(world.trusts.stance)
    blamed = (ties.system == 0) & (ties.whose >= n_trusts) & (ties.whom < n_trusts)
    assert ties.trust[blamed] == pytest.approx(before[0][blamed] * (1 - 0.3 * 0.4))
    assert ties.trust[~blamed] == pytest.approx(before[0][~blamed])
    mine = world.population.practices.system == 0
    assert practices.trust_in_lead[mine] == pytest.approx(before[1][mine] * 0.88)
    assert practices.trust_in_lead[~mine] == pytest.approx(before[1][~mine])
    assert world.event_log[-1].what == "passed its deficit on"
