"""Five comparisons of shipped scenarios, whole country: what changes, which lever does it."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import yaml

import acs_abm as acs

QUESTIONS = Path(__file__).with_name("comparisons.yaml")
KEPT = ("attribution.csv", "levers.csv", "manifest.json")
"""Files of a comparison's folder that are small enough to keep beside its figures."""


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
    whole = done.write(
        options.output / "runs" / name, "csv", column=column, quarter=quarter
    )  # the report is in it
    words = done.paragraph(column, quarter)
    keep(whole, options.output / name, words)
    at = done.differences[done.differences["quarter"] == quarter]
    at.to_csv(options.output / name / "differences.csv", index=False, float_format="%.5g")
    return words


def keep(whole: Path, folder: Path, words: str) -> None:
    """Copy what is small from a comparison's folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in KEPT:
        if (whole / name).exists():
            shutil.copyfile(whole / name, folder / name)
    for figure in sorted((whole / "figures").glob("*.png")):
        shutil.copyfile(figure, folder / figure.name)
    (folder / "words.txt").write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
