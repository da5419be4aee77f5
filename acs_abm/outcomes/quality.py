"""How does the quality of care at a practice move? With hours and with capability around it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import elementwise
from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]

TEN_HOURS = 10.0


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


def lasting_quality(standing: Floats, p: Quality) -> Floats:
    """Return the part of quality that lasts, in logits.

    Parameters
    ----------
    standing
        How much less distressed than the mean each practice began, in standard deviations.
    """
    return p.usual + p.spread * standing


def implied_quality(
    lasting: Floats, longer_hours: Floats, more_capability: Floats, p: Quality
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
    """
    implied: Floats = _implied_quality(
        lasting, longer_hours, more_capability, p.long_hours / TEN_HOURS, p.capability
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
