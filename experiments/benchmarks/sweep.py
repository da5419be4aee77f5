"""Time a study against ``mesa.batch_run``: the same model, seeds and columns, in one session.

It tells how many runs a second a study does, how much of the cores' time is spent inside runs, how
much memory the process that leads it holds, and what a hundred thousand runs would take; then lets
Mesa's own batch runner do the same runs and checks that both say the same of every one.

Run as ``python experiments/benchmarks/sweep.py [--json] [--runs 40] [--workers 2]
[--batch-runs 40] [--systems Dorset] [--until 2027-Q1]``.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import mesa
import numpy as np
from engine import peak_mb
from mesa.datacollection import DataCollector

from acs_abm import AccountableCareModel, Scenario
from acs_abm.errors import AcsError
from acs_abm.explore.batch import cores
from acs_abm.explore.job import Job, Setting, Tables, do_job
from acs_abm.explore.study.dry_run import estimate
from acs_abm.explore.study.plan import Plan
from acs_abm.explore.study.study import Study

MANY = 100_000
SIMULATE = "sweep:timed_job"
TIMES = "ACS_ABM_BENCHMARK_TIMES"
"""Environment variable: the file to which every run adds its thread CPU."""

AGREE = {"rtol": 1e-9, "atol": 1e-9}


def timed_job(setting: Setting, job: Job) -> Tables:
    """Do a run in a worker process; note its thread CPU."""
    started = time.thread_time()
    tables = do_job(setting, job)
    spent = time.thread_time() - started
    with Path(os.environ[TIMES]).open("ab", buffering=0) as file:
        file.write(f"{spent}\n".encode())
    return tables


class CollectedModel(AccountableCareModel):
    """The model as Mesa's batch runner wants it: its national table in a data collector."""

    def __init__(self, scenario: str, seed: int, systems: str, until: str) -> None:
        world = Scenario.load(scenario).change(until=until)
        super().__init__(world, seed, systems.split(",") if systems else None)
        self.datacollector = DataCollector()

    def step(self) -> None:
        """Take a step; at the last, hand over what was recorded."""
        super().step()
        if self.is_over:
            national = self.tables()["national"]
            self.datacollector.model_vars = {str(name): list(national[name]) for name in national}
            self.running = False


def time_study(plan: Plan, folder: Path, workers: int) -> tuple[Study, dict[str, Any]]:
    """Run a study; return it and what was measured."""
    os.environ[TIMES] = str(folder / "times")
    study, before = Study(folder / "study", plan=plan), peak_mb()
    chunks: list[tuple[float, int]] = []
    memory: list[float] = []

    def note(done: int, _: int) -> None:
        chunks.append((time.perf_counter(), done))
        memory.append(held_mb())

    started = time.perf_counter()
    state = study.run(workers, simulate=SIMULATE, progress=note)
    elapsed = time.perf_counter() - started
    if not state.is_complete or state.failed:
        raise AcsError(f"{state.failed} of {state.runs} runs failed")
    inside = sum(map(float, (folder / "times").read_text(encoding="utf-8").split()))
    return study, {
        "seconds": round(elapsed, 2),
        "runs_per_second": round(state.runs / elapsed, 3),
        "runs_per_second_once_begun": round(rate_once_begun(chunks), 3),
        "cpu_per_run": round(inside / state.runs, 4),
        "efficiency": round(inside / (min(workers, cores()) * elapsed), 3),
        "coordinator_mb": peak_mb(),
        "coordinator_mb_grown": round(peak_mb() - before, 1),
        "coordinator_mb_by_fifth": [memory[i * (len(memory) - 1) // 5] for i in range(6)],
    }


def held_mb() -> float:
    """Return the memory this process holds now, in MB; not a number where Linux does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def rate_once_begun(chunks: list[tuple[float, int]]) -> float:
    """Return runs a second after the first chunk: without the start of the processes."""
    (first, done_first), (last, done) = chunks[0], chunks[-1]
    return (done - done_first) / (last - first) if last > first else float("nan")


def time_batch_run(arguments: argparse.Namespace) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Have Mesa do the same runs; return its rows and what was measured."""
    before, started = peak_mb(), time.perf_counter()
    rows = mesa.batch_run(  # noqa: TID251 - it is what is measured
        CollectedModel,
        parameters={
            "scenario": "plan_2017",
            "seed": range(1, arguments.batch_runs + 1),
            "systems": arguments.systems,
            "until": arguments.until,
        },
        number_processes=arguments.workers,
        data_collection_period=1,
        display_progress=False,
    )
    elapsed = time.perf_counter() - started
    return rows, {
        "seconds": round(elapsed, 2),
        "runs": arguments.batch_runs,
        "runs_per_second": round(arguments.batch_runs / elapsed, 3),
        "coordinator_mb_grown": round(peak_mb() - before, 1),
    }


def check_the_same(study: Study, rows: list[dict[str, Any]]) -> None:
    """Refuse to compare the times of two programs that did different things."""
    summary = study.table("summary").set_index("seed")
    last = {row["seed"]: row for row in rows}  # rows are in the order of steps
    for seed, said in summary.loc[list(last)].iterrows():
        for name in said.index.intersection(list(last[seed])):
            value = last[seed][name]
            is_number = isinstance(value, int | float | np.number)
            if is_number and not np.isclose(value, said[name], **AGREE):
                raise AcsError(f"seed {seed}: {name} is {said[name]} and, by batch_run, {value}")


def compare(arguments: argparse.Namespace) -> dict[str, Any]:
    """Time both, and what many runs would take; return what was measured."""
    world = Scenario.load("plan_2017").change(until=arguments.until)
    systems = arguments.systems.split(",") if arguments.systems else []
    with tempfile.TemporaryDirectory(prefix="acs-abm-") as place:
        asked = {"systems": systems, "outputs": ["national"], "simulate": SIMULATE}
        plan = Study(
            Path(place) / "study",
            [world],
            replicates=arguments.runs,
            chunk=arguments.chunk,
            **asked,
        ).plan
        study, ours = time_study(plan, Path(place), arguments.workers)
        os.environ[TIMES] = os.devnull
        many = estimate(dataclasses.replace(plan, replicates=MANY), None, 3, arguments.workers)
        rows, theirs = time_batch_run(arguments)
        check_the_same(study, rows)
    return {
        "runs": arguments.runs,
        "workers": arguments.workers,
        "cores": cores(),
        "study": ours,
        "batch_run": theirs,
        "ratio": round(ours["runs_per_second"] / theirs["runs_per_second"], 2),
        "hours_for_100000": round(MANY / ours["runs_per_second_once_begun"] / 3600, 1),
        "dry_run_for_100000": {
            "chunks": many.chunks,
            "hours": round(many.seconds / 3600, 1),
            "megabytes": round(many.megabytes),
        },
    }


def tell(result: dict[str, Any]) -> None:
    """Print what was measured, in lines."""
    ours, theirs, many = result["study"], result["batch_run"], result["dry_run_for_100000"]
    print(f"{result['runs']} runs, {result['workers']} workers, {result['cores']} cores")
    print(f"study      {ours['seconds']:8.1f} s  {ours['runs_per_second']:7.2f} runs a second, "
          f"{ours['runs_per_second_once_begun']:.2f} once begun")  # fmt: skip
    print(f"batch_run  {theirs['seconds']:8.1f} s  {theirs['runs_per_second']:7.2f} runs a second")
    print(f"inside runs: {ours['efficiency']:.0%} of the cores' time, {ours['cpu_per_run']} s each")
    grown = ours["coordinator_mb_grown"], theirs["coordinator_mb_grown"]
    print(f"memory of the process that leads, grown by: {grown[0]} MB, batch_run {grown[1]} MB")
    print(f"{MANY:,} runs: {result['hours_for_100000']} hours at this rate; by a dry run "
          f"{many['hours']} hours, {many['chunks']} chunks, {many['megabytes']} MB")  # fmt: skip


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument(
        "--runs", type=int, default=40, help="seeds 1 to so many, more than a chunk"
    )
    parser.add_argument(
        "--batch-runs", type=int, help="do only so many of them with batch_run; all if not said"
    )
    parser.add_argument("--workers", type=int, default=cores(), help="processes of each")
    parser.add_argument("--chunk", type=int, default=8, help="runs done together")
    parser.add_argument("--systems", default="", help="names separated by commas; England if none")
    parser.add_argument("--until", default="2027-Q1", help="last quarter")
    arguments = parser.parse_args()
    arguments.batch_runs = min(arguments.batch_runs or arguments.runs, arguments.runs)
    result = compare(arguments)
    tell(result)
    if arguments.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
