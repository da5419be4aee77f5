"""What policy does with money shows where it should; the first step balances."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.ledger import Account, Flow
from acs_abm.model import AccountableCareModel
from acs_abm.population.organisations import TrustType
from acs_abm.population.trust_accounts import TrustAccountRules, trust_income
from acs_abm.scenario import Scenario, shipped_scenarios


@pytest.fixture(scope="module")
def first_step(england) -> AccountableCareModel:
    model = AccountableCareModel("plan_2017", seed=1, population=england)
    model.step()
    return model


def test_prices_times_activity_and_quality_are_the_money_of_each_stream(first_step):
    world = first_step.world
    flows, start = world.money.ledger.paid.sum(axis=1) / 100.0, world.money.start
    to_trusts = flows[Flow.TARIFF] + flows[Flow.BLOCK] + flows[Flow.CQUIN]
    priced = (start.acute_share * start.streams.sum(axis=1)[start.pair_ccg]).sum()
    # But for luck, and for growth: the first quarter lies before the middle of the year.
    assert 4.0 * to_trusts == pytest.approx(priced + start.block.sum(), rel=0.01)
    activity = world.money.first_activity.sum(axis=0)
    ratio = world.money.price * activity / start.streams.sum(axis=0)
    assert ratio == pytest.approx(ratio[0])  # the same room is left for CQUIN in each


def test_trusts_earn_what_their_accounts_say(first_step, england):
    world = first_step.world
    rules = world.scenario.values(TrustAccountRules)
    expected = trust_income(england, rules)
    first, earned = world.money.trusts.first_income, 4.0 * world.money.trusts.income
    assert first.sum() == pytest.approx(expected.sum(), rel=1e-9)
    large = expected > 1e8
    assert first[large] == pytest.approx(expected[large], rel=0.005)  # quality differs
    assert earned.sum() == pytest.approx(expected.sum(), rel=0.01)  # luck and growth
    assert earned[large] == pytest.approx(expected[large], rel=0.1)


def test_the_first_year_has_the_published_deficits_and_incomes(england):
    shares, acute, size, incomes = [], [], [], []
    for seed in range(3):
        model = AccountableCareModel("plan_2017", seed=seed, population=england)
        for _ in range(4):
            model.step()
        trusts, practices = model.world.trusts, model.world.practices
        is_acute = model.world.population.trusts.type == TrustType.ACUTE
        shares.append((trusts.margin < 0).mean())
        acute.append((trusts.margin[is_acute] < 0).mean())
        size.append(np.average(trusts.margin, weights=trusts.income))
        income = model.world.money.practices.income
        incomes.append(np.average(income, weights=practices.partners * practices.is_open + 1e-12))
    assert 0.40 <= np.mean(shares) <= 0.52
    assert 0.57 <= np.mean(acute) <= 0.68
    assert -0.016 <= np.mean(size) <= -0.006
    assert 100.0 <= np.mean(incomes) <= 125.0


def test_what_trusts_made_in_a_year_is_what_they_had_more_and_borrowed_less(england):
    """Cash less loans, which the measure does not read, moves by the year's result.

    Parts of savings are settled once results are told: they count in the year that begins.
    """
    model = AccountableCareModel("plan_2017", seed=1, population=england)
    money = model.world.money

    def worth() -> float:
        ledger = money.ledger
        own = ledger.of(Account.TRUST, ledger.balance) - ledger.of(Account.TRUST, ledger.loans)
        return float(own.sum()) / 1e8 - float(money.trusts.year_extra.sum()) / 1e6

    for _ in range(4):
        model.step()
    before = worth()
    for _ in range(4):
        model.step()
    result = model.recorder.national()["provider_result"].iloc[-1]
    assert result == pytest.approx(worth() - before, abs=0.5)


def test_the_parts_of_a_saving_add_up_to_it(england):
    model = AccountableCareModel("risk_sharing", seed=1, population=england)
    while model.taken < model.world.clock.steps - 1:
        model.step()
    world, places = model.world, model.world.money.places
    allied = world.ccgs.alliance_live & ~world.ccgs.contract_live
    model.step()
    parts = places.gain_trusts + places.gain_practices + places.gain_ccg
    shared = places.last_saving * (1.0 - places.tariff_share)
    assert places.tariff_share[allied].any()
    np.testing.assert_allclose(parts[allied], shared[allied], atol=0.02)


def test_avoiding_more_emergencies_saves_more_where_many_go_to_hospitals_outside_the_run():
    def saved(avoided: float) -> list[float]:
        plan = Scenario.load("plan_2017").change(**{"integration_effect.alliance": avoided})
        return [
            AccountableCareModel(plan, seed=seed, systems=["NOTT"])
            .run()
            .recorder.national()["savings"]
            .sum()
            for seed in range(4)
        ]

    assert np.mean(np.subtract(saved(0.05), saved(0.025))) > 1.0


def test_dearer_tariffs_help_trusts_and_cost_ccgs(years):
    low, high = (years(**{"tariff.uplift": uplift}) for uplift in (-1.0, 1.2))
    assert high["provider_result"].iloc[-1] > low["provider_result"].iloc[-1]
    assert high["savings"].iloc[-1] <= low["savings"].iloc[-1]


def test_trusts_that_find_more_efficiency_borrow_less(years):
    little, much = (years(**{"trust_cost.efficiency": share}) for share in (1.2, 2.4))
    assert much["provider_result"].iloc[-1] > little["provider_result"].iloc[-1]
    assert much["loans"].iloc[-1] < little["loans"].iloc[-1]


def test_two_per_cent_less_a_year_for_commissioners_leaves_trusts_worse_off(years):
    usual, cut = (years(**{"allocation.extra_growth": growth}) for growth in (0.0, -2.0))
    assert cut["provider_result"].iloc[-1] < usual["provider_result"].iloc[-1]
    assert cut["ccgs_overspent"].iloc[-1] >= usual["ccgs_overspent"].iloc[-1]


def test_what_is_shared_with_members_is_not_kept_by_ccgs(years):
    none, half = (
        years(**{"alliance_pool.gain_share": share, "alliance_pool.quality_minimum": 0.4})
        for share in (0.0, 0.6)
    )
    assert none["savings_to_practices"].sum() == 0.0
    assert half["savings_to_practices"].sum() > 0.0
    assert half["savings_to_trusts"].sum() > 0.0


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_the_books_of_england_balance_in_every_scenario_shipped(name, england):
    model = AccountableCareModel(name, seed=1, population=england).run()
    ledger = model.world.money.ledger
    assert ledger.balance.sum() == 0
    assert ledger.of(Account.TRUST, ledger.balance).min() >= 0
