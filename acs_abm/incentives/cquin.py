"""Commissioning for Quality and Innovation: a top-up on a trust's contracts for quality.

``cquin.rate`` per cent of what is paid by activity, budget and block, times
``cquin.earned_when_good`` where the trust is rated good or better, ``cquin.earned_below`` below.
None under a live single contract.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]
Small = NDArray[np.int8]

GOOD = 3


@declares("cquin")
class Cquin:
    """How much is at stake and how much of it trusts earn."""

    rate: float = parameter(
        2.5,
        unit="% of contract value",
        low=1.25,
        high=3.75,
        role=Role.LEVER,
        limits=(0.0, 20.0),
        meaning="What full quality adds to a contract.",
        source="CQUIN 2017/18 (HFMA)",
    )
    earned_when_good: float = parameter(
        0.9,
        unit="share",
        low=0.45,
        high=1.0,
        limits=(0.0, 1.0),
        meaning="Share earned by trusts rated good or outstanding.",
        source="assumption",
    )
    earned_below: float = parameter(
        0.7,
        unit="share",
        low=0.35,
        high=1.0,
        limits=(0.0, 1.0),
        meaning="Share earned by other trusts.",
        source="assumption",
    )


def earned(rating: Small, p: Cquin) -> Floats:
    """Return what each trust adds to its contracts by quality, share of contract value."""
    quality = np.where(rating >= GOOD, p.earned_when_good, p.earned_below)
    return p.rate / 100.0 * quality
