"""In which oversight segment does NHS Improvement put a trust?

Segments go from 1 (maximum autonomy) to 4 (special measures). In January to March a trust belongs
in segment 1, and one further down each for a control total missed or refused, a deficit above
``oversight.deep_deficit`` per cent of income and a rating below good, but not beyond 3; one that is
rated inadequate belongs in 4. It moves by one segment a year.

In segments 3 and 4 regulators give mixed signals: trusts feel national pressure less by the share
``oversight.mixed_signals``, but not where the stage of their system gives a one-stop shop. There
trusts also save ``oversight.one_stop_saves`` of what reporting costs, ``oversight.reporting_cost``
per cent of income.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Flags, Floats, Small
from acs_abm.parameters import declares, parameter

MAXIMUM_AUTONOMY, MANDATED_SUPPORT, SPECIAL_MEASURES = 1, 3, 4
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
    mixed_signals: float = parameter(
        0.3,
        unit="share",
        low=0.15,
        high=0.45,
        meaning="How much less national expectation counts with a trust in segment 3 or 4 whose "
        "regulators do not act as one.",
        source="assumption",
    )
    reporting_cost: float = parameter(
        0.1,
        unit="% of income",
        low=0.05,
        high=0.2,
        meaning="What reporting to several regulators costs a trust; within its costs at the "
        "start.",
        source="assumption",
    )
    one_stop_saves: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        limits=(0.0, 1.0),
        meaning="Part of that which is saved where regulators act as one.",
        source="assumption: a one-stop shop halves the reporting burden",
    )


def reporting_saved(income: Floats, has_one_stop_shop: Flags, p: Oversight) -> Floats:
    """Return what trusts need not spend on reporting, £ in the time that income is of."""
    return p.reporting_cost / 100.0 * p.one_stop_saves * has_one_stop_shop * income


def pressure_felt(
    pressure: Floats, segment: Small, has_one_stop_shop: Flags, p: Oversight
) -> Floats:
    """Return how much national expectation counts with each trust, 0 to 1.

    Trusts in segments 3 and 4 hear of their own finances from NHS Improvement and of their
    system from NHS England; where both act as one there is one signal.

    Parameters
    ----------
    pressure
        National expectation bearing on the trust's system, 0 to 1.
    segment
        Oversight segment, 1 to 4.
    has_one_stop_shop
        Whether regulators act as one in the trust's system.
    """
    mixed = (segment >= MANDATED_SUPPORT) & ~has_one_stop_shop
    return pressure * np.where(mixed, 1.0 - p.mixed_signals, 1.0)


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
