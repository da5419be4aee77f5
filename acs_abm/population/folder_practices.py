"""Read the practices of a folder of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acs_abm.chance import organisation_keys
from acs_abm.errors import nearest
from acs_abm.evidence import current_system_code, figure
from acs_abm.population.folder_areas import LATITUDES, LONGITUDES, Remarks, flagged
from acs_abm.population.imputation import (
    completed_by_ccg,
    completed_gp_wte,
    completed_income,
    completed_morbidity,
    completed_nurse_wte,
    completed_weighted_list,
)
from acs_abm.population.organisations import CoreContract, Practices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from acs_abm.chance import Chance
    from acs_abm.population.blocks import Kinds
    from acs_abm.population.organisation_tables import Table
    from acs_abm.population.organisations import CCGs, Flags, Floats, Keys, Rows, Systems

REGISTERS = ("reg_dm", "reg_chd", "reg_copd", "reg_hf", "reg_dem", "reg_mh")
PRACTICE_COLUMNS = (
    "practice_code",
    "ccg_code",
    "list_size",
    "weighted_list_size",
    "contract_type",
    "rurality",
    "lat",
    "lon",
    "imd2015",
    "gp_fte_2016_09",
    "nurse_fte_2016_09",
    "share_65plus_2016",
    *REGISTERS,
    "pay_total_gbp",
    "pay_qof_gbp",
)
LARGEST_LIST = 200_000
MOST_REFUSED = 0.01
"""Share of the rows that may be refused; more, and the folder is."""

_CONTRACTS = {
    "gms": int(CoreContract.GMS),
    "pms": int(CoreContract.PMS),
    "apms": int(CoreContract.APMS),
    "unknown": -1,
    "": -1,
}
_RURAL = {"urban": False, "rural": True, "": False}


@dataclass(frozen=True)
class _Usable:
    """The rows that can be used, in the order of their codes."""

    table: Table
    order: NDArray[np.int64]
    codes: tuple[str, ...]
    list_size: Floats
    ccg: Rows
    key: Keys
    chance: Chance
    remarks: Remarks

    def numbers(self, field: str, low: float, high: float) -> Floats:
        """Give a column of numbers, not-a-number where blank."""
        return self.table.numbers(field, low, high)[self.order]

    def note(self, what: str, column: str, flags: Flags, why: str) -> None:
        """Count the practices that are flagged in the population report."""
        self.remarks.add("practice", what, column, flagged(self.codes, flags), why)


def read_practices(
    table: Table, ccgs: CCGs, systems: Systems, chance: Chance, remarks: Remarks
) -> Practices:
    """Read the practices, in the order of their codes, and complete what is missing.

    Parameters
    ----------
    table
        ``practices.csv``.
    ccgs, systems
        What :mod:`acs_abm.population.folder_areas` gave.
    chance
        Luck of the imputation.
    remarks
        Where to note what was refused, repaired and imputed.

    Returns
    -------
    Practices
        Positions may still be not-a-number.

    Raises
    ------
    OrganisationsError
        If a value is not allowed, or more than one row in a hundred cannot be used.
    """
    rows = _usable(table, ccgs, chance, remarks)
    _compare_systems(rows, ccgs, systems)
    rural = table.choices("rurality", _RURAL)
    contract, contract_unknown = _contracts(rows)
    gross, quality, part_year = _income(rows, contract)
    gps, gps_missing, nurses, nurses_missing = _workforce(rows)
    morbidity, unregistered = _morbidity(rows)
    return Practices(
        code=rows.codes,
        ccg=rows.ccg,
        system=ccgs.system[rows.ccg],
        list_size=rows.list_size,
        weighted_list=_weighted_lists(rows),
        contract=contract,
        is_rural=np.array(rural, dtype=bool)[rows.order],
        latitude=rows.numbers("lat", *LATITUDES),
        longitude=rows.numbers("lon", *LONGITUDES),
        deprivation=_by_ccg(rows, "imd2015", 100.0, "deprivation_mean"),
        share_over_65=_by_ccg(rows, "share_65plus_2016", 1.0, "share_over_65_mean"),
        morbidity=morbidity,
        gp_wte=gps,
        nurse_wte=nurses,
        gross_income=gross,
        qof_income=quality,
        contract_imputed=contract_unknown,
        gp_wte_imputed=gps_missing,
        nurse_wte_imputed=nurses_missing,
        morbidity_imputed=unregistered,
        income_imputed=part_year,
        key=rows.key,
    )


def _usable(table: Table, ccgs: CCGs, chance: Chance, remarks: Remarks) -> _Usable:
    """Leave out rows that no rule can complete, and refuse the folder if there are many."""
    given = table.codes("practice_code")
    sizes = table.numbers("list_size", 0, LARGEST_LIST)
    ccg_row = {code: row for row, code in enumerate(ccgs.code)}
    astray = np.array([code not in ccg_row for code in table.columns["ccg_code"]], dtype=bool)
    nobody = ~(sizes > 0) & ~astray
    _refuse_many(table, astray, nobody, ccg_row)
    why = "its CCG is not in ccgs.csv"
    remarks.add("practice", "refused", "ccg_code", flagged(tuple(given), astray), why)
    why = "nobody on its list"
    remarks.add("practice", "refused", "list_size", flagged(tuple(given), nobody), why)
    kept = sorted(np.flatnonzero(~astray & ~nobody).tolist(), key=given.__getitem__)
    codes = tuple(given[row] for row in kept)
    order = np.array(kept, dtype=np.int64)
    ccg = np.array([ccg_row[table.columns["ccg_code"][row]] for row in kept], dtype=np.int64)
    key = organisation_keys("practice", codes)
    return _Usable(table, order, codes, sizes[order], ccg, key, chance, remarks)


def _refuse_many(table: Table, astray: Flags, nobody: Flags, ccg_row: dict[str, int]) -> None:
    n_refused = int((astray | nobody).sum())
    if n_refused <= MOST_REFUSED * len(table):
        return
    row = int(np.flatnonzero(astray | nobody)[0])
    share = f"{n_refused} of {len(table)} rows cannot be used, allowed: 1 in 100"
    if astray[row]:
        hint = nearest(table.columns["ccg_code"][row], ccg_row)
        raise table.refuse(row, "ccg_code", f"is not a code of ccgs.csv{hint} ({share})")
    raise table.refuse(row, "list_size", f"leaves nobody on the list ({share})")


def _compare_systems(rows: _Usable, ccgs: CCGs, systems: Systems) -> None:
    given = rows.table.texts("stp_code")
    own = [current_system_code(given[row]) for row in rows.order]
    expected = [systems.code[row] for row in ccgs.system[rows.ccg]]
    differ = [bool(code) and code != of_ccg for code, of_ccg in zip(own, expected, strict=True)]
    rows.note("repaired", "stp_code", np.array(differ, dtype=bool), "the STP of its CCG is used")


def _contracts(rows: _Usable) -> tuple[Kinds, Flags]:
    given = np.array(rows.table.choices("contract_type", _CONTRACTS), dtype=np.int8)[rows.order]
    unknown = given < 0
    rows.note("imputed", "contract", unknown, "unknown or blank: GMS, the most common")
    return np.where(unknown, CoreContract.GMS, given).astype(np.int8), unknown


def _income(rows: _Usable, contract: Kinds) -> tuple[Floats, Floats, Flags]:
    """Complete income, and bring it to the prices of 2017/18."""
    gross, quality, part_year = completed_income(
        rows.numbers("pay_total_gbp", -1e9, 1e9),
        rows.numbers("pay_qof_gbp", -1e9, 1e9),
        rows.list_size,
        contract,
    )
    why = "part-year or impossible payments: medians per patient, of the contract and of all"
    rows.note("imputed", "gross_income, qof_income", part_year, why)
    prices = figure("prices_2017_18_per_2016_17")
    return gross * prices, quality * prices, part_year


def _workforce(rows: _Usable) -> tuple[Floats, Flags, Floats, Flags]:
    gps, no_gps = completed_gp_wte(
        rows.numbers("gp_fte_2016_09", 0, 500), rows.list_size, rows.key, rows.chance
    )
    why = "missing or zero: regression of log WTE on log list, with a residual"
    rows.note("imputed", "gp_wte", no_gps, why)
    nurses, no_nurses = completed_nurse_wte(
        rows.numbers("nurse_fte_2016_09", 0, 500), rows.list_size, rows.key, rows.chance
    )
    why = "missing: in proportion to the list, with a residual"
    rows.note("imputed", "nurse_wte", no_nurses, why)
    return gps, no_gps, nurses, no_nurses


def _morbidity(rows: _Usable) -> tuple[Floats, Flags]:
    registers = sum(rows.numbers(name, 0, 1e6) for name in REGISTERS)
    per_patient = np.asarray(registers / rows.list_size, dtype=np.float64)
    morbidity, missing = completed_morbidity(per_patient, rows.list_size, rows.ccg)
    why = "registers missing or beyond 0.6 a patient: mean of the CCG"
    rows.note("imputed", "morbidity", missing, why)
    return morbidity, missing


def _weighted_lists(rows: _Usable) -> Floats:
    given = rows.numbers("weighted_list_size", 0, 2 * LARGEST_LIST)
    completed, repaired = completed_weighted_list(given, rows.list_size)
    why = "missing, or outside half to twice the list: list times the national weight"
    rows.note("repaired", "weighted_list", repaired, why)
    return completed


def _by_ccg(rows: _Usable, field: str, high: float, national: str) -> Floats:
    values, missing = completed_by_ccg(rows.numbers(field, 0, high), rows.list_size, rows.ccg)
    rows.note("imputed", field, missing, "mean of the CCG")
    return np.where(np.isnan(values), figure(national), values)
