"""What is a year's spending measured against?

The benchmark B of a place begins as the priced activity of all trusts of the run expected in the
first year. Each April::

    B ← ((1 − ξ) · B + ξ · spending of the year) × growth of the core allocation        £ a year

ξ is ``benchmark.ratchet`` every ``benchmark.rebase_years`` years and 0 between: what is saved
lowers what savings are measured against. Spending is activity at its price, what is charged for
planned care of patients who left (:mod:`acs_abm.contracts.leakage`) and care outside hospital in
place of admissions avoided (:mod:`acs_abm.outcomes.integration_effect`). A holder of a single
contract is insolvent when it lost more than ``benchmark.insolvent_at`` of B since go-live.
"""

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
