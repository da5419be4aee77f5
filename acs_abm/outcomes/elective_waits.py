"""How long do patients wait for planned care? As long as demand presses on capacity.

Each year the wait at a hospital moves ``waits.adjustment`` of the way towards ``waits.usual`` ×
(planned patients / capacity)^``waits.response`` weeks, at most ``waits.longest``. Capacity begins
as what came in the first year and grows by ``waits.capacity_growth`` a year.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


@declares("waits")
class ElectiveWaits:
    """How waits follow demand, and how capacity grows."""

    usual: float = parameter(
        10.0,
        unit="weeks",
        low=5,
        high=15,
        limits=(0.0, 150.0),
        meaning="Wait where demand is what the hospital can do; that of the start.",
        source="assumption",
    )
    response: float = parameter(
        2.0,
        unit="power",
        low=1,
        high=3,
        meaning="Power of demand over capacity that waits follow.",
        source="assumption",
    )
    adjustment: float = parameter(
        0.5,
        unit="share a year",
        low=0.25,
        high=0.75,
        meaning="How far waits move in a year towards what demand and capacity ask for.",
        source="assumption",
    )
    capacity_growth: float = parameter(
        0.02,
        unit="per year",
        low=0.01,
        high=0.03,
        limits=(-0.2, 0.2),
        role=Role.LEVER,
        meaning="Growth of what hospitals can do of planned care.",
        source="assumption: as fast as demand",
    )
    longest: float = parameter(
        104.0,
        unit="weeks",
        low=52,
        high=156,
        role=Role.CONSTANT,
        meaning="Wait beyond which nobody waits.",
        source="assumption",
    )


def waits_after(before: Floats, demand: Floats, capacity: Floats, p: ElectiveWaits) -> Floats:
    """Return the wait at each hospital in weeks a year later.

    Parameters
    ----------
    before
        Weeks.
    demand, capacity
        Planned patients a year: who come, and who can be seen.
    """
    pressed = np.divide(demand, capacity, out=np.ones_like(demand), where=capacity > 0.0)
    asked = np.minimum(p.usual * pressed**p.response, p.longest)
    return np.asarray(before + p.adjustment * (asked - before), dtype=np.float64)


def capacity_after(first: Floats, years: float, p: ElectiveWaits) -> Floats:
    """Return planned patients that hospitals can see a year, some years after the start."""
    return first * (1.0 + p.capacity_growth) ** years
