"""Which rows of the register of prescribers are GP practices with a list, and how many patients."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from acs_abm.errors import OrganisationsError, nearest
from acs_abm.evidence import current_ccg_code, figure
from acs_abm.population.folder_areas import Remarks
from acs_abm.population.folder_practices import LARGEST_LIST
from acs_abm.population.ods_layout import SUCCESSOR_USED, Sieve, leave_out_not_open
from acs_abm.population.organisation_tables import Table, read_table
from acs_abm.population.organisations import Flags, Floats

LISTS = ("gp-reg-pat-prac-all*.csv", "list_sizes*.csv")
"""Names that the file of list sizes may have."""
CODE_COLUMNS = ("CODE", "PRACTICE_CODE", "GP_PRACTICE_CODE")
PATIENT_COLUMNS = ("NUMBER_OF_PATIENTS", "TOTAL_ALL", "TOTAL_PATIENTS", "TOTAL", "LIST_SIZE")
TOTALS = {"TYPE": ("GP",), "ORG_TYPE": ("GP",), "SEX": ("ALL",), "AGE": ("ALL",)}
"""What a row must say in these columns, where the file has them, to be a practice's whole list."""

GP_PRACTICE = frozenset({"4", "RO76"})
"""Prescribing setting of a GP practice, as written until and since the register of 2024."""
STATUS = {
    "a": "active",
    "active": "active",
    "c": "closed",
    "closed": "closed",
    "inactive": "closed",
    "d": "dormant",
    "dormant": "dormant",
    "p": "proposed",
    "proposed": "proposed",
}
NOBODY = frozenset({"V81997", "V81998", "V81999"})
"""Codes for patients who have no practice, or whose practice is not known."""
ISLANDS_BY_CODE = ("ALD", "GUE", "JER")
ISLANDS_BY_POSTCODE = ("IM", "GY", "JE")
MOST_WITHOUT = 0.5
"""Share of open practices that may lack a known CCG, or a list; more, and files do not match."""


@dataclass(frozen=True)
class RegisteredPractices:
    """The practices that a run can use, in the order of their codes."""

    code: tuple[str, ...]
    ccg: tuple[str, ...]
    list_size: Floats


def choose_practices(
    sieve: Sieve, lists: dict[str, float], ccgs: Collection[str], on: date
) -> RegisteredPractices:
    """Leave out what is no English GP practice open on a day with a list in a known CCG.

    Parameters
    ----------
    sieve
        Rows of the register.
    lists
        Patients of each practice, as :func:`read_lists` gives them.
    ccgs
        Codes of the CCGs open on the day.
    on
        The day.

    Returns
    -------
    RegisteredPractices
        With the CCG codes of April 2017.

    Raises
    ------
    OrganisationsError
        If a date or status cannot be right, or the files do not match.
    """
    _leave_out_other_countries(sieve)
    setting = sieve.table.columns["prescribing_setting"]
    other = np.array([cell.upper() not in GP_PRACTICE for cell in setting], dtype=bool)
    sieve.leave_out(other, "prescribing_setting", "not a GP practice")
    status = _status(sieve)
    sieve.leave_out(status == "proposed", "status", "proposed, not open")
    leave_out_not_open(sieve, on, closed=status == "closed")
    sieve.leave_out(status == "dormant", "status", "dormant")
    _use_known_ccgs(sieve, ccgs)
    sizes = _with_lists(sieve, lists)
    rows = sieve.in_order_of_codes()
    columns = sieve.table.columns
    return RegisteredPractices(
        code=tuple(columns["code"][row] for row in rows),
        ccg=tuple(columns["commissioner"][row] for row in rows),
        list_size=sizes[rows],
    )


def _status(sieve: Sieve) -> NDArray[np.object_]:
    """Read whether each is active, closed, dormant or proposed; leave out what says nothing."""
    words = [cell.lower() for cell in sieve.table.columns["status"]]
    why = f"is not allowed; allowed: {', '.join(STATUS)}"
    sieve.leave_out_unreadable(_which(words, lambda w: w not in STATUS), "status", why)
    return np.array([STATUS.get(word, "") for word in words], dtype=object)


def _leave_out_other_countries(sieve: Sieve) -> None:
    columns = sieve.table.columns
    codes = columns["code"]
    sieve.leave_out(_which(codes, lambda c: c in NOBODY), "code", "stands for no practice")
    welsh = _which(codes, lambda c: c.startswith("W"))
    welsh |= _which(columns["national_grouping"], lambda c: c.startswith("W"))
    sieve.leave_out(welsh, "national_grouping", "in Wales")
    scottish = _which(codes, lambda c: c.startswith("S"))
    scottish |= _which(columns["national_grouping"], lambda c: c.startswith("S"))
    sieve.leave_out(scottish, "national_grouping", "in Scotland")
    area = [cell.upper()[:2] for cell in columns["postcode"]]
    overseas = _which(area, lambda a: a in ISLANDS_BY_POSTCODE)
    overseas |= _which(codes, lambda c: c.startswith(ISLANDS_BY_CODE))
    sieve.leave_out(overseas, "postcode", "on the Isle of Man or in the Channel Islands")


def _use_known_ccgs(sieve: Sieve, ccgs: Collection[str]) -> None:
    """Bring commissioners to the codes of April 2017, and leave out those unknown."""
    given = sieve.table.columns["commissioner"]
    current = [current_ccg_code(code) for code in given]
    recoded = np.array([a != b for a, b in zip(given, current, strict=True)], dtype=bool)
    sieve.note(recoded, "repaired", "commissioner", SUCCESSOR_USED)
    unknown = _which(current, lambda c: c not in ccgs)
    _expect_most(sieve, unknown, "commissioner", "is not a CCG of eccg.csv that is open", ccgs)
    why = "its commissioner is not a CCG of eccg.csv that is used"
    sieve.table.columns["commissioner"] = current
    sieve.leave_out(unknown, "commissioner", why)


def _with_lists(sieve: Sieve, lists: dict[str, float]) -> Floats:
    codes = sieve.table.columns["code"]
    sizes = np.array([lists.get(code, 0.0) for code in codes], dtype=np.float64)
    _expect_most(sieve, sizes == 0, "code", "has no list in the file of list sizes", lists)
    sieve.leave_out(sizes == 0, "list_size", "nobody on its list, or no list")
    smallest = figure("list_size_smallest")
    why = f"fewer than {smallest:,.0f} patients: the published figures leave out such lists"
    sieve.leave_out(sizes < smallest, "list_size", why)
    return sizes


def _expect_most(
    sieve: Sieve, wrong: Flags, column: str, what: str, known: Collection[str]
) -> None:
    n_left, bad = int(sieve.left.sum()), np.flatnonzero(sieve.left & wrong)
    if bad.size <= MOST_WITHOUT * n_left and n_left:
        return
    if not n_left:
        raise OrganisationsError(
            f"{sieve.table.path}: none of its {len(sieve.table)} rows is an English GP practice "
            "open on the day (status A, prescribing setting 4)"
        )
    hint = nearest(sieve.table.columns[column][int(bad[0])], known)
    share = f"{bad.size} of {n_left} open practices are so, allowed: half"
    raise sieve.table.refuse(int(bad[0]), column, f"{what}{hint} ({share})")


def _which(cells: list[str], test: Callable[[str], bool]) -> Flags:
    return np.array([test(cell) for cell in cells], dtype=bool)


def read_lists(folder: Path, remarks: Remarks) -> dict[str, float]:
    """Read how many patients each practice has.

    Parameters
    ----------
    folder
        Where the file of list sizes lies; its first line names the columns, in any case.
    remarks
        Where to note rows that are not a practice's whole list.

    Returns
    -------
    dict
        Patients by practice code; of codes given twice, the first.

    Raises
    ------
    OrganisationsError
        If there is not one such file, or it lacks a column, or a number cannot be right.
    """
    path = _list_file(folder)
    table = read_table(folder, path.name, ())
    remarks.add("folder", "read", "", ["" for _ in range(len(table))], f"rows of {path.name}")
    by_upper = {name.upper(): name for name in table.columns}
    code_column = _one_of(table, by_upper, CODE_COLUMNS, "practice code")
    patient_column = _one_of(table, by_upper, PATIENT_COLUMNS, "number of patients")
    given = table.columns[code_column]
    columns = {"code": [c.upper() for c in given], patient_column: table.columns[patient_column]}
    sieve = Sieve(Table(table.path, columns, table.lines), "list", remarks)
    for name, wanted in TOTALS.items():
        cells = table.texts(by_upper.get(name, name))
        part = np.array([bool(c) and c.upper() not in wanted for c in cells], dtype=bool)
        sieve.leave_out(part, name, "a part of a list, or of an area")
    sizes, unreadable = sieve.table.numbers_and_wrong(patient_column, 0, LARGEST_LIST)
    why = f"is not a number from 0 to {LARGEST_LIST:,}"
    sieve.leave_out_unreadable(unreadable, patient_column, why)
    sieve.leave_out(np.isnan(sizes), patient_column, "blank")
    codes = columns["code"]
    lists: dict[str, float] = {}
    again = np.zeros(len(table), dtype=bool)
    for row in np.flatnonzero(sieve.left):
        again[row] = codes[row] in lists
        lists.setdefault(codes[row], float(sizes[row]))
    sieve.leave_out(again, code_column, "another list of a practice whose first is used")
    return lists


def remark_on_lists(lists: Collection[str], used: Collection[str], remarks: Remarks) -> None:
    """Count the lists of practices that are used and of those that are not."""
    kept = set(used)
    spare = [code for code in lists if code not in kept]
    remarks.add("list", "refused", "", spare, "of a practice that is left out, or not in the file")
    remarks.add("list", "used", "", list(used), "")


def _list_file(folder: Path) -> Path:
    found = sorted({path for pattern in LISTS for path in folder.glob(pattern)})
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found)
    allowed = "or ".join(f"'{pattern}' " for pattern in LISTS)
    has = f"it holds {names}" if found else "it holds none"
    raise OrganisationsError(f"{folder}: needs one file of list sizes named {allowed}({has})")


def _one_of(table: Table, by_upper: dict[str, str], allowed: tuple[str, ...], what: str) -> str:
    for name in allowed:
        if name in by_upper:
            return by_upper[name]
    shown = ", ".join(list(table.columns)[:8])
    hint = nearest(next(iter(by_upper), ""), allowed)
    raise OrganisationsError(
        f"{table.path}: has no column for the {what}; allowed: {', '.join(allowed)}{hint} "
        f"(it has {shown})"
    )
