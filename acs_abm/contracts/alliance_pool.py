"""How does an alliance share what its members save? A pool on top of everybody's own contract.

A saving S, the benchmark B of a place less its spending, of at least ``alliance_pool.minimum_rate``
of B, where practices rated good have at least ``alliance_pool.quality_minimum`` of the list, brings
members ``alliance_pool.gain_share`` · (1 − χ) · S, χ being the share of contracts paid as a budget:
of it ``alliance_pool.practices_share`` goes to practices by weighted list, the rest to trusts by
their part of the place's money. Overspends beyond the same rate cost trusts
``alliance_pool.loss_share`` · (1 − χ) of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


@declares("alliance_pool")
class AlliancePool:
    """Terms of the pool."""

    gain_share: float = parameter(
        0.3,
        unit="share of savings",
        low=0.0,
        high=0.6,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Part of a saving against the benchmark that the CCG shares with members.",
        source="assumption",
    )
    loss_share: float = parameter(
        0.0,
        unit="share of losses",
        low=0.0,
        high=0.3,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Part of an overspend that trusts in the alliance make good.",
        source="none: organisations would not share financial risk",
    )
    minimum_rate: float = parameter(
        0.02,
        unit="share of benchmark",
        low=0.0,
        high=0.04,
        role=Role.LEVER,
        meaning="Saving, or overspend, below which nothing is shared: it may be chance.",
        source="as in shared savings programmes of Medicare",
    )
    quality_minimum: float = parameter(
        0.8,
        unit="share of list",
        low=0.4,
        high=1.0,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Least share of patients at practices rated good for a saving to be shared.",
        source="assumption",
    )
    practices_share: float = parameter(
        0.2,
        unit="share of pool",
        low=0.1,
        high=0.3,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Practices' part of what is shared, by weighted list; trusts have the rest.",
        source="assumption",
    )


@dataclass(frozen=True)
class PoolShares:
    """Who gets what of a saving, £ by place; what trusts pay in is negative."""

    trusts: Floats
    practices: Floats


def share_pool(benchmark: Floats, spending: Floats, quality: Floats, p: AlliancePool) -> PoolShares:
    """Return what members get of the saving of each place.

    Parameters
    ----------
    benchmark, spending
        Pounds of the year.
    quality
        Share of patients at practices rated good or better.
    """
    saving = benchmark - spending
    beyond_chance = np.abs(saving) >= p.minimum_rate * benchmark
    is_earned = beyond_chance & (quality >= p.quality_minimum)
    gain = p.gain_share * np.where(is_earned, np.maximum(saving, 0.0), 0.0)
    loss = p.loss_share * np.where(beyond_chance, np.maximum(-saving, 0.0), 0.0)
    return PoolShares((1.0 - p.practices_share) * gain - loss, p.practices_share * gain)
