"""Shortfalls are financed by loans; what is left pays them back; national bodies are funded."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import World
from acs_abm.ledger import Account, Flow
from acs_abm.steps.money.books import account, held, pay_pence

BORROWERS = (Account.CCG, Account.TRUST, Account.PRACTICE, Account.HOLDER)


def lend_and_repay(world: World) -> None:
    """The department lends what is short and is paid back; the Treasury funds what was paid out."""
    department, treasury = account(world, Account.DHSC_LOANS), account(world, Account.TREASURY)
    for kind in BORROWERS:
        cash, accounts = held(world, kind), account(world, kind)
        loans = world.money.ledger.of(kind, world.money.ledger.loans)
        lent = np.maximum(-cash, 0)
        repaid = np.minimum(np.maximum(cash, 0), loans)
        if lent.any():
            pay_pence(world, Flow.LOAN, department, accounts, lent)
        if repaid.any():
            pay_pence(world, Flow.LOAN_REPAID, accounts, department, repaid)
        loans += lent - repaid
    for kind in (Account.NHS_ENGLAND, Account.NHS_IMPROVEMENT):
        pay_pence(world, Flow.FUNDING, treasury, account(world, kind), -held(world, kind))
