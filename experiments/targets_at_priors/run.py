"""Set every calibration target beside what the model gives at its priors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

import acs_abm as acs
from acs_abm.evidence import Target, calibration_targets
from acs_abm.explore.asked import answers
from acs_abm.explore.batch import do_jobs
from acs_abm.explore.calibration.scored import observed_value
from acs_abm.explore.job import Job, Setting, Tables
from acs_abm.explore.target_readings import ASKED, PLAN, RUNS, Reading, Run, reading_of
from acs_abm.explore.target_runs import TABLES, scenario_of
from acs_abm.model import AccountableCareModel
from acs_abm.population import england_by_date

FACTOR = 1.5
"""Ratios that count as near: surveys of one thing differ by as much (37% or 73% "at scale")."""
FEW, NEAR_FEW = 5, 2
"""Up to five of something observed, two more or fewer count as near: one is luck."""


Answers = dict[str, float]
Given = dict[str, Sequence[Tables | Answers]]


def main() -> int:
    """Run what is asked for, write and print the table."""
    options = read_options()
    try:
        given = {
            run.name: values(run, options.replicates, options.system, options.workers)
            for run in RUNS
        }
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    table = pd.DataFrame(
        [row(target, given) for rows in calibration_targets().values() for target in rows]
    )
    options.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output / "targets.csv", index=False, float_format="%.4g")
    print(table.drop(columns=["column", "unit"]).to_string(index=False, na_rep=""))
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--system", action="append", help="keep this care system; repeatable")
    parser.add_argument("--workers", type=int)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/targets_at_priors"))
    return parser.parse_args()


def values(
    run: Run, replicates: int, systems: Sequence[str] | None, workers: int | None
) -> Sequence[Tables | Answers]:
    """Return the tables of every replicate of a run, or the answers of those who are asked."""
    if run is ASKED:
        plan = acs.Scenario.load(PLAN.name)
        return [
            answers(AccountableCareModel(plan, seed, systems).world)
            for seed in range(1, replicates + 1)
        ]
    scenario = scenario_of(run)
    england = england_by_date(scenario.clock.start)
    setting = Setting(england, tuple(systems) if systems else None, TABLES)
    jobs = [Job(scenario, seed) for seed in range(1, replicates + 1)]
    return do_jobs(setting, jobs, workers)


def row(target: Target, given: Given) -> dict[str, object]:
    """Set one target beside what was found."""
    reading = reading_of(target)
    found = seen(target, reading, given) if reading.is_given else []
    observed = observed_value(target)
    median, low, high = np.percentile(found, [50, 5, 95]) if found else (np.nan,) * 3
    return {
        "target": target.id,
        "measure": target.measure,
        "date": target.date,
        "scenario": reading.run.name,
        "column": reading.column,
        "observed": observed,
        "low": target.low,
        "high": target.high,
        "unit": target.unit,
        "model_median": median,
        "model_5": low,
        "model_95": high,
        "ratio": median / observed if observed else np.nan,
        "near": verdict(median, target) if found else "not given",
    }


def seen(target: Target, reading: Reading, given: Given) -> list[float]:
    """Return what each replicate gives; those that give nothing are left out."""
    runs = given[reading.run.name]
    if reading.run is ASKED:
        return [answer[reading.column] for answer in runs]
    found = [reading.value(tables, reading.when(target)) for tables in runs]
    return [value for value in found if value is not None]


def verdict(median: float, target: Target) -> str:
    """Say whether the median is in the published range, near what was observed, or far."""
    observed = observed_value(target)
    at_least = -np.inf if target.low is None else target.low
    at_most = np.inf if target.high is None else target.high
    has_range = target.low is not None or target.high is not None
    if median == observed or (has_range and at_least <= median <= at_most):
        return "in range"
    if 0 < observed <= FEW and abs(median - observed) <= NEAR_FEW:
        return "near"
    return "near" if observed / FACTOR <= median <= observed * FACTOR else "far"


if __name__ == "__main__":
    sys.exit(main())
