"""Every payment of a run, where the full ledger is asked for.

Ten years of England are about four million payments: each label is kept once and referred to by
number.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.columns import World
from acs_abm.errors import CommandError, nearest
from acs_abm.ledger import PENCE, Account, Flow
from acs_abm.measures import columns
from acs_abm.population import Population

LEDGERS = ("system", "full")
"""What may be kept of the ledger: sums by flow and system, or every payment beside them."""


def keeps_entries(ledger: str) -> bool:
    """Return whether every payment is kept.

    Parameters
    ----------
    ledger
        ``system`` or ``full``.

    Raises
    ------
    CommandError
        If it is neither; the message names the nearest.
    """
    if ledger not in LEDGERS:
        hint = nearest(str(ledger), LEDGERS)
        raise CommandError(f"ledger is {ledger!r}: it takes {' or '.join(LEDGERS)}{hint}")
    return ledger == "full"


def entries_table(world: World, labels: list[str]) -> pd.DataFrame:
    """Return every payment, in the order in which they were made."""
    journal = world.money.ledger.journal
    if not journal:
        return pd.DataFrame(columns=columns("ledger_entries")[1:])
    size = [len(entry.pence) for entry in journal]
    step = np.repeat(np.array([entry.step for entry in journal], dtype=np.int16), size)
    flow = np.repeat(np.array([entry.flow for entry in journal], dtype=np.int8), size)
    payer = np.concatenate([entry.payer for entry in journal])
    payee = np.concatenate([entry.payee for entry in journal])
    kinds, codes = _accounts(world.population)
    return pd.DataFrame(
        {
            "quarter": _named(labels, step),
            "flow": _named([one.name.lower() for one in Flow], flow),
            "payer_kind": _named(kinds, payer),
            "payer_code": _named(codes, payer),
            "payee_kind": _named(kinds, payee),
            "payee_code": _named(codes, payee),
            "amount": np.concatenate([entry.pence for entry in journal]) / PENCE,
        }
    )


def _accounts(population: Population) -> tuple[list[str], list[str]]:
    """Return the kind and the code of each account; what there is one of has no code."""
    bodies = {
        Account.CCG: population.ccgs.code,
        Account.TRUST: population.trusts.code,
        Account.PRACTICE: population.practices.code,
        Account.HOLDER: population.ccgs.code,
        Account.COUNCIL: population.systems.code,
        Account.TRANSFORMATION: population.systems.code,
    }
    named = [(kind.name.lower(), code) for kind in Account for code in bodies.get(kind, ("",))]
    return [kind for kind, _ in named], [code for _, code in named]


def _named(names: Sequence[str], rows: NDArray[np.integer]) -> pd.Categorical:
    """Return names by row, each name stored once."""
    known, number = np.unique(np.array(names, dtype=object), return_inverse=True)
    return pd.Categorical.from_codes(number[rows], categories=pd.Index(known))
