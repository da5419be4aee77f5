"""How trust between the organisations of a system begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from acs_abm.chance import Chance, pair_keys
from acs_abm.columns import Floats, Rows, TieColumns
from acs_abm.evidence import figure
from acs_abm.outcomes.relationships import Relationships
from acs_abm.population.organisations import Population
from acs_abm.population.system_start import SystemStanding
from acs_abm.scenario import Scenario


def tie_columns(
    population: Population, standing: SystemStanding, chance: Chance, scenario: Scenario
) -> TieColumns:
    """Draw every organisation's trust in each other one of its system.

    Beta distributed and shifted by how relationships in the system differ from a half. How
    trusting an organisation is at all makes part of it, the rest belongs to the pair.
    """
    p = scenario.values(Relationships)
    system = np.concatenate([population.trusts.system, population.ccgs.system])
    key = np.concatenate([population.trusts.key, population.ccgs.key])
    whose, whom = _pairs(system, len(population.systems.code))
    own = chance.normal("organisation.trusting", 0, key)[whose]
    of_pair = chance.normal("tie.trust", 0, pair_keys(key[whose], key[whom]))
    share = p.trusting_share
    standard = np.sqrt(share) * own + np.sqrt(1.0 - share) * of_pair
    drawn = chance.beta_at(ndtr(standard), p.start_shape, p.start_shape)
    here = system[whose]
    trust = np.clip(drawn + standing.relationships[here] - 0.5, 0.0, 1.0)
    return TieColumns(whose, whom, here, trust, np.zeros(len(trust)))


def _pairs(system: Rows, n_systems: int) -> tuple[Rows, Rows]:
    """Return both ends of every ordered pair of organisations at home in one system."""
    whose, whom = [], []
    for here in range(n_systems):
        members = np.flatnonzero(system == here)
        one, other = np.repeat(members, len(members)), np.tile(members, len(members))
        whose.append(one[one != other])
        whom.append(other[one != other])
    return np.concatenate(whose), np.concatenate(whom)


def commissioned(weighted_population: Floats) -> Floats:
    """Return what CCGs spend, £ a year, by their weighted population."""
    a_head = figure("ccg_core_allocation") / figure("registered_population")
    return weighted_population * a_head


def sizes(income: Floats, population: Population) -> NDArray[np.float64]:
    """Return the size of every organisation, £ a year: trusts' income, then CCGs' money."""
    return np.concatenate([income, commissioned(population.ccgs.weighted_population)])
