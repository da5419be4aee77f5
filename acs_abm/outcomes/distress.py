"""How does distress of a practice move? With work, closures nearby, ratings, and relief.

Distress D, 0 to 1, moves at ``distress.drift`` a year towards::

    logistic(c + w · ln(work / work at the start)
             + n after a closure nearby + q if inadequate − relief)

with normal noise of ``distress.noise`` × √years; c is the logit of D at the start, w
``distress.workload``, n ``distress.closure_nearby`` (for a year), q ``distress.inadequate``. Relief
is ``distress.relief_alliance``, ``distress.relief_partial`` or ``distress.relief_full`` by the
level that has been in force for ``distress.relief_after`` quarters.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import elementwise
from acs_abm.parameters import declares, parameter

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Levels = NDArray[np.int8]


@declares("distress")
class DistressDrift:
    """What distress drifts towards, how fast, and what relieves it."""

    drift: float = parameter(
        0.4,
        unit="per year",
        low=0.2,
        high=0.6,
        meaning="How fast distress moves towards what the state of a practice implies.",
        source="assumption",
    )
    workload: float = parameter(
        2.0,
        unit="logits a log point",
        low=1,
        high=3,
        meaning="What work for each clinician adds to distress.",
        source="assumption",
    )
    closure_nearby: float = parameter(
        0.5,
        unit="logits",
        low=0.25,
        high=0.75,
        meaning="What a closure nearby within the last year adds to distress.",
        source="assumption",
    )
    inadequate: float = parameter(
        0.8,
        unit="logits",
        low=0.4,
        high=1.2,
        meaning="What being rated inadequate adds to distress.",
        source="assumption",
    )
    relief_alliance: float = parameter(
        0.1,
        unit="logits",
        low=0.05,
        high=0.2,
        meaning="Relief in an alliance in force.",
        source="assumption",
    )
    relief_partial: float = parameter(
        0.3,
        unit="logits",
        low=0.15,
        high=0.45,
        meaning="Relief under an integration agreement in force.",
        source="assumption",
    )
    relief_full: float = parameter(
        1.2,
        unit="logits",
        low=0.6,
        high=1.8,
        meaning="Relief under a full contract in force, or run by a trust.",
        source="assumption",
    )
    relief_after: int = parameter(
        4,
        unit="quarters",
        low=2,
        high=6,
        meaning="Time for which an agreement is in force before it relieves.",
        source="assumption: relief comes after a year",
    )
    noise: float = parameter(
        0.04,
        unit="distress in a year",
        low=0.02,
        high=0.06,
        limits=(0.0, 1.0),
        meaning="Spread of what else moves the distress of a practice.",
        source="assumption",
    )


def relief(level: Levels, p: DistressDrift) -> Floats:
    """Return the relief that each level brings once it has been in force for long enough."""
    by_level = np.array([0.0, p.relief_alliance, p.relief_partial, p.relief_full])
    return by_level[level]


def distress_after(
    distress: Floats,
    usual: Floats,
    relative_work: Floats,
    trouble: Floats,
    luck: Floats,
    years: float,
    p: DistressDrift,
) -> Floats:
    """Return the distress of practices after some part of a year, 0 to 1.

    Parameters
    ----------
    distress
        Before.
    usual
        The logit of what it drifts to with work as at the start and nothing amiss.
    relative_work
        Patients for each clinician over what they were at the start.
    trouble
        Logits added by :func:`troubles`.
    luck
        Standard normal draw.
    years
        Length of the step.
    """
    moved = -math.expm1(-p.drift * years)
    spread = p.noise * math.sqrt(years)
    after: Floats = _distress_after(
        distress, usual, relative_work, trouble, luck, moved, p.workload, spread
    )
    return after


@elementwise(8)
def _distress_after(
    distress: float,
    usual: float,
    relative_work: float,
    trouble: float,
    luck: float,
    moved: float,
    workload: float,
    spread: float,
) -> float:
    logit = usual + workload * math.log(relative_work) + trouble
    towards = 1.0 / (1.0 + math.exp(-logit))
    return min(max(distress + moved * (towards - distress) + spread * luck, 0.0), 1.0)


def troubles(
    is_closure_near: Flags, is_inadequate: Flags, level: Levels, p: DistressDrift
) -> Floats:
    """Return what adds to distress beside work: closures nearby, a bad rating, less relief."""
    added = p.closure_nearby * is_closure_near + p.inadequate * is_inadequate
    return np.asarray(added - relief(level, p), dtype=np.float64)
