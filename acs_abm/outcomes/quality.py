"""How does the quality of care at a practice move? With hours, capability around it and pay.

Quality Q, 0 to 1, moves at ``quality.drift`` a year towards::

    logistic(lasting part − h · hours more than at the start / 10 + c · (capability − usual)
             + i · £ a patient more than in 2017/18 that can be earned for quality / 10)

h is ``quality.long_hours``, c ``quality.capability``, i ``quality.incentive``, and
``quality.incentive_withdrawn`` where less can be earned. The lasting part is ``quality.usual``,
lower by ``quality.spread`` for each standard deviation of distress at the start. What can be earned
moves where QOF's points or their value change, or an improvement payment of another size takes its
place.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import elementwise
from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]

TEN_HOURS = TEN_POUNDS = 10.0


@declares("quality")
class Quality:
    """What quality drifts towards, and how fast."""

    drift: float = parameter(
        0.6,
        unit="per year",
        low=0.3,
        high=0.9,
        meaning="How fast quality moves towards what the state of a practice implies.",
        source="assumption",
    )
    usual: float = parameter(
        1.0,
        unit="logits",
        low=0.5,
        high=1.5,
        meaning="Quality of the usual practice at usual hours and capability.",
        source="assumption",
    )
    spread: float = parameter(
        0.5,
        unit="logits a standard deviation",
        low=0.25,
        high=0.75,
        meaning="How much lower quality lasts at practices that began in more distress.",
        source="assumption",
    )
    long_hours: float = parameter(
        0.5,
        unit="logits for ten hours",
        low=0.25,
        high=0.75,
        meaning="What ten more hours a week take from quality.",
        source="assumption",
    )
    capability: float = parameter(
        0.8,
        unit="logits",
        low=0.4,
        high=1.2,
        meaning="What capability of the place adds to quality.",
        source="assumption",
    )
    incentive: float = parameter(
        0.6,
        unit="logits for £10 a patient",
        low=0.3,
        high=0.9,
        meaning="What paying more for quality than at the start adds to it.",
        source="assumption",
    )
    incentive_withdrawn: float = parameter(
        0.9,
        unit="logits for £10 a patient",
        low=0.45,
        high=1.35,
        meaning="What paying less for quality than at the start takes from it.",
        source="assumption: quality fell more when QOF indicators were retired than it had risen",
    )


def lasting_quality(standing: Floats, p: Quality) -> Floats:
    """Return the part of quality that lasts, in logits.

    Parameters
    ----------
    standing
        How much less distressed than the mean each practice began, in standard deviations.
    """
    return p.usual + p.spread * standing


def implied_quality(
    lasting: Floats, longer_hours: Floats, more_capability: Floats, incentive: Floats, p: Quality
) -> Floats:
    """Return the quality that the state of a practice implies, 0 to 1.

    Parameters
    ----------
    lasting
        The part that lasts, in logits.
    longer_hours
        Weekly hours above the usual ones.
    more_capability
        Capability of the place above the reference.
    incentive
        What can be earned for quality above that of the start, £ a patient a year.
    """
    a_pound = np.where(incentive < 0.0, p.incentive_withdrawn, p.incentive) / TEN_POUNDS
    paid = lasting + a_pound * incentive
    implied: Floats = _implied_quality(
        paid, longer_hours, more_capability, p.long_hours / TEN_HOURS, p.capability
    )
    return implied


@elementwise(5)
def _implied_quality(
    lasting: float, hours: float, able: float, an_hour: float, ability: float
) -> float:
    return 1.0 / (1.0 + math.exp(-(lasting - an_hour * hours + ability * able)))


def quality_after(quality: Floats, implied: Floats, years: float, p: Quality) -> Floats:
    """Return quality after some part of a year."""
    return quality - math.expm1(-p.drift * years) * (implied - quality)
