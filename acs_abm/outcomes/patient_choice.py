"""Which hospital do patients choose for planned care? A conditional logit on what they see.

Each April the patients of a practice share themselves out among hospitals within
``patient_choice.furthest`` km in proportion to::

    exp(−d · km + r · CQC rating − w · weeks of wait + o · (1 − guarantee) in the own system)

d is ``patient_choice.distance``, r ``patient_choice.rating``, w ``patient_choice.wait``, o
``patient_choice.own_system``; choice is guaranteed to ``patient_choice.guarantee_protected`` where
the system has a choice mechanism, else to ``patient_choice.guarantee_unprotected``. Independent
providers and hospitals outside the run are outside options of constant weight. The choice index is
1 less the sum of squared shares, over that of the start.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import kernel
from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

USUAL_RATING = 2.0
"""Requires improvement: a hospital with this rating gains and loses nothing by it."""


@declares("patient_choice")
class PatientChoice:
    """What a hospital's utility is made of."""

    distance: float = parameter(
        0.10,
        unit="utility a kilometre",
        low=0.05,
        high=0.15,
        meaning="How much patients mind distance.",
        source="assumption; sign as in studies of hospital choice",
    )
    rating: float = parameter(
        0.30,
        unit="utility a grade",
        low=0.15,
        high=0.45,
        meaning="How much patients value a better CQC rating.",
        source="assumption; sign as in studies of hospital choice",
    )
    wait: float = parameter(
        0.03,
        unit="utility a week",
        low=0.015,
        high=0.045,
        meaning="How much patients mind a week of waiting.",
        source="assumption; sign as in studies of hospital choice",
    )
    own_system: float = parameter(
        0.5,
        unit="utility",
        low=0.25,
        high=0.75,
        meaning="How much referrals favour hospitals of the system where choice is no right.",
        source="assumption",
    )
    guarantee_protected: float = parameter(
        1.0,
        unit="share",
        low=0.5,
        high=1.0,
        role=Role.LEVER,
        meaning="How well the mechanism that protects choice guarantees it.",
        source="assumption",
    )
    guarantee_unprotected: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=0.6,
        role=Role.LEVER,
        meaning="How well choice is guaranteed without that mechanism.",
        source="assumption",
    )
    furthest: float = parameter(
        60.0,
        unit="km",
        low=30,
        high=90,
        limits=(1.0, 300.0),
        meaning="Distance beyond which no hospital is chosen, the nearest apart.",
        source="assumption",
    )


def guarantee(has_mechanism: Flags, p: PatientChoice) -> Floats:
    """Return how well choice is guaranteed in each system, 0 to 1."""
    return np.where(has_mechanism, p.guarantee_protected, p.guarantee_unprotected)


def attraction(
    rating: NDArray[np.int8], wait: Floats, usual_wait: float, p: PatientChoice
) -> Floats:
    """Return what each hospital's rating and wait (weeks) multiply its weight by."""
    seen = p.rating * (rating - USUAL_RATING) - p.wait * (wait - usual_wait)
    return np.asarray(np.exp(seen), dtype=np.float64)


def pull_of_own(guaranteed: Floats, p: PatientChoice) -> Floats:
    """Return what being of the patient's own system multiplies a hospital's weight by."""
    return np.asarray(np.exp(p.own_system * (1.0 - guaranteed)), dtype=np.float64)


@kernel
def reachable(practices: Floats, trusts: Floats, furthest: float) -> tuple[Rows, Rows, Floats]:
    """Find the hospitals within reach of each practice, and the nearest wherever it is.

    Parameters
    ----------
    practices, trusts
        Kilometres east and north.
    furthest
        Kilometres.

    Returns
    -------
    tuple
        Where each practice's hospitals begin (one more than practices), rows of hospitals,
        kilometres.
    """
    n = practices.shape[0]
    starts, limit = np.zeros(n + 1, dtype=np.int64), np.full(n, furthest * furthest)
    for row in range(n):
        shortest, count = np.inf, 0
        for other in range(trusts.shape[0]):
            apart = _squared(practices[row], trusts[other])
            count += apart <= limit[row]
            shortest = min(shortest, apart)
        if count == 0 and trusts.shape[0] > 0:
            limit[row], count = shortest, 1
        starts[row + 1] = starts[row] + count
    found, kilometres = np.empty(starts[n], dtype=np.int64), np.empty(starts[n])
    for row in range(n):
        place = starts[row]
        for other in range(trusts.shape[0]):
            apart = _squared(practices[row], trusts[other])
            if apart <= limit[row] and place < starts[row + 1]:
                found[place], kilometres[place] = other, np.sqrt(apart)
                place += 1
    return starts, found, kilometres


@kernel
def _squared(here: Floats, there: Floats) -> float:
    """Return the square of the distance between two points."""
    east, north = here[0] - there[0], here[1] - there[1]
    return east * east + north * north


@kernel
def choose_hospitals(
    starts: Rows,
    trust: Rows,
    pull: Floats,
    is_own: Flags,
    attractions: Floats,
    own_pull: Floats,
    outside: Floats,
    outside_squared: Floats,
    weight: Floats,
    ccg: Rows,
    flows: Floats,
) -> Floats:
    """Share patients out among hospitals; return how varied the choices of each practice are.

    Parameters
    ----------
    starts, trust, pull, is_own
        Hospitals of each practice: where they begin, rows, weight by distance, own system's.
    attractions, own_pull
        What a hospital's rating and wait, and being the own system's, multiply weight by: one
        number a hospital, one a practice.
    outside, outside_squared
        Weight of everything outside the run and of independent providers, and the sum of its
        squares, one number a practice.
    weight, ccg
        Patients of each practice, and its CCG.
    flows
        CCGs by trusts: patients who go are added.

    Returns
    -------
    Floats
        1 less the sum of squared shares, one number a practice.
    """
    varied, weights = np.zeros(starts.size - 1), np.empty(attractions.size)
    for row in range(starts.size - 1):
        total, squared, first = outside[row], outside_squared[row], starts[row]
        for place in range(starts[row], starts[row + 1]):
            one = pull[place] * attractions[trust[place]]
            if is_own[place]:
                one *= own_pull[row]
            weights[place - first] = one
            total += one
            squared += one * one
        if total <= 0.0:
            continue
        varied[row] = 1.0 - squared / (total * total)
        each = weight[row] / total
        for place in range(starts[row], starts[row + 1]):
            flows[ccg[row], trust[place]] += each * weights[place - first]
    return varied


@kernel
def outside_weights(
    starts: Rows,
    trust: Rows,
    pull: Floats,
    is_own: Flags,
    attractions: Floats,
    own_pull: Floats,
    is_outside: Flags,
    independent_odds: float,
) -> tuple[Floats, Floats]:
    """Return the weight of what is not in the run in each practice's choices, and its square.

    Parameters
    ----------
    starts, trust, pull, is_own, attractions, own_pull
        As for :func:`choose_hospitals`.
    is_outside
        Which hospitals are not in the run; their weights are added up.
    independent_odds
        Weight of independent providers over that of all hospitals.
    """
    outside, squared = np.zeros(starts.size - 1), np.zeros(starts.size - 1)
    for row in range(starts.size - 1):
        total = 0.0
        for place in range(starts[row], starts[row + 1]):
            one = pull[place] * attractions[trust[place]]
            if is_own[place]:
                one *= own_pull[row]
            total += one
            if is_outside[trust[place]]:
                outside[row] += one
                squared[row] += one * one
        independent = independent_odds * total
        if starts[row + 1] == starts[row] and independent_odds > 0.0:
            independent = 1.0  # nowhere else to go
        outside[row] += independent
        squared[row] += independent * independent
    return outside, squared
