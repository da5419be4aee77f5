"""What became of a trust's year, and what it expects of the next."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, World
from acs_abm.contracts.tariff import Tariff
from acs_abm.contracts.trust_costs import TrustCosts, next_forecast


def quarters_result(world: World) -> Floats:
    """Return each trust's result of the quarter that ends, share of a year's income.

    Income for work less costs: sustainability money, gains and help with deficits do not count
    against a control total.
    """
    books = world.money.trusts
    so_far = books.year_income - books.year_cost
    quarter = so_far - books.year_told
    books.year_told = so_far
    return _share(quarter, books.income * world.clock.steps_per_year)


def tell_margins(world: World) -> None:
    """At the end of March tell every trust's margin, and work out what the next year may bring."""
    books, trusts = world.money.trusts, world.trusts
    income = books.year_income
    books.last_result = income - books.year_cost + books.year_extra
    told = _share(books.last_result, income + books.year_extra)
    trusts.margin = np.where(income > 0.0, told, trusts.margin)
    usual = _share(income - books.year_cost - books.year_luck, income)
    work, last = books.year_work, books.last_work
    growth = np.divide(work, last, out=np.ones_like(work), where=last > 0.0) - 1.0
    p, uplift = world.scenario.values(TrustCosts), world.scenario.values(Tariff).uplift
    books.forecast = next_forecast(usual, growth, uplift / 100.0, p)
    books.last_work = work
    n = len(income)
    for name in ("year_income", "year_cost", "year_luck", "year_extra", "year_work", "year_told"):
        setattr(books, name, np.zeros(n))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
