"""The improvement payment of a single contract: one pot instead of QOF and CQUIN.

``improvement_payment.size`` × ``improvement_payment.earned`` × what practices could get from QOF
and trusts from CQUIN. The CCG pays both.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


@declares("improvement_payment")
class ImprovementPayment:
    """How large the pot is and how much of it is earned."""

    size: float = parameter(
        1.0,
        unit="multiple",
        low=0.5,
        high=3.0,
        role=Role.LEVER,
        meaning="The pot against the QOF and CQUIN money that it replaces; above 1 the rest comes "
        "out of the growth of the commissioner's allocation.",
        source="as large as what it replaces, about 3.3% of the budget; up to 10% in the draft",
    )
    earned: float = parameter(
        0.9,
        unit="share",
        low=0.45,
        high=1.0,
        limits=(0.0, 1.0),
        meaning="Share of the pot that is earned.",
        source="assumption",
    )


def pot(qof: Floats, cquin: Floats, p: ImprovementPayment) -> tuple[Floats, Floats]:
    """Return what practices and what trusts get of the pot, £ in the same time.

    Parameters
    ----------
    qof, cquin
        What would be paid at full quality.
    """
    return p.size * p.earned * qof, p.size * p.earned * cquin
