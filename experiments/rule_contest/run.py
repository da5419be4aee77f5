"""Score rivals of the practice rule on the calibration targets, with as many runs each."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from naive import naive_rows
from scores import MODEL, of_each_target, summary

import acs_abm as acs
from acs_abm.documents import read_document
from acs_abm.explore.calibration.calibrate import BASE, WAYS
from acs_abm.explore.calibration.scored import scored_targets
from acs_abm.explore.calibration.settings import QUARTER
from acs_abm.explore.calibration.waves import values_by_run, wave_plan
from acs_abm.explore.study.design import AS_THEY_ARE, Design, sobol_sequence
from acs_abm.explore.study.plan_file import is_study

RIVALS = Path(__file__).with_name("rivals.yaml")
SIMULATE = WAYS[QUARTER]
NAMES = [target.name for target in scored_targets()]


@dataclass(frozen=True)
class Rival:
    """A rule: what it sets, and what is varied of it."""

    name: str
    world: acs.Scenario
    design: Design


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
    parser.add_argument("--points", type=int, default=60, help="runs of each rival")
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
    luck = values(Rival("luck", base, AS_THEY_ARE), options, options.luck).var().fillna(0.0)
    found = {}
    for name in dict.fromkeys([MODEL, *(options.rival or written)]):
        found[name] = values(rival(name, written[name], base, options), options)
    rows = pd.concat([of_each_target(found, luck), naive_rows(luck)], ignore_index=True)
    varied = {name: len(written[name]["varies"]) for name in found}
    return {"contest": rows, "rivals": summary(found, luck, varied)}


def rival(
    name: str, written: Mapping[str, Any], base: acs.Scenario, options: argparse.Namespace
) -> Rival:
    """Return a rival of the file, its points spread over the ranges of its own parameters."""
    ranges = {of: base.catalogue[of] for of in written["varies"]}
    world = base.change(**written["set"]) if written["set"] else base
    return Rival(name, world, sobol_sequence(ranges, options.points, options.seed))


def values(of: Rival, options: argparse.Namespace, replicates: int = 1) -> pd.DataFrame:
    """Return what every run gives for every target, after doing those that are missing."""
    folder = options.output / "runs" / of.name.replace(" ", "_")
    plan = wave_plan(of.world, of.design, SIMULATE, options.seed, replicates)
    plan = dataclasses.replace(plan, systems=tuple(options.system or ()))
    study = acs.Study(folder) if is_study(folder) else acs.Study(folder, plan=plan)
    if study.plan.fingerprint != plan.fingerprint:
        raise acs.AcsError(
            f"{folder}: holds runs that were asked for otherwise; begin a new folder"
        )
    print(f"{of.name}: {study.plan.n_runs} runs", flush=True)
    study.run(options.workers, simulate=SIMULATE, any_code=options.any_code)
    return values_by_run(folder, NAMES)


if __name__ == "__main__":
    sys.exit(main())
