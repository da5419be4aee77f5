"""Which CCGs share an accountable officer, and which commission general practice, at the start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.clock import Date
from acs_abm.decisions.ccg_officers import pairs
from acs_abm.evidence import share_of_ccgs
from acs_abm.population.organisations import Population
from acs_abm.population.standing import rank

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class CommissionerStanding:
    """How CCGs stand at the start, one value a CCG.

    Attributes
    ----------
    officer
        Number of its accountable officer; CCGs with the same number share one.
    is_delegated
        Whether it commissions general practice.
    """

    officer: Rows
    is_delegated: Flags


def commissioner_standing(population: Population, chance: Chance, on: Date) -> CommissionerStanding:
    """Draw it for the whole country, as many CCGs as was known of the month of the start."""
    n, keys = len(population.ccgs.code), population.ccgs.key
    luck = chance.uniform("ccg.delegated_at_start", 0, keys)
    return CommissionerStanding(
        officer=_officers(population, chance, share_of_ccgs("sharing_officer", on)),
        is_delegated=rank(luck) < round(share_of_ccgs("delegated", on) * n),
    )


def _officers(population: Population, chance: Chance, share: float) -> Rows:
    """Pair neighbours of one system until the share is reached."""
    system = population.ccgs.system
    one, other = np.nonzero(population.ccg_neighbours)
    same = system[one] == system[other]
    luck = chance.uniform("ccg.officer_at_start", 0, population.ccgs.key)
    officer = np.arange(len(luck))
    found = pairs(np.ones(len(luck), dtype=bool), luck, one[same], other[same], luck)
    for row, partner in found[: round(share * len(luck) / 2)]:
        officer[row] = partner
    return officer
