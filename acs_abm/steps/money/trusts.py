"""What trusts are paid for their work and what it costs them."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.contracts.leakage import Leakage, planned_share
from acs_abm.contracts.tariff import Priced, Tariff, paid_activity, price_index
from acs_abm.contracts.trust_costs import TrustCosts, capacity_after, cost_multiple, unit_cost
from acs_abm.decisions.regulator_oversight import Oversight, reporting_saved
from acs_abm.decisions.trust_control_total import TrustControlTotal, outturn_luck
from acs_abm.decisions.trust_horizontal import TrustHorizontal
from acs_abm.incentives.cquin import Cquin, earned
from acs_abm.ledger import Account, Flow, Pence
from acs_abm.outcomes.demand import Demand, winter
from acs_abm.outcomes.integration_effect import IntegrationEffect, care_outside_hospital
from acs_abm.stages.stage import Gives
from acs_abm.start import follow_mergers
from acs_abm.steps.money.books import (
    account,
    pay,
    pay_bill,
    payer_of_places,
    years_since_first,
)
from acs_abm.steps.money.commissioners import contracting, index_of
from acs_abm.steps.rights import has_right


def activity_of_step(world: World) -> Floats:
    """Return what is paid for of each place's patients in this step, in cases of usual cost.

    Seasonally adjusted, as contracts are paid and savings measured: what came, less its winter.
    """
    clock = world.clock
    season = winter(clock.date(world.step), clock.months_per_step, world.scenario.values(Demand))
    came: Floats = (world.activity.by_ccg / season)[:, : len(Priced)]
    return came * world.money.case_mix


def pay_trusts(world: World) -> None:
    """Pay trusts by tariff, budget, block and quality; then they pay for what they did."""
    money, bodies = world.money, world.trusts.body
    tariff, budget = _priced(world)
    income = _by_contracts(world, bodies, tariff, budget)
    income += _by_national_bodies(world, bodies)
    _spend(world, bodies, _work(world, tariff), income)
    money.trusts.income = income
    money.trusts.year_income += income


def _priced(world: World) -> tuple[Floats, Floats]:
    """Return activity at its price, and the benchmark for it, by pair, £ in this step."""
    money, p = world.money, world.scenario.values(Tariff)
    start, places = money.start, money.places
    activity = activity_of_step(world)
    baseline = money.first_activity[:, Priced.EMERGENCY] * world.years
    prices = money.price * price_index(years_since_first(world), p)
    priced = paid_activity(activity, baseline, p) * prices
    planned = priced[:, PLANNED].sum(axis=1)
    urgent, share = priced.sum(axis=1) - planned, share_of_planned(world)
    tariff, here, moved = _tariff(start.acute_share, share, urgent, planned, start.pair_ccg)
    _pay_elsewhere(world, urgent + planned - here, here, planned * moved)
    _pay_outside_hospital(world, priced[:, Priced.EMERGENCY])
    in_step = places.benchmark * world.years
    places.year_benchmark += in_step
    return tariff, in_step[start.pair_ccg] * money.pair_weight


PLANNED = [Priced.ELECTIVE, Priced.OUTPATIENT]


@kernel
def _tariff(
    first: Floats, share: Floats, urgent: Floats, planned: Floats, place: Rows
) -> tuple[Floats, Floats, Floats]:
    """Return what activity pays by pair, and by place; which share of planned care left a place.

    Emergencies stay where they were at ``first``; planned care goes by its ``share``.
    """
    n = planned.size
    tariff, here = np.empty(first.size), np.zeros(n)
    before, now = np.zeros(n), np.zeros(n)
    for pair in range(first.size):
        of = place[pair]
        tariff[pair] = first[pair] * urgent[of] + share[pair] * planned[of]
        here[of] += tariff[pair]
        before[of] += first[pair]
        now[of] += share[pair]
    return tariff, here, before - now


def share_of_planned(world: World) -> Floats:
    """Return what each pair gets of its CCG's money for planned care: it follows patients."""
    start, activity, bodies = world.money.start, world.activity, world.trusts.body
    trust, n = bodies[start.pair_trust], len(activity.effect)
    pair = start.pair_ccg * len(bodies) + trust
    then = follow_mergers(activity.first_share_elective.copy(), bodies).ravel()[pair]
    now = activity.trust_share_elective.ravel()[pair]
    return planned_share(start.acute_share, then, now, start.pair_ccg, n)


def _pay_elsewhere(world: World, elsewhere: Floats, here: Floats, left: Floats) -> None:
    """Pay hospitals outside the run and independent ones; count what leaves against budgets."""
    charged = world.scenario.values(Leakage).charged * left
    world.money.places.year_spending += here + charged
    rest = np.maximum(elsewhere, 0.0)
    by_holder = np.where(world.ccgs.contract_live, np.clip(charged, 0.0, rest), 0.0)
    independent, payer = account(world, Account.INDEPENDENT), payer_of_places(world)
    pay(world, Flow.INDEPENDENT_CARE, payer, independent, rest - by_holder)
    pay(world, Flow.INDEPENDENT_CARE, account(world, Account.HOLDER), independent, by_holder)


def _pay_outside_hospital(world: World, emergencies: Floats) -> None:
    """Pay for primary and community care in place of admissions avoided.

    In place of those to trusts of the run it counts against budgets, as these admissions did; in
    place of those elsewhere the CCG pays, which no longer pays for them.
    """
    effect, start = world.activity.effect, world.money.start
    if not (effect < 0.0).any():
        return
    cost = care_outside_hospital(emergencies, effect, world.scenario.values(IntegrationEffect))
    counted = np.bincount(start.pair_ccg, start.acute_share, len(cost)) * cost
    ccg, independent = payer_of_places(world), account(world, Account.INDEPENDENT)
    payer = np.where(world.ccgs.contract_live, account(world, Account.HOLDER), ccg)
    paid = pay(world, Flow.CARE_OUTSIDE_HOSPITAL, payer, independent, counted)
    pay(world, Flow.CARE_OUTSIDE_HOSPITAL, ccg, independent, np.maximum(cost - counted, 0.0))
    world.money.places.year_spending += paid / 100.0


def _by_contracts(world: World, bodies: Rows, tariff: Floats, budget: Floats) -> Floats:
    """Pay what CCGs, and holders of single contracts, owe trusts; return it by trust."""
    money, ccgs = world.money, world.ccgs
    start = money.start
    live = ccgs.contract_live
    payer = np.where(live, account(world, Account.HOLDER), payer_of_places(world))[start.pair_ccg]
    trust = bodies[start.pair_trust]
    payee = account(world, Account.TRUST, trust)
    grown = index_of(world, "ccg_core") * world.years
    top_up = earned(world.trusts.rating, world.scenario.values(Cquin))
    owed, by_trust = _owed(
        tariff,
        budget,
        money.pair_block,
        np.where(live, 0.0, money.places.tariff_share),
        top_up,
        live,
        start.pair_ccg,
        trust,
        grown,
    )
    pay_bill(world, CONTRACT_FLOWS, payer, payee, owed)
    return by_trust / 100.0


CONTRACT_FLOWS = (Flow.TARIFF, Flow.POPULATION_BUDGET, Flow.BLOCK, Flow.CQUIN)


@kernel
def _owed(
    tariff: Floats,
    budget: Floats,
    block: Floats,
    share: Floats,
    top_up: Floats,
    live: Flags,
    place: Rows,
    trust: Rows,
    grown: float,
) -> tuple[Pence, Pence]:
    """Return what is owed by pair in pence: activity, budget, block, quality; all by trust.

    As :func:`acs_abm.contracts.blended_payment.blended_payment`, its two parts told apart; by
    the budget's share and single contracts of places and what trusts earn on top.
    """
    owed = np.empty((4, tariff.size), dtype=np.int64)
    by_trust = np.zeros(top_up.size, dtype=np.int64)
    for pair in range(tariff.size):
        part = share[place[pair]]
        by_activity, by_budget = (1.0 - part) * tariff[pair], part * budget[pair]
        by_block = block[pair] * grown
        on_top = 0.0 if live[place[pair]] else top_up[trust[pair]]
        owed[0, pair] = np.rint(100.0 * by_activity)
        owed[1, pair] = np.rint(100.0 * by_budget)
        owed[2, pair] = np.rint(100.0 * by_block)
        owed[3, pair] = np.rint(100.0 * (on_top * (by_block + by_activity + by_budget)))
        for line in range(4):
            by_trust[trust[pair]] += owed[line, pair]
    return owed, by_trust


def _by_national_bodies(world: World, bodies: Rows) -> Floats:
    """Pay trusts for specialised services, training, research and patients from elsewhere."""
    start, nhs_england = world.money.start, account(world, Account.NHS_ENGLAND)
    core = index_of(world, "ccg_core")
    payee, total = account(world, Account.TRUST, bodies), np.zeros(len(bodies))
    host = _hosts_of_specialised(world)[world.population.trusts.system[bodies]]
    for flow, yearly, index in (
        (Flow.SPECIALISED, start.specialised, index_of(world, "specialised")),
        (Flow.OTHER_NATIONAL, start.other_national, core),
        (Flow.PATIENTS_FROM_ELSEWHERE, start.elsewhere, core),
    ):
        pounds = yearly * index * world.years
        payer = nhs_england
        if flow is Flow.SPECIALISED and (host >= 0).any():
            payer = np.where(host >= 0, account(world, Account.CCG, host), nhs_england)
            pay(world, flow, nhs_england, payer, np.where(host >= 0, pounds, 0.0))
        paid = pay(world, flow, payer, payee, pounds)
        total += np.bincount(bodies, paid, len(bodies)) / 100.0
    return total


def _hosts_of_specialised(world: World) -> Rows:
    """Return the CCG that commissions specialised services for each system: -1 for NHS England.

    Where a stage gives it the largest CCG of the system does.
    """
    living, system = world.ccgs.is_living, world.population.ccgs.system
    by_size = np.lexsort((world.list_by_ccg, living))
    host = np.full(len(world.systems.stage), -1, dtype=np.int64)
    host[system[by_size]] = world.ccgs.decided_by[by_size]
    return np.where(has_right(world, Gives.SPECIALISED_COMMISSIONING), host, -1)


def _work(world: World, tariff: Floats) -> Floats:
    """Return each trust's work in this step against a year of the first, by what it was then.

    Work with a price counts by activity; other work is what its money buys at the tariff's prices.
    """
    money, start = world.money, world.money.start
    n = len(money.trusts.first_income)
    index = price_index(years_since_first(world), world.scenario.values(Tariff))
    bought = index_of(world, "ccg_core") / index * world.years
    special = index_of(world, "specialised") / index * world.years
    priced, contracts, block = _by_trust(
        tariff, money.pair_first, money.pair_block, start.pair_trust, n
    )
    top_up = money.trusts.first_income - (
        contracts + start.specialised + start.other_national + start.elsewhere
    )
    other = start.other_national + start.elsewhere + block + top_up
    work = priced / index + start.specialised * special + other * bought
    return np.divide(work, money.trusts.first_income, out=np.zeros(n), where=work > 0)


@kernel
def _by_trust(
    tariff: Floats, first: Floats, block: Floats, trust: Rows, n: int
) -> tuple[Floats, Floats, Floats]:
    """Add up over the pairs of each trust: tariff, contracts of the first year, block."""
    priced, contracts, blocks = np.zeros(n), np.zeros(n), np.zeros(n)
    for pair in range(trust.size):
        priced[trust[pair]] += tariff[pair]
        contracts[trust[pair]] += first[pair] + block[pair]
        blocks[trust[pair]] += block[pair]
    return priced, contracts, blocks


def _spend(world: World, bodies: Rows, work: Floats, income: Floats) -> None:
    """Trusts pay staff and suppliers, what contracts and mergers cost, and for good or bad luck."""
    books, p, n = world.money.trusts, world.scenario.values(TrustCosts), len(bodies)
    books.capacity = capacity_after(books.capacity, work / world.years, world.quarters, p)
    books.year_work += work
    multiple = cost_multiple(work / world.years, books.capacity, p)
    unit = unit_cost(years_since_first(world), p) * world.years
    usual = books.first_cost * multiple * unit
    cost = np.bincount(bodies, usual, n) * (1.0 - books.saving)
    luck = _luck(world, income)
    disrupted = world.step < world.trusts.disrupted_until
    lost = world.scenario.values(TrustHorizontal).disruption_cost / 100.0
    cost += disrupted * lost * income - luck
    at_one_stop = has_right(world, Gives.ONE_STOP_SHOP)[world.population.trusts.system]
    cost -= reporting_saved(income, at_one_stop, world.scenario.values(Oversight))
    start = world.money.start
    contracts = _handed_on(
        contracting(world), world.money.pair_weight, start.pair_ccg, bodies[start.pair_trust], n
    )
    staff, trust = account(world, Account.STAFF), account(world, Account.TRUST)
    paid = pay(world, Flow.TRUST_COSTS, trust, staff, np.maximum(cost, 0.0))
    paid = paid + pay(world, Flow.CONTRACTING_COSTS, trust, staff, contracts)
    books.cost = paid / 100.0
    books.year_cost += books.cost
    books.year_luck += luck


@kernel
def _handed_on(of_place: Floats, weight: Floats, place: Rows, trust: Rows, n: int) -> Floats:
    """Share something of places out among the trusts of their pairs by weight."""
    total = np.zeros(n)
    for pair in range(trust.size):
        total[trust[pair]] += of_place[place[pair]] * weight[pair]
    return total


def _luck(world: World, income: Floats) -> Floats:
    """Return what luck adds to each trust's result, £: drawn where the step closes a quarter."""
    if not world.clock.closes_quarter(world.step):
        return np.zeros(len(income))
    draw = world.chance.normal("trust.outturn", world.step, world.population.trusts.key)
    share = outturn_luck(draw, world.scenario.values(TrustControlTotal))
    return share * income * world.clock.steps_per_year
