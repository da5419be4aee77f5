"""Lasting tastes of practices, trusts and CCGs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.columns import Floats, Tastes
from acs_abm.contracts.offer import Offer
from acs_abm.decisions.choice import option_luck
from acs_abm.decisions.commissioner_strategy import LEVELS
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_options import Options
from acs_abm.population.organisations import Population


def draw_tastes(
    population: Population,
    options: Options,
    add_ons: tuple[Offer, ...],
    chance: Chance,
    p: PracticeChoice,
) -> Tastes:
    """Draw the lasting tastes of everybody who chooses."""
    key = population.practices.key
    add_on = [
        chance.gumbel(f"practice.taste/{offer.name}", 0, key)
        - chance.gumbel(f"practice.taste/no_{offer.name}", 0, key)
        for offer in add_ons
    ]
    return Tastes(
        practice=option_luck(chance, "practice.taste", 0, key, options.names, p.nest_similarity),
        add_on=np.stack(add_on, axis=1) if add_on else np.zeros((len(key), 0)),
        promise=chance.gumbel("practice.taste/no_promise", 0, key),
        trust=_by_level(chance, "trust", population.trusts.key),
        ccg=_by_level(chance, "ccg", population.ccgs.key),
    )


def _by_level(chance: Chance, kind: str, keys: NDArray[np.uint64]) -> Floats:
    """Draw a taste for each level."""
    return chance.gumbels([f"{kind}.taste/{name}" for name in LEVELS], 0, keys)
