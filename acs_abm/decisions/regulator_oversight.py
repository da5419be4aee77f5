"""In which oversight segment does NHS Improvement put a trust?

Segments go from 1 (maximum autonomy) to 4 (special measures). A trust that missed or refused its
control total, is in deep deficit or is rated below good belongs the further down for each, but
only one that is rated inadequate belongs in special measures. It moves by one segment a year.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Flags, Floats, Small
from acs_abm.parameters import declares, parameter

MAXIMUM_AUTONOMY, SPECIAL_MEASURES = 1, 4
INADEQUATE, GOOD = 1, 3


@declares("oversight")
class Oversight:
    """What counts against a trust."""

    deep_deficit: float = parameter(
        2.0,
        unit="% of income",
        low=1,
        high=3,
        meaning="Deficit above which a trust belongs a segment further down.",
        source="assumption",
    )


def segment_due(met: Flags, margin: Floats, rating: Small, p: Oversight) -> Small:
    """Return the segment in which each trust belongs.

    Parameters
    ----------
    met
        Whether it accepted and met its control total in the year.
    margin
        Surplus (negative: deficit), share of income.
    rating
        1 (inadequate) to 4 (outstanding).
    """
    in_deficit = -100.0 * margin > p.deep_deficit
    against = (~met).astype(np.int64) + in_deficit + (rating < GOOD)
    due = np.minimum(MAXIMUM_AUTONOMY + against, SPECIAL_MEASURES - 1)
    return np.where(rating == INADEQUATE, SPECIAL_MEASURES, due).astype(np.int8)


def next_segment(segment: Small, due: Small) -> Small:
    """Return the segment after a year: one step towards the one that is due."""
    return (segment + np.sign(due - segment)).astype(np.int8)
