"""How practices begin."""

from __future__ import annotations

import dataclasses

import numpy as np

from acs_abm.chance import Chance
from acs_abm.columns import NEVER, Flags, PracticeColumns
from acs_abm.contracts.offer import Offer
from acs_abm.population.hub_start import HubStart
from acs_abm.population.organisations import Population
from acs_abm.population.traits import Traits
from acs_abm.scenario import Scenario
from acs_abm.start.first_values import first_inspection


def practice_columns(
    population: Population,
    traits: Traits,
    in_hub: Flags,
    n_options: int,
    add_ons: tuple[Offer, ...],
    chance: Chance,
    scenario: Scenario,
) -> PracticeColumns:
    """Return where practices stand before the first step, all of them without a stance."""
    n = len(population.practices.code)
    luck = chance.uniform("practice.close", 0, population.practices.key)
    is_close = in_hub & (luck < scenario.values(HubStart).close_share)
    holds = np.zeros((n, len(add_ons)), dtype=bool)
    for column, offer in enumerate(add_ons):
        holds[:, column] = in_hub if offer.name == "hub" else False
    drawn = {f.name: getattr(traits, f.name).copy() for f in dataclasses.fields(traits)}
    del drawn["standing"]  # what follows from it is kept: lasting quality
    return PracticeColumns(
        is_open=np.ones(n, dtype=bool),
        list_size=population.practices.list_size.copy(),
        weighted_list=population.practices.weighted_list.copy(),
        **drawn,
        damage_in_ccg=np.zeros(n),
        damage_in_lead=np.zeros(n),
        damage_in_national=np.zeros(n),
        stance=np.zeros(n, dtype=np.int8),
        agreement=np.zeros(n, dtype=np.int64),
        promise=np.zeros(n, dtype=np.int64),
        belief=np.zeros((n, n_options)),
        suspended_since=np.full(n, NEVER, dtype=np.int64),
        has_ended_contract=np.zeros(n, dtype=bool),
        returns_at=np.full(n, NEVER, dtype=np.int64),
        is_shaken=np.zeros(n, dtype=bool),
        is_resisting=np.zeros(n, dtype=bool),
        add_ons=holds,
        is_close=is_close,
        run_by=np.full(n, -1, dtype=np.int64),
        addressed_by=np.full(n, -1, dtype=np.int64),
        next_inspection=first_inspection(
            "practice", population.practices.key, traits.rating, chance, scenario
        ),
    )
