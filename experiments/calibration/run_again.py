"""Run every member of the ensemble again: other luck, the early episodes on all of England."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

import acs_abm as acs
from acs_abm.explore.calibration.calibrate import BASE, ENSEMBLE, WAYS
from acs_abm.explore.calibration.region import CUTOFF, implausibilities
from acs_abm.explore.calibration.scored import scored_targets
from acs_abm.explore.calibration.settings import WHOLE_COUNTRY
from acs_abm.explore.calibration.waves import luck_of, values_by_run, wave_plan
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.study.design import ensemble as members_of
from acs_abm.explore.study.plan_file import is_study

LUCK_SEED = 5000
"""Of the runs made again: none that a wave or a check of the calibration had."""
EVERY = "every target"


def main() -> int:
    """Run what is missing, score it, write a table and print it."""
    options = read_options()
    try:
        table = scored_again(options)
    except (acs.AcsError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    table.to_csv(options.output, index=False, float_format="%.4g", lineterminator="\n")
    print(table.to_string(index=False))
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calibration", type=Path, default=Path("results/calibration"),
                        help="folder of the calibration, with its runs")  # fmt: skip
    parser.add_argument("--members", type=int, help="this many, from the first; all otherwise")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--any-code", action="store_true", help="go on with runs of other code")
    parser.add_argument("-o", "--output", type=Path, default=Path("results/calibration/again.csv"))
    return parser.parse_args()


def scored_again(options: argparse.Namespace) -> pd.DataFrame:
    """Return a row for each target: implausibilities of the runs that made members, and again."""
    names = [target.name for target in scored_targets()]
    luck = luck_of(options.calibration / "luck", names)
    first = pd.read_csv(options.calibration / "scores.csv", index_col="member")
    ensemble = Ensemble.load(options.calibration / ENSEMBLE)
    count = options.members or ensemble.size
    values = run_members(ensemble, count, options, names)
    again = implausibilities(values, luck, scored_targets())
    rows = [row(name, first[name].iloc[:count], again[name]) for name in names]
    worst = (first.iloc[:count].max(axis=1), again.max(axis=1))
    return pd.DataFrame([*rows, row(EVERY, *worst)])


def run_members(
    ensemble: Ensemble, count: int, options: argparse.Namespace, names: list[str]
) -> pd.DataFrame:
    """Return what every member gives for every target on the whole country."""
    simulate, design = WAYS[WHOLE_COUNTRY], members_of(ensemble, count)
    plan = wave_plan(acs.Scenario.load(BASE), design, simulate, LUCK_SEED)
    folder = options.output.with_suffix("")  # not in git
    study = acs.Study(folder) if is_study(folder) else acs.Study(folder, plan=plan)
    if study.plan.fingerprint != plan.fingerprint:
        raise acs.AcsError(f"{folder}: holds other members; begin a new folder")
    study.run(options.workers, simulate=simulate, any_code=options.any_code)
    return values_by_run(folder, names)


def row(name: str, first: pd.Series, again: pd.Series) -> dict[str, object]:
    """Set a target's implausibilities beside each other."""
    return {
        "target": name,
        "median_first": first.median(),
        "median_again": again.median(),
        "pass_again": float((again.fillna(0) < CUTOFF).mean()),
        "members": len(again),
    }


if __name__ == "__main__":
    sys.exit(main())
