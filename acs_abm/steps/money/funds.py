"""Central funds: sustainability money of trusts, transformation money of systems."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import World
from acs_abm.ledger import Account, Flow, pence, split
from acs_abm.outcomes.governance import Maturity
from acs_abm.steps.money.books import account, held, pay, pay_pence, payer_of_places
from acs_abm.steps.payments import has_fund
from acs_abm.steps.risk_sharing import money_at_stake


def pay_sustainability_money(world: World) -> None:
    """Pay trusts what they earned of the sustainability fund in the quarter that ends."""
    books = world.money.trusts
    yearly = books.income * world.clock.steps_per_year
    pounds = yearly * money_at_stake(world) / 100.0 * world.trusts.money_earned / 4.0
    fund, trust = account(world, Account.NHS_IMPROVEMENT), account(world, Account.TRUST)
    books.year_extra += pay(world, Flow.SUSTAINABILITY_FUND, fund, trust, pounds) / 100.0


def receive_transformation_funds(world: World) -> None:
    """Systems get their fund; a part of it goes to the deficits of their trusts instead."""
    p, has = world.scenario.values(Maturity), has_fund(world)
    if not has.any():
        return
    nhs_england, fund = account(world, Account.NHS_ENGLAND), account(world, Account.TRANSFORMATION)
    pounds = p.fund_per_head * world.list_by_system * has * world.years
    pay(world, Flow.TRANSFORMATION_FUND, nhs_england, fund, pounds)
    _divert(world, pounds * p.fund_diverted)


def _divert(world: World, pounds: np.ndarray) -> None:
    """Share out by deficit what goes to trusts of a system; by income where none has one."""
    books, system = world.money.trusts, world.population.trusts.system
    n = len(world.systems.stage)
    deficit = np.maximum(books.year_cost - books.year_income - books.year_extra, 0.0)
    any_deficit = np.bincount(system, deficit, n) > 0.0
    weight = np.where(any_deficit[system], deficit, books.income)
    each = split(pence(pounds), system, weight)
    fund = account(world, Account.TRANSFORMATION, system)
    pay_pence(world, Flow.FUND_TO_DEFICITS, fund, account(world, Account.TRUST), each)
    books.year_extra += each / 100.0


def claw_back(world: World) -> None:
    """CCGs of systems that were sent back repay a part of a year of the transformation fund."""
    places, p = world.money.places, world.scenario.values(Maturity)
    if not places.claws_back.any():
        return
    had = world.clock.date(world.step) > world.calendar.fund_from
    due = p.fund_clawed_back * p.fund_per_head * world.list_by_ccg * places.claws_back * had
    nhs_england = account(world, Account.NHS_ENGLAND)
    pay(world, Flow.CLAWBACK, payer_of_places(world), nhs_england, due)
    places.claws_back[:] = False


def spend_transformation_funds(world: World) -> None:
    """Systems spend what is left of their fund on capability and services."""
    left = np.maximum(held(world, Account.TRANSFORMATION), 0) / 100.0
    fund, staff = account(world, Account.TRANSFORMATION), account(world, Account.STAFF)
    if left.any():
        pay(world, Flow.FUND_SPENT, fund, staff, left)
