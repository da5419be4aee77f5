"""What commissioners are given and spend on others than trusts and practices."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, World
from acs_abm.contracts.allocations import Allocations, growth_index
from acs_abm.contracts.contracting_costs import ContractingCosts, contracting_cost
from acs_abm.ledger import Account, Flow
from acs_abm.population.money_start import CommissioningStart
from acs_abm.steps.money.books import account, financial_year, pay, payer_of_places


def index_of(world: World, stream: str) -> float:
    """Return an allocation against that of the run's first year."""
    p = world.scenario.values(Allocations)
    later = {
        "ccg_core": p.core_later,
        "primary_medical": p.primary_later,
        "specialised": p.specialised_later,
    }[stream]
    first = world.clock.start.financial_year_begins
    return growth_index(stream, later, first, financial_year(world), p)


def allocate(world: World) -> None:
    """NHS England gives CCGs their allocation, and money for practices to those that have them."""
    nhs_england = account(world, Account.NHS_ENGLAND)
    core = world.money.start.allocation * index_of(world, "ccg_core") * world.years
    pay(world, Flow.CORE_ALLOCATION, nhs_england, payer_of_places(world), core)
    books = world.money.ccgs
    books.allocation = np.bincount(world.ccgs.decided_by, core, len(core)).astype(np.float64)
    books.year_allocation += books.allocation


def primary_medical(world: World) -> Floats:
    """Return the money for practices of each place in this step, £: what they had, grown."""
    start, n = world.money.start, len(world.ccgs.stance)
    practices = start.core + start.qof + start.enhanced + start.premises
    first = np.bincount(world.population.practices.ccg, practices, n).astype(np.float64)
    return first * index_of(world, "primary_medical") * world.years


def contracting(world: World) -> Floats:
    """Return what contracts cost either side at each place in this step, £."""
    p = world.scenario.values(ContractingCosts)
    share = np.where(world.ccgs.contract_live, 1.0, world.money.places.tariff_share)
    a_head = contracting_cost(world.ccgs.alliance_live, share, p)
    cost: Floats = np.asarray(a_head * world.list_by_ccg * world.years, dtype=np.float64)
    return cost


def pay_other_providers(world: World) -> None:
    """CCGs pay independent providers, councils, themselves; councils pay their suppliers."""
    p, money = world.scenario.values(CommissioningStart), world.money
    start, payer = money.start, payer_of_places(world)
    grown = index_of(world, "ccg_core") * world.years
    staff, independent = account(world, Account.STAFF), account(world, Account.INDEPENDENT)
    pay(world, Flow.INDEPENDENT_CARE, payer, independent, money.ccgs.others * grown)
    running = p.running_costs * start.allocation * grown
    pay(world, Flow.RUNNING_COSTS, payer, staff, running)
    pay(world, Flow.CONTRACTING_COSTS, payer, staff, contracting(world))
    system = world.population.ccgs.system
    councils = account(world, Account.COUNCIL, system)
    social = p.through_councils * p.continuing_care * start.allocation * grown
    paid = pay(world, Flow.SOCIAL_CARE, payer, councils, social)
    by_council = np.bincount(system, paid, len(world.systems.stage)) / 100.0
    pay(world, Flow.SOCIAL_CARE, account(world, Account.COUNCIL), staff, by_council)
    nhs_england = account(world, Account.NHS_ENGLAND)
    rest = start.specialised_others * index_of(world, "specialised") * world.years
    pay(world, Flow.SPECIALISED, nhs_england, independent, rest)
