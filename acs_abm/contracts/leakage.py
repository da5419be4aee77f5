"""Does money follow patients who choose another hospital, and does a budget bear it?

A hospital's share h of its place's money for planned care moves as patients do::

    h = h₀ · (its share of the place's planned patients now / at the start), scaled to add up to 1

What goes to hospitals outside the run and to independent ones counts as spending of the place, and
comes out of a holder's budget, by the share ``leakage.charged``. Emergencies stay where they were.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import kernel
from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@declares("leakage")
class Leakage:
    """What a budget holds of patients who choose elsewhere."""

    charged: float = parameter(
        1.0,
        unit="share",
        low=0.0,
        high=1.0,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Part of the planned care of patients who leave for hospitals outside the run, "
        "or for independent ones, that counts against benchmarks and is paid out of budgets.",
        source="assumption: a population budget is for the whole list, wherever patients go",
    )


@kernel
def planned_share(first: Floats, then: Floats, now: Floats, place: Rows, n: int) -> Floats:
    """Return the share of its place's money for planned care that each hospital gets.

    Parameters
    ----------
    first
        Share at the start, by pair of place and hospital.
    then, now
        Share of the place's planned patients there at the start and now, by pair. Where none
        went at the start the share of the money stays.
    place
        Place of each pair.
    n
        How many places there are. What goes to hospitals of a place is never more than all.
    """
    share, total = np.empty(first.size), np.zeros(n)
    for pair in range(first.size):
        moved = now[pair] / then[pair] if then[pair] > 0.0 else 1.0
        share[pair] = first[pair] * moved
        total[place[pair]] += share[pair]
    for pair in range(first.size):
        share[pair] /= max(total[place[pair]], 1.0)
    return share
