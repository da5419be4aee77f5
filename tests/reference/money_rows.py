"""Money as plain columns: what each organisation's own books, and its contracts, say."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from acs_abm.columns import NEVER, World
from acs_abm.evidence import figure
from acs_abm.ledger import Account

STREAMS = ("ccg_core", "primary_medical", "specialised")


def money_state(world: World) -> dict[str, dict[str, list[Any]]]:
    """Return, by kind of organisation, what stands about it in the books."""
    money, ledger = world.money, world.money.ledger
    now = money.cash + money.received - money.paid if _is_open(world) else money.cash
    state: dict[str, dict[str, list[Any]]] = {
        "trusts": _block("money", money.trusts),
        "practices": _block("money", money.practices),
        "ccgs": {**_block("money", money.ccgs), **_block("place", money.places)},
        "systems": {"fund_cash": ledger.of(Account.TRANSFORMATION, now).tolist()},
    }
    for kind, account in (("trusts", Account.TRUST), ("ccgs", Account.CCG),
                          ("practices", Account.PRACTICE)):  # fmt: skip
        state[kind]["cash"] = ledger.of(account, now).tolist()
        state[kind]["loan"] = ledger.of(account, ledger.loans).tolist()
    state["ccgs"]["holder_cash"] = ledger.of(Account.HOLDER, now).tolist()
    state["ccgs"]["holder_loan"] = ledger.of(Account.HOLDER, ledger.loans).tolist()
    return state


def money_facts(world: World) -> dict[str, dict[str, list[Any]]]:
    """Return what was agreed and paid at the start."""
    money, start = world.money, world.money.start
    national = ("specialised", "other_national", "elsewhere")
    practice = ("core", "qof", "enhanced", "premises", "local")
    return {
        "trusts": {f"start_{name}": getattr(start, name).tolist() for name in national},
        "practices": {f"start_{name}": getattr(start, name).tolist() for name in practice},
        "ccgs": {
            "start_allocation": start.allocation.tolist(),
            "start_activity": money.first_activity.tolist(),
            "case_mix": np.asarray(money.case_mix).tolist(),
            "pairs": _pairs(world),
        },
    }


def _is_open(world: World) -> bool:
    """Whether the books of a step are open: what was written down is not yet in the cash."""
    return bool((world.money.cash != world.money.ledger.balance).any())


def _pairs(world: World) -> list[list[Any]]:
    start, codes = world.money.start, world.population.trusts.code
    pairs: list[list[Any]] = [[] for _ in world.population.ccgs.code]
    columns = (start.pair_ccg, start.pair_trust, start.acute_share, world.money.pair_first,
               world.money.pair_block, world.money.pair_weight)  # fmt: skip
    for ccg, trust, *facts in zip(*(column.tolist() for column in columns), strict=True):
        pairs[ccg].append([codes[trust], *facts])
    return pairs


def _block(prefix: str, block: Any) -> dict[str, list[Any]]:
    columns = {field.name: getattr(block, field.name) for field in dataclasses.fields(block)}
    length = max(np.size(values) for values in columns.values() if np.ndim(values) == 1)
    return {f"{prefix}_{name}": _told(name, each, length) for name, each in columns.items()}


def _told(name: str, values: Any, length: int) -> list[Any]:
    """Return a column as a list; what is one number for all is so for each."""
    if np.ndim(values) == 0:
        return [values] * length
    if name == "failed_at":
        return np.where(values == NEVER, -1, values).tolist()
    return values.tolist()


def country(world: World) -> dict[str, Any]:
    """Return what is the same for everybody: prices, published growth, other national money."""
    published = {
        stream: {year: figure(f"{stream}_growth_{year}") for year in range(2016, 2021)}
        for stream in STREAMS
    }
    return {"price": world.money.price.tolist(), "published": published}
