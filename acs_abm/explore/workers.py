"""Worker processes: several runs at a time, results the same as one after another.

Workers are started through an entry point of our own rather than by ``multiprocessing``: the
script that asked for them is not run again in each, its start method (which ``import mesa`` may
change) does not matter, and a worker whose parent was killed ends by itself.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, cast

from acs_abm.errors import RunError
from acs_abm.explore.job import Job, Setting, Tables

ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "NUMBA_NUM_THREADS",
    ),
    "1",
)
"""One worker a core: threads of libraries within them would only compete."""


class Worker:
    """One worker process and the pipes to it.

    Parameters
    ----------
    setting
        What all its runs share.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting: Setting | None = setting
        paths = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109 - text
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "acs_abm.explore.worker_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": paths},
            start_new_session=True,  # Ctrl-C is the parent's to handle
        )
        self._requests = cast("IO[bytes]", self.process.stdin)
        self._answers = cast("IO[bytes]", self.process.stdout)

    def ask(self, job: Job) -> Tables:
        """Have a job done.

        Raises
        ------
        RunError
            If the process died.
        """
        try:
            if self._setting is not None:
                pickle.dump(self._setting, self._requests)
                self._setting = None
            pickle.dump(job, self._requests)
            self._requests.flush()
            answer: Tables | Exception = pickle.load(self._answers)  # noqa: S301 - our own child
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise RunError(f"a worker process {self._fate()}; {_advice(job)}") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the process at once; a job that it is doing is lost."""
        self.process.kill()
        self.process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError):  # what was still on its way has nowhere to go
                pipe.close()

    def _fate(self) -> str:
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "stopped answering"
        if code >= 0:
            return f"ended with exit code {code}"
        return f"was ended by {signal.Signals(-code).name}"


def do_with_workers(
    setting: Setting, jobs: Sequence[Job], n_workers: int, on_done: Callable[[Job], None]
) -> list[Tables]:
    """Do jobs in worker processes.

    Parameters
    ----------
    setting
        What all runs share; sent to each worker once.
    jobs
        What to run.
    n_workers
        How many processes.
    on_done
        Called for every job when it is done, in this thread.

    Returns
    -------
    list[Tables]
        The tables of each job, in the order of the jobs.

    Raises
    ------
    RunError
        If a worker died. No process is left behind, whatever is raised.
    """
    workers = [Worker(setting) for _ in range(n_workers)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def do(job: Job) -> Tables:
        worker = idle.get()
        try:
            return worker.ask(job)
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(n_workers) as threads:
        futures = {threads.submit(do, job): job for job in jobs}
        try:
            for future in as_completed(futures):
                future.result()
                on_done(futures[future])
        finally:
            for future in futures:
                future.cancel()
            for worker in workers:
                worker.end()
    return [future.result() for future in futures]


def _advice(job: Job) -> str:
    return (
        f"it was running '{job.scenario.name}' with seed {job.seed}. Often there was not enough "
        "memory: try fewer workers, or one"
    )
