"""Which practices close or merge, and where do their patients go?

Each quarter, with a hazard in proportion to list^a · exp(b · D), its mean at the start
``closure.hazard`` a year; a is ``closure.with_size``, b ``closure.with_distress``, D distress.
``closure.merges`` of them merge with the nearest of their CCG, and the larger lives on; the others
disperse patients within the CCG in proportion to list × exp(−km / ``closure.spread``). Practices
within ``closure.reach`` km of a dispersed one think again and are the more distressed for a year.
The posts that came with patients are vacancies (:mod:`acs_abm.outcomes.workforce`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import kernel
from acs_abm.parameters import declares, parameter

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

USUAL_LIST = 7500.0


@declares("closure")
class Closures:
    """How often practices close or merge, and what follows."""

    hazard: float = parameter(
        0.027,
        unit="per year",
        low=0.0135,
        high=0.0405,
        meaning="Practices that close or merge in a year, mean over practices at the start.",
        source="202 closures and mergers of about 7,500 practices, July 2016 to June 2017",
    )
    with_size: float = parameter(
        -1.0,
        unit="elasticity",
        low=-1.5,
        high=-0.5,
        meaning="How the hazard follows the list.",
        source="assumption: the smallest close several times as often as the largest",
    )
    with_distress: float = parameter(
        2.0,
        unit="log points",
        low=1,
        high=3,
        meaning="How much higher the hazard is where distress is high.",
        source="assumption",
    )
    merges: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        meaning="Share that merges into another practice; the others disperse their patients.",
        source="assumption: published counts do not tell closures from mergers",
    )
    spread: float = parameter(
        3.0,
        unit="kilometres",
        low=1.5,
        high=4.5,
        limits=(0.1, 45.0),
        meaning="Distance over which a practice draws e times fewer patients of a closed one.",
        source="assumption",
    )
    reach: float = parameter(
        3.0,
        unit="kilometres",
        low=1.5,
        high=4.5,
        meaning="How far away a closure is felt.",
        source="assumption",
    )


def relative_hazard(list_size: Floats, distress: Floats, p: Closures) -> Floats:
    """Return the hazard of each practice over that of a usual list without distress."""
    relative: Floats = (list_size / USUAL_LIST) ** p.with_size * np.exp(p.with_distress * distress)
    return relative


def chance_of_closing(
    list_size: Floats, distress: Floats, scale: float, years: float, p: Closures
) -> Floats:
    """Return the probability that each practice closes or merges within some part of a year.

    Parameters
    ----------
    list_size, distress
        Of each practice.
    scale
        One over the mean of :func:`relative_hazard` over the country at the start.
    """
    hazard = p.hazard * scale * relative_hazard(list_size, distress, p)
    return -np.expm1(-hazard * years)


@kernel
def shared_out(whole: float, weight: Floats) -> Floats:
    """Divide patients between practices in proportion to a weight, in whole numbers.

    What whole numbers leave over goes to the largest remainders, the first of equal ones, so
    that the parts add up to the whole exactly. Where the whole is no whole number, the last to
    get one gets the fraction.

    Parameters
    ----------
    whole
        Patients.
    weight
        Positive weight of each practice.
    """
    exact = whole * (weight / weight.sum())
    parts = np.floor(exact)
    remainder, left = exact - parts, whole - parts.sum()
    while left > 0.0:
        place, more = remainder.argmax(), min(left, 1.0)
        parts[place] += more
        remainder[place] = -1.0
        left -= more
    return parts


@kernel
def attraction(list_size: Floats, apart: Floats, spread: float) -> Floats:
    """Return how much practices draw patients of a closed one: by size and distance (km)."""
    return list_size * np.exp(-apart / spread)


class Whereabouts(NamedTuple):
    """Where practices are.

    Attributes
    ----------
    ccg
        CCG of each practice.
    by_ccg, first
        Rows of practices CCG by CCG, and where those of each CCG begin.
    places
        Kilometres east and north of each practice.
    """

    ccg: Rows
    by_ccg: Rows
    first: Rows
    places: Floats


@kernel
def those_left(where: Whereabouts, stays: Flags, row: int) -> tuple[Rows, Floats]:
    """Return who of a practice's CCG stays, and how far each is from the practice (km)."""
    ccg, places = where.ccg[row], where.places
    members = where.by_ccg[where.first[ccg] : where.first[ccg + 1]]
    left, apart = np.empty_like(members), np.empty(members.size)
    count = 0
    for member in members:
        if stays[member]:
            east = places[member, 0] - places[row, 0]
            north = places[member, 1] - places[row, 1]
            left[count], apart[count] = member, np.hypot(east, north)
            count += 1
    return left[:count], apart[:count]


@kernel
def near_any(places: Floats, west_to_east: Rows, closed: Rows, reach: float) -> Flags:
    """Return which practices are within reach of any of some, those themselves included.

    Parameters
    ----------
    places
        Kilometres east and north of every practice.
    west_to_east
        Rows in the order of their easting.
    closed
        Rows of the practices that closed.
    reach
        Kilometres.
    """
    is_near = np.zeros(places.shape[0], dtype=np.bool_)
    easting = places[:, 0][west_to_east]
    for row in closed:
        east, north = places[row]
        for place in range(np.searchsorted(easting, east - reach), easting.size):
            if easting[place] > east + reach:
                break
            other = west_to_east[place]
            if np.hypot(places[other, 0] - east, places[other, 1] - north) <= reach:
                is_near[other] = True
    return is_near
