"""Read real organisations from a folder of CSV files.

``practices.csv``, ``ccgs.csv``, ``stps.csv`` and ``trusts.csv`` are required;
``stp_adjacency.csv`` and ``stp_trust_partners.csv`` are used where present. Files are UTF-8,
comma-separated, with a first line that names the columns; blank cells are missing values, and
further columns are ignored. Codes of STPs may be those of 2016 or of 2017.

What cannot be right (a word for a number, a position outside England, a code twice) refuses the
folder. What a real register often lacks is repaired or imputed by a declared rule
(:mod:`acs_abm.population.imputation`) and counted in the population's report.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from acs_abm.chance import Chance
from acs_abm.errors import OrganisationsError
from acs_abm.population.assembly import assemble
from acs_abm.population.blocks import totals
from acs_abm.population.folder_areas import (
    CCG_COLUMNS,
    NEIGHBOUR_COLUMNS,
    PARTNER_COLUMNS,
    SYSTEM_COLUMNS,
    TRUST_COLUMNS,
    Remarks,
    flagged,
    read_ccgs,
    read_neighbours,
    read_systems,
    read_trusts,
)
from acs_abm.population.folder_practices import PRACTICE_COLUMNS, read_practices
from acs_abm.population.inhabited import inhabited_ccgs, rows_used, without_empty_systems
from acs_abm.population.organisation_tables import Table, expect_folder, read_table
from acs_abm.population.organisations import (
    CCGs,
    Floats,
    Population,
    Practices,
    Remark,
    Rows,
    Systems,
    TrustType,
)

REQUIRED = {
    "practices.csv": PRACTICE_COLUMNS,
    "ccgs.csv": CCG_COLUMNS,
    "stps.csv": SYSTEM_COLUMNS,
    "trusts.csv": TRUST_COLUMNS,
}
OPTIONAL = {
    "stp_adjacency.csv": NEIGHBOUR_COLUMNS,
    "stp_trust_partners.csv": PARTNER_COLUMNS,
}


def read_organisations(folder: Path, seed: int = 2017) -> Population:
    """Read a folder of organisations.

    Parameters
    ----------
    folder
        Where the files lie.
    seed
        Luck of what is imputed; not the seed of a run.

    Returns
    -------
    Population
        With a report of every row refused, repaired or imputed. Arrays are read-only.

    Raises
    ------
    OrganisationsError
        If the folder cannot be used; the message names file, line, field, value, what is
        allowed and the nearest valid name.
    """
    folder = Path(folder)
    tables = _tables(folder)
    remarks = Remarks()
    systems = read_systems(tables["stps.csv"], remarks)
    ccgs = read_ccgs(tables["ccgs.csv"], systems)
    practices = read_practices(tables["practices.csv"], ccgs, systems, Chance(seed), remarks)
    why = "no practice of practices.csv belongs to it"
    ccgs, practices = inhabited_ccgs(ccgs, practices, remarks, why)
    systems, ccgs, practices = _placed(folder, systems, ccgs, practices, remarks)
    trusts = read_trusts(
        tables["trusts.csv"], tables.get("stp_trust_partners.csv"), systems, remarks
    )
    population = assemble(
        name=f"organisation files in '{folder.resolve().name}'",
        systems=systems,
        ccgs=ccgs,
        trusts=trusts,
        practices=practices,
        system_neighbours_known=read_neighbours(tables.get("stp_adjacency.csv"), systems, remarks),
        report=(),
    )
    return _reported(without_empty_systems(population, remarks), tables, remarks)


def _tables(folder: Path) -> dict[str, Table]:
    """Read every file of the folder as text."""
    try:
        expect_folder(folder)
        tables = {name: read_table(folder, name, columns) for name, columns in REQUIRED.items()}
        for name, columns in OPTIONAL.items():
            if (folder / name).exists():
                tables[name] = read_table(folder, name, columns, may_be_empty=True)
    except OSError as error:
        raise OrganisationsError(f"{folder}: cannot be read ({error.strerror})") from error
    return tables


def _placed(
    folder: Path, systems: Systems, ccgs: CCGs, practices: Practices, remarks: Remarks
) -> tuple[Systems, CCGs, Practices]:
    """Complete positions: of areas by what lies in them, of practices by their CCG."""
    people, of = practices.list_size, practices.ccg
    north = _centres(ccgs.latitude, practices.latitude, people, of)
    east = _centres(ccgs.longitude, practices.longitude, people, of)
    nowhere = flagged(ccgs.code, np.isnan(north) | np.isnan(east))
    if nowhere:
        raise OrganisationsError(
            f"{folder / 'ccgs.csv'}: lat, lon: {nowhere[0]!r} has no position, nor has any of its "
            "practices; give one or the other"
        )
    why = "list-weighted centre of its practices"
    unplaced = np.isnan(ccgs.latitude) | np.isnan(ccgs.longitude)
    remarks.add("ccg", "repaired", "lat, lon", flagged(ccgs.code, unplaced), why)
    lost = np.isnan(practices.latitude) | np.isnan(practices.longitude)
    remarks.add(
        "practice", "repaired", "lat, lon", flagged(practices.code, lost), "centre of its CCG"
    )
    unplaced = np.isnan(systems.latitude) | np.isnan(systems.longitude)
    why = "centre of its CCGs, weighted by people"
    remarks.add("system", "repaired", "lat, lon", flagged(systems.code, unplaced), why)
    weight = ccgs.population
    return (
        replace(
            systems,
            latitude=_centres(systems.latitude, north, weight, ccgs.system),
            longitude=_centres(systems.longitude, east, weight, ccgs.system),
        ),
        replace(ccgs, latitude=north, longitude=east),
        replace(
            practices,
            latitude=np.where(lost, north[of], practices.latitude),
            longitude=np.where(lost, east[of], practices.longitude),
        ),
    )


def _centres(given: Floats, of_members: Floats, weight: Floats, group: Rows) -> Floats:
    """Complete a coordinate of groups by the weighted mean of their members."""
    known = ~np.isnan(of_members)
    total = totals((of_members * weight)[known], group[known], given.size)
    people = totals(weight[known], group[known], given.size)
    mean = np.divide(total, people, out=np.full(given.size, np.nan), where=people > 0)
    return np.where(np.isnan(given), mean, given)


def _reported(population: Population, tables: dict[str, Table], remarks: Remarks) -> Population:
    """Put the report together: rows read, what was done to them, rows used, what is unusual."""
    read = tuple(
        Remark("folder", "read", "", len(table), f"rows of {name}")
        for name, table in tables.items()
    )
    _remark_on_the_unusual(population, remarks)
    return replace(population, report=(*read, *remarks.lines, *rows_used(population)))


def _remark_on_the_unusual(population: Population, remarks: Remarks) -> None:
    """Note what is accepted as it stands, but a reader may want to know."""
    systems, trusts, practices = population.systems, population.trusts, population.practices
    n_ccgs = np.bincount(population.ccgs.system, minlength=len(systems.code))
    remarks.add("system", "read", "", flagged(systems.code, n_ccgs == 1), "one CCG only")
    at_home = trusts.system[trusts.type == TrustType.MENTAL_HEALTH]
    n_mental = np.bincount(at_home, minlength=len(systems.code))
    why = "no mental health trust is at home in it"
    remarks.add("system", "read", "", flagged(systems.code, n_mental == 0), why)
    places = np.column_stack([practices.latitude, practices.longitude])
    _, which, count = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    shared = flagged(practices.code, count[which.ravel()] > 1)
    why = "at the position of another practice, as of one postcode district"
    remarks.add("practice", "read", "lat, lon", shared, why)
