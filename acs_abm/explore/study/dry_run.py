"""A dry run: how many runs, how long and how large, from a few timed runs."""

from __future__ import annotations

import dataclasses
import math
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from acs_abm.explore.batch import cores
from acs_abm.explore.study.chunk import do_chunk
from acs_abm.explore.study.making import make_store, stretches
from acs_abm.explore.study.parts import Stretch
from acs_abm.explore.study.plan import Plan
from acs_abm.explore.study.store import Store

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Estimate:
    """What a study would take.

    Attributes
    ----------
    runs, chunks, workers
        How many.
    seconds
        By the wall clock.
    megabytes
        On disk.
    timed
        Runs it is estimated from.
    """

    runs: int
    chunks: int
    workers: int
    seconds: float
    megabytes: float
    timed: int


def estimate(
    plan: Plan, organisations: Path | None, timed: int, workers: int | str = "auto"
) -> Estimate:
    """Time a few runs in a folder that is thrown away.

    Parameters
    ----------
    plan, organisations
        What would be run.
    timed
        Runs to time; one more warms up first.
    workers
        As in :meth:`acs_abm.explore.study.study.Study.run`.
    """
    with tempfile.TemporaryDirectory(prefix="acs-abm-") as place:
        small = dataclasses.replace(plan, chunk=1)
        make_store(Path(place) / "study", small, organisations)
        store = Store(Path(place) / "study")
        n_timed = min(timed, plan.n_runs)
        do_chunk(store.folder, small, Stretch(0, 1), "dry")  # compiles and loads
        started = time.perf_counter()
        for run in range(n_timed):
            do_chunk(store.folder, small, Stretch(run, run + 1), "dry")
        each = (time.perf_counter() - started) / n_timed
        parts = [path for name in store.tables for path in (store.folder / name).glob("part-*")]
        size = sum(path.stat().st_size for path in parts) / n_timed
    n_workers = max(1, cores() if isinstance(workers, str) else workers)
    return Estimate(
        runs=plan.n_runs,
        chunks=len(stretches(range(plan.n_runs), plan.chunk)),
        workers=n_workers,
        seconds=math.ceil(each * plan.n_runs / n_workers),
        megabytes=size * plan.n_runs / MEGABYTE,
        timed=n_timed,
    )
