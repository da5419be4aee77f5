"""Money as plain rows: what each organisation's own books, and its contracts, say."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from acs_abm.columns import NEVER, World
from acs_abm.evidence import figure
from acs_abm.ledger import Account

STREAMS = ("ccg_core", "primary_medical", "specialised")


def add_money(world: World, rows: dict[str, Any]) -> None:
    """Add to the row of every organisation what stands about it in the books."""
    money, start = world.money, world.money.start
    ledger = money.ledger
    now = money.cash + money.received - money.paid if _is_open(world) else money.cash
    for kind, account in (("trusts", Account.TRUST), ("ccgs", Account.CCG),
                          ("practices", Account.PRACTICE)):  # fmt: skip
        _put(rows[kind], "cash", ledger.of(account, now))
        _put(rows[kind], "loan", ledger.of(account, ledger.loans))
    _put(rows["ccgs"], "holder_cash", ledger.of(Account.HOLDER, now))
    _put(rows["ccgs"], "holder_loan", ledger.of(Account.HOLDER, ledger.loans))
    _put(rows["systems"], "fund_cash", ledger.of(Account.TRANSFORMATION, now))
    for kind, block in (("trusts", money.trusts), ("ccgs", money.ccgs),
                        ("practices", money.practices)):  # fmt: skip
        _put_block(rows[kind], "money", block)
    _put_block(rows["ccgs"], "place", money.places)
    for name in ("specialised", "other_national", "elsewhere"):
        _put(rows["trusts"], f"start_{name}", getattr(start, name))
    for name in ("core", "qof", "enhanced", "premises", "local"):
        _put(rows["practices"], f"start_{name}", getattr(start, name))
    _put(rows["ccgs"], "start_allocation", start.allocation)
    _put(rows["ccgs"], "start_activity", money.first_activity)
    _put(rows["ccgs"], "case_mix", money.case_mix)
    _pairs(world, rows["ccgs"])


def _is_open(world: World) -> bool:
    """Whether the books of a step are open: what was written down is not yet in the cash."""
    return bool((world.money.cash != world.money.ledger.balance).any())


def _pairs(world: World, ccgs: list[dict[str, Any]]) -> None:
    start, codes = world.money.start, world.population.trusts.code
    for row in ccgs:
        row["pairs"] = []
    columns = (start.pair_ccg, start.pair_trust, start.acute_share, world.money.pair_first,
               world.money.pair_block, world.money.pair_weight)  # fmt: skip
    for ccg, trust, *facts in zip(*(column.tolist() for column in columns), strict=True):
        ccgs[ccg]["pairs"].append([codes[trust], *facts])


def _put(rows: list[dict[str, Any]], name: str, values: Any) -> None:
    for row, value in zip(rows, np.asarray(values).tolist(), strict=True):
        row[name] = value


def _put_block(rows: list[dict[str, Any]], prefix: str, block: Any) -> None:
    for field in dataclasses.fields(block):
        values = getattr(block, field.name)
        if np.ndim(values) == 0:
            values = np.full(len(rows), values)
        if field.name == "failed_at":
            values = np.where(values == NEVER, -1, values)
        _put(rows, f"{prefix}_{field.name}", values)


def country(world: World) -> dict[str, Any]:
    """Return what is the same for everybody: prices, published growth, other national money."""
    published = {
        stream: {year: figure(f"{stream}_growth_{year}") for year in range(2016, 2021)}
        for stream in STREAMS
    }
    return {"price": world.money.price.tolist(), "published": published}
