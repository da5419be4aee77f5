"""The record of a small run, to notice when a change of the code moves its numbers.

``python -m tests.regression.digest`` says whether they moved; with ``--update`` it writes the
record again. Do that when the numbers were meant to move, and say so in the changelog.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from hashlib import sha256
from pathlib import Path

import pandas as pd

from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

HERE = Path(__file__).parent
NATIONAL, DIGESTS = HERE / "national.csv", HERE / "digests.json"
DIGITS = 9
"""Enough to see a change of the model; few enough that another compiler changes nothing."""


def run() -> dict[str, str]:
    """Run three systems for three years; return every table as text."""
    plan = Scenario.load("plan_2017").change(until="2020-Q1")
    model = AccountableCareModel(plan, seed=1, systems=["DOR", "FRIM", "BCWB"]).run()
    return {name: as_text(table) for name, table in model.tables().items()}


def as_text(table: pd.DataFrame) -> str:
    """Write a table with its numbers rounded, and without a zero below zero."""
    plain = table.copy()
    for name in plain.select_dtypes("float"):
        plain[name] = plain[name] + 0.0
    return plain.to_csv(index=False, float_format=f"%.{DIGITS}g", lineterminator="\n")


def digests(tables: dict[str, str]) -> dict[str, str]:
    """Return the digest of each table."""
    return {name: sha256(text.encode()).hexdigest() for name, text in tables.items()}


def differences(tables: dict[str, str]) -> list[str]:
    """Say what differs from the record."""
    recorded = json.loads(DIGESTS.read_text(encoding="utf-8"))
    found = digests(tables)
    before = pd.read_csv(NATIONAL)
    now = pd.read_csv(io.StringIO(tables["national"]))
    return [
        *(f"table {name}" for name in found if found[name] != recorded.get(name)),
        *(f"table {name} is gone" for name in recorded if name not in found),
        *(
            f"national column {name}"
            for name in now
            if name not in before or not before[name].equals(now[name])
        ),
    ]


def update(tables: dict[str, str]) -> None:
    """Write the record."""
    NATIONAL.write_text(tables["national"], encoding="utf-8", newline="\n")
    DIGESTS.write_text(json.dumps(digests(tables), indent=2) + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Compare with the record, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.regression.digest")
    parser.add_argument("--update", action="store_true", help="write the record again")
    tables = run()
    if parser.parse_args().update:
        update(tables)
        print(f"wrote {NATIONAL.name} and {DIGESTS.name}")
        return 0
    moved = differences(tables)
    print("\n".join(moved) or "nothing moved")
    return 1 if moved else 0


if __name__ == "__main__":
    sys.exit(main())
