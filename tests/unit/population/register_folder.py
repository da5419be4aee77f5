"""Made-up NHS registers of two CCGs, and what every reading of registers must fulfil."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from acs_abm.population import read_register

LIST_COLUMNS = ("PUBLICATION", "EXTRACT_DATE", "TYPE", "CCG_CODE", "CODE", "POSTCODE", "SEX", "AGE")
PLACES = {"grouping": 2, "geography": 3, "postcode": 9, "opened": 10, "closed": 11}
PRACTICE_PLACES = PLACES | {"status": 12, "commissioner": 14, "setting": 25}


def organisation(code: str, name: str, **given: str) -> list[str]:
    """A row of 27 cells as the registers have them."""
    row = [""] * 27
    row[0], row[1], row[2], row[3], row[9], row[10] = (
        code,
        name,
        "Y54",
        "Q70",
        "AA1 1AA",
        "19740401",
    )
    row[21] = "0"
    for what, value in given.items():
        row[PRACTICE_PLACES[what]] = value
    return row


def practice(code: str, commissioner: str = "11J", **given: str) -> list[str]:
    sound = {"status": "A", "commissioner": commissioner, "setting": "4"}
    return organisation(code, "THE SURGERY", **sound | given)


def list_row(code: str, patients: str, **given: str) -> dict[str, str]:
    row = dict.fromkeys(LIST_COLUMNS, "x") | {"TYPE": "GP", "SEX": "ALL", "AGE": "ALL"}
    return row | {"CODE": code, "NUMBER_OF_PATIENTS": patients} | given


@dataclass
class RegisterFolder:
    """Registers of two CCGs that a test may spoil before it writes them."""

    path: Path
    practices: list[list[str]] = field(default_factory=list)
    ccgs: list[list[str]] = field(default_factory=list)
    trusts: list[list[str]] = field(default_factory=list)
    lists: list[dict[str, str]] = field(default_factory=list)
    list_file: str = "gp-reg-pat-prac-all.csv"

    def __post_init__(self) -> None:
        for number in range(20):
            code = f"J{number:05d}"
            self.practices.append(practice(code, ("11J", "14L")[number % 2]))
            self.lists.append(list_row(code, str(3000 + 500 * number)))
        self.ccgs = [organisation("11J", "NHS DORSET CCG"), organisation("14L", "NHS MANCHESTER")]
        self.trusts = [
            organisation("RBD", "DORSET COUNTY HOSPITAL"),
            organisation("RDY", "DORSET HEALTHCARE"),
            organisation("RW3", "CENTRAL MANCHESTER UNIVERSITY HOSPITALS", closed="20170930"),
        ]

    def add(self, row: list[str], patients: str = "5000") -> None:
        self.practices.append(row)
        self.lists.append(list_row(row[0], patients))

    def write(self) -> Path:
        self.path.mkdir(exist_ok=True)
        files = {"epraccur.csv": self.practices, "eccg.csv": self.ccgs, "etr.csv": self.trusts}
        for name, rows in files.items():
            with (self.path / name).open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
        with (self.path / self.list_file).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(self.lists[0]))
            writer.writeheader()
            writer.writerows(self.lists)
        return self.path

    def read(self):
        return read_register(self.write())


def reasons(country, kind: str) -> dict[str, str]:
    """Code of the first row left out, by reason."""
    return {r.why: r.example for r in country.report if (r.kind, r.what) == (kind, "refused")}


def expect_all_rows_accounted_for(country) -> None:
    """Rows read of each file are those used and those left out."""
    read = {r.why.removeprefix("rows of "): r.count for r in country.report if r.what == "read"}
    fate = Counter()
    for remark in country.report:
        if remark.what in {"used", "refused"}:
            fate[remark.kind] += remark.count
    assert fate["practice"] == read["epraccur.csv"]
    assert fate["ccg"] == read["eccg.csv"]
    assert fate["trust"] == read["etr.csv"]
    assert fate["list"] == sum(n for name, n in read.items() if "pat" in name or "list" in name)
