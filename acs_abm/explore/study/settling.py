"""How many replicates are enough: when the coefficient of variation settles.

The coefficient of variation of r replicates is followed as r grows (Lorscheid, Heine and Meyer
2012; Lee et al. 2015). Replicates have no order, so many are tried. It has settled from the
smallest number on from which, in 95% of orders, it stays close to what it is with all replicates.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from acs_abm.explore.intervals import COVERED, Floats, reach

TOLERANCE = 0.2
"""How far the coefficient may lie from its last value, as a share of it, and count as settled."""
PRECISION = 0.05
"""Half-width of the interval of a mean, as a share of it, for which replicates are counted."""
MARGIN = 0.25
"""Share of the replicates that must lie after it has settled: an end always agrees with itself."""
ORDERS, SEED = 100, 1
"""Orders of the replicates that are tried."""

NORMAL = 1.96
"""Standard errors that an interval reaches to either side with many replicates."""
PATH = ("replicates", "variation", "low", "high", "half_width")


@dataclass(frozen=True)
class Settling:
    """How the spread of each outcome settles as replicates are added.

    Attributes
    ----------
    path
        One row for each scenario, outcome and number of replicates: the coefficient of variation
        (mean over points; median over orders, and low and high ends that 95% of orders lie
        within), and the half-width of the 95% interval of a point's mean as a share of that mean.
    summary
        One row for each scenario and outcome: its mean, the coefficient with all replicates,
        from how many on it has settled (not a number: it has not, or nothing varies), how many
        give the mean of a point to within 5% of it.
    replicates
        How many there are.
    """

    path: pd.DataFrame
    summary: pd.DataFrame
    replicates: int


def settling(values: pd.DataFrame, outcomes: list[str]) -> Settling:
    """Follow the coefficient of variation of outcomes.

    Parameters
    ----------
    values
        One row for each run: ``scenario``, ``point``, ``replicate`` and a column an outcome.
    outcomes
        Names of those columns.
    """
    paths, rows, replicates = [], [], int(values["replicate"].nunique())
    for scenario, runs in values.groupby("scenario", sort=False):
        for name in outcomes:
            cells = runs.pivot_table(index="point", columns="replicate", values=name).dropna()
            path = variation(cells.to_numpy(dtype=float))
            paths.append(path.assign(scenario=scenario, outcome=name))
            last = float(path["variation"].iloc[-1]) if len(path) else np.nan
            rows.append(
                {"scenario": scenario, "outcome": name, "mean": float(cells.to_numpy().mean()),
                 "variation": last, "half_width": _last(path, "half_width"),
                  "enough": enough(path), "for_5_percent": _needed(last)}
            )  # fmt: skip
    path = pd.concat(paths, ignore_index=True)[["scenario", "outcome", *PATH]]
    return Settling(path, pd.DataFrame(rows), replicates)


def variation(cells: Floats) -> pd.DataFrame:
    """Return the coefficient of variation by number of replicates.

    Parameters
    ----------
    cells
        Values, points × replicates; points whose mean is 0 have no coefficient and are left out.
    """
    kept = cells[np.abs(cells.mean(axis=1)) > 0] if len(cells) else cells
    n = cells.shape[1] if cells.ndim == 2 else 0
    counts = np.arange(2, n + 1)
    if not len(kept) or n < 2:
        return pd.DataFrame({name: np.empty(0) for name in PATH})
    luck = np.random.default_rng(SEED)
    tried = np.array([_running(kept[:, luck.permutation(n)]) for _ in range(ORDERS)])
    edge = (1 - COVERED) / 2
    low, middle, high = np.quantile(tried, [edge, 0.5, 1 - edge], axis=0)
    half = np.array([reach(int(r)) / np.sqrt(r) for r in counts])
    columns = (counts, middle, low, high, middle * half)
    return pd.DataFrame(dict(zip(PATH, columns, strict=True)))


def enough(path: pd.DataFrame) -> float:
    """Return from how many replicates on the coefficient stays near its last value."""
    last = _last(path, "variation")
    if not len(path) or not last > 0:
        return float("nan")
    farthest = np.maximum((path["high"] - last).abs(), (path["low"] - last).abs())
    away = path.loc[farthest > TOLERANCE * last, "replicates"]
    first = int(path["replicates"].iloc[0]) if away.empty else int(away.iloc[-1]) + 1
    most = int(path["replicates"].iloc[-1])
    return float(first) if first <= (1 - MARGIN) * most else float("nan")


def _running(cells: Floats) -> Floats:
    """Return the coefficient of the first 2, 3, … replicates, mean over points."""
    r = np.arange(1, cells.shape[1] + 1)
    mean = cells.cumsum(axis=1) / r
    centred = cells - cells.mean(axis=1, keepdims=True)  # sums of squares that do not cancel
    shift = centred.cumsum(axis=1) / r
    squares = (centred**2).cumsum(axis=1) - r * shift**2
    spread = np.sqrt(np.maximum(squares[:, 1:], 0) / (r[1:] - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = spread / np.abs(mean[:, 1:])
    shares[~np.isfinite(shares)] = np.nan  # no coefficient yet: the mean so far is 0
    defined = np.isfinite(shares)
    total = np.where(defined, shares, 0).sum(axis=0)
    return total / np.maximum(defined.sum(axis=0), 1)


def _needed(variation: float) -> float:
    """Return how many replicates bring the interval of a mean down to its precision."""
    return math.ceil((NORMAL * variation / PRECISION) ** 2) if variation > 0 else math.nan


def _last(path: pd.DataFrame, column: str) -> float:
    return float(path[column].iloc[-1]) if len(path) else float("nan")
