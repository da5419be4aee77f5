"""How much of what a CCG spends on managing does it hand to groups of practices?

An offer says what share of it goes to those who take the offer (``offer.hub.management_resource``,
``offer.alliance_agreement.management_resource``, ...), of ``commissioner.management_resource``
pounds a head a year. A CCG hands it over while it is at an alliance or beyond, having then less to
manage itself.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Flags, Floats
from acs_abm.parameters import declares, parameter


@declares("commissioner")
class ManagementResource:
    """What CCGs have to manage with."""

    management_resource: float = parameter(
        20.0,
        unit="£ per head a year",
        low=10,
        high=30,
        meaning="What a CCG spends on running itself, of which a share may go to practices.",
        source="1.6% (from memory: check) of the core allocation of £1,254 a head, 2017/18",
    )


def redirected(
    share: float, is_allied: Flags, weighted_per_head: Floats, p: ManagementResource
) -> Floats:
    """Return what each CCG hands to practices that take an offer, £ per weighted patient a year.

    Parameters
    ----------
    share
        Share of the management resource that the offer carries.
    is_allied
        CCGs at an alliance or beyond.
    weighted_per_head
        Weighted patients per registered one.
    """
    per_head = share * p.management_resource
    return np.where(is_allied, per_head / weighted_per_head, 0.0)
