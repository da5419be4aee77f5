"""How does the money that commissioners are given grow?

Core, primary medical and specialised allocations grow as published until 2020/21
(``acs_abm/evidence/figures.yaml``), then by ``allocation.core_later``, ``allocation.primary_later``
and ``allocation.specialised_later`` per cent a year; ``allocation.extra_growth`` per cent is added
to each in every year. General prices, in which partners' income is told, rise by
``allocation.inflation`` per cent.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from acs_abm.evidence import figure
from acs_abm.parameters import Role, declares, parameter

FIRST_PUBLISHED, LAST_PUBLISHED = 2016, 2020
"""Financial years, by the calendar year in which they begin, whose growth was published."""


@declares("allocation")
class Allocations:
    """Growth of allocations; what was published comes first."""

    core_later: float = parameter(
        2.5,
        unit="% a year",
        low=1.0,
        high=4.0,
        role=Role.LEVER,
        meaning="Growth of CCGs' core allocation in years after those published.",
        source="mean of the last four years of growth published in December 2015",
    )
    primary_later: float = parameter(
        4.7,
        unit="% a year",
        low=2.3,
        high=7.0,
        role=Role.LEVER,
        meaning="Growth of money for primary medical care in those years.",
        source="mean of the last four years of growth published in December 2015",
    )
    specialised_later: float = parameter(
        4.7,
        unit="% a year",
        low=2.3,
        high=7.0,
        role=Role.LEVER,
        meaning="Growth of money for specialised services in those years.",
        source="mean of the last four years of growth published in December 2015",
    )
    extra_growth: float = parameter(
        0.0,
        unit="% a year",
        low=-2.0,
        high=2.0,
        role=Role.LEVER,
        meaning="Growth of all allocations on top, from the second year of a run.",
        source="none: what was announced",
    )
    inflation: float = parameter(
        1.6,
        unit="% a year",
        low=0.8,
        high=2.4,
        meaning="General inflation, by which money is brought to prices of the first year.",
        source="assumption near the deflator forecast in November 2017",
    )


@lru_cache(maxsize=1024)
def growth_index(stream: str, later: float, first: int, now: int, p: Allocations) -> float:
    """Return an allocation against that of the run's first year.

    Parameters
    ----------
    stream
        ``ccg_core``, ``primary_medical`` or ``specialised``.
    later
        Growth in years for which none was published, % a year.
    first, now
        Financial years, by the calendar year in which they begin.
    """
    growth = [
        figure(f"{stream}_growth_{year}") if FIRST_PUBLISHED <= year <= LAST_PUBLISHED else later
        for year in range(first + 1, now + 1)
    ]
    return float(np.prod([1.0 + (each + p.extra_growth) / 100.0 for each in growth]))


def price_level(years: int, p: Allocations) -> float:
    """Return general prices so many financial years after the first."""
    return float((1.0 + p.inflation / 100.0) ** years)
