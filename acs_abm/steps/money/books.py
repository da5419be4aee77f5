"""Paying: one entry in the ledger, one line in the book of either side."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.errors import LedgerError
from acs_abm.ledger import Account, Flow, Pence, pence


def open_books(world: World) -> None:
    """Begin the books of a step."""
    money = world.money
    money.received[:], money.paid[:] = 0, 0
    money.opening[:] = money.ledger.balance
    money.ledger.open_step()


def pay(world: World, flow: Flow, payer: Rows, payee: Rows, pounds: Floats | float) -> Pence:
    """Pay some pounds, rounded to pence once; both sides write it down.

    Parameters
    ----------
    payer, payee
        Numbers of accounts; one number stands for all.

    Returns
    -------
    Pence
        What was paid.
    """
    amount = pence(pounds)
    pay_pence(world, flow, payer, payee, amount)
    return amount


def pay_pence(world: World, flow: Flow, payer: Rows, payee: Rows, amount: Pence) -> None:
    """Pay whole pence; both sides write it down."""
    pay_bill(world, (flow,), payer, payee, amount[None])


def pay_bill(
    world: World, flows: tuple[Flow, ...], payer: Rows, payee: Rows, amounts: Pence
) -> None:
    """Pay whole pence for several reasons at once (lines by entries); both sides write it down."""
    if not (payer.size and payee.size and amounts.size):
        return  # there is nobody of the kind in this run
    money = world.money
    _write_down(money.received, money.paid, payer, payee, amounts)
    money.ledger.post_bill(world.step, flows, payer, payee, amounts)


@kernel
def _write_down(received: Pence, paid: Pence, payer: Rows, payee: Rows, amounts: Pence) -> None:
    """Note each amount in the books of its payer and its payee."""
    n_lines, n_entries = amounts.shape
    by_payer, by_payee, by_entry = int(payer.size > 1), int(payee.size > 1), int(n_entries > 1)
    for row in range(max(payer.size, payee.size, n_entries)):
        moved = 0
        for line in range(n_lines):
            moved += amounts[line, row * by_entry]
        paid[payer[row * by_payer]] += moved
        received[payee[row * by_payee]] += moved


def account(world: World, kind: Account, rows: Rows | int | None = None) -> Rows:
    """Return the numbers of the accounts of a kind: of some rows, or of all."""
    return world.money.ledger.account(kind, rows)


def held(world: World, kind: Account) -> Pence:
    """Return the pence that the organisations of a kind hold by their own books, now."""
    money = world.money
    cash, received, paid = (
        money.ledger.of(kind, book) for book in (money.cash, money.received, money.paid)
    )
    return cash + received - paid


def payer_of_places(world: World) -> Rows:
    """Return the account of the CCG that pays for each place."""
    return account(world, Account.CCG, world.ccgs.decided_by)


def financial_year(world: World) -> int:
    """Return the calendar year in which the financial year of the step begins."""
    return world.clock.date(world.step).financial_year_begins


def years_since_first(world: World) -> int:
    """Return how many financial years the step lies after the first."""
    return financial_year(world) - world.clock.start.financial_year_begins


def close_books(world: World) -> None:
    """Close the books of a step.

    Raises
    ------
    LedgerError
        If the ledger does not balance, or says something else than an organisation's own book.
    """
    money = world.money
    money.cash += money.received - money.paid
    wrong = np.flatnonzero(money.cash != money.ledger.balance)
    if len(wrong):
        here, there = int(money.cash[wrong[0]]), int(money.ledger.balance[wrong[0]])
        raise LedgerError(
            f"account {wrong[0]} holds {here} pence by its own book, {there} by the ledger"
        )
    money.ledger.check(money.opening)
