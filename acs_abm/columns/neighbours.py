"""Which living CCGs are neighbours: the one thing about places that mergers change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.columns.arrays import Flags, Floats, Rows


@dataclass(frozen=True)
class CCGNeighbours:
    """Which living CCGs are neighbours: one entry each way.

    Attributes
    ----------
    here, there
        Rows of the one and of the other.
    weight
        Weight of the other in a mean over the neighbours of the one.
    decided_by
        Row of the CCG of each place.
    """

    here: Rows
    there: Rows
    weight: Floats
    decided_by: Rows

    @classmethod
    def of(cls, here: Rows, there: Rows, decided_by: Rows) -> CCGNeighbours:
        """Return the neighbours of CCGs whose places are: CCGs are if any of their places are."""
        n = len(decided_by)
        one, other = decided_by[here], decided_by[there]
        borders = np.sort((one * n + other)[one != other])
        borders = borders[np.diff(borders, prepend=-1) > 0]  # each once
        one = borders // max(n, 1)
        other = borders - one * n
        weight = 1.0 / np.bincount(one, minlength=n)[one]
        return cls(one, other, weight, decided_by)

    def share(self, flags: Flags) -> Floats:
        """Return, for each place, of what share of its CCG's neighbours something is so."""
        n = len(self.decided_by)
        of_ccgs = np.bincount(self.here, self.weight * flags[self.there], minlength=n)
        return np.asarray(of_ccgs[self.decided_by], dtype=np.float64)
