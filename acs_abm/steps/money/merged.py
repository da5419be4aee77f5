"""Cash and debts of bodies that are no more go to those that took their place."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Rows, World
from acs_abm.ledger import Account, Flow
from acs_abm.steps.money.books import account, held, pay_pence, payer_of_places


def take_over_cash(world: World) -> None:
    """Hand on what merged trusts and CCGs, and holders whose contract ended, still have or owe."""
    _hand_on(world, Account.TRUST, account(world, Account.TRUST, world.trusts.body))
    _hand_on(world, Account.CCG, payer_of_places(world))
    ended = ~world.ccgs.contract_live
    holder = account(world, Account.HOLDER)
    _hand_on(world, Account.HOLDER, np.where(ended, payer_of_places(world), holder))
    world.money.ccgs.opening = held(world, Account.CCG).copy()
    _move_years(world)


def _hand_on(world: World, kind: Account, heir: Rows) -> None:
    accounts, ledger = account(world, kind), world.money.ledger
    gone = np.flatnonzero(heir != accounts)
    cash = held(world, kind)[gone]
    debts = ledger.loans[accounts[gone]]
    if cash.any():
        pay_pence(world, Flow.TAKEN_OVER, accounts[gone], heir[gone], np.maximum(cash, 0))
    if debts.any():
        np.add.at(ledger.loans, heir[gone], debts)
        ledger.loans[accounts[gone]] = 0


def _move_years(world: World) -> None:
    """Add what merged bodies counted in the year so far to what took their place counted."""
    _move(world.money.ccgs, ("year_allocation", "year_spending"), world.ccgs.decided_by)
    names = ("year_income", "year_cost", "year_luck", "year_extra", "year_told")
    _move(world.money.trusts, names, world.trusts.body)


def _move(block: object, names: tuple[str, ...], heir: Rows) -> None:
    if (heir == np.arange(len(heir))).all():
        return
    for name in names:
        setattr(block, name, np.bincount(heir, getattr(block, name), len(heir)))
