"""Does a trust offer to run practices, and which does it address?

An acute, community or mental health trust starts to offer with hazard ``trust_run.start_hazard`` a
year, and then offers every year. Each April it addresses up to ``trust_run.addressed_a_year``
practices within ``trust_run.reach`` km whose distress is above ``trust_run.least_distress``: those
of its own CCG (whose centre is nearest) first, among them the most distressed first, then others.
Each addressed practice decides at once, by the same utility as any other choice
(:mod:`acs_abm.decisions.practice_integration`), and may leave later.
"""

from __future__ import annotations

import numpy as np

from acs_abm.compiled import kernel
from acs_abm.decisions.choice import Flags, Floats, Rows
from acs_abm.parameters import declares, parameter


@declares("trust_run")
class TrustRunsPractices:
    """How trusts come to run practices."""

    start_hazard: float = parameter(
        0.015,
        unit="per year",
        low=0.005,
        high=0.05,
        meaning="Hazard that an acute, community or mental health trust starts to offer.",
        source="fitted by hand: one area known before 2018 (T12)",
    )
    addressed_a_year: int = parameter(
        5,
        unit="practices a year",
        low=2,
        high=8,
        meaning="Most practices that a trust addresses in a year.",
        source="assumption",
    )
    reach: float = parameter(
        10.0,
        unit="km",
        low=5,
        high=15,
        meaning="How far from the trust an addressed practice may be.",
        source="assumption",
    )
    least_distress: float = parameter(
        0.35,
        unit="share",
        low=0.17,
        high=0.53,
        meaning="Distress above which a practice is addressed.",
        source="assumption",
    )


def most_distressed(
    distress: Floats, distance: Floats, is_own: Flags, p: TrustRunsPractices
) -> Rows:
    """Return the rows a trust addresses this year: its own CCG first, the most distressed first.

    Parameters
    ----------
    distress
        Distress of the practices that no trust runs or addresses yet, 0 to 1.
    distance
        Kilometres from the trust to each of them.
    is_own
        Whether each is in the CCG whose centre is nearest to the trust.
    """
    return _most_distressed(
        distress, distance, is_own, p.reach, p.least_distress, p.addressed_a_year
    )


@kernel
def _most_distressed(
    distress: Floats, distance: Floats, is_own: Flags, reach: float, least: float, most: int
) -> Rows:
    """Take the first of those left, again and again; of equal ones the first."""
    waits = (distance <= reach) & (distress > least)
    chosen = np.empty(min(most, waits.sum()), dtype=np.int64)
    for n in range(chosen.size):
        left = np.flatnonzero(waits)
        best = left[0]
        for row in left:
            more = distress[row] > distress[best]
            if (is_own[row] and not is_own[best]) or (is_own[row] == is_own[best] and more):
                best = row
        chosen[n] = best
        waits[best] = False
    return chosen
