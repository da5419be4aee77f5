"""How hard do general practices work? Patients for each clinician, and hours that follow.

Work w is weighted patients, × (1 + ``demand.consultation_growth``)^years as they ask for more, for
each doctor and ``workload.nurse_share`` of a nurse. Weekly hours of a whole-time partner are
``workload.hours`` × (w / w at the start)^``workload.hours_elasticity``, and what the agreement in
force adds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.outcomes.demand import Demand
from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]

FEWEST_CLINICIANS = 0.1
"""Whole-time equivalents that any open practice is taken to have (hours do not explode)."""


@declares("workload")
class Workload:
    """Who shares the work, and the hours that it takes."""

    nurse_share: float = parameter(
        0.5,
        unit="multiple",
        low=0.25,
        high=0.75,
        meaning="How much of a GP's work a nurse takes on.",
        source="assumption",
    )
    hours: float = parameter(
        48.0,
        unit="hours a week",
        low=42,
        high=54,
        limits=(1.0, 120.0),
        meaning="Weekly hours of a whole-time partner at the start.",
        source="assumption",
    )
    hours_elasticity: float = parameter(
        0.5,
        unit="elasticity",
        low=0.25,
        high=0.75,
        meaning="How hours follow patients for each clinician.",
        source="assumption",
    )


def patients_per_clinician(
    weighted_list: Floats, gps: Floats, nurses: Floats, demand: float, p: Workload
) -> Floats:
    """Return w: the work of each clinician, in weighted patients of the start of the run.

    Parameters
    ----------
    weighted_list
        Weighted patients of each practice.
    gps, nurses
        Whole-time equivalents.
    demand
        What a weighted patient asks for, 1 at the start.
    """
    return demand * weighted_list / np.maximum(gps + p.nurse_share * nurses, FEWEST_CLINICIANS)


def demand_after(years: float, p: Demand) -> float:
    """Return what a weighted patient asks for some years into the run, 1 at the start.

    As consultations are expected to grow: without winter, and without luck, since practices
    staff for a usual year.
    """
    return float((1.0 + p.consultation_growth) ** years)


def hours_worked(relative_work: Floats, added: Floats, p: Workload) -> Floats:
    """Return weekly hours of a whole-time partner.

    Parameters
    ----------
    relative_work
        w over w at the start.
    added
        Hours that the agreement and the add-ons held add; negative where they save time.
    """
    return np.maximum(p.hours * relative_work**p.hours_elasticity + added, 0.0)
