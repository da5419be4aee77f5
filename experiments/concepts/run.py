"""Every concept of the policy, off and on with the same luck: what moves, and by how much."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from concepts import Runs, concepts, table_of

import acs_abm as acs


def main() -> int:
    """Run what is asked for, write and print the table."""
    options = read_options()
    known = concepts()
    names = options.concept or list(known)
    runs = Runs(range(1, options.replicates + 1), options.system)
    try:
        table = table_of([known[name] for name in names], runs)
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    options.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output / "concepts.csv", index=False, float_format="%.4g")
    shown = ["name", "off", "on", "difference", "low", "high", "expected", "moves"]
    print(table[shown].to_string(index=False))
    print(f"Results: {options.output}")
    return 0


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
