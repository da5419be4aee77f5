"""Place made-up organisations around the published centres of CCGs.

The sites of built-in practices and trusts are drawn, not real; some may lie in the sea.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acs_abm.evidence import figure
from acs_abm.population.neighbours import distances, unproject

if TYPE_CHECKING:
    from acs_abm.chance import Chance
    from acs_abm.population.organisations import Flags, Floats, Keys, Rows

SPREAD_PER_GAP = 0.45
"""Root mean square distance of practices from their CCG's centre, in mean distances from that
centre to the three nearest other centres."""
LONE_GAP_KM = 15.0
"""Distance to other centres where there is none: about the median of England's CCGs."""
FURTHEST = 2.5
"""No practice is drawn further out than this, in standard deviations of one axis."""
RURAL_BY_REMOTENESS = 2.5
"""Weight of a practice's log distance from the centre in its rural score, beside the log
density of its CCG."""


def ccg_spread(points: Floats) -> Floats:
    """Estimate how far from its centre a CCG's practices lie.

    Parameters
    ----------
    points
        Centres of the CCGs, kilometres.

    Returns
    -------
    Floats
        Root mean square distance, kilometres: 0.45 of the mean distance to the three nearest
        other centres (to those there are, where fewer).
    """
    if len(points) == 1:
        return np.array([SPREAD_PER_GAP * LONE_GAP_KM])
    gaps = np.sort(distances(points, points), axis=1)[:, 1:4]
    return np.asarray(SPREAD_PER_GAP * gaps.mean(axis=1), dtype=np.float64)


def scattered(
    points: Floats, spread: Floats, keys: Keys, stream: str, chance: Chance
) -> tuple[Floats, Floats]:
    """Place organisations around given points.

    Parameters
    ----------
    points
        Where each one's surroundings are centred, kilometres.
    spread
        Root mean square distance from there, kilometres.
    keys
        Of the organisations.
    stream
        Start of the names of the two streams.
    chance
        The luck of this country.

    Returns
    -------
    tuple of Floats
        Positions and distances from the centre, kilometres.
    """
    furthest = 1.0 - np.exp(-(FURTHEST**2) / 2)
    u = chance.uniform(f"{stream}_distance", 0, keys) * furthest
    distance = spread * np.sqrt(-np.log1p(-u))
    bearing = 2 * np.pi * chance.uniform(f"{stream}_bearing", 0, keys)
    offset = np.column_stack([np.cos(bearing), np.sin(bearing)]) * distance[:, None]
    return points + offset, distance


def place_practices(
    centres: Floats,
    spread: Floats,
    population: Floats,
    ccg: Rows,
    keys: Keys,
    chance: Chance,
) -> tuple[Floats, Floats, Flags]:
    """Place practices around their CCG's centre and say which are rural.

    The rural score falls with the density of the CCG (people over a circle of its spread) and
    rises with the practice's distance from the centre; the published share of practices with
    the highest scores is rural.

    Parameters
    ----------
    centres, spread, population
        Of the CCGs: kilometres, :func:`ccg_spread`, people.
    ccg, keys
        Of the practices: row of the CCG, and key.
    chance
        The luck of this country.

    Returns
    -------
    tuple
        Latitude, longitude, whether rural.
    """
    around = centres[ccg]
    points, distance = scattered(around, spread[ccg], keys, "population.place", chance)
    latitude, longitude = unproject(points)
    density = population / (np.pi * spread**2)
    score = RURAL_BY_REMOTENESS * np.log(distance / spread[ccg]) - np.log(density)[ccg]
    is_rural = np.zeros(score.size, dtype=bool)
    n_rural = round(figure("rural_share") * score.size)
    is_rural[np.argsort(-score, kind="stable")[:n_rural]] = True
    return latitude, longitude, is_rural
