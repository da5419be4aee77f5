"""Writing down money: every flow by system in each step, every contract in each year."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from acs_abm.columns import Flags, Floats, Rows, Small, World
from acs_abm.decisions.contract_holder import Holder
from acs_abm.ledger import Flow
from acs_abm.measures import columns
from acs_abm.stance import Stance

GAINS = ("gain_trusts", "gain_practices", "gain_ccg", "gain_holder")


class MoneyRecord:
    """What was written down of money.

    Parameters
    ----------
    n_steps, n_systems
        How many there will be.
    """

    def __init__(self, n_steps: int, n_systems: int) -> None:
        shape = (n_steps, len(Flow), n_systems + 1)
        self._paid = np.zeros(shape, dtype=np.int64)
        self._received = np.zeros(shape, dtype=np.int64)
        self._contracts: list[_ContractYear] = []

    def write_down(self, world: World, label: str) -> None:
        """Write down the flows of a step and, at the end of March, contracts."""
        ledger = world.money.ledger
        self._paid[world.step], self._received[world.step] = ledger.paid, ledger.received
        if world.clock.closes_financial_year(world.step):
            self._contracts.append(_contract_year(world, label))

    def ledger(self, world: World, labels: list[str]) -> pd.DataFrame:
        """Return every flow in which money moved, one row a step, flow and system."""
        paid, received = self._paid[: len(labels)], self._received[: len(labels)]
        step, flow, system = np.nonzero((paid != 0) | (received != 0))
        codes = np.array([*world.population.systems.code, ""], dtype=object)
        names = np.array([one.name.lower() for one in Flow], dtype=object)
        return pd.DataFrame(
            {
                "quarter": np.array(labels, dtype=object)[step],
                "flow": names[flow],
                "system": codes[system],
                "paid": paid[step, flow, system] / 100.0,
                "received": received[step, flow, system] / 100.0,
            }
        )

    def contracts(self, world: World) -> pd.DataFrame:
        """Return every alliance and single contract, one row a year and place."""
        if not self._contracts:
            return pd.DataFrame(columns=columns("contracts")[1:])
        return pd.concat([_frame(world, year) for year in self._contracts], ignore_index=True)


class _ContractYear(NamedTuple):
    """Agreements and contracts live at the end of March: rows of places, what each was."""

    label: str
    rows: Rows
    is_single: Flags
    level: Small
    holder: Rows
    money: dict[str, Floats]


def _contract_year(world: World, label: str) -> _ContractYear:
    ccgs, places = world.ccgs, world.money.places
    rows = np.flatnonzero(ccgs.contract_live | ccgs.alliance_live)
    live = ccgs.contract_live[rows]
    level = np.where(live, ccgs.contract_level[rows], int(Stance.ALLIANCE))
    money = {
        "benchmark": places.last_benchmark[rows],
        "spending": places.last_spending[rows],
        "budget_share": np.where(live, 1.0, places.tariff_share[rows]),
        **{name: getattr(places, name)[rows] for name in GAINS},
    }
    return _ContractYear(label, rows, live, level, ccgs.holder[rows], money)


def _frame(world: World, year: _ContractYear) -> pd.DataFrame:
    kinds = [one.name.lower().replace("_", " ") for one in Holder]
    return pd.DataFrame(
        {
            "quarter": year.label,
            "place": np.array(world.population.ccgs.code, dtype=object)[year.rows],
            "level": [Stance(int(one)).name for one in year.level],
            "holder": [
                kinds[kind] if is_single and kind >= 0 else ""
                for kind, is_single in zip(year.holder, year.is_single, strict=True)
            ],
            **year.money,
        }
    )
