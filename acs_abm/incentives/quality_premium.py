"""The Quality Premium: a reward of CCGs, lost by those that overspend.

A CCG that did not overspend in a financial year has ``quality_premium.per_head`` ×
``quality_premium.earned`` pounds a head for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


@declares("quality_premium")
class QualityPremium:
    """How much it is and how much of it CCGs earn."""

    per_head: float = parameter(
        5.0,
        unit="£ per head a year",
        low=2.5,
        high=7.5,
        role=Role.LEVER,
        meaning="Premium of a CCG that meets everything.",
        source="about £5 a head (Pulse, GPonline)",
    )
    earned: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        limits=(0.0, 1.0),
        meaning="Share earned by a CCG that did not overspend.",
        source="assumption: none of 39 CCGs expected the full sum in 2013/14",
    )


def premium(result: Floats, people: Floats, p: QualityPremium) -> Floats:
    """Return the premium of each CCG for a year, £.

    Parameters
    ----------
    result
        Surplus (negative: overspend), any unit.
    people
        Registered patients.
    """
    return np.where(result >= 0.0, p.per_head * p.earned * people, 0.0)
