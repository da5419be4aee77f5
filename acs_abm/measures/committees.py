"""Which local medical committees oppose the single contracts on the table."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.lmc_position import LMCPosition, national_position
from acs_abm.stance import Stance


def opposes(world: World, level: Stance) -> Flags:
    """Return the committees that oppose every single contract of a level on the table."""
    columns, threshold = (
        _contracts_of(world, level),
        world.scenario.values(LMCPosition).opposes_above,
    )
    against = np.full(len(world.ccgs.stance), bool(columns))
    for column in columns:
        against &= world.ccgs.lmc_position[:, column] > threshold
    return against


def gp_committee(world: World, level: Stance) -> float:
    """Return how far the national committee is against the contract of a level it minds least."""
    columns = _contracts_of(world, level)
    if not columns:
        return 0.0
    positions = national_position(world.ccgs.lmc_position, world.list_by_ccg)
    return float(positions[columns].min())


def _contracts_of(world: World, level: Stance) -> list[int]:
    """Return the columns of the single contracts of a level on the table."""
    return [
        column
        for column, offer in enumerate(world.offers, start=1)
        if offer.level is level and offer.opened_by is OpenedBy.PLACE
    ]
