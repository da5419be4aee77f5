"""Make up a country of any size that is no place.

Its practices, CCGs and trusts have the statistics of England's and nothing else of England: no
names, no map, no history. It serves teaching, benchmarks and tests of the rules, and no
question about any place.
"""

from __future__ import annotations

import math

import numpy as np

from acs_abm.chance import Chance, organisation_keys
from acs_abm.errors import OrganisationsError
from acs_abm.evidence import CCGFacts, TrustFacts, figure
from acs_abm.population.assembly import assemble
from acs_abm.population.blocks import totals
from acs_abm.population.neighbours import (
    MIDDLE_LATITUDE,
    ccg_neighbours,
    project,
    system_neighbours,
    unproject,
)
from acs_abm.population.organisations import (
    CCGs,
    Flags,
    Floats,
    Population,
    Practices,
    Remark,
    Rows,
    Systems,
    Trusts,
    TrustType,
)
from acs_abm.population.practice_synthesis import synthesise_practices
from acs_abm.population.trust_placement import place_trusts

MOST = {"systems": 999, "ccgs_per_system": 99, "practices_per_ccg": 999, "trusts_per_system": 99}
MOST_CCGS, MOST_PRACTICES = 4_000, 200_000
"""Larger countries do not fit an ordinary computer: distances are kept for all pairs of CCGs."""
MIDDLE_LONGITUDE = -1.5
"""Degrees: with the middle latitude, where the grid of systems is centred; of no meaning."""
SHIFT = 0.3
"""How far a CCG's centre may be from the middle of its cell of the grid, in sides of a cell."""


def synthetic_country(
    systems: int = 6,
    ccgs_per_system: int = 5,
    practices_per_ccg: int = 36,
    trusts_per_system: int = 5,
    seed: int = 2017,
) -> Population:
    """Make up a country.

    Parameters
    ----------
    systems, ccgs_per_system, practices_per_ccg, trusts_per_system
        How many there are of each, exactly. England has 44 systems, with 4.7 CCGs and 5.3
        trusts each, and 35.9 practices a CCG.
    seed
        Luck of what is drawn; not the seed of a run.

    Returns
    -------
    Population
        With codes such as ``S01``, ``S01C02``, ``S01C02-P003`` and ``S01T1``, and read-only
        arrays. The first trust of a system is acute, the second a mental health trust; the
        types of further ones are drawn by England's shares.

    Raises
    ------
    OrganisationsError
        If a number is no whole number in its range, or the whole is too large.
    """
    given = {
        "systems": systems,
        "ccgs_per_system": ccgs_per_system,
        "practices_per_ccg": practices_per_ccg,
        "trusts_per_system": trusts_per_system,
    }
    _expect_size(given)
    chance = Chance(seed)
    width = max(2, len(str(systems)))
    system_codes = tuple(f"S{n:0{width}d}" for n in range(1, systems + 1))
    facts = _ccg_facts(system_codes, ccgs_per_system, practices_per_ccg, chance)
    system = np.repeat(np.arange(systems, dtype=np.int64), ccgs_per_system)
    practices = synthesise_practices(facts, system, chance)
    ccgs = _ccgs(facts, system, practices)
    beside = system_neighbours(ccg_neighbours(ccgs.latitude, ccgs.longitude), system, systems)
    return assemble(
        name=f"made-up country of {systems} x {ccgs_per_system} x {practices_per_ccg} practices",
        systems=_systems(system_codes, ccgs),
        ccgs=ccgs,
        trusts=_trusts(system_codes, beside, facts, trusts_per_system, chance),
        practices=practices,
        system_neighbours_known=beside,
        report=_report(given),
    )


def _expect_size(given: dict[str, int]) -> None:
    for name, value in given.items():
        if type(value) is not int or not 1 <= value <= MOST[name]:
            raise OrganisationsError(
                f"made-up country: {name}: {value!r} is not allowed; give a whole number from 1 "
                f"to {MOST[name]}"
            )
    n_ccgs = given["systems"] * given["ccgs_per_system"]
    n_practices = n_ccgs * given["practices_per_ccg"]
    if n_ccgs > MOST_CCGS or n_practices > MOST_PRACTICES:
        raise OrganisationsError(
            f"made-up country: {n_ccgs:,} CCGs with {n_practices:,} practices are too many; "
            f"allowed: {MOST_CCGS:,} CCGs and {MOST_PRACTICES:,} practices"
        )


def _ccg_facts(
    systems: tuple[str, ...], per_system: int, n_practices: int, chance: Chance
) -> tuple[CCGFacts, ...]:
    """Draw what is published of real CCGs: people, deprivation, age, centre."""
    codes = tuple(f"{s}C{n:02d}" for s in systems for n in range(1, per_system + 1))
    key = organisation_keys("ccg", codes)
    poor, list_score, old = (
        chance.normal(f"population.ccg_{name}", 0, key) for name in ("deprivation", "list", "age")
    )
    list_score = _correlated(figure("correlation_list_deprivation_between_ccgs"), poor, list_score)
    old = _correlated(figure("correlation_deprivation_over_65_between_ccgs"), poor, old)
    people = n_practices * _mean_lists(list_score, n_practices)
    log_sd = figure("deprivation_log_sd_between_ccgs")
    deprivation = figure("deprivation_mean") * np.exp(log_sd * poor - log_sd**2 / 2)
    usual = figure("share_over_65_mean")
    logit_sd = figure("share_over_65_logit_sd_between_ccgs")
    to_the_mean = (1 - 2 * usual) * logit_sd**2 / 2  # of the shares, not of their log odds
    odds = usual / (1 - usual) * np.exp(logit_sd * old - to_the_mean)
    east, north = (chance.uniform(f"population.ccg_{name}", 0, key) for name in ("east", "north"))
    latitude, longitude = _centres(len(systems), per_system, np.column_stack([east, north]))
    return tuple(
        CCGFacts(
            code=code,
            system=systems[row // per_system],
            name=f"Made-up CCG {code}",
            population=round(float(people[row])),
            n_practices=n_practices,
            deprivation=float(deprivation[row]),
            share_over_65=float(odds[row] / (1 + odds[row])),
            latitude=float(latitude[row]),
            longitude=float(longitude[row]),
            is_named_candidate_part=False,
            vanguard="",
            is_test_area=False,
        )
        for row, code in enumerate(codes)
    )


def _correlated(correlation: float, with_this: Floats, own: Floats) -> Floats:
    return correlation * with_this + math.sqrt(1 - correlation**2) * own


def _mean_lists(score: Floats, n_practices: int) -> Floats:
    """Give the mean list of CCGs: the fewer practices, the more their own luck shows."""
    variance = figure("list_size_log_sd_between_ccgs") ** 2
    variance += figure("list_size_log_sd_within_ccg") ** 2 / n_practices
    mean = figure("list_size_mean") * np.exp(math.sqrt(variance) * score - variance / 2)
    return np.clip(mean, figure("list_size_smallest"), figure("list_size_largest"))


def _centres(n_systems: int, per_system: int, shift: Floats) -> tuple[Floats, Floats]:
    """Lay systems out on a square grid, and the CCGs of each on one within its square."""
    apart = figure("ccg_centres_apart_km")
    across, inside = math.ceil(math.sqrt(n_systems)), math.ceil(math.sqrt(per_system))
    system = np.repeat(np.arange(n_systems), per_system)
    place = np.tile(np.arange(per_system), n_systems)
    east = (system % across) * inside + place % inside
    north = (system // across) * inside + place // inside
    cells = np.column_stack([east, north]) - (across * inside - 1) / 2
    middle = project(np.array([MIDDLE_LATITUDE]), np.array([MIDDLE_LONGITUDE]))
    return unproject(middle + apart * (cells + SHIFT * (2 * shift - 1)))


def _ccgs(facts: tuple[CCGFacts, ...], system: Rows, practices: Practices) -> CCGs:
    codes = tuple(ccg.code for ccg in facts)
    return CCGs(
        code=codes,
        name=tuple(ccg.name for ccg in facts),
        system=system,
        population=totals(practices.list_size, practices.ccg),
        weighted_population=totals(practices.weighted_list, practices.ccg),
        deprivation=np.array([ccg.deprivation for ccg in facts]),
        latitude=np.array([ccg.latitude for ccg in facts]),
        longitude=np.array([ccg.longitude for ccg in facts]),
        key=organisation_keys("ccg", codes),
    )


def _systems(codes: tuple[str, ...], ccgs: CCGs) -> Systems:
    people = totals(ccgs.population, ccgs.system)
    return Systems(
        code=codes,
        short_name=codes,
        name=tuple(f"Made-up system {code}" for code in codes),
        region=tuple("made up" for _ in codes),
        latitude=totals(ccgs.latitude * ccgs.population, ccgs.system) / people,
        longitude=totals(ccgs.longitude * ccgs.population, ccgs.system) / people,
        key=organisation_keys("system", codes),
    )


def _trusts(
    systems: tuple[str, ...],
    beside: Flags,
    facts: tuple[CCGFacts, ...],
    per_system: int,
    chance: Chance,
) -> Trusts:
    """Draw types and partners, then place trusts as those of the built-in country."""
    width = len(str(per_system))
    codes = [f"{s}T{n:0{width}d}" for s in systems for n in range(1, per_system + 1)]
    key = organisation_keys("trust", codes)
    types = _types(per_system, chance.uniform("population.trust_type", 0, key))
    reach = chance.uniform("population.trust_partner", 0, key) / figure(
        "trust_share_in_several_systems"
    )
    trusts = tuple(
        TrustFacts(
            code=code,
            name=f"Made-up {TrustType(types[row]).name.lower().replace('_', ' ')} trust {code}",
            type=TrustType(types[row]).name.lower(),
            home=systems[row // per_system],
            partners=_partner(systems, np.flatnonzero(beside[row // per_system]), reach[row]),
        )
        for row, code in enumerate(codes)
    )
    people = sum(ccg.population for ccg in facts)
    admissions = figure("ae_admissions") * people / figure("registered_population")
    return place_trusts(trusts, facts, systems, chance, admissions)


def _types(per_system: int, luck: Floats) -> Rows:
    """Draw the types of the third trusts and on, so that all together have England's shares."""
    shares = [figure(f"trust_share_{kind.name.lower()}") for kind in TrustType]
    wanted = per_system * np.array(shares)
    wanted[[TrustType.ACUTE, TrustType.MENTAL_HEALTH]] -= 1
    steps = np.cumsum(np.maximum(wanted, 0.0))
    types = np.searchsorted(steps / steps[-1], luck).astype(np.int64)
    types[::per_system] = TrustType.ACUTE
    if per_system > 1:
        types[1::per_system] = TrustType.MENTAL_HEALTH
    return types


def _partner(systems: tuple[str, ...], neighbours: Rows, reach: float) -> tuple[str, ...]:
    """Give the neighbouring system that a trust belongs to as well, for some."""
    if reach >= 1 or not neighbours.size:
        return ()
    return (systems[neighbours[int(reach * neighbours.size)]],)


def _report(given: dict[str, int]) -> tuple[Remark, ...]:
    n_systems, n_ccgs = given["systems"], given["systems"] * given["ccgs_per_system"]
    counts = {
        "system": n_systems,
        "ccg": n_ccgs,
        "trust": n_systems * given["trusts_per_system"],
        "practice": n_ccgs * given["practices_per_ccg"],
    }
    why = "made up from national statistics; not a place"
    return tuple(Remark(kind, "used", "", count, why) for kind, count in counts.items())
