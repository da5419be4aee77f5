"""How money begins: prices, costs and expenses that close everybody's account at the start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.columns import NEVER, Flags, Floats, Rows
from acs_abm.columns.money import (
    CCGMoney,
    MoneyColumns,
    PlaceMoney,
    PracticeMoney,
    TrustMoney,
    nothing,
)
from acs_abm.contracts.contracting_costs import ContractingCosts, contracting_cost
from acs_abm.contracts.general_practice import GeneralPractice, first_expenses
from acs_abm.contracts.tariff import Priced, prices
from acs_abm.decisions.trust_control_total import TrustControlTotal, expected_money
from acs_abm.incentives.cquin import Cquin, earned
from acs_abm.incentives.quality_outcomes_framework import achieved
from acs_abm.ledger import Account, Ledger
from acs_abm.population.money_start import CommissioningStart, MoneyStart
from acs_abm.population.organisations import Population, TrustType
from acs_abm.population.traits import Traits
from acs_abm.population.trust_accounts import TrustAccounts
from acs_abm.scenario import Scenario
from acs_abm.start.practice_life import salaried_at_start


def money_columns(
    population: Population,
    start: MoneyStart,
    accounts: TrustAccounts,
    traits: Traits,
    alliance_live: Flags,
    expected: Floats,
    n_offers: int,
    scenario: Scenario,
) -> MoneyColumns:
    """Return everybody's books before the first step."""
    ledger, n_ccgs = _ledger(population), len(population.ccgs.code)
    top_up = earned(accounts.rating, scenario.values(Cquin))
    by_pair = start.acute_share * start.streams.sum(axis=1)[start.pair_ccg]
    contracts = by_pair + start.block
    topped_up = (contracts * top_up[start.pair_trust]).sum()  # a long `@` waits for BLAS's threads
    mean_top_up = topped_up / max(contracts.sum(), 1.0)
    block = start.block / (1.0 + mean_top_up)
    expected = expected[:, : len(Priced)]
    a_case = prices(start.streams.sum(axis=0), expected.sum(axis=0))
    activity = np.divide(start.streams, a_case, out=np.zeros_like(expected), where=a_case > 0.0)
    price = a_case / (1.0 + mean_top_up)
    pair_first = start.acute_share * (activity @ price)[start.pair_ccg]
    contracting = contracting_cost(
        alliance_live, np.zeros(n_ccgs), scenario.values(ContractingCosts)
    )
    contracting *= population.ccgs.population
    first = FirstYear(pair_first, block, top_up, contracting, activity @ price)
    income = _first_trust_income(population, start, first)
    forecast = accounts.margin - _expected_of_fund(population, accounts, scenario)
    n = len(ledger.balance)
    return MoneyColumns(
        ledger=ledger,
        start=start,
        price=price,
        first_activity=activity,
        case_mix=np.divide(activity, expected, out=np.zeros_like(activity), where=expected > 0.0),
        pair_first=pair_first,
        pair_block=block,
        pair_weight=pair_weight(start.pair_ccg, pair_first),
        received=np.zeros(n, dtype=np.int64),
        paid=np.zeros(n, dtype=np.int64),
        cash=np.zeros(n, dtype=np.int64),
        opening=np.zeros(n, dtype=np.int64),
        trusts=_trust_money(
            income,
            _first_trust_cost(start, first, income * (1.0 - forecast)),
            accounts.margin * accounts.income,
            forecast,
        ),
        ccgs=_ccg_money(_first_others(population, start, first, scenario)),
        practices=_practice_money(population, start, traits, n_offers, scenario),
        places=_place_money(np.bincount(start.pair_ccg, pair_first, n_ccgs).astype(np.float64)),
    )


@dataclass(frozen=True)
class FirstYear:
    """What contracts pay in the first year, £ a year: by pair, by trust and by CCG.

    Attributes
    ----------
    tariff, block
        Activity at its price, and block, by pair.
    top_up
        What a trust's quality adds to either, share.
    contracting
        Cost of contracting on either side, by CCG.
    priced
        Activity of each CCG at its price, wherever it is done.
    """

    tariff: Floats
    block: Floats
    top_up: Floats
    contracting: Floats
    priced: Floats


def _first_trust_income(population: Population, start: MoneyStart, first: FirstYear) -> Floats:
    contracts = (first.tariff + first.block) * (1.0 + first.top_up[start.pair_trust])
    by_ccgs = np.bincount(start.pair_trust, contracts, len(population.trusts.code))
    income: Floats = by_ccgs + start.specialised + start.other_national + start.elsewhere
    return income


def _expected_of_fund(
    population: Population, accounts: TrustAccounts, scenario: Scenario
) -> Floats:
    """Return what each trust may expect of the sustainability fund, share of its income."""
    is_acute = population.trusts.type == TrustType.ACUTE
    return expected_money(is_acute, accounts.margin, scenario.values(TrustControlTotal)) / 100.0


def _first_trust_cost(start: MoneyStart, first: FirstYear, spending: Floats) -> Floats:
    """Return what trusts spend in the first year beside what contracting costs, £ a year."""
    of_pairs = first.contracting[start.pair_ccg] * pair_weight(start.pair_ccg, first.tariff)
    contracting = np.bincount(start.pair_trust, of_pairs, len(spending))
    return np.maximum(spending - contracting, 0.0)


def pair_weight(pair_ccg: Rows, money: Floats) -> Floats:
    """Return which part of a CCG's money each of its pairs has."""
    total = np.bincount(pair_ccg, money)[pair_ccg]
    return np.divide(money, total, out=np.zeros_like(money), where=total > 0)


def _first_others(
    population: Population, start: MoneyStart, first: FirstYear, scenario: Scenario
) -> Floats:
    """Return what CCGs spend on others than trusts, so that each has its surplus."""
    p, n = scenario.values(CommissioningStart), len(start.allocation)
    top_up = 1.0 + first.top_up[start.pair_trust]
    to_trusts = np.bincount(start.pair_ccg, (first.tariff + first.block) * top_up, n)
    elsewhere = first.priced - np.bincount(start.pair_ccg, first.tariff, n)
    local = np.bincount(population.practices.ccg, start.local, n)
    rest = start.allocation * (1.0 - p.running_costs - p.through_councils * p.continuing_care)
    rest = rest - start.allocation * start.surplus
    return np.maximum(rest - to_trusts - elsewhere - local - first.contracting, 0.0)


def _ledger(population: Population) -> Ledger:
    """Open an account for every organisation."""
    n = len(population.systems.code)
    everywhere = np.arange(n, dtype=np.int64)
    return Ledger(
        {
            Account.CCG: population.ccgs.system,
            Account.TRUST: population.trusts.system,
            Account.PRACTICE: population.practices.system,
            Account.HOLDER: population.ccgs.system,
            Account.COUNCIL: everywhere,
            Account.TRANSFORMATION: everywhere,
        },
        n,
    )


def _trust_money(income: Floats, cost: Floats, result: Floats, forecast: Floats) -> TrustMoney:
    n = len(income)
    return TrustMoney(
        first_income=income,
        first_cost=cost,
        saving=nothing(n),
        capacity=np.ones(n),
        income=nothing(n),
        cost=nothing(n),
        year_income=nothing(n),
        year_cost=nothing(n),
        year_luck=nothing(n),
        year_extra=nothing(n),
        year_told=nothing(n),
        year_work=nothing(n),
        last_work=np.ones(n),
        last_result=result,
        forecast=forecast,
    )


def _ccg_money(others: Floats) -> CCGMoney:
    n = len(others)
    opening = np.zeros(n, dtype=np.int64)
    return CCGMoney(others, opening, nothing(n), nothing(n), nothing(n), nothing(n), nothing(n))


def _practice_money(
    population: Population, start: MoneyStart, traits: Traits, n_offers: int, scenario: Scenario
) -> PracticeMoney:
    practices, n = population.practices, len(population.practices.code)
    gross = start.core + start.qof + start.enhanced + start.premises + start.local
    partners_income = 1000.0 * traits.income * traits.partners
    return PracticeMoney(
        first_list=practices.list_size.copy(),
        first_weighted=practices.weighted_list.copy(),
        first_salaried=salaried_at_start(population, traits),
        first_gross=gross,
        first_expenses=first_expenses(gross, partners_income, scenario.values(GeneralPractice)),
        achievement=achieved(start.qof, practices.list_size),
        gross=nothing(n),
        drawings=nothing(n),
        income=traits.income.copy(),
        year_gain=nothing(n),
        last_gain=nothing(n),
        has_been_paid=np.zeros((n, n_offers), dtype=bool),
    )


def _place_money(spending: Floats) -> PlaceMoney:
    n = len(spending)
    return PlaceMoney(
        first_spending=spending,
        benchmark=spending.copy(),
        last_index=1.0,
        rebased=np.zeros(n, dtype=np.int64),
        tariff_share=nothing(n),
        year_spending=nothing(n),
        year_benchmark=nothing(n),
        early_spending=nothing(n),
        early_benchmark=nothing(n),
        last_spending=spending.copy(),
        last_benchmark=spending.copy(),
        last_saving=nothing(n),
        gain_trusts=nothing(n),
        gain_practices=nothing(n),
        gain_ccg=nothing(n),
        gain_holder=nothing(n),
        holder_result=nothing(n),
        failed_at=np.full(n, NEVER, dtype=np.int64),
        claws_back=np.zeros(n, dtype=bool),
        subsidised=np.zeros(n, dtype=bool),
    )
