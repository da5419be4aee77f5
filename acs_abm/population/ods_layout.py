"""Read the NHS register files as published, and account for every row.

The files of the Organisation Data Service have no line that names the columns: a column is known
by its place. They hold far more than a run needs (closed, dormant and foreign organisations,
prescribers that are no practices), so each row is either used or left out for one counted reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from acs_abm.errors import OrganisationsError
from acs_abm.population.folder_areas import Remarks
from acs_abm.population.organisation_tables import Table, read_rows
from acs_abm.population.organisations import Flags, Rows

MOST_OF_OTHER_WIDTH = 0.1
"""Share of the rows that may have a wrong number of columns; more, and it is another layout."""

MOST_UNREADABLE = 0.1
"""Share of the rows still left that one column may make unreadable; more, and the folder is."""

CODE = re.compile(r"[A-Z]{3}|(?=.*[0-9])[A-Z0-9]{3,8}")
"""What a code of the NHS register looks like; a word such as ``CODE`` is none."""
BRANCH = re.compile(r"[A-Z][0-9]{8}")
"""What the code of a branch surgery looks like: that of its practice and three digits more."""
CODES = ("code", "national_grouping", "health_geography", "commissioner")
"""Columns of codes; small letters in them are read as capitals."""
SUCCESSOR_USED = "code of a CCG that has merged: that of its successor is used"


@dataclass(frozen=True)
class Layout:
    """Where the fields of one register file stand.

    Attributes
    ----------
    file
        Its name.
    kind
        What its rows are, as in a :class:`Remark`.
    fields
        Place of each field that is read, counted from 0.
    widths
        Numbers of columns allowed.
    """

    file: str
    kind: str
    fields: dict[str, int]
    widths: tuple[int, ...]


_ORGANISATION = {
    "code": 0,
    "name": 1,
    "national_grouping": 2,
    "health_geography": 3,
    "postcode": 9,
    "open_date": 10,
    "close_date": 11,
}
_ALL_OR_WITHOUT_LAST_BLANKS = (24, 25, 26, 27)
"""The last three columns are always blank and lost in some copies."""

PRACTICES = Layout(
    "epraccur.csv",
    "practice",
    _ORGANISATION | {"status": 12, "commissioner": 14, "prescribing_setting": 25},
    (27,),
)
CCGS = Layout("eccg.csv", "ccg", _ORGANISATION, _ALL_OR_WITHOUT_LAST_BLANKS)
TRUSTS = Layout("etr.csv", "trust", _ORGANISATION, _ALL_OR_WITHOUT_LAST_BLANKS)


@dataclass
class Sieve:
    """Which rows of one file are left, and why the others are not.

    Attributes
    ----------
    table
        The rows that have the right number of columns.
    kind
        What the rows are, as in a :class:`Remark`.
    remarks
        Where reasons are counted.
    """

    table: Table
    kind: str
    remarks: Remarks
    left: Flags = field(init=False)
    _notes: list[tuple[str, str, Flags, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = np.ones(len(self.table), dtype=bool)

    def leave_out(self, rows: Flags, column: str, why: str) -> None:
        """Leave out those of the rows that are still left, for one reason."""
        gone = self.left & rows
        self.remarks.add(self.kind, "refused", column, self.codes(gone), why)
        self.left &= ~rows

    def leave_out_unreadable(self, rows: Flags, column: str, why: str) -> None:
        """Leave out rows of which one cell cannot be read, unless there are many.

        Raises
        ------
        OrganisationsError
            If more than one in ten of the rows that are still left are so.
        """
        bad, n_left = np.flatnonzero(self.left & rows), int(self.left.sum())
        if bad.size > MOST_UNREADABLE * n_left:
            share = f"{bad.size} of {n_left} rows are so, allowed: 1 in 10"
            raise self.table.refuse(int(bad[0]), column, f"{why} ({share})")
        self.leave_out(rows, column, why)

    def note(self, rows: Flags, what: str, column: str, why: str) -> None:
        """Keep in mind what is odd about rows; those left in the end are counted."""
        self._notes.append((what, column, rows, why))

    def codes(self, rows: Flags) -> list[str]:
        """Give the codes of some rows."""
        return [self.table.columns["code"][row] for row in np.flatnonzero(rows)]

    def in_order_of_codes(self) -> Rows:
        """Count what is odd about the rows that are left; give them in the order of their codes."""
        for what, column, odd, why in self._notes:
            self.remarks.add(self.kind, what, column, self.codes(odd & self.left), why)
        codes = self.table.columns["code"]
        return np.array(
            sorted(np.flatnonzero(self.left).tolist(), key=codes.__getitem__), dtype=np.int64
        )


def read_register_file(folder: Path, layout: Layout, remarks: Remarks) -> Sieve:
    """Read one register file and leave out the rows that name no organisation, or one again.

    Parameters
    ----------
    folder
        Where it lies.
    layout
        Which file it is.
    remarks
        Where to note the rows read and those left out.

    Returns
    -------
    Sieve
        Rows with different codes.

    Raises
    ------
    OrganisationsError
        If the file cannot be read or is of another layout.
    """
    path = folder / layout.file
    rows, lines = read_rows(path)
    remarks.add("folder", "read", "", ["" for _ in rows], f"rows of {layout.file}")
    fits = [len(row) in layout.widths for row in rows]
    _expect_layout(path, layout, rows, lines, fits)
    misfits = [row[0].strip() for row, whole in zip(rows, fits, strict=True) if not whole]
    why = f"has not {_shown(layout.widths)} columns"
    remarks.add(layout.kind, "refused", "", misfits, why)
    whole_rows = [row for row, whole in zip(rows, fits, strict=True) if whole]
    columns = {
        name: [row[place].strip() for row in whole_rows] for name, place in layout.fields.items()
    }
    columns["whole row"] = ["\0".join(row) for row in whole_rows]
    given = {name: columns[name] for name in CODES if name in columns}
    columns |= {name: [_capitals(cell) for cell in cells] for name, cells in given.items()}
    whole_lines = [line for line, whole in zip(lines, fits, strict=True) if whole]
    sieve = Sieve(Table(path, columns, whole_lines), layout.kind, remarks)
    for name, cells in given.items():
        small = np.array([a != b for a, b in zip(cells, columns[name], strict=True)], dtype=bool)
        sieve.note(small, "repaired", name, "small letters in a code: read as capitals")
    _leave_out_unnamed_and_repeated(sieve)
    return sieve


def _capitals(cell: str) -> str:
    """Give a code in capitals, and anything else as it is."""
    return cell.upper() if CODE.fullmatch(cell.upper()) else cell


def _expect_layout(
    path: Path, layout: Layout, rows: list[list[str]], lines: list[int], fits: list[bool]
) -> None:
    if not rows:
        raise OrganisationsError(f"{path}: is empty; it must hold the register as published")
    n_misfits = fits.count(False)
    if n_misfits <= MOST_OF_OTHER_WIDTH * len(rows):
        return
    place = fits.index(False)
    raise OrganisationsError(
        f"{path}: line {lines[place]}: has {len(rows[place])} columns; allowed: "
        f"{_shown(layout.widths)}, as published, without a line of names ({n_misfits} of "
        f"{len(rows)} rows are so)"
    )


def _leave_out_unnamed_and_repeated(sieve: Sieve) -> None:
    codes = sieve.table.columns["code"]
    branch = np.array([BRANCH.fullmatch(code) is not None for code in codes], dtype=bool)
    sieve.leave_out(branch, "code", "a branch surgery: its practice has a row of its own")
    named = np.array([CODE.fullmatch(code) is not None for code in codes], dtype=bool)
    sieve.leave_out(~named, "code", "no organisation code, as in a line of column names")
    first: dict[str, int] = {}
    again = np.array([first.setdefault(c, n) != n for n, c in enumerate(codes)], dtype=bool)
    whole = sieve.table.columns.pop("whole row")
    same = np.array([whole[first[c]] == text for c, text in zip(codes, whole, strict=True)])
    sieve.leave_out(again & same, "", "same as an earlier row")
    sieve.leave_out(again, "code", "other words for the code of an earlier row, which is used")


def leave_out_not_open(sieve: Sieve, on: date, closed: Flags | None = None) -> None:
    """Leave out organisations that are not open on a day.

    Parameters
    ----------
    sieve
        Rows with ``open_date`` and ``close_date``.
    on
        The day; an organisation is open on the day it opens and on the day it closes.
    closed
        Which rows are said to be closed; those without a closing date are left out.
    """
    opens, closes = (_days(sieve, name) for name in ("open_date", "close_date"))
    today = on.toordinal()
    sieve.leave_out(opens > today, "open_date", f"opens after {on}")
    sieve.leave_out((closes > 0) & (closes < today), "close_date", f"closed before {on}")
    if closed is not None:
        sieve.leave_out(closed & (closes == 0), "status", "closed, nobody says when")
    sieve.note(closes > 0, "read", "close_date", f"closed since, but open on {on}: used")
    sieve.note(opens == 0, "repaired", "open_date", "no opening date: taken as open")


def _days(sieve: Sieve, name: str) -> Rows:
    """Read a column of dates as day numbers, 0 where blank; leave out what is no date."""
    days = [_day(cell) for cell in sieve.table.columns[name]]
    unreadable = np.array([day is None for day in days], dtype=bool)
    why = "is not a date; allowed: YYYYMMDD, such as 20170401, or blank"
    sieve.leave_out_unreadable(unreadable, name, why)
    return np.array([day or 0 for day in days], dtype=np.int64)


def _day(cell: str) -> int | None:
    """Read a date as a day number, 0 where blank; None where it is no date."""
    try:
        return date.fromisoformat(cell).toordinal() if cell else 0
    except ValueError:
        return None


def _shown(widths: tuple[int, ...]) -> str:
    return f"{widths[0]} to {widths[-1]}" if len(widths) > 1 else str(widths[0])
