"""How does the Care Quality Commission rate whom it inspects?

Practices and trusts rated good or better are inspected every ``inspection.quarters_good`` quarters,
those rated below it every ``inspection.quarters_below``. Below good, a practice is rated one better
with probability ``inspection.practice_improves``, a trust with ``inspection.trust_improves``,
either one worse with ``inspection.worsens``; a good one falls with ``inspection.good_falls``. An
outstanding one stays: nothing was published of how ratings move at the top. A practice whose rating
fell thinks again; a trust's rating counts for its segment, for CQUIN, for patients' choice and
where holders are chosen.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Floats, Rows, Small
from acs_abm.parameters import declares, parameter

INADEQUATE, REQUIRES_IMPROVEMENT, GOOD, OUTSTANDING = 1, 2, 3, 4
RATINGS = ("inadequate", "requires_improvement", "good", "outstanding")
"""Ratings by number, 1 the worst."""


@declares("inspection")
class Inspection:
    """How often inspections come, and what they find."""

    quarters_good: int = parameter(
        8,
        unit="quarters",
        low=4,
        high=12,
        meaning="Time between inspections of whoever is rated good or outstanding.",
        source="assumption",
    )
    quarters_below: int = parameter(
        4,
        unit="quarters",
        low=2,
        high=6,
        meaning="Time between inspections of whoever is rated below good.",
        source="assumption",
    )
    practice_improves: float = parameter(
        0.8,
        unit="probability",
        low=0.4,
        high=0.95,
        limits=(0.0, 1.0),
        meaning="Probability that a practice below good is rated one better.",
        source="almost 80% of practices inspected again (2016/17)",
    )
    trust_improves: float = parameter(
        0.2,
        unit="probability",
        low=0.1,
        high=0.3,
        limits=(0.0, 1.0),
        meaning="Probability that a trust below good is rated one better.",
        source="assumption: most trusts were below good, so few can have improved",
    )
    worsens: float = parameter(
        0.05,
        unit="probability",
        low=0.02,
        high=0.08,
        meaning="Probability that one that requires improvement is rated inadequate.",
        source="5% of practices inspected again (2016/17)",
    )
    good_falls: float = parameter(
        0.18,
        unit="probability",
        low=0.09,
        high=0.27,
        meaning="Probability that a good one is found to require improvement.",
        source="assumption: holds the published ratings of practices about steady",
    )


def rating_after(rating: Small, luck: Floats, improves: float, p: Inspection) -> Small:
    """Return the rating after an inspection.

    Parameters
    ----------
    rating
        Before, 1 (inadequate) to 4 (outstanding).
    luck
        Uniform draw.
    improves
        Probability that one below good is rated one better.
    """
    below = rating < GOOD
    better = below & (luck < improves)
    worse = below & (luck >= 1.0 - p.worsens) & ~better
    falls = (rating == GOOD) & (luck < p.good_falls)
    return np.maximum(rating + better - worse - falls, INADEQUATE).astype(np.int8)


def quarters_between(rating: Small, p: Inspection) -> Rows:
    """Return how long each waits for its next inspection, quarters."""
    return np.where(rating < GOOD, p.quarters_below, p.quarters_good).astype(np.int64)
