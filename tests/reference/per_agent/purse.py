"""Pence in and out of one organisation's purse, and sums shared out."""

from __future__ import annotations

import math
from typing import Any


def each(act: Any, organisations: Any) -> None:
    for organisation in organisations:
        act(organisation)


def code_of(trust: Any) -> str:
    return getattr(trust, "code", trust)


def pence(pounds: float) -> int:
    return round(pounds * 100.0)


def earn(organisation: Any, pounds: float) -> int:
    amount = pence(pounds)
    organisation.cash += amount
    return amount


def spend(organisation: Any, pounds: float) -> int:
    amount = pence(pounds)
    organisation.cash -= amount
    return amount


def to_holder(ccg: Any, amount: int) -> None:
    ccg.holder_cash += amount


def give_all(one: Any, heir: Any, prefix: str, heirs: str) -> None:
    """Hand cash and debts on, unless it would be to itself."""
    if one is heir and not prefix:
        return
    for what in ("cash", "loan"):
        mine, its = f"{prefix}{what}", f"{heirs}{what}"
        setattr(heir, its, getattr(heir, its) + getattr(one, mine))
        setattr(one, mine, 0)


def move(one: Any, heir: Any, names: list[str]) -> None:
    for name in names:
        setattr(heir, name, getattr(heir, name) + getattr(one, name))
        setattr(one, name, 0.0)


def borrow(organisation: Any, prefix: str = "") -> None:
    """Borrow what is short; pay back what one can."""
    cash, loan = getattr(organisation, f"{prefix}cash"), getattr(organisation, f"{prefix}loan")
    change = -cash if cash < 0 else -min(cash, loan)
    setattr(organisation, f"{prefix}cash", cash + change)
    setattr(organisation, f"{prefix}loan", loan + change)


def split(total: int, weights: list[float]) -> list[int]:
    """Share pence out by weight; the remainder goes to the largest, the last of equals."""
    whole = sum(weights)
    if whole <= 0.0:
        return [0 for _ in weights]
    shares = [math.trunc(total * (weight / whole)) for weight in weights]
    largest = max(range(len(weights)), key=lambda row: (weights[row], row))
    shares[largest] += total - sum(shares)
    return shares
