"""Who works at scale in a hub at the start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.clock import MONTHS_A_YEAR, Date
from acs_abm.parameters import declares, parameter
from acs_abm.population.organisations import Population
from acs_abm.population.system_start import SystemStanding

Flags = NDArray[np.bool_]

START_SHARE_OF = Date.parse("2017-04")
"""The month that ``start_share`` describes."""


@declares("hub")
class HubStart:
    """Who works at scale at the start."""

    start_share: float = parameter(
        0.49,
        unit="share of practices",
        low=0.37,
        high=0.6,
        limits=(0.001, 0.999),
        meaning="Practices in a hub in April 2017, before differences between places.",
        source="interpolated between 37% (April 2015) and 55% (early 2018) (P3)",
    )
    start_growth: float = parameter(
        0.244,
        unit="logit a year",
        low=0.12,
        high=0.37,
        meaning="How hub membership at the start differs for each year before or after April 2017.",
        source="37% (April 2015), 55% (early 2018) (P3)",
    )
    ccg_sd: float = parameter(
        0.6,
        unit="logit",
        low=0.3,
        high=0.9,
        meaning="Differences between CCGs in hub membership.",
        source="assumption",
    )
    capability_weight: float = parameter(
        0.5,
        unit="logit per sd",
        low=0.25,
        high=0.75,
        meaning="Effect of a system's latent capability on hub membership.",
        source="assumption",
    )
    close_share: float = parameter(
        1.0 / 11.0,
        unit="share of hub members",
        low=0.05,
        high=0.15,
        meaning="Hub members that work closely.",
        source="55% at scale, 5% closely (T15)",
    )


def hub_members(
    population: Population, standing: SystemStanding, chance: Chance, p: HubStart, on: Date
) -> Flags:
    """Draw which practices work in a hub in the month in which a run starts."""
    years = (on.index - START_SHARE_OF.index) / MONTHS_A_YEAR
    logit = (
        np.log(p.start_share / (1.0 - p.start_share))
        + p.start_growth * years
        + p.ccg_sd * chance.normal("ccg.hub", 0, population.ccgs.key)
        + p.capability_weight * standing.capability[population.ccgs.system]
    )
    luck = chance.uniform("practice.hub_at_start", 0, population.practices.key)
    return luck < (1.0 / (1.0 + np.exp(-logit)))[population.practices.ccg]
