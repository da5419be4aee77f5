"""Booking entries: the compiled loops of the ledger (:mod:`acs_abm.ledger`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import kernel

Pence = NDArray[np.int64]
Rows = NDArray[np.int64]


@kernel
def move(
    balance: Pence,
    system: Rows,
    kind: Rows,
    paid: Pence,
    received: Pence,
    between: Pence,
    lines: Rows,
    payer: Rows,
    payee: Rows,
    amounts: Pence,
) -> None:
    """Take each amount from its payer and give it to its payee."""
    n_entries = max(payer.size, payee.size, amounts.shape[1])
    for line in range(lines.size):
        flow, amount = lines[line], amounts[line]
        _tally(balance, system, paid[flow], payer, amount, n_entries, -1)
        _tally(balance, system, received[flow], payee, amount, n_entries, 1)
        _tally_kinds(between[flow], kind, payer, payee, amount, n_entries)


@kernel
def _tally(
    balance: Pence,
    system: Rows,
    moved: Pence,
    account: Rows,
    amount: Pence,
    n_entries: int,
    sign: int,
) -> None:
    """Add one side of a flow to balances and to what moved by system.

    Entries of one account in a row are added up before they are booked.
    """
    by_account, by_amount = int(account.size > 1), int(amount.size > 1)
    last, whole = account[0], 0
    for entry in range(n_entries):
        here = account[entry * by_account]
        if here != last:
            balance[last] += sign * whole
            moved[system[last]] += whole
            last, whole = here, 0
        whole += amount[entry * by_amount]
    balance[last] += sign * whole
    moved[system[last]] += whole


@kernel
def _tally_kinds(
    moved: Pence, kind: Rows, payer: Rows, payee: Rows, amount: Pence, n_entries: int
) -> None:
    """Add a flow to what moved from each kind of account to each."""
    by_payer, by_payee, by_amount = int(payer.size > 1), int(payee.size > 1), int(amount.size > 1)
    for entry in range(n_entries):
        giver, taker = payer[entry * by_payer], payee[entry * by_payee]
        moved[kind[giver], kind[taker]] += amount[entry * by_amount]
