"""Intervals of a mean over replicates, by Student's t."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]

COVERED = 0.95
"""How much the interval of a mean covers."""


def reach(n: int) -> float:
    """Return how many standard errors of a mean of ``n`` its interval reaches to either side.

    Not a number with one replicate, which says nothing about any other.
    """
    return float(stdtrit(n - 1, (1 + COVERED) / 2)) if n > 1 else float("nan")


def interval(values: Floats) -> tuple[Floats, Floats]:
    """Return the interval of the mean of values.

    Parameters
    ----------
    values
        One for each replicate along the first axis.

    Returns
    -------
    tuple of arrays
        Low and high ends of :data:`COVERED`; not a number with one replicate.
    """
    n = len(values)
    mean = values.mean(axis=0)
    if n < 2:
        nothing = np.full_like(mean, np.nan)
        return nothing, nothing.copy()
    half = reach(n) * values.std(axis=0, ddof=1) / np.sqrt(n)
    return mean - half, mean + half
