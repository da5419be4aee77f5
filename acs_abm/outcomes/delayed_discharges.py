"""What do councils that joined the partnership change? Beds held by delayed discharges.

``council.delayed_beds`` of beds are held by delayed discharges, ``council.discharge_relief`` of
them less where councils joined. It is reported; beds are not simulated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import declares, parameter


@declares("council")
class DelayedDischarges:
    """Beds that patients ready to leave still need."""

    delayed_beds: float = parameter(
        0.045,
        unit="share of beds",
        low=0.0225,
        high=0.0675,
        meaning="Beds held by delayed discharges where the councils have not joined.",
        source="about 2017, from memory of published counts: check",
    )
    discharge_relief: float = parameter(
        0.2,
        unit="share",
        low=0.1,
        high=0.3,
        meaning="Share of delayed discharges that councils avoid once they have joined.",
        source="assumption",
    )


def delayed_bed_share(joined: NDArray[np.bool_], p: DelayedDischarges) -> NDArray[np.float64]:
    """Return the share of beds held by delayed discharges in each system."""
    return p.delayed_beds * (1.0 - p.discharge_relief * joined.astype(np.float64))
