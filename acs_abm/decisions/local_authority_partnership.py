"""Do a system's councils join the partnership?

They join when governance has matured enough for them to have a say.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Floats
from acs_abm.parameters import declares, parameter


@declares("council")
class LocalAuthorityPartnership:
    """What brings councils in."""

    join_hazard: float = parameter(
        0.3,
        unit="per year per unit of governance",
        low=0.15,
        high=0.45,
        meaning="Hazard of joining for each unit of governance above the least.",
        source="assumption",
    )
    least_governance: float = parameter(
        0.3,
        unit="share",
        low=0.15,
        high=0.45,
        meaning="Governance under which councils stay away.",
        source="assumption",
    )


def joining_hazard(governance: Floats, p: LocalAuthorityPartnership) -> Floats:
    """Return the yearly hazard with which the councils of each system join."""
    return p.join_hazard * np.maximum(governance - p.least_governance, 0.0)
