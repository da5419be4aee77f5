"""How care systems stand at the start: ratings, flags, relationships, governance.

Ratings of July 2017 and the flags of vanguards, devolution areas, named candidates and contract
test areas are published for England and built in; everything else is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from acs_abm.chance import Chance
from acs_abm.clock import Date
from acs_abm.evidence import current_ccg_code, england_ccgs, england_systems, published_in
from acs_abm.parameters import declares, parameter
from acs_abm.population.organisations import Population
from acs_abm.population.standing import by_quota

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOP_OR_BOTTOM = 1.0 / 8.0
"""Best or worst share of systems that the ten extreme ratings are drawn from."""

MIDDLE_SHARES = (14.0, 20.0)
"""Systems rated 2 and 3 in July 2017 (from memory of the published count: check)."""

ALL_SHARES = (5.0, 14.0, 20.0, 5.0)
"""Systems rated 1 to 4 where no rating of any system is known."""

TEST_AREAS_DRAWN = 3
"""Contract test areas that are drawn from the other multispecialty vanguards."""

CANDIDATE_BY_AGREEMENT = "2017"
"""Year of a devolution agreement that makes a candidate (Surrey Heartlands, June 2017); Greater
Manchester was named as well, Cornwall's agreement of 2015 was not about health and care alone."""


@declares("system")
class SystemStart:
    """Where systems begin; every share is clipped to 0.05 to 0.90."""

    relationships_mean: float = parameter(
        0.50,
        unit="share",
        low=0.25,
        high=0.75,
        symbol="R0",
        meaning="Relationships of an average system.",
        source="assumption",
    )
    relationships_capability: float = parameter(
        0.10,
        unit="share per sd",
        low=0.05,
        high=0.15,
        meaning="Effect of latent capability on relationships.",
        source="assumption; leaders named relationships first (King's Fund)",
    )
    relationships_candidate: float = parameter(
        0.04,
        unit="share",
        low=0.02,
        high=0.06,
        meaning="Better relationships of a named candidate.",
        source="assumption",
    )
    relationships_devolution: float = parameter(
        0.06,
        unit="share",
        low=0.03,
        high=0.09,
        meaning="Better relationships of a devolution area.",
        source="assumption",
    )
    governance_base: float = parameter(
        0.10,
        unit="share",
        low=0.05,
        high=0.15,
        symbol="G0",
        meaning="Governance that every system has.",
        source="assumption",
    )
    governance_relationships: float = parameter(
        0.35,
        unit="share",
        low=0.17,
        high=0.53,
        meaning="Effect of relationships on governance.",
        source="assumption",
    )
    governance_devolution: float = parameter(
        0.10,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="More mature governance of a devolution area.",
        source="assumption",
    )
    governance_candidate: float = parameter(
        0.05,
        unit="share",
        low=0.02,
        high=0.08,
        meaning="More mature governance of a named candidate.",
        source="assumption",
    )
    governance_sd: float = parameter(
        0.04,
        unit="share",
        low=0.02,
        high=0.06,
        meaning="Spread of governance that nothing explains.",
        source="assumption",
    )
    health_management_base: float = parameter(
        0.15,
        unit="share",
        low=0.07,
        high=0.23,
        symbol="PHM0",
        meaning="Population health management that every system has.",
        source="assumption",
    )
    health_management_vanguard: float = parameter(
        0.10,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="What a vanguard adds to it.",
        source="assumption",
    )
    health_management_sd: float = parameter(
        0.05,
        unit="share",
        low=0.02,
        high=0.08,
        meaning="Spread of it that nothing explains.",
        source="assumption",
    )
    choice_mechanism_start: float = parameter(
        0.8,
        unit="share",
        low=0.4,
        high=1.0,
        meaning="Candidates that have a choice mechanism at the start.",
        source="assumption",
    )
    lead_quality_a: float = parameter(
        5.0,
        unit="shape",
        low=2.5,
        high=7.5,
        symbol="q_L",
        meaning="First shape of the beta distribution of lead quality.",
        source="assumption",
    )
    lead_quality_b: float = parameter(
        3.0,
        unit="shape",
        low=1.5,
        high=4.5,
        meaning="Second shape of the same.",
        source="assumption",
    )


@dataclass(frozen=True)
class SystemStanding:
    """How systems stand at the start, one value a system.

    Attributes
    ----------
    rating
        Progress rating of July 2017, 1 (lowest) to 4 (outstanding).
    capability
        Latent capability z, standard normal.
    relationships, governance, health_management
        R, G and PHM, 0 to 1.
    lead_quality
        Quality of the lead, 0 to 1.
    has_choice_mechanism
        Whether patient choice is protected already.
    is_candidate
        Whether it starts as CANDIDATE with its time served.
    is_devolution, has_vanguard
        Flags.
    devolved_in
        Month of the devolution agreement (months since year 0); 0 for none.
    """

    rating: NDArray[np.int8]
    capability: Floats
    relationships: Floats
    governance: Floats
    health_management: Floats
    lead_quality: Floats
    has_choice_mechanism: Flags
    is_candidate: Flags
    is_devolution: Flags
    has_vanguard: Flags
    devolved_in: NDArray[np.int64]


@dataclass(frozen=True)
class PlaceStanding:
    """Flags of places, one value a CCG."""

    is_vanguard: Flags
    is_test_area: Flags


def place_standing(population: Population, chance: Chance) -> PlaceStanding:
    """Return which places are vanguards and contract test areas."""
    facts = {entry.code: entry for entry in england_ccgs()}
    codes = population.ccgs.code
    known = [facts.get(current_ccg_code(_base(code))) for code in codes]
    kind = np.array([entry.vanguard if entry else "" for entry in known])
    tested = np.array([entry.is_test_area if entry else False for entry in known], dtype=bool)
    others = np.flatnonzero((kind == "MCP") & ~tested)
    luck = chance.uniform("place.test_area", 0, population.ccgs.key[others])
    tested[others[np.argsort(luck, kind="stable")[:TEST_AREAS_DRAWN]]] = True
    return PlaceStanding(is_vanguard=kind != "", is_test_area=tested)


def system_standing(
    population: Population, places: PlaceStanding, chance: Chance, p: SystemStart, on: Date
) -> SystemStanding:
    """Draw how every system of the whole population stands in the month in which a run starts.

    A flag counts from the quarter in which it was published. Latent capability and the rating
    that goes with it are the same whenever a run starts: systems are as able before they are
    rated, and nothing reads the rating before the first selection.
    """
    key = population.systems.key
    facts = {entry.code: entry for entry in england_systems()}
    known = [facts.get(_base(code)) for code in population.systems.code]
    published = np.array([(entry.rating or 0) if entry else 0 for entry in known])
    named = np.array([entry.is_named_candidate if entry else False for entry in known])
    named &= _is_known(published_in("named_candidates"), on)
    months = [entry.devolution if entry else "" for entry in known]
    devolved_in = np.array([Date.parse(m).index if m else 0 for m in months], dtype=np.int64)
    devolved = np.array([bool(m) and _is_known(Date.parse(m), on) for m in months], dtype=bool)
    by_agreement = [m.startswith(CANDIDATE_BY_AGREEMENT) for m in months]
    candidate = named | (devolved & np.array(by_agreement, dtype=bool))
    rating, z = _rating_and_capability(published, chance, key)
    relationships = _share(
        p.relationships_mean
        + p.relationships_capability * z
        + p.relationships_candidate * named
        + p.relationships_devolution * devolved
    )
    governance = _share(
        p.governance_base
        + p.governance_relationships * relationships
        + p.governance_devolution * devolved
        + p.governance_candidate * named
        + p.governance_sd * chance.normal("system.governance", 0, key)
    )
    vanguard = np.bincount(population.ccgs.system, places.is_vanguard, minlength=len(key)) > 0
    health = _share(
        p.health_management_base
        + p.health_management_vanguard * vanguard
        + p.health_management_sd * chance.normal("system.health_management", 0, key)
    )
    luck = chance.uniform("system.choice_mechanism", 0, key)
    return SystemStanding(
        rating=rating,
        capability=z,
        relationships=relationships,
        governance=governance,
        health_management=health,
        lead_quality=chance.beta("system.lead", 0, key, p.lead_quality_a, p.lead_quality_b),
        has_choice_mechanism=candidate & (luck < p.choice_mechanism_start),
        is_candidate=candidate,
        is_devolution=devolved,
        has_vanguard=vanguard,
        devolved_in=devolved_in,
    )


def _is_known(published: Date, on: Date) -> bool:
    """Whether something was published by the end of the quarter in which a run starts."""
    return published.opening_quarter() <= on


def _rating_and_capability(
    published: NDArray[np.int64], chance: Chance, key: NDArray[np.uint64]
) -> tuple[NDArray[np.int8], Floats]:
    """Draw latent capability given the published rating, and rate the rest by its rank."""
    luck = chance.uniform("system.capability", 0, key)
    if not published.any():
        z = ndtri(luck)
        return (by_quota(z, ALL_SHARES) + 1).astype(np.int8), z
    top, bottom = 1.0 - TOP_OR_BOTTOM * luck, TOP_OR_BOTTOM * luck
    middle = TOP_OR_BOTTOM + (1.0 - 2.0 * TOP_OR_BOTTOM) * luck
    z = ndtri(np.select([published == 4, published == 1], [top, bottom], middle))
    rating = published.astype(np.int8)
    unrated = published == 0
    rating[unrated] = by_quota(z[unrated], MIDDLE_SHARES) + 2
    return rating, z


def _share(values: Floats) -> Floats:
    return np.clip(values, 0.05, 0.90)


def _base(code: str) -> str:
    """Code of the organisation that a copy (in a country several times the size) is made of."""
    return code.partition("-")[0]
