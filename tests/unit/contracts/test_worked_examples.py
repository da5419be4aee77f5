"""Each contract and incentive against an example worked by hand; the arithmetic is shown."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.contracts.alliance_pool import AlliancePool, share_pool
from acs_abm.contracts.allocations import Allocations, growth_index
from acs_abm.contracts.benchmark import Benchmark, is_insolvent, next_benchmark
from acs_abm.contracts.contracting_costs import ContractingCosts, contracting_cost
from acs_abm.contracts.full import FullContract
from acs_abm.contracts.general_practice import (
    GeneralPractice,
    expenses,
    first_expenses,
    more_doctors,
)
from acs_abm.contracts.leakage import planned_share
from acs_abm.contracts.partial import PartialContract
from acs_abm.contracts.risk_corridor import settle
from acs_abm.contracts.single_contract import corridor_of
from acs_abm.contracts.tariff import Tariff, paid_activity, prices
from acs_abm.contracts.tariff_share import BudgetShare, agreed_share
from acs_abm.contracts.trust_costs import TrustCosts, capacity_after, cost_multiple, next_forecast
from acs_abm.decisions.regulator_oversight import Oversight, reporting_saved
from acs_abm.incentives.agreement_payment import agreement_payment
from acs_abm.incentives.cquin import Cquin, earned
from acs_abm.incentives.improvement_payment import ImprovementPayment, pot
from acs_abm.incentives.quality_outcomes_framework import (
    QualityOutcomesFramework,
    achieved,
    achievement_now,
    more_at_stake,
    qof_payment,
)
from acs_abm.incentives.quality_premium import QualityPremium, premium
from acs_abm.outcomes.integration_effect import IntegrationEffect, care_outside_hospital


def one(value: float) -> np.ndarray:
    return np.array([value], dtype=np.float64)


def test_emergencies_above_the_baseline_are_paid_seven_tenths():
    # 110 emergencies against a baseline of 100: 100 + 0.7 × 10 = 107 count in full.
    activity = np.array([[110.0, 50.0, 20.0, 30.0]])
    assert paid_activity(activity, one(100.0), Tariff())[0].tolist() == [107.0, 50.0, 20.0, 30.0]


def test_prices_make_the_first_years_activity_cost_its_money():
    money, activity = np.array([2110.0, 0.0]), np.array([10.0, 0.0])
    assert prices(money, activity).tolist() == [211.0, 0.0]


def test_an_avoided_admission_loses_its_price_and_saves_half_of_it_at_once():
    # A tenth less work: costs fall by 0.5 × 10% at once; in time by 0.8 × 10%.
    p = TrustCosts()
    assert cost_multiple(one(0.9), one(1.0), p)[0] == pytest.approx(0.95)
    assert cost_multiple(one(0.9), one(0.9), p)[0] == pytest.approx(0.92)
    assert capacity_after(one(1.0), one(0.9), 8.0, p)[0] == pytest.approx(0.9 + 0.1 * np.exp(-2))


def test_a_trust_without_growth_expects_its_costs_to_outgrow_prices():
    # Costs 1.02 of income grow by 0.6%, prices by 0.1%: 1 − 1.02 × 1.006 / 1.001.
    found = next_forecast(one(-0.02), one(0.0), 0.001, TrustCosts())
    assert found[0] == pytest.approx(1.0 - 1.02 * 1.006 / 1.001)


@pytest.mark.parametrize(
    ("spending", "quality", "trusts", "practices"),
    [
        # Benchmark 1000. Saving 50 is 5%, above 2%: 0.3 × 50 = 15, of it 12 and 3.
        (950.0, 0.9, 12.0, 3.0),
        (985.0, 0.9, 0.0, 0.0),  # 1.5% may be chance
        (950.0, 0.7, 0.0, 0.0),  # quality too low
        (1100.0, 0.9, 0.0, 0.0),  # no loss is shared by default
    ],
)
def test_an_alliance_shares_three_tenths_of_a_saving_beyond_chance(
    spending, quality, trusts, practices
):
    shares = share_pool(one(1000.0), one(spending), one(quality), AlliancePool())
    assert shares.trusts[0] == pytest.approx(trusts)
    assert shares.practices[0] == pytest.approx(practices)


def test_trusts_make_good_a_part_of_a_loss_where_that_was_agreed():
    p = dataclasses.replace(AlliancePool(), loss_share=0.3)
    assert share_pool(one(1000.0), one(1100.0), one(0.0), p).trusts[0] == pytest.approx(-30.0)


@pytest.mark.parametrize(
    ("spending", "holder", "commissioner", "practices"),
    [
        # Budget 1000, corridor 20. Gain 10: all the holder's but a tenth for practices.
        (990.0, 9.0, 0.0, 1.0),
        # Gain 60: beyond the corridor 40, half of it 20 to the CCG; of 40 left a tenth, 4.
        (940.0, 36.0, 20.0, 4.0),
        (1010.0, -10.0, 0.0, 0.0),  # a loss inside the corridor is the holder's
        (1050.0, -41.0, -9.0, 0.0),  # loss 50: beyond it 30, of which the CCG bears 9
        # Loss 100: the CCG bears 0.3 × 80 = 24; of 76 left the stop-loss leaves 50.
        (1100.0, -50.0, -50.0, 0.0),
    ],
)
def test_a_partial_contract_within_beyond_and_far_beyond_its_corridor(
    spending, holder, commissioner, practices
):
    result = settle(one(1000.0), one(spending), corridor_of(PartialContract()))
    assert result.holder[0] == pytest.approx(holder)
    assert result.commissioner[0] == pytest.approx(commissioner)
    assert result.practices[0] == pytest.approx(practices)


def test_practices_have_twice_the_share_under_a_full_contract():
    # Gain 60: 20 to the CCG; of 40 left a fifth, 8, to practices.
    result = settle(one(1000.0), one(940.0), corridor_of(FullContract()))
    assert (result.holder[0], result.practices[0]) == (pytest.approx(32.0), pytest.approx(8.0))


def test_a_profit_cap_gives_the_rest_to_the_commissioner():
    # As before, but the holder keeps 10 at most: 26 more for the CCG.
    p = dataclasses.replace(PartialContract(), profit_cap=0.01)
    result = settle(one(1000.0), one(940.0), corridor_of(p))
    assert (result.holder[0], result.commissioner[0]) == (pytest.approx(10.0), pytest.approx(46.0))


amounts = st.floats(1.0, 1e9)


@given(budget=amounts, spending=amounts)
def test_what_is_shared_adds_up_and_the_holder_loses_no_more_than_the_stop_loss(budget, spending):
    p = PartialContract()
    result = settle(one(budget), one(spending), corridor_of(p))
    total = result.holder + result.commissioner + result.practices
    assert total[0] == pytest.approx(budget - spending, rel=1e-9, abs=1e-6)
    assert result.holder[0] >= -p.stop_loss * budget * (1.0 + 1e-12)
    assert result.practices[0] >= 0.0


def test_a_benchmark_grows_and_is_brought_a_third_nearer_when_it_is_made_anew():
    # 1000 × 1.02 = 1020; when made anew (0.67 × 1000 + 0.33 × 900) × 1.02 = 986.34.
    found = next_benchmark(
        np.array([1000.0, 1000.0]), np.array([900.0, 900.0]), np.array([1, 3]), 1.02, Benchmark()
    )
    assert found.tolist() == pytest.approx([1020.0, 986.34])


def test_a_holder_fails_once_it_lost_more_than_a_twentieth_of_a_budget():
    assert is_insolvent(np.array([-49.0, -51.0]), one(1000.0), Benchmark()).tolist() == [
        False,
        True,
    ]


def test_the_tariff_is_left_by_a_quarter_a_year_and_returned_to_at_once():
    p = BudgetShare()
    # (0.7 − 0.3) / 0.5 = 0.8 of 0.9 allied: 0.72 wanted, 0.25 this year.
    assert agreed_share(one(0.0), one(0.7), one(0.9), np.array([True]), p)[0] == 0.25
    assert agreed_share(one(0.6), one(0.7), one(0.9), np.array([True]), p)[0] == pytest.approx(0.72)
    assert agreed_share(one(0.6), one(0.7), one(0.9), np.array([False]), p)[0] == 0.0


def test_contracting_costs_half_in_an_alliance_and_nothing_under_a_budget():
    p = ContractingCosts()
    has, share = np.array([False, True, True]), np.array([0.0, 0.0, 1.0])
    assert contracting_cost(has, share, p).tolist() == [2.0, 1.0, 0.0]


def test_quality_adds_to_a_trusts_contracts():
    # 2.5% × 0.9 for a good trust, × 0.7 for another.
    found = earned(np.array([3, 2], dtype=np.int8), Cquin())
    assert found.tolist() == pytest.approx([0.0225, 0.0175])


def test_points_pay_by_the_size_of_the_list():
    # 559 points × £171.20 × 0.95 at the mean list; twice that for twice the list.
    p, lists = QualityOutcomesFramework(), np.array([7732.0, 15464.0])
    paid = qof_payment(np.array([0.95, 0.95]), lists, p)
    assert paid.tolist() == pytest.approx([90_915.76, 181_831.52])
    assert achieved(paid, lists).tolist() == pytest.approx([0.95, 0.95])


def test_the_pot_is_as_large_as_what_it_replaces_times_what_is_earned():
    practices, trusts = pot(one(100.0), one(200.0), ImprovementPayment())
    assert (practices[0], trusts[0]) == (90.0, 180.0)


def test_a_ccg_that_overspends_loses_its_premium():
    # £5 × 0.5 × 200,000 patients.
    people = np.array([2e5, 2e5])
    assert premium(np.array([1.0, -1.0]), people, QualityPremium()).tolist() == [500_000.0, 0.0]


def test_a_one_off_payment_is_paid_once():
    # £4 a year and £3 once: a quarter pays 1 + 3, the next 1; who is not in gets nothing.
    holds, paid = np.array([True, True, False]), np.array([False, True, False])
    assert agreement_payment(holds, 4.0, 3.0, paid, 0.25).tolist() == [4.0, 1.0, 0.0]


def test_expenses_take_three_tenths_of_a_change_of_payments():
    # £1m a year less £600k for partners leaves 400k; £10k more costs £3k more.
    p = dataclasses.replace(GeneralPractice(), uplift=0.0, expenses_growth=0.0)
    first = first_expenses(one(1e6), one(6e5), p)
    assert first[0] == 4e5
    usual = expenses(first, one(1e6), one(1.01e6), 0.3, 5, one(0.0), p)
    assert usual[0] == pytest.approx(403_000.0)


def test_a_salaried_doctor_more_is_paid_out_of_what_partners_had():
    # Half a doctor more than the usual two, at £95k and 2% growth for a year: 48,450.
    p = dataclasses.replace(GeneralPractice(), uplift=0.0)
    more = more_doctors(one(2.5), one(2.0), 1, p)
    assert more[0] == pytest.approx(48_450.0)
    with_doctor = expenses(one(4e5), one(1e6), one(1e6), 0.3, 1, more, p)
    assert with_doctor[0] == pytest.approx(4e5 * 1.02 + 48_450.0)


def test_money_for_planned_care_follows_patients_who_choose():
    # Two hospitals had half and three tenths; the first loses a fifth of its patients, the second
    # gains a third. None went to the third at the start: its money stays.
    first, place = np.array([0.5, 0.3, 0.1]), np.array([0, 0, 0])
    then, now = np.array([0.4, 0.3, 0.0]), np.array([0.32, 0.4, 0.1])
    found = planned_share(first, then, now, place, 1)
    assert found == pytest.approx([0.4, 0.4, 0.1])
    crowded = planned_share(np.array([0.8]), np.array([0.2]), np.array([0.4]), place[:1], 1)
    assert crowded.tolist() == [1.0]  # never more than all of it


def test_care_outside_hospital_costs_half_of_what_is_saved():
    # £97 are left of £100 after 3% were avoided: half of the £3.
    p = IntegrationEffect()
    assert care_outside_hospital(one(97.0), one(-0.03), p)[0] == pytest.approx(1.5)
    assert care_outside_hospital(one(101.0), one(0.01), p)[0] == 0.0


def test_points_follow_quality_by_its_root_and_never_exceed_all_of_them():
    found = achievement_now(
        np.array([0.8, 0.95]), np.array([0.81, 1.21]), QualityOutcomesFramework()
    )
    assert found == pytest.approx([0.72, 1.0])


def test_less_is_at_stake_where_points_are_fewer_and_more_where_the_pot_is_larger():
    # 559 × 171.20 / 7732 = £12.377 a patient.
    p, replaced = QualityOutcomesFramework(), np.array([False, True])
    assert more_at_stake(replaced, 1.5, p) == pytest.approx([0.0, 6.18867], abs=1e-4)
    fewer = dataclasses.replace(p, points=279.5)
    assert more_at_stake(replaced, 1.0, fewer) == pytest.approx([-6.18867, -6.18867], abs=1e-4)


def test_a_one_stop_shop_saves_half_of_what_reporting_costs():
    # 0.1% of £100m.
    saved = reporting_saved(np.array([1e8, 1e8]), np.array([True, False]), Oversight())
    assert saved.tolist() == pytest.approx([50_000.0, 0.0])


def test_allocations_grow_as_published_and_then_as_declared():
    # 2018/19 2.0%, 2019/20 2.2%, 2020/21 3.8%, then 2.5% a year.
    p = Allocations()
    assert growth_index("ccg_core", p.core_later, 2017, 2017, p) == 1.0
    found = growth_index("ccg_core", p.core_later, 2017, 2022, p)
    assert found == pytest.approx(1.020 * 1.022 * 1.038 * 1.025**2)
