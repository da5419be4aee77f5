"""Which parameters an outcome hangs on: SALib's indices, and how much of it is luck.

The design decides the method: Sobol' indices (Saltelli et al. 2010) of a ``sobol`` design,
elementary effects (Morris 1991; Campolongo et al. 2007) of ``morris``, and of a sample PAWN
(Pianosi and Wagener 2018) or the slower delta measure (Borgonovo 2007). The outcome of a point is
the mean over its replicates.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from SALib.analyze import delta as salib_delta
from SALib.analyze import morris as salib_morris
from SALib.analyze import pawn as salib_pawn
from SALib.analyze import sobol as salib_sobol
from scipy.special import ndtri, stdtrit

from acs_abm.errors import StudyError, nearest
from acs_abm.explore.intervals import COVERED, Floats, interval
from acs_abm.explore.study.design import MORRIS_LEVELS, Design

METHODS = {
    "sobol": ("sobol",),
    "morris": ("morris",),
    "latin_hypercube": ("pawn", "delta"),
    "random": ("pawn", "delta"),
}
"""What each kind of design allows, the usual one first."""

MAIN = {"sobol": "ST", "morris": "mu_star", "delta": "delta", "pawn": "median"}
"""The index by which each method ranks parameters."""

RESAMPLES, SEED = 200, 1
RESAMPLES_OF_DELTA = 25
"""Fewer: a hundred take minutes."""
PAWN_SLICES = 8
QUARTER = 0.25
SAME = 1e-12
"""Relative difference up to which outcomes count as the same at every point."""


@dataclass(frozen=True)
class Sensitivity:
    """What an outcome hangs on.

    Attributes
    ----------
    of, method
        The outcome, and how it was judged.
    indices
        One row for each scenario in which the outcome varies, parameter and index: value, low and
        high end of its 95% interval (by resampling points), and ``nothing``: what a parameter
        without effect would have (of PAWN's index, which is always above 0, the 95th percentile).
    swings
        One row for each scenario and parameter: mean outcome at the points in the lowest and in the
        highest quarter of its values, their difference and its 95% interval over points; of a
        walk of Morris the mean effect over the whole range.
    noise
        One row for each scenario: mean of the outcome, points, replicates, the noise index (share
        of the variance of one run that is luck) and that of the mean over replicates.
    """

    of: str
    method: str
    indices: pd.DataFrame
    swings: pd.DataFrame
    noise: pd.DataFrame

    @property
    def main(self) -> pd.DataFrame:
        """Rows of the index that ranks, the largest first within each scenario."""
        rows = self.indices[self.indices["index"] == MAIN[self.method]]
        return rows.sort_values(
            ["scenario", "value"], ascending=[True, False], kind="stable", ignore_index=True
        )


def method_for(design: Design, asked: str | None = None) -> str:
    """Return the method for a design, or hold one that was asked for to it.

    Raises
    ------
    StudyError
        If the design allows none, or not this one.
    """
    allowed = METHODS.get(design.kind, ())
    if not allowed:
        raise StudyError(
            f"a design of kind '{design.kind}' gives no sensitivity indices; it takes one of "
            f"{', '.join(METHODS)}"
        )
    if asked is None:
        return allowed[0]
    if asked not in allowed:
        known = [name for names in METHODS.values() for name in names]
        raise StudyError(
            f"method '{asked}' does not fit a design of kind '{design.kind}', which takes "
            f"{' or '.join(allowed)}{nearest(asked, known)}"
        )
    return asked


def sensitivity(
    design: Design, outcomes: pd.DataFrame, of: str, method: str | None = None, *, paired: bool
) -> Sensitivity:
    """Judge what an outcome hangs on.

    Parameters
    ----------
    design
        The points that were run.
    outcomes
        Columns ``scenario``, ``point``, ``replicate`` and ``value``, one row for each run.
    of
        What the values are.
    method
        One of :data:`METHODS`; the usual one of the design where there is none.
    paired
        Whether a replicate has the same luck at every point.

    Raises
    ------
    StudyError
        If the design allows no such method, or the outcome is the same at every point of every
        scenario.
    """
    chosen = method_for(design, method)
    tables, swings, noise = [], [], []
    for scenario, rows in outcomes.groupby("scenario", sort=False):
        by_point = rows.pivot_table(index="point", columns="replicate", values="value")
        cells = by_point.to_numpy(dtype=float)
        means = cells.mean(axis=1)
        noise.append({"scenario": scenario, **noise_of(cells, paired=paired)})
        if np.ptp(means) <= SAME * max(1.0, float(np.abs(means).max())):
            continue
        tables.append(_ANALYSE[chosen](design, means).assign(scenario=scenario))
        swings.append(swings_of(design, means).assign(scenario=scenario))
    if not tables:
        raise StudyError(
            f"outcome '{of}' is the same at every point ({noise[0]['mean']:g}): it hangs on none "
            "of the parameters"
        )
    joined = (pd.concat(rows, ignore_index=True) for rows in (tables, swings))
    indices, swung = (table[["scenario", *table.columns.drop("scenario")]] for table in joined)
    return Sensitivity(of, chosen, indices, swung, pd.DataFrame(noise))


def swings_of(design: Design, means: Floats) -> pd.DataFrame:
    """Return how far the outcome swings from low to high values of each parameter.

    It gives the direction that indices leave out. The interval is Welch's, over points, which
    differ in all other parameters too. Points of a walk of Morris are not apart from one another:
    there it is the mean elementary effect over the whole range, its interval over walks.
    """
    if design.kind == "morris":
        return _effects_of(design, means)
    rows = []
    for place, name in enumerate(design.parameters):
        values = _points(design)[:, place]
        quarters = np.quantile(values, [QUARTER, 1 - QUARTER])
        low, high = means[values <= quarters[0]], means[values >= quarters[1]]
        difference, half = float(high.mean() - low.mean()), _welch(low, high)
        rows.append(
            {"parameter": name, "low_mean": float(low.mean()), "high_mean": float(high.mean()),
             "difference": difference, "low": difference - half, "high": difference + half}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _effects_of(design: Design, means: Floats) -> pd.DataFrame:
    """Return mean elementary effects, half of each to either side of the mean."""
    k = len(design.parameters)
    low_ends, high_ends = np.array(design.low), np.array(design.high)
    units = (_points(design) - low_ends) / (high_ends - low_ends)
    steps = np.diff(units.reshape(-1, k + 1, k), axis=1)
    rises = np.diff(means.reshape(-1, k + 1), axis=1)
    moved = np.abs(steps).argmax(axis=2)  # which parameter a step changes
    effects = np.empty((len(moved), k))
    for walk, order in enumerate(moved):
        effects[walk, order] = rises[walk] / steps[walk, range(k), order]
    low, high = interval(effects)
    middle, mean = float(means.mean()), effects.mean(axis=0)
    return pd.DataFrame(
        {"parameter": list(design.parameters), "low_mean": middle - mean / 2,
         "high_mean": middle + mean / 2, "difference": mean, "low": low, "high": high}
    )  # fmt: skip


def _welch(a: Floats, b: Floats) -> float:
    """Return the half-width of Welch's interval of a difference of means."""
    if min(len(a), len(b)) < 2:
        return math.nan
    of_a, of_b = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    both = float(of_a + of_b)
    if both == 0:
        return 0.0
    freedom = both**2 / (of_a**2 / (len(a) - 1) + of_b**2 / (len(b) - 1))
    return float(stdtrit(freedom, (1 + COVERED) / 2)) * math.sqrt(both)


def noise_of(cells: Floats, *, paired: bool) -> dict[str, Any]:
    """Split the variance of an outcome into points and luck.

    An analysis of variance with random effects: one way where every run has luck of its own; two
    ways where a replicate has the same luck at every point, for then what luck does to all points
    alike is no noise between them.

    Parameters
    ----------
    cells
        Values, points × replicates.
    paired
        Whether replicates share their luck.

    Returns
    -------
    dict
        ``noise``: share of the variance of one run that is luck; ``noise_of_mean``: share of the
        variance between points' means that is luck. Not a number with one replicate.
    """
    n, r = cells.shape
    facts = {"mean": float(cells.mean()), "points": n, "replicates": r}
    if r < 2 or n < 2:
        return {**facts, "noise": float("nan"), "noise_of_mean": float("nan")}
    means = cells.mean(axis=1)
    of_means = float(means.var(ddof=1))
    within = float(cells.var(axis=1, ddof=1).mean())
    left = within
    if paired:
        rest = cells - means[:, None] - cells.mean(axis=0)[None, :] + cells.mean()
        left = float((rest**2).sum()) / ((n - 1) * (r - 1))
    between = max(of_means - left / r, 0.0)
    return {
        **facts,
        "noise": within / (between + within) if between + within > 0 else float("nan"),
        "noise_of_mean": min(left / r / of_means, 1.0) if of_means > 0 else float("nan"),
    }


def problem(design: Design) -> dict[str, Any]:
    """Return what SALib calls the problem: names and ranges, as the design spans them."""
    bounds = [list(span) for span in zip(design.low, design.high, strict=True)]
    return {"num_vars": len(bounds), "names": list(design.parameters), "bounds": bounds}


def _points(design: Design) -> Floats:
    return np.array(design.points, dtype=np.float64)


def _sobol(design: Design, means: Floats) -> pd.DataFrame:
    found = salib_sobol.analyze(
        problem(design), means, calc_second_order=False, num_resamples=RESAMPLES,
        conf_level=COVERED, seed=SEED,
    )  # fmt: skip
    return _long(design, found, {"S1": "S1_conf", "ST": "ST_conf"})


def _morris(design: Design, means: Floats) -> pd.DataFrame:
    found = salib_morris.analyze(
        problem(design), _points(design), means, num_resamples=RESAMPLES, conf_level=COVERED,
        num_levels=MORRIS_LEVELS, seed=SEED,
    )  # fmt: skip
    return _long(design, found, {"mu_star": "mu_star_conf", "mu": "", "sigma": ""})


def _delta(design: Design, means: Floats) -> pd.DataFrame:
    """Delta from the sample as it is: a design's points are spread evenly already."""
    asked = problem(design)
    asked["names"] = [f"x{place}" for place in range(len(design.parameters))]  # it bars some names
    wording = warnings.formatwarning
    try:
        with warnings.catch_warnings():  # it sets how the whole program warns
            found = salib_delta.analyze(
                asked, _points(design), means, num_resamples=RESAMPLES_OF_DELTA,
                conf_level=COVERED, seed=SEED, method="delta",
            )  # fmt: skip
    finally:
        warnings.formatwarning = wording
    if np.isnan(found["delta_raw"]).any():
        raise StudyError(f"delta: {len(means)} points are too few; pawn may do with them")
    found["delta"], found["half"] = found["delta_raw"], found["delta_raw_conf"]
    return _long(design, found, {"delta": "half"})


def _pawn(design: Design, means: Floats) -> pd.DataFrame:
    """PAWN, with an interval by resampling points, and what chance alone gives."""
    asked, points, luck = problem(design), _points(design), np.random.default_rng(SEED)
    n = len(means)

    def medians(x: Floats, y: Floats) -> Floats:
        found = salib_pawn.analyze(asked, x, y, S=PAWN_SLICES)
        return np.asarray(found["median"], dtype=float)

    drawn = [luck.integers(0, n, n) for _ in range(RESAMPLES)]
    spread = np.nanstd([medians(points[rows], means[rows]) for rows in drawn], axis=0, ddof=1)
    shuffled = np.array([medians(points, luck.permutation(means)) for _ in range(RESAMPLES)])
    found = {"median": medians(points, means), "half": ndtri((1 + COVERED) / 2) * spread}
    chance = np.nanquantile(shuffled, COVERED, axis=0)
    return _long(design, found, {"median": "half"}, nothing=chance)


_ANALYSE: dict[str, Callable[[Design, Floats], pd.DataFrame]] = {
    "sobol": _sobol, "morris": _morris, "delta": _delta, "pawn": _pawn,
}  # fmt: skip


def _long(
    design: Design, found: Any, wanted: dict[str, str], nothing: Floats | None = None
) -> pd.DataFrame:
    """Return indices as rows; each reaches as far as its half-width says."""
    rows = []
    for index, half_width in wanted.items():
        halves = found[half_width] if half_width else [np.nan] * len(design.parameters)
        for name, value, half in zip(design.parameters, found[index], halves, strict=True):
            ends = {"low": float(value - half), "high": float(value + half)}
            rows.append({"parameter": name, "index": index, "value": float(value), **ends})
    table = pd.DataFrame(rows)
    return table.assign(nothing=0.0 if nothing is None else nothing)
