"""Does an acute trust work in a group of trusts, and which trusts merge?

Horizontal integration. ``horizontal.start_share`` of acute trusts begin in a group of trusts. An
acute trust thinks of joining or leaving one with probability ``horizontal.group_considers`` a
quarter, by the terms of an alliance (:mod:`acs_abm.decisions.trust_integration`) but national
pressure, with autonomy lost of ``horizontal.group_autonomy`` and the share of its system's acute
income in groups as peers.

Any trust merges with hazard ``horizontal.merger_hazard`` a year, the rate at which they came
before, with the nearest of its type in its system, if there is one; the smaller goes into the
larger with its income, practices, contracts and lead, and counts nowhere from then on. A merger
disrupts for ``horizontal.disruption_quarters`` quarters, in which it costs
``horizontal.disruption_cost`` per cent of income, and saves ``horizontal.productivity_gain`` per
cent of costs from then on.

References
----------
Gaynor, Laudicella and Propper, Journal of Health Economics 2012; Fulop et al., BMJ 2002: mergers
of NHS trusts from 1997 to 2006 brought no gain and delayed developments by 18 months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.decisions.choice import Floats, Rows
from acs_abm.decisions.trust_integration import TrustIntegration
from acs_abm.parameters import declares, parameter


@declares("horizontal")
class TrustHorizontal:
    """Groups of trusts and mergers."""

    start_share: float = parameter(
        1 / 3,
        unit="share of acute trusts",
        low=0.17,
        high=0.5,
        meaning="Acute trusts that work in a group or alliance of trusts at the start.",
        source="a third of acute trusts (2017)",
    )
    group_autonomy: float = parameter(
        0.1,
        unit="share of independence",
        low=0,
        high=0.3,
        meaning="How much of a trust's autonomy a group takes.",
        source="assumption: as an alliance",
    )
    group_considers: float = parameter(
        0.1,
        unit="probability a quarter",
        low=0.05,
        high=0.2,
        meaning="Probability that an acute trust considers joining or leaving a group.",
        source="assumption: as an alliance at usual times",
    )
    merger_hazard: float = parameter(
        0.017,
        unit="per year",
        low=0.0085,
        high=0.0255,
        meaning="Hazard that a trust merges with another.",
        source="mergers of trusts before 2018",
    )
    disruption_quarters: int = parameter(
        6,
        unit="quarters",
        low=3,
        high=9,
        meaning="How long a merger disrupts the merged trust.",
        source="Fulop et al. 2002: developments delayed by 18 months",
    )
    disruption_cost: float = parameter(
        0.4,
        unit="% of income a year",
        low=0.2,
        high=0.6,
        symbol="IC/5",
        meaning="By how much disruption worsens a year's result: a fifth of a cost of 2%.",
        source="assumption",
    )
    productivity_gain: float = parameter(
        0.0,
        unit="% of income",
        low=0,
        high=1,
        meaning="By how much a merger improves the margin of the merged trust for good.",
        source="none was found (Gaynor et al. 2012)",
    )


@dataclass(frozen=True)
class GroupFacts:
    """What trusts know when they think of a group: one number a trust.

    Attributes
    ----------
    partner_trust
        Trust in partners, 0 to 1.
    peer_share
        Share of the income of its system's acute trusts that is in groups.
    margin
        Surplus (negative: deficit), share of income.
    in_group
        1 where it is in one now.
    """

    partner_trust: Floats
    peer_share: Floats
    margin: Floats
    in_group: Floats


def group_terms(
    facts: GroupFacts, p: TrustHorizontal, values: TrustIntegration
) -> dict[str, Floats]:
    """Return the terms of a group over standing alone, % of income a year."""
    distress = np.clip(-100.0 * facts.margin / values.deep_deficit, 0.0, 1.0)
    trusting = values.partner_trust_value * (2 * facts.partner_trust - 1)
    return {
        "independence": np.full(len(distress), -values.independence_value * p.group_autonomy),
        "partner_trust": trusting * values.dependence,
        "peers": values.peer_value * facts.peer_share,
        "status_quo": values.status_quo * (2.0 * facts.in_group - 1.0),
        "distress": values.distress_value * distress,
    }


def pairs_to_merge(
    luck: Floats, probability: Floats, kind: Rows, system: Rows, income: Floats, places: Floats
) -> list[tuple[int, int]]:
    """Return who merges into whom, in the order in which it happens.

    A trust that merges takes the nearest one of its type and system that still stands; the
    smaller is merged into the larger. Those with the smallest draw go first.

    Parameters
    ----------
    luck, probability
        Uniform draw of each trust, and its probability of merging.
    kind, system
        Type and system of each trust.
    income
        Income of each, zero where it has merged into another.
    places
        Easting and northing of each.
    """
    size, pairs = income.copy(), []
    hit = np.flatnonzero((luck < probability) & (income > 0.0))
    for row in hit[np.argsort(luck[hit])]:
        near = (kind == kind[row]) & (system == system[row]) & (size > 0.0)
        near[row] = False
        others = np.flatnonzero(near)
        if not len(others) or size[row] == 0.0:
            continue
        apart = np.hypot(*(places[others] - places[row]).T)
        partner = others[np.lexsort((-size[others], apart))[0]]
        smaller, larger = sorted((int(row), int(partner)), key=lambda one: size[one])
        size[larger] += size[smaller]
        size[smaller] = 0.0
        pairs.append((smaller, larger))
    return pairs
