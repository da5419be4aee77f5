"""Which systems does NHS England select, and when?

It scores readiness and selects the best in waves of a size range; later waves may slip. Readiness
is::

    Z = w_1 · (rating − 1)/3 + w_2 · R + w_3 · G + w_4 · rank in finance + w_5 · PHM + w_6 · flag

The weights are ``regulator.rating_weight``, ``regulator.relationships_weight``,
``regulator.governance_weight``, ``regulator.finance_weight``,
``regulator.health_management_weight`` and ``regulator.flag_weight`` (named candidates and
devolution areas). In a wave the readiest CANDIDATEs not selected before are selected if they score
at least ``wave.lowest_score``: between ``wave.first_least`` and ``wave.first_most`` in the first
wave, ``wave.later_least`` to ``wave.later_most`` later, due each year in month ``wave.due_month``
and up to ``wave.slip_most`` quarters late; a calendar may list waves with date and size instead.
Devolution areas come beside the wave and do not use up its places.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Flags, Floats
from acs_abm.parameters import declares, parameter


@declares("regulator")
class Designation:
    """What counts as readiness."""

    rating_weight: float = parameter(
        0.30,
        unit="share of score",
        low=0.15,
        high=0.45,
        meaning="Weight of the published rating of the system.",
        source="assumption; rating went with the first wave (T04)",
    )
    relationships_weight: float = parameter(
        0.20,
        unit="share of score",
        low=0.1,
        high=0.3,
        meaning="Weight of relationships R.",
        source="assumption",
    )
    governance_weight: float = parameter(
        0.15,
        unit="share of score",
        low=0.07,
        high=0.23,
        meaning="Weight of governance G.",
        source="assumption",
    )
    finance_weight: float = parameter(
        0.15,
        unit="share of score",
        low=0.07,
        high=0.23,
        meaning="Weight of the system's rank in finance.",
        source="assumption",
    )
    health_management_weight: float = parameter(
        0.10,
        unit="share of score",
        low=0.05,
        high=0.15,
        meaning="Weight of population health management.",
        source="assumption",
    )
    flag_weight: float = parameter(
        0.10,
        unit="share of score",
        low=0.05,
        high=0.15,
        meaning="Weight of being a named candidate or a devolution area.",
        source="assumption",
    )


def readiness_terms(
    rating: Floats,
    relationships: Floats,
    governance: Floats,
    finance_rank: Floats,
    health_management: Floats,
    is_flagged: Flags,
    p: Designation,
) -> dict[str, Floats]:
    """Return what each system's readiness is made of, shares of a score of 1.

    ``rating`` is 1 to 4; ``finance_rank`` is 0 (worst) to 1 (best); the others are 0 to 1.
    """
    return {
        "rating": p.rating_weight * (rating - 1.0) / 3.0,
        "relationships": p.relationships_weight * relationships,
        "governance": p.governance_weight * governance,
        "finance_rank": p.finance_weight * finance_rank,
        "health_management": p.health_management_weight * health_management,
        "flag": np.where(is_flagged, p.flag_weight, 0.0),
    }


def readiness(terms: dict[str, Floats]) -> Floats:
    """Return the readiness score Z of each system, 0 to 1: the sum of its terms."""
    return sum(terms.values(), start=np.zeros(len(terms["rating"])))


def select(
    score: Floats, may_be_selected: Flags, is_beside: Flags, places: int, lowest: float
) -> Flags:
    """Return who is selected in a wave.

    Parameters
    ----------
    score
        Readiness of each system.
    may_be_selected
        Candidates that are not selected yet.
    is_beside
        Systems (devolution areas) that do not use up a place.
    places
        Size of the wave.
    lowest
        Score under which nobody is selected.
    """
    in_line = may_be_selected & ~is_beside & (score >= lowest)
    rows = np.flatnonzero(in_line)
    order = np.argsort(-score[rows], kind="stable")
    chosen = may_be_selected & is_beside & (score >= lowest)
    chosen[rows[order[:places]]] = True
    return chosen
