"""When does an alliance agreement exist at a place, and when does it break?

A system whose stage gives the right to one launches its agreement when trusts with at least
``alliance.trusts_accepting`` of income and CCGs with at least ``alliance.ccgs_accepting`` of
population are at ALLIANCE; then it campaigns for ``alliance.campaign_quarters`` quarters. The
agreement is in force at a place when practices with ``alliance.place_coverage`` of the list have
signed. It breaks under ``alliance.break_coverage``, or when the system's largest acute trust
leaves: members are independent again, and trust falls.

In the vanguards' places ``alliance.vanguard_membership`` of the hub members begin in an alliance
that cannot break for ``alliance.vanguard_protection`` quarters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@declares("alliance")
class AllianceRules:
    """What an alliance needs to be launched, to be live and to last."""

    trusts_accepting: float = parameter(
        0.5,
        unit="share of trust income",
        low=0.25,
        high=0.75,
        role=Role.LEVER,
        meaning="Least share of trust income whose trusts accept before it is launched.",
        source="assumption",
    )
    ccgs_accepting: float = parameter(
        0.5,
        unit="share of population",
        low=0.25,
        high=0.75,
        role=Role.LEVER,
        meaning="Least share of population whose CCGs accept before it is launched.",
        source="assumption",
    )
    place_coverage: float = parameter(
        0.3,
        unit="share of list",
        low=0.15,
        high=0.45,
        role=Role.LEVER,
        meaning="Least share of a place's list that has signed before it is live there.",
        source="assumption",
    )
    break_coverage: float = parameter(
        0.2,
        unit="share of list",
        low=0.1,
        high=0.3,
        meaning="Coverage under which a live alliance breaks at a place; place_coverage if less.",
        source="assumption",
    )
    campaign_quarters: int = parameter(
        4,
        unit="quarters",
        low=0,
        high=8,
        role=Role.LEVER,
        meaning="How long a system campaigns after the launch and on becoming a shadow ACS.",
        source="assumption",
    )
    vanguard_protection: int = parameter(
        8,
        unit="quarters",
        low=4,
        high=12,
        meaning="Quarters in which vanguard agreements live at the start cannot break.",
        source="assumption",
    )
    vanguard_membership: float = parameter(
        0.6,
        unit="share of hub members",
        low=0.3,
        high=0.9,
        meaning="Hub members of vanguard places in a local alliance at the start.",
        source="assumption",
    )


def may_launch(trust_share: Floats, ccg_share: Floats, p: AllianceRules) -> Flags:
    """Return the systems whose organisations accept widely enough to launch an agreement."""
    return (trust_share >= p.trusts_accepting) & (ccg_share >= p.ccgs_accepting)


def is_live(was_live: Flags, signed_share: Floats, is_protected: Flags, p: AllianceRules) -> Flags:
    """Return the places whose alliance is live after this step.

    An agreement comes to life at ``place_coverage`` and breaks only under ``break_coverage``, or
    under what brought it to life where that is less.

    Parameters
    ----------
    was_live
        Places where it was live before.
    signed_share
        Share of each place's list at practices that have signed.
    is_protected
        Places where it cannot break yet.
    """
    begins = ~was_live & (signed_share >= p.place_coverage)
    least = min(p.break_coverage, p.place_coverage)
    lasts = was_live & (is_protected | (signed_share >= least))
    return begins | lasts
