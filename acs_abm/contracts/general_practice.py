"""What does a practice earn: core contract, QOF, enhanced services, premises, less expenses.

Core contract by weighted list; enhanced services, premises and local schemes by list; all as at the
start and growing by ``general_practice.uplift`` per cent a year. Core money is paid by NHS England,
or by a CCG that has delegated commissioning. Expenses::

    E = E₀ · (list / list at the start) · (1 + g)^y + c · (salaried doctors beyond the usual)
        + m · (payments − usual payments)        £ a year, not below 0

g is ``general_practice.expenses_growth`` per cent, c ``general_practice.salaried_cost`` thousand
pounds growing alike, m ``practice.marginal_expenses``, y the years since the first. E₀ is what
leaves partners the income they had at the start, and at least ``general_practice.least_expenses``
of payments. Partners draw what is left. When they decide they go not by this but by what a list
usually brings.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


@declares("general_practice")
class GeneralPractice:
    """How practices' payments and expenses grow."""

    uplift: float = parameter(
        2.0,
        unit="% a year",
        low=1.0,
        high=3.0,
        role=Role.LEVER,
        meaning="Growth of what practices are paid per patient.",
        source="contract uplift of 3.3% (2017/18) less growth of lists, derived",
    )
    expenses_growth: float = parameter(
        2.0,
        unit="% a year",
        low=1.0,
        high=3.0,
        meaning="Growth of what the same practice costs to run.",
        source="assumption: expenses keep up with fees",
    )
    least_expenses: float = parameter(
        0.3,
        unit="share of payments",
        low=0.15,
        high=0.45,
        meaning="Least that a practice's expenses take of its payments at the start.",
        source="assumption",
    )
    salaried_cost: float = parameter(
        95.0,
        unit="£k a year",
        low=75,
        high=115,
        limits=(0.0, 500.0),
        meaning="What a whole-time salaried doctor costs a practice at the start.",
        source="assumption: £56,600 a head (2016/17, from memory) at two thirds of whole time, "
        "and employer's costs",
    )


def more_doctors(salaried: Floats, usual: Floats, years: int, p: GeneralPractice) -> Floats:
    """Return what salaried doctors cost beyond those a practice usually had, £ a year.

    Parameters
    ----------
    salaried
        Whole-time equivalents now.
    usual
        Those that as many patients had at the start: their cost is among the first expenses.
    years
        Financial years after the first.
    """
    cost = 1000.0 * p.salaried_cost * (1.0 + p.expenses_growth / 100.0) ** years
    return cost * (salaried - usual)


def first_expenses(gross: Floats, partners_income: Floats, p: GeneralPractice) -> Floats:
    """Return the expenses that close a practice's account at the start, £ a year.

    Parameters
    ----------
    gross
        What it is paid, £ a year.
    partners_income
        What its partners earn together, £ a year.
    """
    return np.maximum(gross - partners_income, p.least_expenses * gross)


def expenses(
    first: Floats,
    first_gross: Floats,
    gross: Floats,
    marginal: float,
    years: int,
    doctors: Floats,
    p: GeneralPractice,
) -> Floats:
    """Return a practice's expenses, £ a year.

    Parameters
    ----------
    first, first_gross
        Expenses and payments at the start, £ a year.
    gross
        Payments now, £ a year.
    marginal
        Part of a change of payments that goes to expenses.
    years
        Financial years after the first.
    doctors
        What salaried doctors cost beyond the usual, £ a year.
    """
    usual = first_gross * (1.0 + p.uplift / 100.0) ** years
    grown = first * (1.0 + p.expenses_growth / 100.0) ** years
    changed: Floats = grown + doctors + marginal * (gross - usual)
    return np.clip(changed, 0.0, None)
