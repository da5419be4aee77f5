"""Who trusts whom among the organisations of a system."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.columns.arrays import Floats, Rows
from acs_abm.compiled import kernel


@dataclass
class TieColumns:
    """Trust between organisations: a row for each ordered pair at home in one system.

    Organisations are numbered here trusts first, then CCGs. Those that merge keep their ties,
    which then weigh nothing, since what has merged has no income.

    Attributes
    ----------
    whose, whom
        Number of the organisation that trusts and of the one that it trusts.
    system
        Row of their system.
    trust, damage
        Trust, 0 to 1, and the lasting damage to it.
    """

    whose: Rows
    whom: Rows
    system: Rows
    trust: Floats
    damage: Floats

    def held(self, size: Floats, otherwise: Floats) -> Floats:
        """Return each organisation's mean trust in its partners, the larger counting more.

        Parameters
        ----------
        size
            Pounds a year at each organisation.
        otherwise
            What holds for an organisation that has no partner.
        """
        return _mean(self.whose, self.whom, self.trust, size, otherwise)

    def earned(self, size: Floats, otherwise: Floats) -> Floats:
        """Return the mean trust of its partners in each organisation, the larger counting more."""
        return _mean(self.whom, self.whose, self.trust, size, otherwise)


@kernel
def _mean(at: Rows, other: Rows, trust: Floats, size: Floats, otherwise: Floats) -> Floats:
    total, weight = np.zeros(size.size), np.zeros(size.size)
    for tie in range(at.size):
        total[at[tie]] += size[other[tie]] * trust[tie]
        weight[at[tie]] += size[other[tie]]
    means = otherwise.copy()
    for place in range(size.size):
        if weight[place] > 0.0:
            means[place] = total[place] / weight[place]
    return means
