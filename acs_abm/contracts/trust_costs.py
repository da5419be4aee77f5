"""What does a trust's work cost it?

Costs C₀ that were there at the start grow with prices less efficiency. Work more or less than then
changes them at once and more in time: the rest is stranded, or saved on growth. With work W and
capacity K against the first year's::

    C = C₀ · (1 − c_l + c_v·W + (c_l − c_v)·K) · (1 + (i − e)/100)^y        £ a year

c_v is ``trust_cost.variable_at_once``, c_l ``trust_cost.variable_later``, i
``trust_cost.inflation``, e ``trust_cost.efficiency``, y the years since the first. K follows W, all
but e⁻² of the way in ``trust_cost.capacity_quarters`` quarters. Luck, contracting, mergers that
disrupt and less reporting come to it. The forecast for the next year is the result but for luck,
moved on by unit costs, prices and as much growth of work again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]


@declares("trust_cost")
class TrustCosts:
    """How costs grow and follow work."""

    inflation: float = parameter(
        2.5,
        unit="% a year",
        low=1.25,
        high=3.75,
        meaning="Growth of trusts' unit costs before efficiency.",
        source="assumption near the cost factor of the tariff",
    )
    efficiency: float = parameter(
        1.9,
        unit="% a year",
        low=1.2,
        high=2.4,
        symbol="e",
        limits=(-10.0, 20.0),
        meaning="Efficiency that trusts find each year.",
        source="assumption: without it margins fall by two points a year",
    )
    variable_at_once: float = parameter(
        0.5,
        unit="share of price",
        low=0.25,
        high=0.75,
        limits=(0.0, 1.0),
        symbol="c_v",
        meaning="Cost of one more unit of work in the quarter in which it is done.",
        source="assumption",
    )
    variable_later: float = parameter(
        0.8,
        unit="share of price",
        low=0.6,
        high=1.0,
        limits=(0.0, 1.5),
        meaning="The same once capacity has followed.",
        source="assumption",
    )
    capacity_quarters: float = parameter(
        8.0,
        unit="quarters",
        low=4,
        high=12,
        limits=(0.5, 120.0),
        meaning="Time in which capacity follows work (all but an eighth of the way).",
        source="assumption",
    )


def unit_cost(years: int, p: TrustCosts) -> float:
    """Return unit costs so many financial years after the first, against the first year's."""
    return float((1.0 + (p.inflation - p.efficiency) / 100.0) ** years)


def capacity_after(capacity: Floats, work: Floats, quarters: float, p: TrustCosts) -> Floats:
    """Return capacity, in units of the first year's work, after it has followed for a while."""
    return capacity + (work - capacity) * -np.expm1(-2.0 * quarters / p.capacity_quarters)


def variable_cost(p: TrustCosts) -> float:
    """Return what a unit of work costs, share of price, on average until capacity has followed."""
    followed = 1.0 - -np.expm1(-2.0) / 2.0  # mean of 1 − exp(−2t) over the time it takes
    return float(p.variable_at_once + (p.variable_later - p.variable_at_once) * followed)


def cost_multiple(work: Floats, capacity: Floats, p: TrustCosts) -> Floats:
    """Return costs before inflation against the first year's.

    Parameters
    ----------
    work, capacity
        Against the first year's.
    """
    slow = p.variable_later - p.variable_at_once
    return 1.0 - p.variable_later + p.variable_at_once * work + slow * capacity


def next_forecast(result: Floats, growth: Floats, uplift: float, p: TrustCosts) -> Floats:
    """Return the result that is as likely as not next year, share of income.

    Parameters
    ----------
    result
        Of the year that ended, but for luck, share of income.
    growth
        Growth of work that the trust saw, share a year; it expects as much again. Who has lost
        all work expects the result it had.
    uplift
        Growth of prices, share a year.
    """
    cost = (1.0 - result) * unit_cost(1, p) * (1.0 + p.variable_later * growth)
    income = (1.0 + growth) * (1.0 + uplift)
    return 1.0 - np.divide(cost, income, out=1.0 - result, where=income > 0.0)
