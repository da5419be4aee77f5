"""What is measured of money: of the country, of systems, and for each place a year."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, Rows, World
from acs_abm.ledger import Account
from acs_abm.measures.column import QUARTER, REPLICATE, Column, mean_over_patients

A_MILLION = 1e6


def _sums(rows: Rows, values: Floats | Rows, n: int) -> Floats:
    return np.bincount(rows, values, n).astype(np.float64)


def _of_trusts(world: World, values: Floats) -> Floats:
    return _sums(world.population.trusts.system, values, len(world.systems.stage))


def _of_places(world: World, values: Floats) -> Floats:
    return _sums(world.population.ccgs.system, values, len(world.systems.stage))


def _divided(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def provider_result(world: World) -> Floats:
    """Return what trusts of each system made in the last financial year (at first, expected)."""
    return _of_trusts(world, world.money.trusts.last_result) / A_MILLION


def trusts_in_deficit(world: World) -> Floats:
    """Return how many trusts of each system stand in deficit."""
    return _of_trusts(
        world, (world.trusts.is_standing & (world.trusts.margin < 0.0)).astype(np.float64)
    )


def ccgs_overspent(world: World) -> Floats:
    """Return how many CCGs of each system spent more than their allocation last year."""
    return _of_places(
        world, (world.ccgs.is_living & (world.money.ccgs.last_result < 0.0)).astype(np.float64)
    )


def loans(world: World) -> Floats:
    """Return what organisations of each system owe the department, £m."""
    n = len(world.systems.stage)
    homes = {
        Account.TRUST: world.population.trusts.system,
        Account.CCG: world.population.ccgs.system,
        Account.HOLDER: world.population.ccgs.system,
        Account.PRACTICE: world.population.practices.system,
    }
    ledger, total = world.money.ledger, np.zeros(n)
    for kind, system in homes.items():
        total += _sums(system, ledger.of(kind, ledger.loans), n)
    return total / 100.0 / A_MILLION


def savings(world: World) -> Floats:
    """Return savings against benchmarks of places with an alliance or contract, £m last year."""
    shares = world.ccgs.alliance_live | world.ccgs.contract_live
    return _of_places(world, world.money.places.last_saving * shares) / A_MILLION


def budget_share(world: World) -> Floats:
    """Return which share of trusts' priced work of each system is paid for by a budget."""
    places = world.money.places
    share = np.where(world.ccgs.contract_live, 1.0, places.tariff_share)
    return _divided(
        _of_places(world, share * places.benchmark), _of_places(world, places.benchmark)
    )


def trust_income_per_head(world: World) -> Floats:
    """Return what trusts of each system are paid for work, £ a year per head of its list."""
    yearly = world.money.trusts.income * world.clock.steps_per_year
    return _divided(_of_trusts(world, yearly), world.list_by_system)


def _gain(name: str) -> Column:
    words = {"ccg": "CCGs", "holder": "holders of single contracts"}
    return Column(
        f"savings_to_{name}s",
        "£m a year",
        f"Part of savings that went to {words.get(name, name + 's')} in the last financial year",
        lambda world: _of_places(world, _gains(world, name)) / A_MILLION,
    )


def _gains(world: World, name: str) -> Floats:
    column = {"ccg": "gain_ccg", "holder": "gain_holder"}.get(name, f"gain_{name}s")
    gains: Floats = getattr(world.money.places, column)
    return gains


OF_SYSTEMS: list[Column] = [
    Column(
        "provider_result",
        "£m a year",
        "Surplus (negative: deficit) of trusts in the last financial year; expected before",
        provider_result,
    ),
    Column("trusts_in_deficit", "trusts", "Trusts in deficit in that year", trusts_in_deficit),
    Column(
        "ccgs_overspent",
        "CCGs",
        "CCGs that spent more than their allocation in the last financial year",
        ccgs_overspent,
    ),
    Column("loans", "£m", "Loans of the department that are not paid back", loans),
    Column(
        "savings",
        "£m a year",
        "Saved (negative: overspent) against benchmarks in the last financial year where an "
        "alliance or a single contract is live",
        savings,
    ),
    _gain("trust"),
    _gain("practice"),
    _gain("ccg"),
    _gain("holder"),
]
"""Columns of systems that add up over systems to those of the country."""

MEANS_OF_SYSTEMS: list[Column] = [
    Column(
        "budget_share",
        "share",
        "Share of trusts' priced work paid for by a population budget and not by tariff",
        budget_share,
    ),
    Column(
        "trust_income_per_head",
        "£ per head a year",
        "What trusts at home are paid for work, by registered patients of their system",
        trust_income_per_head,
    ),
]


def _national_budget_share(world: World, by_system: Floats) -> float:
    weight = _of_places(world, world.money.places.benchmark)
    return float(by_system @ weight / max(weight.sum(), 1e-9))


def _total(_: World, by_system: Floats) -> float:
    return float(by_system.sum())


OF_COUNTRY: list[Column] = [
    column._replace(measured=None, from_systems=over)
    for column, over in (
        *((column, _total) for column in OF_SYSTEMS),
        *zip(MEANS_OF_SYSTEMS, (_national_budget_share, mean_over_patients), strict=True),
    )
]

LEDGER: list[Column] = [
    REPLICATE,
    QUARTER,
    Column("flow", "", "Why money moved"),
    Column("system", "", "Code of the system; empty for national bodies and walls"),
    Column("paid", "£", "Paid by accounts of the system"),
    Column("received", "£", "Received by accounts of the system"),
]

LEDGER_ENTRIES: list[Column] = [
    REPLICATE,
    QUARTER._replace(meaning="Calendar quarter (or month) in which money moved"),
    Column("flow", "", "Why it moved"),
    Column("payer_kind", "", "Kind of account it came from, such as ccg, holder or treasury"),
    Column("payer_code", "", "Code of who paid; the place of a holder, empty for national bodies"),
    Column("payee_kind", "", "Kind of account it went to, such as practice, trust or staff"),
    Column("payee_code", "", "Code of who was paid, as for who paid"),
    Column("amount", "£", "What was paid, in whole pence"),
]

CONTRACTS: list[Column] = [
    REPLICATE,
    Column("quarter", "", "Last quarter of the financial year"),
    Column("place", "", "Code of the place"),
    Column("level", "", "ALLIANCE, PARTIAL or FULL: the agreement or contract that is live"),
    Column("holder", "", "Who holds the single contract; empty for an alliance"),
    Column("benchmark", "£ a year", "What spending was measured against"),
    Column(
        "spending",
        "£ a year",
        "Activity of the run at its price, patients who left, care outside hospital",
    ),
    Column("budget_share", "share", "Share paid as a budget"),
    Column("gain_trusts", "£ a year", "Trusts' part of the saving (negative: made good)"),
    Column("gain_practices", "£ a year", "Practices' part"),
    Column("gain_ccg", "£ a year", "The CCG's part (negative: losses it bears)"),
    Column("gain_holder", "£ a year", "The holder's part"),
]
