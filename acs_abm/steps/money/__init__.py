"""Money moves: allocations, contracts, practices, funds, settlements, loans (phases 5 and 15).

The order of a step: :func:`pay_everybody`, then the comparison with control totals
(:mod:`acs_abm.steps.control_totals`), then :func:`settle_up`; :func:`check_books` comes last.
"""

from __future__ import annotations

from acs_abm.columns import World
from acs_abm.steps.money.books import close_books, open_books
from acs_abm.steps.money.commissioners import allocate, pay_other_providers
from acs_abm.steps.money.funds import (
    claw_back,
    receive_transformation_funds,
    spend_transformation_funds,
)
from acs_abm.steps.money.loans import lend_and_repay
from acs_abm.steps.money.merged import take_over_cash
from acs_abm.steps.money.places import agree_contracts
from acs_abm.steps.money.practices import pay_practices
from acs_abm.steps.money.settlement import settle_year
from acs_abm.steps.money.trusts import pay_trusts


def pay_everybody(world: World) -> None:
    """Pay what is due in a step for work done, by contract, allocation and offer."""
    open_books(world)
    take_over_cash(world)
    agree_contracts(world)
    allocate(world)
    pay_trusts(world)
    pay_other_providers(world)
    claw_back(world)
    receive_transformation_funds(world)
    pay_practices(world)
    spend_transformation_funds(world)


def settle_up(world: World) -> None:
    """Settle what is due at the end of a financial year; lend what anybody is short of."""
    settle_year(world)
    lend_and_repay(world)


def check_books(world: World) -> None:
    """Hold the ledger against everybody's own book."""
    close_books(world)
