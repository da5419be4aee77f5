"""Does a care system pass its trusts' deficit on to others?

In January to March a system whose trusts together have a deficit above ``deficit.level`` per cent
of income passes it on with probability ``deficit.chance``: its CCGs trust their partners less, and
its practices CCG and lead (:mod:`acs_abm.outcomes.relationships`).
"""

from __future__ import annotations

from acs_abm.decisions.choice import Flags, Floats
from acs_abm.parameters import declares, parameter


@declares("deficit")
class DeficitPassedOn:
    """When CCGs and practices are made to feel what trusts overspend."""

    level: float = parameter(
        2.0,
        unit="% of trust income",
        low=1,
        high=3,
        meaning="Deficit of its trusts together above which a system may pass it on.",
        source="assumption",
    )
    chance: float = parameter(
        0.25,
        unit="probability a year",
        low=0.12,
        high=0.38,
        meaning="Probability that such a system does so in a year.",
        source="assumption",
    )


def passes_on(margin: Floats, luck: Floats, p: DeficitPassedOn) -> Flags:
    """Return which systems pass their deficit on this year.

    Parameters
    ----------
    margin
        Surplus (negative: deficit) of its trusts together, share of income.
    luck
        Uniform draw.
    """
    return (-100.0 * margin > p.level) & (luck < p.chance)
