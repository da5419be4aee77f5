"""The Quality and Outcomes Framework: points for quality in general practice.

A practice is paid::

    n · v · (list / l) · points got        £ a year
    points got = min(first · (Q / Q at the start)^e, 1)

n is ``qof.points``, v ``qof.point_value``, l ``qof.mean_list``, e ``qof.with_quality``; *first* is
the share of points it got in 2017/18, from what it was paid then.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

POINTS, POINT_VALUE, MEAN_LIST = 559.0, 171.20, 7732.0
"""The framework of 2017/18, under which practices were paid what is known of them."""

PUBLISHED = POINTS * POINT_VALUE / MEAN_LIST
"""What all of its points would have paid, £ a patient a year."""


@declares("qof")
class QualityOutcomesFramework:
    """Points and what each is worth."""

    points: float = parameter(
        POINTS,
        unit="points",
        low=280,
        high=840,
        role=Role.LEVER,
        meaning="Points that can be got.",
        source="GP contract 2017/18",
    )
    point_value: float = parameter(
        POINT_VALUE,
        unit="£ per point at the mean list",
        low=85,
        high=257,
        role=Role.LEVER,
        meaning="What a point pays a practice with a list of mean size.",
        source="GP contract 2017/18",
    )
    mean_list: float = parameter(
        MEAN_LIST,
        unit="patients",
        low=7000,
        high=8500,
        limits=(1.0, 85000.0),
        meaning="Size of list at which a point pays its value.",
        source="NHS Digital, 1 January 2017",
    )
    with_quality: float = parameter(
        0.5,
        unit="elasticity",
        low=0.25,
        high=0.75,
        meaning="How the points that a practice gets follow its quality.",
        source="assumption",
    )


def at_stake(p: QualityOutcomesFramework) -> float:
    """Return what all points would pay, £ a patient a year."""
    return p.points * p.point_value / p.mean_list


def achieved(paid: Floats, list_size: Floats) -> Floats:
    """Return the share of points that a practice got in 2017/18, from what it was paid, £."""
    possible = PUBLISHED * list_size
    return np.clip(np.divide(paid, possible, out=np.zeros_like(paid), where=possible > 0), 0.0, 1.0)


def achievement_now(first: Floats, quality: Floats, p: QualityOutcomesFramework) -> Floats:
    """Return the share of points got now.

    Parameters
    ----------
    first
        Share got in 2017/18.
    quality
        Of each practice, against that of the start.
    """
    return np.minimum(first * quality**p.with_quality, 1.0)


def qof_payment(achievement: Floats, list_size: Floats, p: QualityOutcomesFramework) -> Floats:
    """Return what practices are paid for quality, £ a year.

    Parameters
    ----------
    achievement
        Share of points got.
    list_size
        Registered patients.
    """
    return at_stake(p) * achievement * list_size


def more_at_stake(replaced: Flags, size: float, p: QualityOutcomesFramework) -> Floats:
    """Return what can be earned for quality above what could be in 2017/18, £ a patient a year.

    Parameters
    ----------
    replaced
        Whether an improvement payment takes the framework's place at each practice.
    size
        That payment against what it replaces.
    """
    return at_stake(p) * np.where(replaced, size, 1.0) - PUBLISHED
