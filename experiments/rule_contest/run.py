"""Fit rivals of the practice rule to the calibration targets, with as many runs each."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from fit import nearest_units
from naive import naive_rows
from scores import MODEL, is_of_practices, of_each_target, summary

import acs_abm as acs
from acs_abm.documents import read_document
from acs_abm.explore.calibration.calibrate import BASE, WAYS
from acs_abm.explore.calibration.scored import scored_targets
from acs_abm.explore.calibration.settings import QUARTER
from acs_abm.explore.calibration.waves import values_by_run, wave_plan
from acs_abm.explore.study.design import AS_THEY_ARE, Design, scaled_points, sobol_sequence
from acs_abm.explore.study.plan_file import is_study
from acs_abm.parameters import Parameter

RIVALS = Path(__file__).with_name("rivals.yaml")
SIMULATE = WAYS[QUARTER]
FITTED_APART = 1000
"""How far seeds of luck of the second round lie from those of the first."""
NAMES = [target.name for target in scored_targets()]
FITTED_TO = [target for target in scored_targets() if is_of_practices(target.name)]


@dataclass(frozen=True)
class Rival:
    """A rule: what it sets, and what is varied of it."""

    name: str
    world: acs.Scenario
    ranges: Mapping[str, Parameter]


def main() -> int:
    """Run what is missing of every rival, then score all."""
    options = read_options()
    try:
        tables = contest(options)
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    for name, table in tables.items():
        table.to_csv(
            options.output / f"{name}.csv", index=False, float_format="%.4g", lineterminator="\n"
        )
    print(tables["rivals"].to_string(index=False))
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--points",
        type=int,
        default=60,
        help="runs of each rival over its ranges, and as many where it is nearest",
    )
    parser.add_argument("--luck", type=int, default=8, help="runs by which luck is measured")
    parser.add_argument("--rival", action="append", choices=list(read_document(RIVALS)),
                        help="this rival beside the rule itself; repeatable")  # fmt: skip
    parser.add_argument("--any-code", action="store_true", help="go on with runs of other code")
    parser.add_argument("--system", action="append", help="keep this care system; repeatable")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/rule_contest"))
    return parser.parse_args()


def contest(options: argparse.Namespace) -> dict[str, pd.DataFrame]:
    """Return a table of every rival and target, and one of every rival."""
    written = read_document(RIVALS)
    base = acs.Scenario.load(BASE)
    measured = run(options.output / "runs" / "luck", base, AS_THEY_ARE, options, options.luck)
    luck = measured.var().fillna(0.0)
    spread, fitted = {}, {}
    for name in dict.fromkeys([MODEL, *(options.rival or written)]):
        spread[name], fitted[name] = rounds(rival(name, written[name], base), luck, options)
    rows = pd.concat([of_each_target(spread, fitted, luck), naive_rows(luck)], ignore_index=True)
    varied = {name: len(written[name]["varies"]) for name in spread}
    return {"contest": rows, "rivals": summary(spread, fitted, luck, varied)}


def rival(name: str, written: Mapping[str, Any], base: acs.Scenario) -> Rival:
    """Return a rival of the file."""
    ranges = {of: base.catalogue[of] for of in written["varies"]}
    return Rival(name, base.change(**written["set"]) if written["set"] else base, ranges)


def rounds(
    of: Rival, luck: Mapping[str, float], options: argparse.Namespace
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run a rival over its ranges, then as often where it is expected to come nearest."""
    folder = options.output / "runs" / of.name.replace(" ", "_")
    evenly = sobol_sequence(of.ranges, options.points, options.seed)
    print(f"{of.name}: {options.points} runs over its ranges", flush=True)
    first = run(folder / "spread", of.world, evenly, options)
    units = nearest_units(
        folder / "spread", len(of.ranges), FITTED_TO, luck, options.points, options.seed
    )
    nearest = scaled_points("region", of.ranges, units)
    print(f"{of.name}: {options.points} runs where it comes nearest", flush=True)
    luck_apart = options.seed + FITTED_APART
    return first, run(folder / "fitted", of.world, nearest, options, seed=luck_apart)


def run(
    folder: Path,
    world: acs.Scenario,
    design: Design,
    options: argparse.Namespace,
    replicates: int = 1,
    seed: int | None = None,
) -> pd.DataFrame:
    """Return what every run gives for every target, after doing those that are missing."""
    plan = wave_plan(world, design, SIMULATE, seed or options.seed, replicates)
    plan = dataclasses.replace(plan, systems=tuple(options.system or ()))
    study = acs.Study(folder) if is_study(folder) else acs.Study(folder, plan=plan)
    if study.plan.fingerprint != plan.fingerprint:
        raise acs.AcsError(
            f"{folder}: holds runs that were asked for otherwise; begin a new folder"
        )
    study.run(options.workers, simulate=SIMULATE, any_code=options.any_code)
    return values_by_run(folder, NAMES)


if __name__ == "__main__":
    sys.exit(main())
