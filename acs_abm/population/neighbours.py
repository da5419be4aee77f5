"""Who is near whom.

Positions are degrees; distances are kilometres in an equirectangular projection at the middle
latitude of England, good to one per cent over the distances that matter here (tens of
kilometres).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.spatial import cKDTree

from acs_abm.compiled import kernel

if TYPE_CHECKING:
    from acs_abm.population.organisations import Flags, Floats, Rows

EARTH_RADIUS_KM = 6371.0
MIDDLE_LATITUDE = 52.7
"""Degrees north; the same for every population, so that a subset has the same distances."""

PEER_RADIUS_KM = 10.0
"""How far away a practice of the same CCG still counts as a peer (assumption)."""

LONGEST_BORDER_KM = 90.0
"""Centres further apart than this are not neighbours (assumption).

Together with the Gabriel rule it recovers the published neighbouring pairs of STPs: of the
pairs it makes, 97% are published, and it finds 81% of those published.
"""


def project(latitude: Floats, longitude: Floats) -> Floats:
    """Turn degrees into kilometres east and north.

    Parameters
    ----------
    latitude, longitude
        Degrees.

    Returns
    -------
    Floats
        One row a position: kilometres east of Greenwich and north of the equator.
    """
    east = np.radians(longitude) * np.cos(np.radians(MIDDLE_LATITUDE)) * EARTH_RADIUS_KM
    return np.column_stack([east, np.radians(latitude) * EARTH_RADIUS_KM])


def unproject(points: Floats) -> tuple[Floats, Floats]:
    """Turn kilometres east and north back into degrees of latitude and longitude."""
    shrink = np.cos(np.radians(MIDDLE_LATITUDE))
    latitude = np.degrees(points[:, 1] / EARTH_RADIUS_KM)
    return latitude, np.degrees(points[:, 0] / EARTH_RADIUS_KM / shrink)


def distances(points: Floats, others: Floats) -> Floats:
    """Give the distance in kilometres from each point to each of the others."""
    apart = points[:, None, :] - others[None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]), dtype=np.float64)


def practice_peers(
    latitude: Floats,
    longitude: Floats,
    ccg: Rows,
    list_size: Floats,
    radius_km: float = PEER_RADIUS_KM,
) -> csr_array:
    """Weigh each practice's peers for its local norm.

    Peers are the other practices of its CCG within the radius, weighted by list size; where
    there is none, all others of the CCG.

    Parameters
    ----------
    latitude, longitude, ccg, list_size
        Of every practice.
    radius_km
        Kilometres.

    Returns
    -------
    csr_array
        Practices by practices; rows sum to one, or to zero for a CCG's only practice.
    """
    points = project(latitude, longitude)
    order = np.argsort(ccg, kind="stable").astype(np.int64)
    starts = np.flatnonzero(np.diff(ccg[order], prepend=-1))
    rows, columns, weights = [], [], []
    for members in np.split(order, starts[1:]):
        block = _peer_weights(points[members], list_size[members], radius_km)
        here, there = np.nonzero(block)
        rows.append(members[here])
        columns.append(members[there])
        weights.append(block[here, there])
    entries = (np.concatenate(rows), np.concatenate(columns))
    shape = (ccg.size, ccg.size)
    return csr_array(coo_array((np.concatenate(weights), entries), shape=shape))


def peers_at_or_above(
    peers: csr_array, rows: NDArray[np.int64], level: NDArray[np.int8], highest: int
) -> Floats:
    """Return the weighted share of some practices' peers at each level or above.

    Parameters
    ----------
    peers
        Weights of peers, as :func:`practice_peers` gives them.
    rows
        Practices whose peers are asked about.
    level
        Level of every practice, from 0.
    highest
        Highest level asked about.

    Returns
    -------
    Floats
        One row for each of ``rows``, one column for each level from 0 to ``highest``; zero in
        column 0, which is no level to join.
    """
    return _peers_at_or_above(peers.indptr, peers.indices, peers.data, rows, level, highest)


@kernel
def _peers_at_or_above(
    starts: NDArray[np.int32],
    columns: NDArray[np.int32],
    weights: Floats,
    rows: NDArray[np.int64],
    level: NDArray[np.int8],
    highest: int,
) -> Floats:
    shares = np.zeros((rows.size, highest + 1))
    for place in range(rows.size):
        for entry in range(starts[rows[place]], starts[rows[place] + 1]):
            shares[place, min(level[columns[entry]], highest)] += weights[entry]
        shares[place, 0] = 0.0  # counted all the same: no branch for the processor to guess
        for height in range(highest - 1, 0, -1):
            shares[place, height] += shares[place, height + 1]
    return shares


def _peer_weights(points: Floats, list_size: Floats, radius_km: float) -> Floats:
    near = distances(points, points) <= radius_km
    others = ~np.eye(len(points), dtype=bool)
    near &= others
    near |= others & ~near.any(axis=1, keepdims=True)
    weight = near * list_size
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weight, total, out=weight, where=total > 0), dtype=np.float64)


def ccg_neighbours(
    latitude: Floats, longitude: Floats, longest_km: float = LONGEST_BORDER_KM
) -> Flags:
    """Find which CCGs are neighbours.

    Two CCGs are neighbours if no third CCG's centre lies within the circle that has their two
    centres on opposite ends (the Gabriel graph) and the centres are not too far apart. A CCG
    that has no neighbour by this rule gets the nearest one.

    Parameters
    ----------
    latitude, longitude
        Of the CCGs' centres.
    longest_km
        Largest distance between the centres of neighbours.

    Returns
    -------
    Flags
        CCGs by CCGs, symmetric, with an empty diagonal.
    """
    points = project(latitude, longitude)
    beside = np.zeros((len(points), len(points)), dtype=bool)
    if len(points) < 2:
        return beside
    tree = cKDTree(points)
    pairs = tree.query_pairs(longest_km, output_type="ndarray")
    ends = points[pairs]
    radius = np.hypot(*(ends[:, 0] - ends[:, 1]).T) / 2
    nearest_to_middle, _ = tree.query(ends.mean(axis=1))
    kept = pairs[nearest_to_middle >= radius - 1e-9]
    beside[kept[:, 0], kept[:, 1]] = True
    beside |= beside.T
    alone = np.flatnonzero(~beside.any(axis=1))
    nearest_two = np.asarray(tree.query(points[alone], k=2)[1])
    closest = np.where(nearest_two[:, 0] == alone, nearest_two[:, 1], nearest_two[:, 0])
    beside[alone, closest] = True
    return beside | beside.T


def system_neighbours(beside: Flags, system: Rows, n_systems: int) -> Flags:
    """Call two systems neighbours if any of their CCGs are.

    Parameters
    ----------
    beside
        Which CCGs are neighbours.
    system
        Row of each CCG's system.
    n_systems
        How many systems there are.

    Returns
    -------
    Flags
        Systems by systems, symmetric, with an empty diagonal.
    """
    touching = np.zeros((n_systems, n_systems), dtype=bool)
    here, there = np.nonzero(beside)
    touching[system[here], system[there]] = True
    np.fill_diagonal(touching, val=False)
    return touching
