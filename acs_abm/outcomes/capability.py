"""How able is a place to look after its people together? Data, governance and practices at scale.

``capability.health_management`` · PHM + ``capability.governance`` · G + ``capability.hubs`` · share
of the place's list in hubs: one number a place, 0 to 1, used wherever an outcome depends on
capability. ``capability.reference`` is usual.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]


@declares("capability")
class Capability:
    """What capability is made of, and how much of it is the usual amount."""

    health_management: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="Weight of population health management in the capability of a place.",
        source="assumption",
    )
    governance: float = parameter(
        0.25,
        unit="share",
        low=0.125,
        high=0.375,
        meaning="Weight of the system's governance in the capability of a place.",
        source="assumption",
    )
    hubs: float = parameter(
        0.25,
        unit="share",
        low=0.125,
        high=0.375,
        meaning="Weight of the share of the list at hub members in the capability of a place.",
        source="assumption",
    )
    reference: float = parameter(
        0.35,
        unit="share",
        low=0.175,
        high=0.525,
        limits=(0.01, 1.0),
        meaning="Capability at which outcomes are as they were measured.",
        source="assumption",
    )


def capability(
    health_management: Floats, governance: Floats, hub_coverage: Floats, p: Capability
) -> Floats:
    """Return the capability of places, 0 to 1 with the default weights.

    Parameters
    ----------
    health_management, governance
        Of the system of each place, 0 to 1.
    hub_coverage
        Share of the list of each place at hub members.
    """
    return (
        p.health_management * health_management + p.governance * governance + p.hubs * hub_coverage
    )
