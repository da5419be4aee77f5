"""Contracts of places: benchmarks, the share that is a budget, budgets of holders."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, World
from acs_abm.contracts.benchmark import Benchmark, next_benchmark
from acs_abm.contracts.full import FullContract
from acs_abm.contracts.partial import PartialContract
from acs_abm.contracts.tariff_share import BudgetShare, agreed_share
from acs_abm.incentives.cquin import Cquin
from acs_abm.incentives.improvement_payment import ImprovementPayment, pot
from acs_abm.ledger import Account, Flow
from acs_abm.stages.stage import Gives
from acs_abm.stance import FULL
from acs_abm.steps.money.books import account, pay, payer_of_places
from acs_abm.steps.money.commissioners import index_of
from acs_abm.steps.rights import has_right
from acs_abm.steps.shares import trust_share


def agree_contracts(world: World) -> None:
    """Each April agree what is paid as a budget; fund holders in every step."""
    if world.clock.opens_financial_year(world.step) and world.step > 0:
        _make_benchmarks_anew(world)
        _agree_budget_share(world)
    _fund_holders(world)


def _make_benchmarks_anew(world: World) -> None:
    places, p = world.money.places, world.scenario.values(Benchmark)
    now = index_of(world, "ccg_core")
    places.rebased += 1
    growth = now / places.last_index
    places.benchmark = next_benchmark(
        places.benchmark, places.last_spending, places.rebased, growth, p
    )
    places.last_index = now
    places.rebased = np.where(places.rebased >= p.rebase_years, 0, places.rebased)


def _agree_budget_share(world: World) -> None:
    """Negotiate by system; each place has the share of its system."""
    may = has_right(world, Gives.TARIFF_BY_AGREEMENT)
    places, system = world.money.places, world.population.ccgs.system
    n = len(world.systems.stage)
    now = np.zeros(n)
    now[system] = places.tariff_share
    p = world.scenario.values(BudgetShare)
    share = agreed_share(now, world.systems.relationships, trust_share(world), may, p)
    places.tariff_share = share[system]


def _fund_holders(world: World) -> None:
    """CCGs pay holders their budget, the improvement payment and, once, their subsidy."""
    live, places = world.ccgs.contract_live, world.money.places
    places.holder_result[~live] = 0.0
    places.subsidised &= live
    if not live.any():
        return
    payer, holder = payer_of_places(world), account(world, Account.HOLDER)
    block = np.bincount(world.money.start.pair_ccg, world.money.pair_block, len(live))
    budget = (places.benchmark + block * index_of(world, "ccg_core")) * world.years
    pay(world, Flow.HOLDER_BUDGET, payer, holder, np.where(live, budget, 0.0))
    _pay_improvement(world, budget, live)
    subsidy = np.where(live & ~places.subsidised, _subsidy(world) * world.list_by_ccg, 0.0)
    if subsidy.any():
        places.holder_result += pay(world, Flow.UPFRONT_SUBSIDY, payer, holder, subsidy) / 100.0
    places.subsidised |= live


def _subsidy(world: World) -> Floats:
    """Return the subsidy of each place's contract, £ per head."""
    full = world.scenario.values(FullContract).subsidy
    partial = world.scenario.values(PartialContract).subsidy
    return np.where(world.ccgs.contract_level >= FULL, full, partial)


def _pay_improvement(world: World, budget: Floats, live: np.ndarray) -> None:
    """Pay trusts of live contracts their part of the pot that replaces CQUIN."""
    start, bodies = world.money.start, world.trusts.body
    rate = world.scenario.values(Cquin).rate / 100.0
    at_full = rate * np.where(live, budget, 0.0)[start.pair_ccg] * world.money.pair_weight
    nothing = np.zeros_like(at_full)
    _, improved = pot(nothing, at_full, world.scenario.values(ImprovementPayment))
    payer = payer_of_places(world)[start.pair_ccg]
    payee = account(world, Account.TRUST, bodies[start.pair_trust])
    paid = pay(world, Flow.IMPROVEMENT_PAYMENT, payer, payee, improved) / 100.0
    world.money.trusts.year_extra += np.bincount(bodies[start.pair_trust], paid, len(bodies))
