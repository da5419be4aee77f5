"""Batches of runs: one after another where that is quicker, else in worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any

import numpy as np

from acs_abm.errors import CommandError
from acs_abm.explore.job import Job, Setting, Tables, do_job
from acs_abm.explore.workers import do_with_workers

Progress = Callable[[int, int], None]

WORTH_WORKERS = 3_000_000
"""Practices × steps from which starting workers pays: about ten Englands over ten years."""


def do_jobs(
    setting: Setting,
    jobs: Sequence[Job],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Tables]:
    """Do jobs; the results do not depend on how many workers do them.

    Parameters
    ----------
    setting, jobs
        What to run.
    workers
        How many processes; None for as many as pay.
    progress
        Called with the steps done and the steps in all.

    Returns
    -------
    list[Tables]
        The tables of each job, in the order of the jobs.

    Raises
    ------
    CommandError
        If the number of workers makes no sense.
    RunError
        If a worker died.
    """
    if workers is not None:
        whole_number("workers", workers, at_least=1)
    n_workers = min(_workers_that_pay(setting, jobs) if workers is None else workers, len(jobs))
    count = _Count(sum(job.scenario.clock.steps for job in jobs), progress)
    if n_workers <= 1:
        return [do_job(setting, job, count.one_more) for job in jobs]
    return do_with_workers(
        setting, jobs, n_workers, lambda job: count.more(job.scenario.clock.steps)
    )


def whole_number(name: str, value: object, at_least: int, at_most: int = 2**63 - 1) -> int:
    """Return a whole number that was asked for.

    Raises
    ------
    CommandError
        If it is not one, or out of range.
    """
    number = None if isinstance(value, bool) or not isinstance(value, Integral) else int(value)
    if number is not None and at_least <= number <= at_most:
        return number
    has_top = at_most < 2**31 or (number is not None and number > at_most)
    allowed = f" from {at_least} to {at_most}" if has_top else f", {at_least} or more"
    raise CommandError(f"{name} is {value!r}: it takes a whole number{allowed}")


def listed(name: str, values: object) -> list[Any]:
    """Return what a list, an array or a Series holds, as plain values.

    Raises
    ------
    CommandError
        If it is one thing where several are meant.
    """
    is_one = isinstance(values, str | bytes | Mapping) or getattr(values, "ndim", 1) == 0
    if is_one or not isinstance(values, Iterable):
        raise CommandError(f"{name} is {values!r}: give a list, such as [{values!r}]")
    return [value.item() if isinstance(value, np.generic) else value for value in values]


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _workers_that_pay(setting: Setting, jobs: Sequence[Job]) -> int:
    size = len(setting.population.practices.code)
    work = sum(job.scenario.clock.steps * size for job in jobs)
    return cores() if work > WORTH_WORKERS else 1


class _Count:
    """Counts steps and reports them."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def more(self, steps: int) -> None:
        self._done += steps
        if self._progress is not None:
            self._progress(self._done, self._total)

    def one_more(self) -> None:
        self.more(1)
