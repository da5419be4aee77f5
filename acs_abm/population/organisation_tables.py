"""Read one CSV table of a folder of organisations, trusting nothing in it.

Whatever is wrong is an :class:`OrganisationsError` that names the file, the line, the field, the
value and what is allowed.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from acs_abm.errors import OrganisationsError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from acs_abm.population.organisations import Flags, Floats

LARGEST_FILE = 200_000_000
"""Bytes; a register of all of England's practices is under two million."""

Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Table:
    """One CSV file, as text.

    Attributes
    ----------
    path
        Where it was read from.
    columns
        The cells of each column, without surrounding blanks.
    lines
        Line of the file that each row ends on.
    """

    path: Path
    columns: dict[str, list[str]]
    lines: list[int]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.lines)

    def refuse(self, row: int, field: str, what: str) -> OrganisationsError:
        """Say what is wrong with one cell."""
        value = _shown(self.columns[field][row])
        return OrganisationsError(f"{self.path}: line {self.lines[row]}, {field}: {value} {what}")

    def texts(self, field: str) -> list[str]:
        """Give the cells of a column; blanks where the file has no such column."""
        return self.columns.get(field, [""] * len(self))

    def codes(self, field: str) -> list[str]:
        """Give a column of codes, none of them blank and no two the same."""
        codes = self.columns[field]
        first: dict[str, int] = {}
        for row, code in enumerate(codes):
            if not code:
                raise self.refuse(row, field, "is blank; every row needs a code")
            if code in first:
                line = self.lines[first[code]]
                raise self.refuse(row, field, f"is already on line {line}; codes must differ")
            first[code] = row
        return codes

    def rows_of(self, field: str, known: Mapping[str, int], file: str) -> list[int]:
        """Give, for a column of codes, the row that each has in another file."""
        codes = self.columns[field]
        for row, code in enumerate(codes):
            if code not in known:
                hint = nearest(code, known)
                raise self.refuse(row, field, f"is not a code of {file}{hint}")
        return [known[code] for code in codes]

    def numbers(self, field: str, low: float, high: float) -> Floats:
        """Give a column of numbers, not-a-number where a cell is blank.

        Parameters
        ----------
        field
            Name of the column; all blank where the file has no such column.
        low, high
            Smallest and largest value allowed.

        Returns
        -------
        Floats
            One number a row.

        Raises
        ------
        OrganisationsError
            At the first cell that is neither blank nor a number in the range.
        """
        values, unreadable = self.numbers_and_wrong(field, low, high)
        wrong = np.flatnonzero(unreadable)
        if wrong.size:
            allowed = f"allowed: {low:g} to {high:g}, or blank"
            row = int(wrong[0])
            is_number = math.isfinite(values[row])
            what = "is out of range" if is_number else "is not a number"
            raise self.refuse(row, field, f"{what}; {allowed}")
        return values

    def numbers_and_wrong(self, field: str, low: float, high: float) -> tuple[Floats, Flags]:
        """Give a column of numbers, and which cells are neither blank nor in the range."""
        cells = self.texts(field)
        values = np.array([_number(cell) for cell in cells], dtype=np.float64)
        blank = np.array([not cell for cell in cells], dtype=bool)
        with np.errstate(invalid="ignore"):
            return values, ~blank & ~((values >= low) & (values <= high))

    def choices(self, field: str, allowed: Mapping[str, Choice]) -> list[Choice]:
        """Give a column of words, each for what it stands for; upper and lower case alike."""
        for row, word in enumerate(self.texts(field)):
            if word.lower() not in allowed:
                names = ", ".join(name or "blank" for name in allowed)
                hint = nearest(word, [name for name in allowed if name])
                raise self.refuse(row, field, f"is not allowed; allowed: {names}{hint}")
        return [allowed[word.lower()] for word in self.texts(field)]


def read_table(
    folder: Path, name: str, required: tuple[str, ...], *, may_be_empty: bool = False
) -> Table:
    """Read one CSV file of a folder.

    Parameters
    ----------
    folder
        Where it lies.
    name
        Name of the file.
    required
        Columns it must have; it may have more.
    may_be_empty
        Whether it may name its columns and have no rows.

    Returns
    -------
    Table
        Every row as text.

    Raises
    ------
    OrganisationsError
        If the file is missing, too large, not UTF-8 text, empty, not comma-separated, or lacks a
        column.
    """
    path = folder / name
    rows, lines = read_rows(path)
    if not rows:
        raise OrganisationsError(f"{path}: is empty; the first line must name the columns")
    header = _header(path, rows[0], required)
    for row, line in zip(rows[1:], lines[1:], strict=True):
        if len(row) != len(header):
            raise OrganisationsError(
                f"{path}: line {line}: has {len(row)} cells, but the first line names "
                f"{len(header)} columns"
            )
    if len(rows) == 1 and not may_be_empty:
        raise OrganisationsError(f"{path}: names its columns but has no rows")
    columns = {
        called: [row[place].strip() for row in rows[1:]] for place, called in enumerate(header)
    }
    return Table(path, columns, lines[1:])


def expect_folder(folder: Path) -> None:
    """Refuse what is not there or not a folder, with the nearest name beside it."""
    if not folder.exists():
        beside = folder.parent
        names = [p.name for p in beside.iterdir() if p.is_dir()] if beside.is_dir() else []
        raise OrganisationsError(f"{folder}: no such folder{nearest(folder.name, names)}")
    if not folder.is_dir():
        raise OrganisationsError(f"{folder}: is a file; give the folder that holds the tables")


def read_rows(path: Path) -> tuple[list[list[str]], list[int]]:
    """Read the rows of one CSV file, whatever its columns.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple
        The cells of each row that has any, and the line of the file that it ends on.

    Raises
    ------
    OrganisationsError
        If the file is missing, too large, or not comma-separated UTF-8 text.
    """
    return _rows(path, _text(path))


def _text(path: Path) -> str:
    """Read a file as UTF-8 text, with or without a byte order mark."""
    if not path.is_file():
        raise OrganisationsError(_missing(path))
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise OrganisationsError(
            f"{path}: is {size / 1e6:,.0f} MB; allowed: up to {LARGEST_FILE / 1e6:,.0f} MB"
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OrganisationsError(f"{path}: cannot be read ({error.strerror})") from error
    if b"\0" in content:
        raise OrganisationsError(f"{path}: is not a text file; save the table as CSV in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise OrganisationsError(
            f"{path}: line {line}: is not UTF-8 text (byte 0x{content[error.start]:02X}); "
            "save the table as CSV in UTF-8"
        ) from error


def _missing(path: Path) -> str:
    if path.exists():
        return f"{path}: is not a file"
    present = sorted(other.name for other in path.parent.iterdir())
    return f"{path}: no such file{nearest(path.name, present)}"


def _rows(path: Path, text: str) -> tuple[list[list[str]], list[int]]:
    """Split a text into rows; lines without any cell are left out."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows, lines = [], []
    try:
        for row in reader:
            if any(row):
                rows.append(row)
                lines.append(reader.line_num)
    except csv.Error as error:
        raise OrganisationsError(
            f"{path}: line {reader.line_num}: is not valid CSV ({error})"
        ) from error
    return rows, lines


def _header(path: Path, header: list[str], required: tuple[str, ...]) -> list[str]:
    names = [name.strip() for name in header]
    for separator, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(names) == 1 and separator in names[0]:
            raise OrganisationsError(f"{path}: line 1: is separated by {called}; use commas")
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise OrganisationsError(f"{path}: line 1: the column {min(twice)!r} is named twice")
    for name in required:
        if name not in names:
            shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
            raise OrganisationsError(
                f"{path}: has no column '{name}'{nearest(name, names)} (it has {shown})"
            )
    return names


def _number(cell: str) -> float:
    """Read a decimal number; anything else, and what overflows, is not a number."""
    try:
        value = float(cell) if "_" not in cell else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:37] + "...")
