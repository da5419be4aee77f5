"""England written as NHS registers and read back: all that registers do not say is drawn anew.

The registers of real organisations cannot be shipped. Their files say which organisations there
are, to whom they belong and how many patients are on a list; where a practice lies, whom it
serves, how it is staffed and paid is drawn. So the built-in organisations are written in the layout
of the registers and read as real ones would be, with other luck in what is drawn.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path

from acs_abm.population import Population, read_register

CELLS = 27
CODE, NAME, GROUPING, GEOGRAPHY, OPENED, STATUS, COMMISSIONER, SETTING = 0, 1, 2, 3, 10, 12, 14, 25
"""Places of the cells that are read."""
LONG_AGO = "19740401"
OTHER_LUCK = 1


def as_registers(england: Population) -> Population:
    """Return the organisations as they come back from files in the layout of the registers."""
    with tempfile.TemporaryDirectory() as place:
        write_registers(england, Path(place))
        return read_register(Path(place), seed=OTHER_LUCK)


def write_registers(of: Population, folder: Path) -> None:
    """Write four files in the layout of the registers; practices get codes of their form."""
    practices, ccgs, trusts = of.practices, of.ccgs, of.trusts
    codes = [f"Z{number:05d}" for number in range(len(practices.code))]
    write_rows(folder / "epraccur.csv", (
        row(code, {STATUS: "A", COMMISSIONER: ccgs.code[ccg], SETTING: "4"})
        for code, ccg in zip(codes, practices.ccg, strict=True)
    ))  # fmt: skip
    write_rows(folder / "eccg.csv", (row(code) for code in ccgs.code))
    write_rows(folder / "etr.csv", (
        row(code, {NAME: name, GEOGRAPHY: of.systems.code[system]})
        for code, name, system in zip(trusts.code, trusts.name, trusts.system, strict=True)
    ))  # fmt: skip
    lists = zip(codes, practices.list_size, strict=True)
    write_rows(folder / "list_sizes.csv", [
        ["CODE", "NUMBER_OF_PATIENTS"], *([code, str(round(size))] for code, size in lists)
    ])  # fmt: skip


def row(code: str, cells: dict[int, str] | None = None) -> list[str]:
    """Return a row of a register with some of its cells filled."""
    filled = {CODE: code, NAME: "AN ORGANISATION", GROUPING: "Y54", OPENED: LONG_AGO}
    filled |= cells or {}
    return [filled.get(place, "") for place in range(CELLS)]


def write_rows(path: Path, rows: Iterable[list[str]]) -> None:
    """Write a file of rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
