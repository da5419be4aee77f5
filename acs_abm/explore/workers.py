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
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
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

SECONDS_TO_END = 30
"""How long a process that closed its pipe may take to end."""


def start_process(module: str) -> subprocess.Popen[bytes]:
    """Start a module of ours in a process that reads from us and answers us.

    Parameters
    ----------
    module
        Its dotted name.
    """
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109 - text
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": paths},
        start_new_session=True,  # Ctrl-C is the parent's to handle
    )


class Worker:
    """One worker process and the pipes to it.

    Parameters
    ----------
    setting
        What all its runs share.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting: Setting | None = setting
        self.process = start_process("acs_abm.explore.worker_process")
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
            code = self.process.wait(SECONDS_TO_END)
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
    crew = _Crew(setting, jobs)
    done: dict[int, Tables] = {}
    try:
        crew.start(n_workers)
        while len(done) < len(jobs):
            answer = crew.answers.get()
            if isinstance(answer, Exception):
                raise answer
            place, done[place] = answer
            on_done(jobs[place])
    finally:
        crew.end()
    return [done[place] for place in range(len(jobs))]


class _Crew:
    """Worker processes, each started, fed and ended by a thread of its own.

    Ctrl-C is raised in the main thread, never in these: it cannot fall between the start of a
    process and the note that it was started. The main thread only waits at a queue, which
    Ctrl-C leaves in order; waiting for futures it can leave locked for good.

    Parameters
    ----------
    setting
        What all runs share.
    jobs
        What to run.

    Attributes
    ----------
    answers
        Of each job its place and its tables, or the error that ended a thread.
    """

    def __init__(self, setting: Setting, jobs: Sequence[Job]) -> None:
        self.answers: SimpleQueue[tuple[int, Tables] | Exception] = SimpleQueue()
        self._setting = setting
        self._left: SimpleQueue[tuple[int, Job]] = SimpleQueue()
        for asked in enumerate(jobs):
            self._left.put(asked)
        self._workers: list[Worker] = []
        self._threads: list[Thread] = []
        self._is_over = False

    def start(self, size: int) -> None:
        """Start the threads, and they their processes."""
        for _ in range(size):
            # daemons: should end() itself be interrupted, nobody waits for them
            thread = Thread(target=self._work, name="acs-worker", daemon=True)
            self._threads.append(thread)
            thread.start()

    def end(self) -> None:
        """End every process at once; jobs that they are doing are lost."""
        self._is_over = True
        for worker in self._workers:
            worker.process.kill()
        for thread in self._threads:
            if thread.is_alive():  # joining one that never started is an error
                thread.join()

    def _work(self) -> None:
        """Do jobs in a process until none are left."""
        try:
            worker = Worker(self._setting)
            self._workers.append(worker)  # before asking whether it is over: see end()
            try:
                while not self._is_over:
                    place, job = self._left.get_nowait()
                    self.answers.put((place, worker.ask(job)))
            finally:
                worker.end()
        except Empty:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the main thread raises it
            self.answers.put(error)


def _advice(job: Job) -> str:
    return (
        f"it was running '{job.scenario.name}' with seed {job.seed}. Often there was not enough "
        "memory: try fewer workers, or one"
    )
