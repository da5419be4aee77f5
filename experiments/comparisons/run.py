"""Five comparisons of shipped scenarios, whole country: what changes, which lever does it."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import yaml

import acs_abm as acs

QUESTIONS = Path(__file__).with_name("comparisons.yaml")
KEPT = ("levers.csv", "manifest.json", "figures/differences.png", "figures/attribution.png")
"""What is small enough of a comparison's folder to be kept in git."""


def main() -> int:
    """Make the comparisons asked for, and keep what is small of each."""
    options = read_options()
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    try:
        for name in options.only or questions:
            print(compared(name, questions[name], options), end="\n\n", flush=True)
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    known = list(yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=known, help="this one; repeatable")
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--system", action="append", help="keep this care system; repeatable")
    parser.add_argument("--until", help="last quarter, for a try")
    parser.add_argument("--no-attribution", action="store_true", help="run no world between")
    parser.add_argument("--workers", type=int)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/comparisons"))
    return parser.parse_args()


def compared(name: str, asked: dict[str, str], options: argparse.Namespace) -> str:
    """Make one comparison; return what it says in a paragraph.

    The whole folder, report included, lies under ``runs``; what is kept lies beside.
    """
    done = acs.compare(
        asked["a"],
        asked["b"],
        replicates=options.replicates,
        systems=options.system,
        until=options.until,
        attribution=not options.no_attribution,
        workers=options.workers,
    )
    column = asked["column"]
    quarter = asked["quarter"] if asked["quarter"] in done.quarters else done.quarters[-1]
    whole = done.write(options.output / "runs" / name, "csv", column=column, quarter=quarter)
    words = done.paragraph(column, quarter)
    folder = options.output / name
    keep(whole, folder)
    (folder / "words.txt").write_text(words + "\n", encoding="utf-8")
    tables = {"differences": done.differences[done.differences["quarter"] == quarter]}
    if not options.no_attribution:
        tables["attribution"] = done.attribution(column, quarter)
    for called, table in tables.items():
        table.to_csv(
            folder / f"{called}.csv", index=False, float_format="%.5g", lineterminator="\n"
        )
    return words


def keep(whole: Path, folder: Path) -> None:
    """Copy what is small of a comparison's folder, in the place of what was kept before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in KEPT:
        if (whole / name).exists():
            shutil.copyfile(whole / name, folder / Path(name).name)


if __name__ == "__main__":
    sys.exit(main())
