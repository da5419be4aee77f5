"""Do a system's councils join the partnership?

They join when governance G has matured enough for them to have a say, the sooner the more money
there is to share, with hazard::

    h · max(G − g, 0) · (1 + transformation money, £ a head a year / m)        a year

h is ``council.join_hazard``, g ``council.least_governance``, m ``council.money_scale``. They stay.
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
    money_scale: float = parameter(
        10.0,
        unit="£ per head a year",
        low=5,
        high=15,
        limits=(0.1, 150.0),
        meaning="Transformation money in the system that doubles the hazard.",
        source="assumption",
    )


def joining_terms(
    governance: Floats, money: Floats, p: LocalAuthorityPartnership
) -> dict[str, Floats]:
    """Return the factors of the hazard with which councils join.

    Parameters
    ----------
    governance
        Governance G of each system, 0 to 1.
    money
        Transformation money that reaches the system, £ per head a year.
    p
        What brings councils in.
    """
    return {
        "governance": np.maximum(governance - p.least_governance, 0.0),
        "money": 1.0 + money / p.money_scale,
    }


def joining_hazard(governance: Floats, money: Floats, p: LocalAuthorityPartnership) -> Floats:
    """Return the yearly hazard with which the councils of each system join."""
    terms = joining_terms(governance, money, p)
    return p.join_hazard * terms["governance"] * terms["money"]
