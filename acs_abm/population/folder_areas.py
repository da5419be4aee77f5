"""Read the areas and trusts of a folder of organisations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from acs_abm.chance import organisation_keys
from acs_abm.evidence import current_system_code, england_systems, england_trusts
from acs_abm.population.imputation import completed_admissions
from acs_abm.population.organisations import (
    CCGs,
    Flags,
    Remark,
    Systems,
    Trusts,
    TrustType,
)

if TYPE_CHECKING:
    from acs_abm.population.organisation_tables import Table

LATITUDES = (49.5, 56.0)
LONGITUDES = (-6.6, 2.0)
"""Degrees: England with its islands."""

SYSTEM_COLUMNS = ("stp_code", "name", "nhs_region", "lat", "lon")
CCG_COLUMNS = ("ccg_code", "name", "stp_code", "lat", "lon")
TRUST_COLUMNS = ("trust_code", "name", "type", "stp_code", "lat", "lon", "ae_admissions_1617")
NEIGHBOUR_COLUMNS = ("stp_a", "stp_b")
PARTNER_COLUMNS = ("stp_code", "trust_code")


@dataclass
class Remarks:
    """The population report while it is being written."""

    lines: list[Remark] = field(default_factory=list)

    def add(self, kind: str, what: str, column: str, codes: list[str], why: str) -> None:
        """Note what happened to some organisations; nothing where there are none."""
        if codes:
            self.lines.append(Remark(kind, what, column, len(codes), why, codes[0]))


def flagged(codes: tuple[str, ...], flags: Flags) -> list[str]:
    """Give the codes whose flag is set."""
    return [codes[row] for row in np.flatnonzero(flags)]


def read_systems(table: Table, remarks: Remarks) -> Systems:
    """Read the STPs, in the order of their codes of 2017.

    Parameters
    ----------
    table
        ``stps.csv``.
    remarks
        Where to note what was repaired.

    Returns
    -------
    Systems
        Positions may still be not-a-number.
    """
    given = table.codes("stp_code")
    current = [current_system_code(code) for code in given]
    table.columns["stp_code"] = current
    table.codes("stp_code")
    recoded = [old for old, new in zip(given, current, strict=True) if old != new]
    remarks.add("system", "repaired", "stp_code", recoded, "code of 2016 replaced by that of 2017")
    order = sorted(range(len(table)), key=current.__getitem__)
    codes = tuple(current[row] for row in order)
    ods_codes = table.texts("ods_stp_code")
    return Systems(
        code=codes,
        short_name=_short_names(codes, [ods_codes[row] for row in order]),
        name=tuple(table.columns["name"][row] for row in order),
        region=tuple(table.columns["nhs_region"][row] for row in order),
        latitude=table.numbers("lat", *LATITUDES)[order],
        longitude=table.numbers("lon", *LONGITUDES)[order],
        key=organisation_keys("system", codes),
    )


def _short_names(codes: tuple[str, ...], ods_codes: list[str]) -> tuple[str, ...]:
    """Give the tile grid's short names where ONS or NHS code is known, else the code itself."""
    by_code = {s.code: s.short_name for s in england_systems()}
    by_ods_code = {s.ods_code: s.short_name for s in england_systems()}
    names: list[str] = []
    for code, ods_code in zip(codes, ods_codes, strict=True):
        name = by_code.get(code) or by_ods_code.get(ods_code) or code
        names.append(code if name in names else name)
    return tuple(names)


def read_ccgs(table: Table, systems: Systems) -> CCGs:
    """Read the CCGs, in the order of their codes.

    Parameters
    ----------
    table
        ``ccgs.csv``.
    systems
        What :func:`read_systems` gave.

    Returns
    -------
    CCGs
        Without populations and deprivation, which come from the practices; positions may still
        be not-a-number.
    """
    given = table.codes("ccg_code")
    table.columns["stp_code"] = [current_system_code(c) for c in table.columns["stp_code"]]
    system = table.rows_of("stp_code", _rows_by_code(systems.code), "stps.csv")
    order = sorted(range(len(table)), key=given.__getitem__)
    codes = tuple(given[row] for row in order)
    unknown = np.zeros(len(codes))
    return CCGs(
        code=codes,
        name=tuple(table.columns["name"][row] for row in order),
        system=np.array(system, dtype=np.int64)[order],
        population=unknown,
        weighted_population=unknown,
        deprivation=unknown,
        latitude=table.numbers("lat", *LATITUDES)[order],
        longitude=table.numbers("lon", *LONGITUDES)[order],
        key=organisation_keys("ccg", codes),
    )


def read_trusts(table: Table, partners: Table | None, systems: Systems, remarks: Remarks) -> Trusts:
    """Read the trusts, in the order of their codes.

    Parameters
    ----------
    table, partners
        ``trusts.csv``, and ``stp_trust_partners.csv`` where there is one.
    systems
        What :func:`read_systems` gave, with positions.
    remarks
        Where to note what was refused, repaired and imputed.

    Returns
    -------
    Trusts
        Complete.
    """
    given = table.codes("trust_code")
    table.columns["stp_code"] = [current_system_code(c) for c in table.columns["stp_code"]]
    home = table.rows_of("stp_code", _rows_by_code(systems.code), "stps.csv")
    kind = table.choices("type", {one.name.lower(): one for one in TrustType})
    order = sorted(range(len(table)), key=given.__getitem__)
    codes = tuple(given[row] for row in order)
    kinds = np.array(kind, dtype=np.int8)[order]
    system = np.array(home, dtype=np.int64)[order]
    admissions = table.numbers("ae_admissions_1617", 0, 1e7)[order]
    completed, missing = completed_admissions(admissions, kinds)
    why = "median of the trusts of its type, none where that is unknown"
    remarks.add("trust", "imputed", "ae_admissions", flagged(codes, missing), why)
    latitude = table.numbers("lat", *LATITUDES)[order]
    longitude = table.numbers("lon", *LONGITUDES)[order]
    unplaced = np.isnan(latitude) | np.isnan(longitude)
    remarks.add("trust", "repaired", "lat, lon", flagged(codes, unplaced), "centre of its STP")
    trusts = Trusts(
        code=codes,
        name=_trust_names(codes, [table.columns["name"][row] for row in order]),
        type=kinds,
        system=system,
        partner_of=np.eye(len(systems.code), dtype=bool)[system],
        ae_admissions=completed,
        ae_admissions_imputed=missing,
        latitude=np.where(unplaced, systems.latitude[system], latitude),
        longitude=np.where(unplaced, systems.longitude[system], longitude),
        key=organisation_keys("trust", codes),
    )
    listed = [table.texts("stp_partner_codes")[row] for row in order]
    return _with_partners(trusts, systems, listed, partners, remarks)


def _trust_names(codes: tuple[str, ...], names: list[str]) -> tuple[str, ...]:
    """Give the readable name of a known trust whose name is in capitals."""
    readable = {trust.code: trust.name for trust in england_trusts()}
    return tuple(
        readable.get(code, name) if name.isupper() else name
        for code, name in zip(codes, names, strict=True)
    )


def _with_partners(
    trusts: Trusts, systems: Systems, listed: list[str], partners: Table | None, remarks: Remarks
) -> Trusts:
    """Add the STPs that a trust belongs to beside its home."""
    pairs = [
        (trust, system.strip())
        for trust, cell in zip(trusts.code, listed, strict=True)
        for system in cell.split(";")
        if system.strip()
    ]
    if partners is not None:
        named = zip(partners.columns["trust_code"], partners.columns["stp_code"], strict=True)
        pairs += list(named)
    trust_row, system_row = _rows_by_code(trusts.code), _rows_by_code(systems.code)
    partner_of = trusts.partner_of.copy()
    unknown_trusts: dict[str, None] = {}
    unknown_systems: dict[str, None] = {}
    for trust, system in pairs:
        row, column = trust_row.get(trust), system_row.get(current_system_code(system))
        if row is None:
            unknown_trusts[trust] = None
        elif column is None:
            unknown_systems[system] = None
        else:
            partner_of[row, column] = True
    why = "partner of an STP that trusts.csv does not list"
    remarks.add("trust", "refused", "trust_code", list(unknown_trusts), why)
    why = "named as an STP of a trust, but not in stps.csv"
    remarks.add("system", "refused", "stp_code", list(unknown_systems), why)
    several = flagged(trusts.code, partner_of.sum(axis=1) > 1)
    remarks.add("trust", "read", "partner_of", several, "belongs to more than one STP")
    return replace(trusts, partner_of=partner_of)


def read_neighbours(table: Table | None, systems: Systems, remarks: Remarks) -> Flags | None:
    """Read which STPs are neighbours; None where the folder does not say.

    Parameters
    ----------
    table
        ``stp_adjacency.csv`` where there is one.
    systems
        What :func:`read_systems` gave.
    remarks
        Where to note pairs that were refused.

    Returns
    -------
    Flags or None
        Systems by systems, symmetric.
    """
    if table is None:
        return None
    row = _rows_by_code(systems.code)
    beside = np.zeros((len(row), len(row)), dtype=bool)
    unknown: dict[str, None] = {}
    for pair in zip(table.columns["stp_a"], table.columns["stp_b"], strict=True):
        one, other = (current_system_code(code) for code in pair)
        unknown |= {code: None for code in (one, other) if code not in row}
        if one in row and other in row and one != other:
            beside[row[one], row[other]] = beside[row[other], row[one]] = True
    why = "neighbour in stp_adjacency.csv that stps.csv does not list"
    remarks.add("system", "refused", "stp_code", list(unknown), why)
    return beside


def _rows_by_code(codes: tuple[str, ...]) -> dict[str, int]:
    return {code: row for row, code in enumerate(codes)}
