"""The Quality and Outcomes Framework: points for quality in general practice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


@declares("qof")
class QualityOutcomesFramework:
    """Points and what each is worth."""

    points: float = parameter(
        559.0,
        unit="points",
        low=280,
        high=840,
        role=Role.LEVER,
        meaning="Points that can be got.",
        source="GP contract 2017/18",
    )
    point_value: float = parameter(
        171.20,
        unit="£ per point at the mean list",
        low=85,
        high=257,
        role=Role.LEVER,
        meaning="What a point pays a practice with a list of mean size.",
        source="GP contract 2017/18",
    )
    mean_list: float = parameter(
        7732.0,
        unit="patients",
        low=7000,
        high=8500,
        meaning="Size of list at which a point pays its value.",
        source="NHS Digital, 1 January 2017",
    )


def achieved(paid: Floats, list_size: Floats, p: QualityOutcomesFramework) -> Floats:
    """Return the share of points that a practice got, from what it was paid (£ a year)."""
    possible = p.points * p.point_value * list_size / p.mean_list
    return np.clip(np.divide(paid, possible, out=np.zeros_like(paid), where=possible > 0), 0.0, 1.0)


def qof_payment(achievement: Floats, list_size: Floats, p: QualityOutcomesFramework) -> Floats:
    """Return what practices are paid for quality, £ a year.

    Parameters
    ----------
    achievement
        Share of points got.
    list_size
        Registered patients.
    """
    return p.points * p.point_value * achievement * list_size / p.mean_list
