"""Read the built-in tables of England's organisations on 1 April 2017.

The tables are small CSV files beside this module; ``england_2017/SOURCES.md`` says where each
column comes from. They are read once and handed out as immutable records, in the order of
their codes.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from acs_abm.evidence.dates import checked_date

RECODED_SYSTEMS = {
    "E54000001": "E54000046",
    "E54000002": "E54000047",
    "E54000003": "E54000045",
    "E54000004": "E54000048",
}
"""STP codes of 2016 that ONS replaced in 2017, by old code."""
RECODED_CCGS = {
    "00F": "13T",
    "00G": "13T",
    "00H": "13T",
    "00W": "14L",
    "01M": "14L",
    "01N": "14L",
}
"""CCGs that had merged by April 2017, by old code: Newcastle Gateshead (April 2015) and Manchester
(April 2017), as the NHS register of CCGs dates their ends."""


@dataclass(frozen=True)
class SystemFacts:
    """What was published about one STP area.

    Attributes
    ----------
    code, ods_code, short_name, name, region
        ONS code, NHS code, short name of the tile grid, full name, NHS region.
    population, n_practices
        Registered patients and practices, April 2017.
    deprivation
        Index of Multiple Deprivation 2015, list-weighted mean.
    latitude, longitude
        Degrees, centre of the area's practices.
    tile_row, tile_column
        Place on the tile grid, row 0 in the north.
    rating
        Progress rating of July 2017, 4 (outstanding) or 1 (lowest); None where the area was in
        one of the two middle classes.
    devolution
        Month of the devolution agreement, ``2014-11``; empty where there is none.
    is_named_candidate
        Whether the area, or a part of it, was named in March 2017 as a likely first candidate.
    """

    code: str
    ods_code: str
    short_name: str
    name: str
    region: str
    population: int
    n_practices: int
    deprivation: float
    latitude: float
    longitude: float
    tile_row: int
    tile_column: int
    rating: int | None
    devolution: str
    is_named_candidate: bool


@dataclass(frozen=True)
class CCGFacts:
    """What was published about one clinical commissioning group.

    Attributes
    ----------
    code, system, name
        NHS code, ONS code of its STP, full name.
    population, n_practices, deprivation, latitude, longitude
        As in :class:`SystemFacts`.
    share_over_65
        Share of registered patients aged 65 and over.
    is_named_candidate_part
        Whether the CCG lies in the area that was named in March 2017.
    vanguard
        ``PACS`` or ``MCP`` where a vanguard works in the CCG; else empty.
    is_test_area
        Whether a contract test area is known to lie in the CCG.
    """

    code: str
    system: str
    name: str
    population: int
    n_practices: int
    deprivation: float
    share_over_65: float
    latitude: float
    longitude: float
    is_named_candidate_part: bool
    vanguard: str
    is_test_area: bool


@dataclass(frozen=True)
class TrustFacts:
    """What was published about one NHS trust.

    Attributes
    ----------
    code, name, type
        NHS code, name, and ``acute``, ``specialist``, ``mental_health``, ``community`` or
        ``ambulance``.
    home
        ONS code of the STP in which the trust has its seat.
    partners
        ONS codes of the further STPs it belongs to.
    """

    code: str
    name: str
    type: str
    home: str
    partners: tuple[str, ...]


def _table(name: str) -> list[dict[str, str]]:
    """Read one table as rows by column name."""
    text = (files("acs_abm.evidence") / "england_2017" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def england_systems() -> tuple[SystemFacts, ...]:
    """Give the 44 STP areas, in the order of their codes."""
    return tuple(
        SystemFacts(
            code=row["code"],
            ods_code=row["ods_code"],
            short_name=row["short_name"],
            name=row["name"],
            region=row["region"],
            population=int(row["population"]),
            n_practices=int(row["n_practices"]),
            deprivation=float(row["deprivation"]),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            tile_row=int(row["tile_row"]),
            tile_column=int(row["tile_column"]),
            rating=int(row["rating"]) if row["rating"] else None,
            devolution=row["devolution"] and checked_date(row["devolution"], "systems.csv"),
            is_named_candidate=row["named_candidate"] == "yes",
        )
        for row in _table("systems.csv")
    )


@lru_cache(maxsize=1)
def england_ccgs() -> tuple[CCGFacts, ...]:
    """Give the 207 clinical commissioning groups, in the order of their codes."""
    return tuple(
        CCGFacts(
            code=row["code"],
            system=row["system"],
            name=row["name"],
            population=int(row["population"]),
            n_practices=int(row["n_practices"]),
            deprivation=float(row["deprivation"]),
            share_over_65=float(row["share_over_65"]),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            is_named_candidate_part=row["named_candidate_part"] == "yes",
            vanguard=row["vanguard"],
            is_test_area=row["test_area"] == "yes",
        )
        for row in _table("ccgs.csv")
    )


@lru_cache(maxsize=1)
def england_trusts() -> tuple[TrustFacts, ...]:
    """Give the 233 trusts, in the order of their codes."""
    return tuple(
        TrustFacts(
            code=row["code"],
            name=row["name"],
            type=row["type"],
            home=row["home"],
            partners=tuple(filter(None, row["partners"].split(";"))),
        )
        for row in _table("trusts.csv")
    )


@lru_cache(maxsize=1)
def england_neighbours() -> tuple[tuple[str, str], ...]:
    """Give the 112 pairs of STP areas that touch, each pair once."""
    return tuple((row["system_a"], row["system_b"]) for row in _table("neighbours.csv"))


def current_system_code(code: str) -> str:
    """Give the code of 2017 for a system code of 2016 or 2017."""
    return RECODED_SYSTEMS.get(code, code)


def current_ccg_code(code: str) -> str:
    """Give the code of April 2017 for a CCG code of 2013 to 2017."""
    return RECODED_CCGS.get(code, code)
