"""How much of a system's contracts is paid as a budget and no longer by activity?

The share χ is 0 until the stage of the system gives a tariff by agreement. Each April it then
moves, by ``budget_share.most_a_year`` at most, towards::

    min(max((R − r) / w, 0), 1) · share of the system's trust income at ALLIANCE or above

r is ``budget_share.least_relationships``, w ``budget_share.relationships_range``. It is 0 again in
the April after a system was sent back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@declares("budget_share")
class BudgetShare:
    """What an accountable care system agrees each April."""

    least_relationships: float = parameter(
        0.3,
        unit="share",
        low=0.15,
        high=0.45,
        meaning="Relationships at which nobody agrees to leave the tariff.",
        source="assumption",
    )
    relationships_range: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        limits=(0.01, 5.0),
        meaning="How much better they are where everybody in the alliance agrees.",
        source="assumption",
    )
    most_a_year: float = parameter(
        0.25,
        unit="share of contracts a year",
        low=0.12,
        high=0.5,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Most by which the share moves in one April.",
        source="assumption",
    )


def agreed_share(
    now: Floats, relationships: Floats, allied: Floats, may_agree: Flags, p: BudgetShare
) -> Floats:
    """Return the share of contracts paid as a budget from this April, by system.

    Parameters
    ----------
    now
        Share until now.
    relationships
        R of each system, 0 to 1.
    allied
        Share of trust income at ALLIANCE or above.
    may_agree
        Systems at the stage that lets them; others return to the tariff.
    """
    willing = np.clip((relationships - p.least_relationships) / p.relationships_range, 0.0, 1.0)
    step = np.clip(willing * allied - now, -p.most_a_year, p.most_a_year)
    return np.where(may_agree, now + step, 0.0)
