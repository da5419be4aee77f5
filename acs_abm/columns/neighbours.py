"""Which living CCGs are neighbours: the one thing about places that mergers change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.columns.arrays import Flags, Floats, Rows
from acs_abm.compiled import kernel


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
        return cls(*_borders(here, there, decided_by), decided_by)

    def share(self, flags: Flags) -> Floats:
        """Return, for each place, of what share of its CCG's neighbours something is so."""
        return _share(self.here, self.there, self.weight, self.decided_by, flags)


@kernel
def _borders(here: Rows, there: Rows, decided_by: Rows) -> tuple[Rows, Rows, Floats]:
    """Return each border between two CCGs once each way, and its part of a mean over the other."""
    n = decided_by.size
    border = np.empty(here.size, dtype=np.int64)
    for place in range(here.size):
        border[place] = decided_by[here[place]] * n + decided_by[there[place]]
    one, other, last = np.empty_like(border), np.empty_like(border), -1
    count, found = np.zeros(n), 0
    for between in np.sort(border):
        if between != last and between // n != between % n:
            one[found], other[found] = between // n, between % n
            count[one[found]] += 1.0
            found += 1
        last = between
    one, other = one[:found], other[:found]
    return one, other, 1.0 / count[one]


@kernel
def _share(here: Rows, there: Rows, weight: Floats, decided_by: Rows, flags: Flags) -> Floats:
    of_ccgs = np.zeros(decided_by.size)
    for border in range(here.size):
        of_ccgs[here[border]] += weight[border] * flags[there[border]]
    return of_ccgs[decided_by]
