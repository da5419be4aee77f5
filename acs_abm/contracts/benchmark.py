"""What is a year's spending measured against?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@declares("benchmark")
class Benchmark:
    """How benchmarks and budgets follow what was spent."""

    rebase_years: int = parameter(
        3,
        unit="years",
        low=1,
        high=5,
        role=Role.LEVER,
        meaning="Financial years after which a benchmark is brought nearer to spending.",
        source="assumption",
    )
    ratchet: float = parameter(
        0.33,
        unit="share",
        low=0.16,
        high=0.5,
        role=Role.LEVER,
        symbol="xi",
        limits=(0.0, 1.0),
        meaning="How far it is then brought: savings once made are asked for again.",
        source="assumption",
    )
    insolvent_at: float = parameter(
        0.05,
        unit="share of budget",
        low=0.025,
        high=0.075,
        limits=(0.0, 1.0),
        meaning="Losses since the award, against a year's budget, at which a holder fails.",
        source="assumption",
    )


def next_benchmark(
    benchmark: Floats, spending: Floats, years: Rows, growth: float, p: Benchmark
) -> Floats:
    """Return the benchmarks of a new financial year, £ a year.

    Parameters
    ----------
    benchmark, spending
        Of the year that ended, £.
    years
        Financial years since each was last made anew, the one that ended among them.
    growth
        Growth of allocations into the new year, multiple.
    """
    ratchet = np.where(years >= p.rebase_years, p.ratchet, 0.0)
    nearer: Floats = (1.0 - ratchet) * benchmark + ratchet * spending
    return nearer * growth


def is_insolvent(result: Floats, budget: Floats, p: Benchmark) -> NDArray[np.bool_]:
    """Return which holders lost more since the award than they can bear.

    Parameters
    ----------
    result
        What each made since the award, £.
    budget
        A year's budget, £.
    """
    failed: NDArray[np.bool_] = result < -p.insolvent_at * budget
    return failed
