"""Every concept of the policy, off and on with the same luck: what moves, and by how much."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd
from concepts import Runs, concepts, found

import acs_abm as acs


def main() -> int:
    """Run what is asked for, write and print the table."""
    options = read_options()
    known = concepts()
    names = options.concept or list(known)
    runs = Runs(range(1, options.replicates + 1), options.system)
    options.output.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    try:
        for name in names:
            rows.append(found(known[name], runs))
            print(in_a_line(rows[-1]), flush=True)
            table = pd.DataFrame(rows)  # written row by row: a run cut short keeps what it found
            table.to_csv(options.output / "concepts.csv", index=False, float_format="%.4g")
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Results: {options.output}")
    return 0


def in_a_line(row: dict[str, object]) -> str:
    """Say what a row found."""
    numbers = "{off:.4g} to {on:.4g}: {difference:+.4g} ({low:.4g} to {high:.4g})".format(**row)
    return f"{row['name']:30}{row['moves']:16}{row['expected']:6}{numbers}"


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--system", action="append", help="keep this care system; repeatable")
    parser.add_argument("--concept", action="append", choices=list(concepts()), metavar="NAME",
                        help="run this row only; repeatable")  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, default=Path("results/concepts"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
