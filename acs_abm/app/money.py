"""Money: who paid whom, who kept to control totals, who got the savings."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from acs_abm.app.curves import Chart
from acs_abm.app.recording import Recording
from acs_abm.app.tile_board import readable
from acs_abm.ledger import MEANING, Account, Flow

MILLION = 1e6
LEAST_DRAWN = 0.05
"""Sums below this (£m) are left to the table."""

PERIODS = {
    "quarter": "this quarter",
    "year": "the last four quarters",
    "all": "since the start",
}
"""For how long payments are added up."""

ACCOUNTS = {
    Account.TREASURY: ("Treasury", 0),
    Account.DHSC_LOANS: ("DHSC loans", 0),
    Account.NHS_ENGLAND: ("NHS England", 1),
    Account.NHS_IMPROVEMENT: ("NHS Improvement", 1),
    Account.CCG: ("CCGs", 2),
    Account.TRANSFORMATION: ("Transformation funds", 2),
    Account.HOLDER: ("Contract holders", 3),
    Account.COUNCIL: ("Councils", 3),
    Account.PRACTICE: ("GP practices", 4),
    Account.INDEPENDENT: ("Other providers", 4),
    Account.TRUST: ("Trusts", 4),
    Account.STAFF: ("Staff and suppliers", 5),
}
"""What the page calls each kind of account, and its column from left to right; within a column
in this order from the top."""

SAVINGS = Chart(
    "Who got the savings",
    "£m a year",
    {
        "savings_to_ccgs": ("CCGs", "alliance"),
        "savings_to_trusts": ("Trusts", "partial"),
        "savings_to_practices": ("Practices", "resisting"),
        "savings_to_holders": ("Holders", "full"),
    },
    digits=1,
)


def payments(recording: Recording, position: int, period: str) -> dict[str, Any]:
    """Give the payments of some quarters up to one: net between kinds, and each for its reason."""
    first = _first(recording, position, period)
    paid = recording.payments[first : position + 1].sum(axis=0) / MILLION
    span = readable(recording.labels[position])
    if first < position:
        span = f"{readable(recording.labels[first])} to {span}"
    return {
        "span": span,
        "nodes": [
            {"id": int(kind), "label": label, "column": column}
            for kind, (label, column) in ACCOUNTS.items()
        ],
        "links": _net(paid.sum(axis=0)),
        "rows": _reasons(paid),
    }


def control_totals(recording: Recording, position: int) -> list[dict[str, Any]]:
    """Give how the trusts of each area stood against their control totals, the worst first."""
    table = recording.tables.get("systems")
    if table is None:
        return []
    here = table[table["quarter"] == recording.labels[position]]
    here = here.sort_values("control_total_shortfall", ascending=False)
    columns = ["system", "name", "control_total_shortfall", "provider_result",
               "trusts_in_deficit", "own_control_totals", "shares_control_total"]  # fmt: skip
    return [
        {
            "code": str(code),
            "name": str(name),
            "shortfall": round(100 * float(shortfall), 3),
            "result": round(float(result), 1),
            "in_deficit": int(in_deficit),
            "accepted": round(float(accepted), 3),
            "shares": bool(shares),
        }
        for code, name, shortfall, result, in_deficit, accepted, shares in here[columns].itertuples(
            index=False
        )
    ]


def _first(recording: Recording, position: int, period: str) -> int:
    """Find the first quarter that is added up."""
    if period == "quarter":
        return position
    steps_a_year = 4 * recording.scenario.clock.steps_per_quarter
    return max(0, position - steps_a_year + 1) if period == "year" else 0


def _net(paid: NDArray[np.float64]) -> list[dict[str, Any]]:
    """List what each kind paid another, less what it got back."""
    net = paid - paid.T
    return [
        {"payer": int(payer), "payee": int(payee), "value": round(float(net[payer, payee]), 3)}
        for payer, payee in np.argwhere(net >= LEAST_DRAWN)
    ]


def _reasons(paid: NDArray[np.float64]) -> list[dict[str, Any]]:
    """List every payment for its reason, the largest first."""
    rows = [
        {
            "payer": ACCOUNTS[Account(payer)][0],
            "payee": ACCOUNTS[Account(payee)][0],
            "why": MEANING[Flow(flow)],
            "value": round(float(paid[flow, payer, payee]), 1),
        }
        for flow, payer, payee in np.argwhere(paid > 0)
    ]
    return sorted(rows, key=lambda row: -float(row["value"]))
