"""A chunk: some runs done together, their results published, the summary last.

It takes numbers and reads the plan; doing it twice gives the same files. A run that fails is a
row that says so, and costs its neighbours nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from acs_abm.explore.job import Job, Setting, Tables
from acs_abm.explore.study.content import content_digest
from acs_abm.explore.study.country import population_of_run
from acs_abm.explore.study.parts import SUMMARY, Origin, Stretch, publish
from acs_abm.explore.study.plan import Plan, Run
from acs_abm.measures import MEASURES

OK, FAILED, TIMED_OUT, CRASHED = "ok", "failed", "timed out", "crashed"
LONGEST_REASON = 300
_POUNDS = {(m.table, m.name) for m in MEASURES if "£" in m.unit}


@dataclass(frozen=True)
class Done:
    """What a chunk came to."""

    ok: int
    failed: int


class StoppedError(Exception):
    """The chunk was given up, since the sweep is to stop."""


def do_chunk(
    folder: Path,
    plan: Plan,
    stretch: Stretch,
    code: str,
    on_run: Callable[[int], None] = lambda _: None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Done:
    """Do the runs of a chunk and publish what they gave.

    Parameters
    ----------
    folder
        The study's folder.
    plan
        Its plan.
    stretch
        Which runs.
    code
        Fingerprint of the code, noted in the parts.
    on_run
        Called with the number of each run before it begins.
    is_stopping
        Asked before each run.

    Raises
    ------
    StoppedError
        If the sweep is to stop; nothing is published then.
    OSError
        If a part cannot be written.
    """
    kept: dict[str, list[pd.DataFrame]] = {name: [] for name in plan.outputs}
    rows: list[dict[str, Any]] = []
    for number in stretch.runs:
        if is_stopping():
            raise StoppedError
        on_run(number)
        tables, row = _attempt(folder, plan, plan.run(number))
        rows.append(row)
        for name, table in tables.items():
            kept[name].append(table)
    origin = Origin(plan.fingerprint, code)
    for name, tables_of_runs in kept.items():
        publish(_under(tables_of_runs), folder / name / stretch.file, origin)
    publish(pd.DataFrame(rows), folder / SUMMARY / stretch.file, origin)
    failed = sum(row["status"] != OK for row in rows)
    return Done(len(rows) - failed, failed)


def give_up(folder: Path, plan: Plan, run: int, code: str, status: str, why: str) -> Done:
    """Publish that a run could not be done."""
    stretch, origin = Stretch(run, run + 1), Origin(plan.fingerprint, code)
    for name in plan.outputs:
        publish(_under([]), folder / name / stretch.file, origin)
    row = _row(plan.run(run), status, why, 0.0, {})
    publish(pd.DataFrame([row]), folder / SUMMARY / stretch.file, origin)
    return Done(0, 1)


def _attempt(folder: Path, plan: Plan, run: Run) -> tuple[Tables, dict[str, Any]]:
    """Do one run; whatever goes wrong in it is its own row's affair."""
    started = time.perf_counter()
    try:
        tables = _simulate(folder, plan, run)
        kept = {name: _kept(plan, run, name, tables[name]) for name in plan.outputs}
        values = _last_values(tables["national"])
    except (Exception, SystemExit) as error:  # noqa: BLE001 - one bad run must not hurt others
        seconds = time.perf_counter() - started
        return {}, _row(run, FAILED, _reason(error), seconds, {})
    digests = {f"digest_{name}": content_digest(table) for name, table in kept.items()}
    return kept, _row(run, OK, "", time.perf_counter() - started, {**digests, **values})


def _simulate(folder: Path, plan: Plan, run: Run) -> Tables:
    module, _, function = plan.simulate.partition(":")
    world = plan.world(run)
    setting = Setting(
        population_of_run(plan, world, folder),
        plan.systems or None,
        tables=tuple(dict.fromkeys(("national", *plan.outputs))),
    )
    tables: Tables = getattr(import_module(module), function)(setting, Job(world, run.seed))
    for name, table in tables.items():
        _expect_finite(name, table)
    return tables


def _expect_finite(name: str, table: pd.DataFrame) -> None:
    for column in table.select_dtypes("number"):
        if not np.isfinite(table[column].to_numpy()).all():
            raise ArithmeticError(f"{name}.{column} is not finite")


def _kept(plan: Plan, run: Run, name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are stored, compact, with the run's number."""
    if name == "systems" and plan.by_system == "yearly":
        quarters = list(table["quarter"].unique())
        a_year = plan.world(run).steps_per_year
        ends = set(quarters[a_year - 1 :: a_year]) | set(quarters[-1:])
        table = table[table["quarter"].isin(ends)]
    types = {
        column: np.int32 if kind.kind == "i" else np.float32
        for column, kind in table.dtypes.items()
        # seven digits say all of a share or a mean; pounds are kept whole
        if isinstance(kind, np.dtype) and kind.kind in "if" and (name, column) not in _POUNDS
    }
    compact = table.astype(types).reset_index(drop=True).copy()  # in one piece: a column is added
    compact.insert(0, "run", np.full(len(compact), run.number, dtype=np.int32))
    return compact


def _last_values(national: pd.DataFrame) -> dict[str, float]:
    last = national.select_dtypes("number").iloc[-1]
    return {str(name): float(value) for name, value in last.items()}


def _row(run: Run, status: str, why: str, seconds: float, values: dict[str, Any]) -> dict[str, Any]:
    facts = {"run": np.int32(run.number), "scenario": run.scenario, "point": np.int32(run.point)}
    facts |= {"replicate": np.int32(run.replicate), "seed": run.seed}
    return {**facts, "status": status, "error": why, "seconds": seconds, **values}


def _reason(error: BaseException) -> str:
    """Say what happened; even of an error that cannot say it itself."""
    try:
        text = f"{type(error).__name__}: {error}"
    except Exception:  # noqa: BLE001 - its __str__ is somebody else's code
        text = type(error).__name__
    text = text.encode("utf-8", "replace").decode()
    return " ".join(text.split())[:LONGEST_REASON]


def _under(tables: list[pd.DataFrame]) -> pd.DataFrame:
    if tables:
        return pd.concat(tables, ignore_index=True)
    return pd.DataFrame({"run": np.array([], dtype=np.int32)})
