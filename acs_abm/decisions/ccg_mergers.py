"""When do CCGs merge? Neighbours of one system that have shared an accountable officer for a while.

CCGs that have shared an officer for ``ccg_merger.quarters_shared`` quarters merge with hazard
``ccg_merger.hazard`` a year a CCG, times ``ccg_merger.steered_multiple`` while national bodies cut
running costs or ask for one CCG a system (dated inputs of a calendar). The larger goes on. Places,
and where each stands, stay, and so do their medical committees; a merged CCG decides for each of
its places, with one luck and with facts averaged over them by patients. A calendar may date the
month in which all CCGs of a system become its board.

Practices count the less on the board: ``ccg_merger.influence_lost_sharing`` less where an officer
is shared, ``ccg_merger.influence_lost_merging`` less again where CCGs merged, and
``ccg_merger.influence_on_system_board`` is what is left of it on the board of a system.
"""

from __future__ import annotations

from acs_abm.decisions.choice import Floats
from acs_abm.parameters import declares, parameter


@declares("ccg_merger")
class CCGMergers:
    """How often CCGs merge."""

    hazard: float = parameter(
        0.10,
        unit="per year",
        low=0.05,
        high=0.2,
        meaning="Hazard with which a CCG that may do so merges with such a neighbour.",
        source="assumption; CCGs in April 2018 (T17)",
    )
    steered_multiple: float = parameter(
        3.0,
        unit="multiple",
        low=1.5,
        high=4.5,
        meaning="How much more often while running costs are cut or one CCG a system is asked for.",
        source="assumption",
    )
    quarters_shared: int = parameter(
        4,
        unit="quarters",
        low=2,
        high=8,
        limits=(1, 40),
        meaning="How long two CCGs share an officer before they may merge.",
        source="assumption",
    )
    influence_lost_sharing: float = parameter(
        0.1,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="How much less GPs count on the board of a CCG that shares its officer.",
        source="assumption",
    )
    influence_lost_merging: float = parameter(
        0.2,
        unit="share",
        low=0.1,
        high=0.3,
        meaning="How much less again on the board of a merged CCG.",
        source="assumption",
    )
    influence_on_system_board: float = parameter(
        0.1,
        unit="share",
        low=0.0,
        high=0.2,
        meaning="How much GPs count on a system's board once CCGs are abolished.",
        source="assumption",
    )


def merging_hazard(p: CCGMergers, *, is_steered: bool) -> float:
    """Return the yearly hazard of a merger for a CCG that may merge."""
    return p.hazard * (p.steered_multiple if is_steered else 1.0)


def influence_lost(shares: Floats, merged: Floats, p: CCGMergers) -> Floats:
    """Return by how much practices count less on boards; a merged CCG has shared before."""
    return (
        p.influence_lost_sharing * (shares + merged - shares * merged)
        + p.influence_lost_merging * merged
    )
