"""The end of a financial year: savings are shared, premiums earned, results told."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, Rows, World
from acs_abm.contracts.alliance_pool import AlliancePool, share_pool
from acs_abm.contracts.benchmark import Benchmark, is_insolvent
from acs_abm.contracts.full import FullContract
from acs_abm.contracts.partial import PartialContract
from acs_abm.contracts.risk_corridor import Settlement, settle
from acs_abm.contracts.single_contract import corridor_of
from acs_abm.decisions.contract_holder import Holder
from acs_abm.decisions.regulator_inspection import GOOD
from acs_abm.incentives.quality_premium import QualityPremium, premium
from acs_abm.ledger import Account, Flow, pence, split
from acs_abm.stance import ALLIANCE, FULL, PARTIAL
from acs_abm.steps.money.books import (
    account,
    held,
    pay,
    pay_pence,
    payer_of_places,
)
from acs_abm.steps.money.practices import in_single_contract


def settle_year(world: World) -> None:
    """At the end of March share savings and losses, pay premiums, tell everybody's result."""
    if not world.clock.closes_financial_year(world.step):
        _count_spending(world)
        return
    places = world.money.places
    places.last_saving = places.year_benchmark - places.year_spending
    for column in (places.gain_trusts, places.gain_practices, places.gain_ccg, places.gain_holder):
        column[:] = 0.0
    world.money.practices.year_gain[:] = 0.0
    _settle_alliances(world)
    _settle_holders(world)
    world.money.practices.last_gain = world.money.practices.year_gain.copy()
    _count_spending(world)
    _close_ccgs(world)
    places.last_spending, places.last_benchmark = places.year_spending, places.year_benchmark
    for name in ("year_spending", "year_benchmark", "early_spending", "early_benchmark"):
        setattr(places, name, np.zeros_like(places.benchmark))


def _settle_alliances(world: World) -> None:
    """CCGs share savings with members of alliances; of budgets these have the saving already."""
    places, money, ccgs = world.money.places, world.money, world.ccgs
    quality = world.mean_by_ccg(world.practices.rating >= GOOD)
    shared = share_pool(
        places.year_benchmark, places.year_spending, quality, world.scenario.values(AlliancePool)
    )
    by_activity = np.where(ccgs.alliance_live & ~ccgs.contract_live, 1.0 - places.tariff_share, 0.0)
    members = world.practices.stance >= ALLIANCE
    places.gain_trusts = shared.trusts * by_activity
    start, bodies = money.start, world.trusts.body
    allied = world.trusts.stance[bodies[start.pair_trust]] >= ALLIANCE
    places.gain_trusts *= np.bincount(start.pair_ccg, allied * money.pair_weight, len(quality)) > 0
    _pay_trusts(world, places.gain_trusts, allied)
    places.gain_practices = _pay_practices(
        world, shared.practices * by_activity, members, payer_of_places(world)
    )
    places.gain_ccg = places.last_saving * by_activity - places.gain_trusts - places.gain_practices


def _pay_trusts(world: World, pounds: Floats, allied: Flags) -> None:
    """Share out among trusts of the alliance by their money from the place; losses come back."""
    start, bodies, n = world.money.start, world.trusts.body, len(world.trusts.stance)
    weight = allied * world.money.pair_weight
    each = split(pence(pounds), start.pair_ccg, weight)
    trust, ccg = bodies[start.pair_trust], payer_of_places(world)[start.pair_ccg]
    to = account(world, Account.TRUST, trust)
    pay_pence(world, Flow.GAIN_TO_TRUSTS, ccg, to, np.maximum(each, 0))
    pay_pence(world, Flow.LOSS_SHARED, to, ccg, np.maximum(-each, 0))
    world.money.trusts.year_extra += np.bincount(trust, each / 100.0, n)


def _pay_practices(world: World, pounds: Floats, members: Flags, payer: Rows) -> Floats:
    """Share out among members by weighted list; return what each place's practices got, £."""
    practices, ccg = world.practices, world.population.practices.ccg
    weight = members * practices.weighted_list
    each = split(pence(pounds), ccg, weight)
    practice, staff = account(world, Account.PRACTICE), account(world, Account.STAFF)
    pay_pence(world, Flow.GAIN_TO_PRACTICES, payer[ccg], practice, each)
    pay_pence(world, Flow.PARTNERS_DRAWINGS, practice, staff, each)
    paid = each / 100.0
    world.money.practices.year_gain += paid
    return np.asarray(np.bincount(ccg, paid, len(pounds)), dtype=np.float64)


def _settle_holders(world: World) -> None:
    """Holders share gains and losses with CCG and practices, by the terms of their contract."""
    ccgs, places = world.ccgs, world.money.places
    live = ccgs.contract_live
    if not live.any():
        return
    result = _result_of_holders(world)
    place, holder = payer_of_places(world), account(world, Account.HOLDER)
    members = in_single_contract(world, PARTIAL)
    practices = _pay_practices(world, result.practices, members, holder)
    pay(world, Flow.GAIN_TO_CCGS, holder, place, np.maximum(result.commissioner, 0.0))
    pay(world, Flow.LOSS_SHARED, place, holder, np.maximum(-result.commissioner, 0.0))
    unpaid = result.practices - practices
    places.gain_practices[live] = practices[live]
    places.gain_ccg[live] = result.commissioner[live]
    places.gain_holder[live] = (result.holder + unpaid)[live]
    places.holder_result += np.where(live, result.holder + unpaid, 0.0)
    _close_trust_holders(world)


def begin_contracts(world: World, went_live: Rows) -> None:
    """Note what of the year came before the contracts of places that went live in this step."""
    places = world.money.places
    places.early_benchmark[went_live] = places.year_benchmark[went_live]
    places.early_spending[went_live] = places.year_spending[went_live]


def _result_of_holders(world: World) -> Settlement:
    """Return how each place's result since go-live or April is shared; nothing where none is live.

    A contract that ends within a year is not settled: what its holder has or owes is the CCG's.
    """
    ccgs, places = world.ccgs, world.money.places
    budget = places.year_benchmark - places.early_benchmark
    spending = places.year_spending - places.early_spending
    partial = settle(budget, spending, corridor_of(world.scenario.values(PartialContract)))
    full = settle(budget, spending, corridor_of(world.scenario.values(FullContract)))
    is_full, live = ccgs.contract_level >= FULL, ccgs.contract_live

    def here(one: Floats, other: Floats) -> Floats:
        return np.where(live, np.where(is_full, other, one), 0.0)

    return Settlement(
        here(partial.holder, full.holder),
        here(partial.commissioner, full.commissioner),
        here(partial.practices, full.practices),
    )


def _close_trust_holders(world: World) -> None:
    """A trust that holds a contract alone keeps its gain, and makes its loss good, itself."""
    ccgs, n = world.ccgs, len(world.trusts.stance)
    alone = ccgs.contract_live & np.isin(ccgs.holder, (Holder.ACUTE, Holder.COMMUNITY))
    alone &= ccgs.holder_trust >= 0
    trust = np.maximum(ccgs.holder_trust, 0)
    cash = np.where(alone, held(world, Account.HOLDER) / 100.0, 0.0)
    holder, to = account(world, Account.HOLDER), account(world, Account.TRUST, trust)
    won = pay(world, Flow.HOLDERS_RESULT, holder, to, np.maximum(cash, 0.0))
    lost = pay(world, Flow.HOLDERS_RESULT, to, holder, np.maximum(-cash, 0.0))
    world.money.trusts.year_extra += np.bincount(trust, (won - lost) / 100.0, n)


def _count_spending(world: World) -> None:
    """CCGs count what they spent of their own in this step: what they got less what is left."""
    books = world.money.ccgs
    left = (held(world, Account.CCG) - books.opening) / 100.0
    books.year_spending += books.allocation - left


def _close_ccgs(world: World) -> None:
    """Tell each CCG's result and pay the premium of those that did not overspend."""
    books, n = world.money.ccgs, len(world.ccgs.stance)
    given = np.where(world.ccgs.is_living, books.year_allocation, 0.0)
    result = given - np.where(world.ccgs.is_living, books.year_spending, 0.0)
    books.last_result = np.divide(result, given, out=np.zeros(n), where=given > 0)
    people = np.bincount(world.ccgs.decided_by, world.list_by_ccg, n).astype(np.float64)
    books.premium = premium(result, people, world.scenario.values(QualityPremium))
    pay(
        world,
        Flow.QUALITY_PREMIUM,
        account(world, Account.NHS_ENGLAND),
        account(world, Account.CCG),
        books.premium,
    )
    books.year_allocation, books.year_spending = np.zeros(n), np.zeros(n)


def insolvent_places(world: World) -> Flags:
    """Return the places whose holder lost more since the award than it can bear."""
    places, p = world.money.places, world.scenario.values(Benchmark)
    return world.ccgs.contract_live & is_insolvent(places.holder_result, places.benchmark, p)
