"""Which CCGs come to share an accountable officer?

A CCG with an officer of its own brings in a neighbour of its system that has one too, with hazard::

    h · m · (1 + i · share of its neighbours that share)        a year

h is ``ccg_officer.hazard``, i ``ccg_officer.imitation``, and m ``ccg_officer.small_multiple`` below
``ccg_officer.small_population`` patients, 1 above. Where all such neighbours share already it joins
one of them. Sharing is the first step to a merger (:mod:`acs_abm.decisions.ccg_mergers`).
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Flags, Floats, Rows
from acs_abm.parameters import declares, parameter


@declares("ccg_officer")
class CCGOfficers:
    """How often CCGs come to share an accountable officer."""

    hazard: float = parameter(
        0.10,
        unit="per year",
        low=0.05,
        high=0.2,
        meaning="Hazard with which a CCG seeks to share, before what multiplies it.",
        source="set on the CCGs sharing in 2016 and 2017 (T18)",
    )
    small_population: float = parameter(
        250_000.0,
        unit="patients",
        low=125_000,
        high=375_000,
        meaning="Registered patients below which a CCG counts as small.",
        source="assumption",
    )
    small_multiple: float = parameter(
        1.5,
        unit="multiple",
        low=1,
        high=2.5,
        meaning="How much more often a small CCG seeks to share.",
        source="assumption",
    )
    imitation: float = parameter(
        1.0,
        unit="multiple",
        low=0.5,
        high=1.5,
        meaning="How much more often one does all of whose neighbours share.",
        source="assumption",
    )


def sharing_hazard(people: Floats, neighbours_sharing: Floats, p: CCGOfficers) -> Floats:
    """Return the yearly hazard with which a CCG of its own officer seeks to share.

    Parameters
    ----------
    people
        Its registered patients.
    neighbours_sharing
        Share of its neighbours that share an officer, 0 to 1.
    """
    small = np.where(people < p.small_population, p.small_multiple, 1.0)
    return p.hazard * small * (1.0 + p.imitation * neighbours_sharing)


def pairs(
    starts: Flags, luck: Floats, one: Rows, other: Rows, appeal: Floats
) -> list[tuple[int, int]]:
    """Pair organisations that start something with a partner each, nobody twice.

    Parameters
    ----------
    starts
        Who looks for a partner.
    luck
        Who comes first: the smaller. A draw, so that the order of rows never matters.
    one, other
        Rows of those who may be paired, once each way.
    appeal
        Whom they take among several: the smallest draw.
    """
    free = np.ones(len(starts), dtype=bool)
    found = []
    for row in sorted(np.flatnonzero(starts).tolist(), key=luck.__getitem__):
        if free[row]:
            partners = other[one == row]
            partners = partners[free[partners]]
            if len(partners):
                partner = int(partners[appeal[partners].argmin()])
                free[row] = free[partner] = False
                found.append((row, partner))
    return found
