"""Ranks, fifths and other places that an organisation has among all of its kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rank(values: Floats) -> NDArray[np.int64]:
    """Return the rank of each value, 0 for the smallest; ties keep their order."""
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks


def share_below(values: Floats) -> Floats:
    """Return the rank of each value from 0 (smallest) to 1 (largest); 0.5 if alone."""
    if len(values) == 1:
        return np.array([0.5])
    return rank(values) / (len(values) - 1.0)


def shared_rank(values: Floats) -> Floats:
    """Return the rank of each value from 0 to 1 as :func:`share_below`; equals share theirs."""
    if len(values) == 1:
        return np.array([0.5])
    in_order = np.sort(values)
    below, up_to = (np.searchsorted(in_order, values, side) for side in ("left", "right"))
    return np.asarray(0.5 * (below + up_to - 1) / (len(values) - 1.0), dtype=np.float64)


def fifth(values: Floats) -> NDArray[np.int8]:
    """Return the fifth each value is in: 0 for the lowest, 4 for the highest."""
    return (5 * rank(values) // max(len(values), 1)).astype(np.int8)


def by_quota(values: Floats, shares: tuple[float, ...]) -> NDArray[np.int8]:
    """Sort values, lowest first, into classes 0, 1, ... of the given shares."""
    edges = np.cumsum(shares[:-1]) / np.sum(shares)
    place = (rank(values) + 0.5) / max(len(values), 1)
    return np.searchsorted(edges, place, side="right").astype(np.int8)


def standardised(values: Floats) -> Floats:
    """Return values less their mean over their standard deviation; zeros if all are equal."""
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
