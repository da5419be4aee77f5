"""When does a CCG take on the commissioning of general practice from NHS England?

With hazard ``delegation.hazard`` × (``delegation.alone`` + share of neighbouring CCGs that have it)
a year, and at once where the stage of its system gives delegated commissioning. NHS England then
passes the money for practices to it, and it pays their contracts. It keeps it if the system is sent
back.
"""

from __future__ import annotations

from acs_abm.decisions.choice import Floats
from acs_abm.parameters import declares, parameter


@declares("delegation")
class DelegatedCommissioning:
    """How delegated commissioning of general practice spreads."""

    hazard: float = parameter(
        0.6,
        unit="per year",
        low=0.3,
        high=0.9,
        meaning="Hazard scale with which a CCG takes it on.",
        source="set on delegated CCGs of 2015 to 2017 (T19)",
    )
    alone: float = parameter(
        0.5,
        unit="share of the scale",
        low=0.25,
        high=0.75,
        meaning="Part of the hazard that does not depend on neighbours.",
        source="set on delegated CCGs of 2015 to 2017 (T19)",
    )


def delegation_hazard(neighbours: Floats, p: DelegatedCommissioning) -> Floats:
    """Return the yearly hazard, given the share of neighbouring CCGs that have it."""
    return p.hazard * (p.alone + neighbours)
