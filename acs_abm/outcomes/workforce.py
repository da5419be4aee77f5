"""How do the doctors of a practice come and go?

Partners fall at ``workforce.partners_leave`` · exp(``workforce.leave_with_distress`` · (D −
``workforce.usual_distress``)) a year, D being distress; a practice that is a partner short thinks
again. Salaried doctors grow by ``workforce.salaried_growth`` a year, and vacancies that came with
patients of closed practices are filled at ``workforce.vacancies_filled`` a year.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import elementwise
from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@declares("workforce")
class Workforce:
    """Partners who leave, salaried doctors who come."""

    partners_leave: float = parameter(
        0.039,
        unit="per year",
        low=0.02,
        high=0.06,
        meaning="Partners lost, net of those recruited, at usual distress.",
        source="NHS Digital: whole-time partners fell by 3.9% in a year",
    )
    leave_with_distress: float = parameter(
        1.5,
        unit="log points",
        low=0.75,
        high=2.25,
        meaning="How many more leave where distress is high.",
        source="assumption",
    )
    usual_distress: float = parameter(
        0.22,
        unit="share",
        low=0.11,
        high=0.33,
        meaning="Distress at which rates are the published ones.",
        source="mean of the distress that practices begin with",
    )
    salaried_growth: float = parameter(
        0.04,
        unit="per year",
        low=0.02,
        high=0.06,
        limits=(-0.2, 0.4),
        meaning="Growth of salaried doctors.",
        source="assumption",
    )
    vacancies_filled: float = parameter(
        0.5,
        unit="per year",
        low=0.25,
        high=0.75,
        meaning="Rate at which posts that came with patients of a closed practice are filled.",
        source="assumption",
    )


def partners_after(partners: Floats, distress: Floats, years: float, p: Workforce) -> Floats:
    """Return WTE partners after some part of a year."""
    rate = p.partners_leave * years
    left: Floats = _partners_after(
        partners, distress, rate, p.leave_with_distress, p.usual_distress
    )
    return left


@elementwise(5)
def _partners_after(
    partners: float, distress: float, rate: float, slope: float, usual: float
) -> float:
    return partners * math.exp(-rate * math.exp(slope * (distress - usual)))


def has_lost_partner(before: Floats, after: Floats) -> Flags:
    """Whether the whole number of partners fell: somebody is not there any more."""
    lost: Flags = np.ceil(after) < np.ceil(before)
    return lost


def salaried_after(
    salaried: Floats, vacancies: Floats, years: float, p: Workforce
) -> tuple[Floats, Floats]:
    """Return WTE salaried doctors, and vacancies left, after some part of a year."""
    filled = vacancies * -math.expm1(-p.vacancies_filled * years)
    growth = (1.0 + p.salaried_growth) ** years
    return salaried * growth + filled, vacancies - filled
