"""What practices are paid, what it costs to run them and what is left for partners."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.contracts.allocations import Allocations, price_level
from acs_abm.contracts.general_practice import GeneralPractice, expenses, more_doctors
from acs_abm.contracts.offer import Offer, OpenedBy
from acs_abm.incentives.agreement_payment import agreement_payment
from acs_abm.incentives.improvement_payment import ImprovementPayment, pot
from acs_abm.incentives.quality_outcomes_framework import (
    QualityOutcomesFramework,
    achievement_now,
    more_at_stake,
    qof_payment,
)
from acs_abm.ledger import Account, Flow, Pence
from acs_abm.population.trait_rules import PracticeTraits
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE, FULL, PARTIAL
from acs_abm.steps.money.books import (
    account,
    held,
    pay,
    pay_bill,
    pay_pence,
    payer_of_places,
    years_since_first,
)
from acs_abm.steps.money.commissioners import index_of, primary_medical
from acs_abm.steps.payments import management_redirected
from acs_abm.steps.practice_facts import is_opened_by


def pay_practices(world: World) -> None:
    """Pay practices by contract, quality, agreement; they pay expenses, partners have the rest."""
    _pass_primary_money_on(world)
    gross = _national_contract(world)
    gross += _agreements(world)
    _spend(world, gross)


def _is_delegated(world: World) -> Flags:
    """Return the places whose CCG commissions general practice."""
    delegated: Flags = world.ccgs.is_delegated[world.ccgs.decided_by]
    return delegated


def _pass_primary_money_on(world: World) -> None:
    """NHS England passes money on to delegated CCGs and spends what is not for practices."""
    nhs_england = account(world, Account.NHS_ENGLAND)
    money = np.where(_is_delegated(world), primary_medical(world), 0.0)
    pay(world, Flow.PRIMARY_ALLOCATION, nhs_england, payer_of_places(world), money)
    other = world.money.start.other_primary * index_of(world, "primary_medical") * world.years
    pay(world, Flow.OTHER_PRIMARY_CARE, nhs_england, account(world, Account.INDEPENDENT), other)


def in_single_contract(world: World, level: int) -> Flags:
    """Return the members of a live single contract at a level or above."""
    held_ = is_opened_by(world, OpenedBy.PLACE)[world.practices.agreement]
    live = world.ccgs.contract_live[world.population.practices.ccg]
    return held_ & live & (world.practices.stance >= level)


def incentive(world: World) -> Floats:
    """Return what each practice can earn for quality above what it could, £ a patient a year."""
    framework = world.scenario.values(QualityOutcomesFramework)
    size = world.scenario.values(ImprovementPayment).size
    return more_at_stake(in_single_contract(world, PARTIAL), size, framework)


def _commissioner(world: World) -> Rows:
    """Return the account that pays each practice's core contract: CCG or NHS England."""
    of_place = np.where(
        _is_delegated(world), payer_of_places(world), account(world, Account.NHS_ENGLAND)
    )
    return np.asarray(of_place[world.population.practices.ccg], dtype=np.int64)


def _national_contract(world: World) -> Floats:
    """Pay core contract, quality, enhanced services, premises and local schemes, £ a practice.

    Members of a full contract are paid by its holder, whose budget holds as much. Under a
    single contract the improvement payment takes the place of QOF.
    """
    start, practices, money = world.money.start, world.practices, world.money.practices
    p, qof = world.scenario.values(GeneralPractice), world.scenario.values(QualityOutcomesFramework)
    uplift = (1.0 + p.uplift / 100.0) ** years_since_first(world) * world.years
    lists = uplift * practices.list_size / money.first_list
    life = world.practice_life
    got = achievement_now(money.achievement, life.quality / life.first_quality, qof)
    points = qof_payment(got, practices.list_size, qof) * uplift
    member = in_single_contract(world, PARTIAL)
    core = start.core * uplift * (practices.weighted_list / money.first_weighted)
    points = np.where(member, 0.0, points)
    due = _due(core, start.enhanced, start.premises, lists, points)
    payer, practice = _commissioner(world), account(world, Account.PRACTICE)
    ccg = world.population.practices.ccg
    full = in_single_contract(world, FULL)
    if full.any():
        holder = account(world, Account.HOLDER, ccg)
        pay_pence(world, Flow.HOLDER_BUDGET, payer, holder, due.sum(axis=0) * full)
        payer = np.where(full, holder, payer)
    pay_bill(world, NATIONAL_FLOWS, payer, practice, due)
    gross = _in_pounds(due)
    local = np.maximum(start.local * lists - _lost(world), 0.0)
    payer = payer_of_places(world)[ccg]
    gross += pay(world, Flow.LOCAL_SCHEMES, payer, practice, local) / 100.0
    if member.any():
        at_full = qof_payment(member.astype(np.float64), practices.list_size, qof) * uplift
        nothing = np.zeros_like(at_full)
        improved, _ = pot(at_full, nothing, world.scenario.values(ImprovementPayment))
        gross += pay(world, Flow.IMPROVEMENT_PAYMENT, payer, practice, improved) / 100.0
    return gross


NATIONAL_FLOWS = (
    Flow.CORE_PRACTICE_CONTRACT,
    Flow.ENHANCED_SERVICES,
    Flow.PREMISES,
    Flow.QUALITY_OUTCOMES_FRAMEWORK,
)


@kernel
def _due(core: Floats, enhanced: Floats, premises: Floats, lists: Floats, points: Floats) -> Pence:
    """Return what is due to each practice by flow, pence."""
    due = np.empty((4, core.size), dtype=np.int64)
    for row in range(core.size):
        due[0, row] = np.rint(100.0 * core[row])
        due[1, row] = np.rint(100.0 * (enhanced[row] * lists[row]))
        due[2, row] = np.rint(100.0 * (premises[row] * lists[row]))
        due[3, row] = np.rint(100.0 * points[row])
    return due


@kernel
def _in_pounds(due: Pence) -> Floats:
    """Return pounds of each practice over all flows."""
    pounds = np.zeros(due.shape[1])
    for flow in range(due.shape[0]):
        for row in range(due.shape[1]):
            pounds[row] += due[flow, row] / 100.0
    return pounds


def _lost(world: World) -> Floats:
    """Return what practices lose by staying out of what there is, £ in this step."""
    practices, ccg = world.practices, world.population.practices.ccg
    lost = world.lost[ccg, practices.agreement].copy()
    date = world.clock.date(world.step)
    for column, offer in enumerate(world.add_ons):
        if offer.terms.lost_by_staying_out and offer.is_open(date):
            missed = world.fixtures.may_take_add_on[:, column] & ~practices.add_ons[:, column]
            lost += offer.terms.lost_by_staying_out * missed
    return lost * practices.weighted_list * world.years


def _agreements(world: World) -> Floats:
    """Pay what agreements and add-ons pay; from the transformation fund while it lasts."""
    practices, money = world.practices, world.money.practices
    practice, gross = account(world, Account.PRACTICE), np.zeros(len(practices.stance))
    for column, offer in enumerate((*world.offers, *world.add_ons)):
        terms = offer.terms
        if not terms.payment and not terms.payment_once and not terms.management_resource:
            continue
        if offer.is_add_on:
            holds = practices.add_ons[:, column - len(world.offers)]
        else:
            holds = (practices.agreement == column + 1) & (practices.stance >= ALLIANCE)
        holds = holds & _is_owed(world, offer)
        was_paid = money.has_been_paid[:, column]
        per_patient = agreement_payment(
            holds, terms.payment, terms.payment_once, was_paid, world.years
        )
        money.has_been_paid[:, column] |= holds
        pounds = per_patient * practices.weighted_list
        payer = _payer_of_agreement(world, offer, pounds)
        gross += pay(world, Flow.AGREEMENT_PAYMENT, payer, practice, pounds) / 100.0
        redirected = management_redirected(world, offer)[world.population.practices.ccg]
        if redirected.any():
            pounds = redirected * holds * practices.weighted_list * world.years
            payer = payer_of_places(world)[world.population.practices.ccg]
            gross += pay(world, Flow.MANAGEMENT_REDIRECTED, payer, practice, pounds) / 100.0
    return gross


def _is_owed(world: World, offer: Offer) -> Flags:
    """Return where an offer's payment flows: from its stage on, until it is withdrawn."""
    owed = np.ones(len(world.ccgs.stance), dtype=bool)
    if offer.pays_from_stage:
        reached = world.systems.stage >= Stage[offer.pays_from_stage]
        owed &= reached[world.population.ccgs.system]
    if offer.is_premium_local:
        owed &= ~world.ccgs.premium_withdrawn
    return owed[world.population.practices.ccg]


def _payer_of_agreement(world: World, offer: Offer, pounds: Floats) -> Rows:
    """Return who pays: the system's fund for its alliance as far as it goes, else the CCG."""
    ccg, system = world.population.practices.ccg, world.population.practices.system
    payer = payer_of_places(world)[ccg]
    if offer.opened_by is not OpenedBy.SYSTEM:
        return payer
    n = len(world.systems.stage)
    due = np.bincount(system, np.rint(pounds * 100.0), n)
    goes_far = held(world, Account.TRANSFORMATION) >= due
    fund = account(world, Account.TRANSFORMATION, system)
    return np.where(goes_far[system], fund, payer)


def _spend(world: World, gross: Floats) -> None:
    """Practices pay expenses; salaries are fixed, and partners have what is left."""
    practices, money = world.practices, world.money.practices
    years = years_since_first(world)
    p = world.scenario.values(GeneralPractice)
    marginal = world.scenario.values(PracticeTraits).marginal_expenses
    scale = practices.list_size / money.first_list
    cost = expenses(
        money.first_expenses * scale,
        money.first_gross * scale,
        gross / world.years,
        marginal,
        years,
        more_doctors(world.practice_life.salaried, money.first_salaried * scale, years, p),
        p,
    )
    staff, practice = account(world, Account.STAFF), account(world, Account.PRACTICE)
    cost = np.minimum(cost * world.years, gross)
    paid = pay(world, Flow.PRACTICE_EXPENSES, practice, staff, cost) / 100.0
    left = _settle_salaries(world, gross - paid)
    drawn = pay(world, Flow.PARTNERS_DRAWINGS, practice, staff, left) / 100.0
    money.gross, money.drawings = gross, drawn
    partners = np.maximum(practices.partners, 1e-9)
    level = price_level(years, world.scenario.values(Allocations))
    yearly = drawn / world.years + money.last_gain
    money.income = np.where(practices.is_open, yearly / partners / 1000.0 / level, 0.0)


def _settle_salaries(world: World, left: Floats) -> Floats:
    """Return what partners get: who is salaried has a salary, its employer the difference."""
    practices, ccg = world.practices, world.population.practices.ccg
    by_holder = in_single_contract(world, FULL)
    is_salaried = world.options.is_salaried[practices.agreement]
    run = practices.run_by >= 0
    rows = np.flatnonzero(practices.is_open & (run | (by_holder & is_salaried)))
    if not len(rows):
        return left
    uplift = world.scenario.values(GeneralPractice).uplift / 100.0
    growth = (1.0 + uplift) ** years_since_first(world) * world.years
    salary = 1000.0 * practices.salary[rows] * practices.partners[rows] * growth
    employer = np.where(
        run[rows],
        account(world, Account.TRUST, np.maximum(practices.run_by[rows], 0)),
        account(world, Account.HOLDER, ccg[rows]),
    )
    practice, over = account(world, Account.PRACTICE, rows), left[rows] - salary
    to_employer = pay(world, Flow.PRACTICE_SURPLUS, practice, employer, np.maximum(over, 0.0))
    to_practice = pay(world, Flow.PRACTICE_SURPLUS, employer, practice, np.maximum(-over, 0.0))
    moved = (to_employer - to_practice) / 100.0
    world.money.places.holder_result += np.bincount(
        ccg[rows], np.where(run[rows], 0.0, moved), len(world.ccgs.stance)
    )
    trusts, n = world.money.trusts, len(world.trusts.stance)
    owner = np.maximum(practices.run_by[rows], 0)
    trusts.year_extra += np.bincount(owner, np.where(run[rows], moved, 0.0), n)
    kept = left.copy()
    kept[rows] -= moved
    return kept
