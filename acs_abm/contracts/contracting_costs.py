"""What does it cost to write contracts, count activity and dispute it?

Commissioner and providers each ``contracting.per_head`` pounds a head a year::

    per head · (1 − s where an alliance is in force) · (1 − χ)

s is ``contracting.alliance_saves``; the share χ that is paid as a budget needs no counting.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@declares("contracting")
class ContractingCosts:
    """What contracts cost either side."""

    per_head: float = parameter(
        2.0,
        unit="£ per head a year",
        low=1,
        high=3,
        meaning="Cost of contracting under tariff, on either side.",
        source="assumption",
    )
    alliance_saves: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        limits=(0.0, 1.0),
        meaning="Part of it that is saved where an alliance agreement is in force.",
        source="assumption",
    )


def contracting_cost(has_alliance: Flags, budget_share: Floats, p: ContractingCosts) -> Floats:
    """Return what contracts cost either side at each place, £ per head a year.

    Parameters
    ----------
    has_alliance
        Whether an alliance agreement is in force.
    budget_share
        Share of contracts paid as a budget, which needs no counting.
    """
    return p.per_head * (1.0 - p.alliance_saves * has_alliance) * (1.0 - budget_share)
