"""England's health and care organisations on 1 April 2017, built in.

The 44 STPs, 207 CCGs and 233 trusts carry their published names, codes and figures; the 7,436
practices are synthesised (:mod:`acs_abm.population.practice_synthesis`) and the trusts placed by
a rule (:mod:`acs_abm.population.trust_placement`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from acs_abm.chance import Chance, organisation_keys
from acs_abm.errors import OrganisationsError
from acs_abm.evidence import (
    CCGFacts,
    england_ccgs,
    england_neighbours,
    england_systems,
    england_trusts,
    figure,
)
from acs_abm.population.assembly import assemble
from acs_abm.population.blocks import freeze, totals
from acs_abm.population.country_size import copies, thinned
from acs_abm.population.organisations import (
    CCGs,
    Flags,
    Population,
    Practices,
    Remark,
    Systems,
)
from acs_abm.population.practice_synthesis import synthesise_practices
from acs_abm.population.trust_placement import place_trusts

NAME = "built-in England, April 2017"
MOST_COPIES = 20


@lru_cache(maxsize=8)
def england_2017(seed: int = 2017, scale: float = 1.0) -> Population:
    """Build England.

    Parameters
    ----------
    seed
        Luck of the synthesis; not the seed of a run.
    scale
        Size of the country. A whole number up to 20 makes so many copies of England side by
        side, with codes that end in ``-2``, ``-3``, ...; a fraction below 1 keeps that share of
        each CCG's practices (at least one).

    Returns
    -------
    Population
        Cached: the arrays are read-only.

    Raises
    ------
    OrganisationsError
        If the scale is neither.

    Notes
    -----
    Source of the tables: ``acs_abm/evidence/england_2017/SOURCES.md``.
    """
    if scale == 1:
        return freeze(_england(seed))
    if 0 < scale < 1:
        return freeze(thinned(england_2017(seed), scale))
    if 1 < scale <= MOST_COPIES and scale == int(scale):
        return freeze(copies(england_2017(seed), int(scale)))
    raise OrganisationsError(
        f"scale of the built-in country: {scale!r} is not allowed; give a whole number from 1 to "
        f"{MOST_COPIES} or a fraction between 0 and 1"
    )


def _england(seed: int) -> Population:
    chance = Chance(seed)
    facts = england_ccgs()
    systems = published_systems()
    ccgs = published_ccgs(facts, systems)
    practices = synthesise_practices(facts, ccgs.system, chance)
    return assemble(
        name=NAME,
        systems=systems,
        ccgs=replace(
            ccgs,
            population=totals(practices.list_size, practices.ccg),
            weighted_population=totals(practices.weighted_list, practices.ccg),
        ),
        trusts=place_trusts(england_trusts(), facts, systems.code, chance, figure("ae_admissions")),
        practices=practices,
        system_neighbours_known=published_neighbours(systems),
        report=_report(practices),
    )


def published_systems() -> Systems:
    """Give the 44 STPs, in the order of their codes."""
    facts = england_systems()
    codes = tuple(s.code for s in facts)
    return Systems(
        code=codes,
        short_name=tuple(s.short_name for s in facts),
        name=tuple(s.name for s in facts),
        region=tuple(s.region for s in facts),
        latitude=np.array([s.latitude for s in facts]),
        longitude=np.array([s.longitude for s in facts]),
        key=organisation_keys("system", codes),
    )


def published_ccgs(facts: tuple[CCGFacts, ...], systems: Systems) -> CCGs:
    """Give some of the CCGs, with their published populations.

    Parameters
    ----------
    facts
        Their published figures, in the order of their codes.
    systems
        The STPs that they belong to.

    Returns
    -------
    CCGs
        Weighted populations are the published ones too, until practices are known.
    """
    row = {code: place for place, code in enumerate(systems.code)}
    codes = tuple(c.code for c in facts)
    people = np.array([c.population for c in facts], dtype=np.float64)
    return CCGs(
        code=codes,
        name=tuple(c.name for c in facts),
        system=np.array([row[c.system] for c in facts], dtype=np.int64),
        population=people,
        weighted_population=people,
        deprivation=np.array([c.deprivation for c in facts]),
        latitude=np.array([c.latitude for c in facts]),
        longitude=np.array([c.longitude for c in facts]),
        key=organisation_keys("ccg", codes),
    )


def published_neighbours(systems: Systems) -> Flags:
    """Say which of England's STPs touch."""
    row = {code: place for place, code in enumerate(systems.code)}
    beside = np.zeros((len(row), len(row)), dtype=bool)
    for one, other in england_neighbours():
        beside[row[one], row[other]] = beside[row[other], row[one]] = True
    return beside


def _report(practices: Practices) -> tuple[Remark, ...]:
    n_practices, first = len(practices.code), practices.code[0]
    trusts, ccgs, systems = england_trusts(), england_ccgs(), england_systems()
    return (
        Remark("system", "used", "", len(systems), "published table", systems[0].code),
        Remark("ccg", "used", "", len(ccgs), "published table", ccgs[0].code),
        Remark("trust", "used", "", len(trusts), "published table", trusts[0].code),
        Remark(
            "trust",
            "imputed",
            "latitude, longitude",
            len(trusts),
            "in a CCG of the home STP: the one it is named for, else by people per trust",
            trusts[0].code,
        ),
        Remark(
            "trust",
            "imputed",
            "ae_admissions",
            len(trusts),
            "national total by people of the home STP, equally among its acute trusts",
            trusts[0].code,
        ),
        Remark(
            "practice",
            "used",
            "",
            n_practices,
            "synthesised to each CCG's published practices and patients and to national "
            "distributions; not real practices",
            first,
        ),
    )
