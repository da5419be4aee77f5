"""How trusts' income hangs on emergency admissions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from acs_abm.columns import Floats, World
from acs_abm.contracts.tariff import Priced


def exposed_to_emergencies(world: World) -> tuple[Floats, Floats]:
    """Return by trust: money from emergencies, share of income; share of contracts by budget.

    Both with the money of the first year, that of trusts merged into it included; worked out
    again only when trusts have merged, or budgets or prices changed.
    """
    money = world.money
    hangs_on = world.trusts.merged_into, money.places.tariff_share, money.price
    known = world.exposure_known
    if known is None or not all(map(np.array_equal, known[0], hangs_on)):
        known = tuple(column.copy() for column in hangs_on), _exposure(world)
        world.exposure_known = known
    return known[1]


def _exposure(world: World) -> tuple[Floats, Floats]:
    money, start, bodies = world.money, world.money.start, world.trusts.body
    n, trust = len(bodies), bodies[start.pair_trust]
    of_ccg = money.first_activity[:, Priced.EMERGENCY] * money.price[Priced.EMERGENCY]
    emergencies = np.bincount(trust, start.acute_share * of_ccg[start.pair_ccg], n)
    income = np.bincount(bodies, money.trusts.first_income, n)
    contracts = np.bincount(trust, money.pair_first, n)
    by_budget = np.bincount(trust, money.pair_first * money.places.tariff_share[start.pair_ccg], n)
    return _share(emergencies, income), _share(by_budget, contracts)


def emergency_share(world: World) -> float:
    """Return the part of priced money of the first year that is for emergencies."""
    money = world.money
    by_stream = money.first_activity.sum(axis=0) * money.price
    return float(by_stream[Priced.EMERGENCY] / max(by_stream.sum(), 1.0))


def _share(part: ArrayLike, whole: ArrayLike) -> Floats:
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0.0)
