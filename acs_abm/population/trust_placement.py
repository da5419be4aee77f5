"""Place the built-in trusts, whose sites are not in the built-in tables.

A trust named for the place of a CCG of its home STP lies there; the others go, kind by kind,
to the CCGs with the most people for each trust they already have. The first of a kind in a CCG
lies near its centre, further ones spread over it as practices are.
"""

from __future__ import annotations

import re

import numpy as np

from acs_abm.chance import Chance, organisation_keys
from acs_abm.evidence import CCGFacts, TrustFacts
from acs_abm.population.blocks import totals
from acs_abm.population.neighbours import project, unproject
from acs_abm.population.organisations import Flags, Floats, Keys, Rows, Trusts, TrustType
from acs_abm.population.placement import ccg_spread, scattered

NEAR_CENTRE = 0.25
"""Spread of a CCG's first trust of a kind around the centre, in spreads of its practices."""
ADMISSIONS_LOG_SD = 0.3
"""Spread of emergency admissions between the acute trusts of one system, log admissions."""

_COMMON_WORDS = (
    "with new upon on city borough district districts rural heath coast "
    "coastal vale valley valleys st royal london hospital hospitals north south east west "
    "central mid great greater northern eastern western southern"
)
_COMMON = frozenset(re.findall(r"\w+", _COMMON_WORDS))
"""Words of a name that do not say which place it is."""


def place_trusts(
    trusts: tuple[TrustFacts, ...],
    ccgs: tuple[CCGFacts, ...],
    systems: tuple[str, ...],
    chance: Chance,
    admissions: float,
) -> Trusts:
    """Give every built-in trust a place and a size.

    Parameters
    ----------
    trusts, ccgs
        Published figures.
    systems
        ONS codes of the systems, in their order.
    chance
        The luck of this country.
    admissions
        Emergency admissions a year, of all the acute trusts together.

    Returns
    -------
    Trusts
        In the order of their codes.
    """
    row = {code: place for place, code in enumerate(systems)}
    key = organisation_keys("trust", [t.code for t in trusts])
    home = np.array([row[t.home] for t in trusts], dtype=np.int64)
    kind = np.array([TrustType[t.type.upper()] for t in trusts], dtype=np.int8)
    partner_of = np.zeros((len(trusts), len(systems)), dtype=bool)
    for place, trust in enumerate(trusts):
        partner_of[place, [row[code] for code in (trust.home, *trust.partners)]] = True
    latitude, longitude = _places(trusts, ccgs, key, chance)
    homes = np.array([row[c.system] for c in ccgs], dtype=np.int64)
    people = totals(np.array([c.population for c in ccgs], dtype=np.float64), homes)
    return Trusts(
        code=tuple(t.code for t in trusts),
        name=tuple(t.name for t in trusts),
        type=kind,
        system=home,
        partner_of=partner_of,
        ae_admissions=np.round(
            admissions * _shares(kind == TrustType.ACUTE, home, people, key, chance)
        ),
        ae_admissions_imputed=np.ones(len(trusts), dtype=bool),
        latitude=latitude,
        longitude=longitude,
        key=key,
    )


def _shares(acute: Flags, home: Rows, people: Floats, key: Keys, chance: Chance) -> Floats:
    """Give each trust's share of the emergency admissions: all go to acute trusts.

    By the people of the home system, equally within it but for some noise; other kinds of
    trust admit nobody through A&E.
    """
    rivals = np.bincount(home[acute], minlength=people.size)
    noise = ADMISSIONS_LOG_SD * chance.normal("population.ae_admissions", 0, key)
    share = np.zeros(home.size)
    share[acute] = (people / np.maximum(rivals, 1))[home[acute]] * np.exp(noise[acute])
    return np.asarray(share / max(share.sum(), 1.0), dtype=np.float64)


def _places(
    trusts: tuple[TrustFacts, ...], ccgs: tuple[CCGFacts, ...], key: Keys, chance: Chance
) -> tuple[Floats, Floats]:
    luck = chance.uniform("population.trust_order", 0, key)
    placed: dict[tuple[int, str], int] = {}
    ccg = np.zeros(len(trusts), dtype=np.int64)
    is_first = np.zeros(len(trusts), dtype=bool)
    matches = [_named_for(trust, ccgs) for trust in trusts]
    for row in sorted(range(len(trusts)), key=lambda r: (not matches[r], luck[r])):
        kind = trusts[row].type
        at_home = [n for n, c in enumerate(ccgs) if c.system == trusts[row].home]
        candidates = matches[row] or at_home
        chosen = max(candidates, key=lambda n: ccgs[n].population / (1 + placed.get((n, kind), 0)))
        is_first[row] = (chosen, kind) not in placed
        placed[chosen, kind] = placed.get((chosen, kind), 0) + 1
        ccg[row] = chosen
    latitude = np.array([c.latitude for c in ccgs])
    points = project(latitude, np.array([c.longitude for c in ccgs]))
    spread = ccg_spread(points)[ccg] * np.where(is_first, NEAR_CENTRE, 1.0)
    positions, _ = scattered(points[ccg], spread, key, "population.trust", chance)
    return unproject(positions)


def _named_for(trust: TrustFacts, ccgs: tuple[CCGFacts, ...]) -> list[int]:
    """Find the CCGs of the home STP whose names share most with the trust's.

    Names of places come first; among equals, words such as *north*.
    """
    words = _words(trust.name)
    shared = {
        row: (len(words & _words(ccg.name) - _COMMON), len(words & _words(ccg.name)))
        for row, ccg in enumerate(ccgs)
        if ccg.system == trust.home
    }
    most = max(shared.values())
    return [row for row, count in shared.items() if count == most] if most[0] else []


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", name.lower())) - {"nhs", "ccg", "and", "of", "the"}
