"""Chunks done on a cluster: Dask carries them to its workers; all the rest is as on one computer.

At any time a few chunks for each worker are on their way, and what Dask knows of one that is done
is released, so that neither the scheduler nor this process grows with the study.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any, Final
from uuid import uuid4

from dask.typing import Key
from distributed import Client, Future, KilledWorker
from distributed.comm.addressing import get_address_host_port

from acs_abm.errors import CommandError, RunError, StudyError
from acs_abm.explore.study.chunk import CRASHED
from acs_abm.explore.study.crew import GRACE, TICK
from acs_abm.explore.study.remote import Order, begin_no_more, do_remotely, end_hands
from acs_abm.explore.study.tasks import MOST_TRIES, Task, Tasks
from acs_abm.explore.study.work import Work

AHEAD = 2
"""Chunks on their way for each thread of a worker: the one that it does, and the next."""

CONNECTING_LIMIT = 15
LONELY_LIMIT = 1800.0
"""Seconds for which there may be no worker at all: those of a batch queue come when they may."""

LOOK_EVERY = 1.0
"""Seconds between looks at how many workers there are."""


@contextmanager
def connected(dask: Client | str) -> Iterator[Client]:
    """Give a client of a scheduler; one that was made here is closed at the end.

    Parameters
    ----------
    dask
        The address of a scheduler, or a client.

    Raises
    ------
    StudyError
        If nothing answers there.
    CommandError
        If it is neither an address nor a client that can be waited for.
    """
    if isinstance(dask, Client):
        if dask.asynchronous:
            raise CommandError("dask: the client is asynchronous; give one that is not")
        yield dask
        return
    if not isinstance(dask, str):
        raise CommandError(f"dask is {dask!r}: it takes the address of a scheduler, or a Client")
    try:
        get_address_host_port(dask)  # a client that fails over this takes long to die
        client = Client(dask, timeout=CONNECTING_LIMIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise StudyError(
            f"--dask is '{dask}': no Dask scheduler can be reached there "
            f"({_first_line(error)}); give the address that it printed when it started, such as "
            "tcp://10.0.0.1:8786"
        ) from error
    with client:
        yield client


class Cluster:
    """Workers of Dask, and the loop that feeds them.

    Parameters
    ----------
    work
        What is to be done.
    client
        Of the scheduler.
    """

    def __init__(self, work: Work, client: Client) -> None:
        self._work, self._client = work, client
        self._tasks = Tasks(work)
        self._order: Final = Order(
            work.folder.resolve(),
            work.plan.fingerprint,
            work.code,
            work.time_limit,
            sweep=uuid4().hex,
        )
        self._on_their_way: dict[Key, tuple[Future[Any], Task]] = {}
        self._finished: SimpleQueue[Future[Any]] = SimpleQueue()
        self._slots, self._looked = 0, float("-inf")
        self._last_seen = time.monotonic()
        self._stop_at: float | None = None

    def work_through(self) -> None:
        """Do every chunk; nothing of them is left with Dask, whatever is raised."""
        try:
            while self._goes_on():
                self._look()
                while self._tasks and len(self._on_their_way) < AHEAD * self._slots:
                    self._send(self._tasks.next())
                with suppress(Empty):
                    self._settle(self._finished.get(timeout=TICK))
        finally:
            self._leave()

    def _goes_on(self) -> bool:
        if self._work.interrupts.asked:
            if self._stop_at is None:
                self._stop_at = time.monotonic() + GRACE
                self._tasks.drop()
                self._everywhere(begin_no_more)
            return bool(self._on_their_way) and time.monotonic() < self._stop_at
        return bool(self._on_their_way or self._tasks)

    def _look(self) -> None:
        """See how many workers there are, now and then: they come and go."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return
        try:
            self._slots = sum(self._client.nthreads().values())
        except OSError as error:
            raise self._gone() from error
        self._looked = now
        if self._slots:
            self._last_seen = now
        elif now - self._last_seen > LONELY_LIMIT:
            raise RunError(f"no Dask worker came for {LONELY_LIMIT / 60:.0f} minutes; what is done "
                           "is kept: resume when there are some")  # fmt: skip

    def _send(self, task: Task) -> None:
        first, end = task.stretch.first, task.stretch.end
        future = self._client.submit(
            do_remotely,
            self._order,
            first,
            end,
            key=f"acs-abm-{first}-{end}-{uuid4().hex}",  # its own: it may be asked for again
            pure=False,
            retries=0,  # what is tried again is decided here
        )
        self._on_their_way[future.key] = future, task
        future.add_done_callback(self._finished.put)

    def _settle(self, future: Future[Any]) -> None:
        """Take what came of a chunk, and have Dask forget it."""
        _, task = self._on_their_way.pop(future.key)
        try:
            said = future.result()
        except KilledWorker:  # several workers died with it
            self._tasks.lost(Task(task.stretch, MOST_TRIES - 1), None, CRASHED)
        except (CancelledError, OSError) as error:
            raise self._gone() from error
        except Exception as error:
            raise StudyError(
                f"a Dask worker cannot do the work ({_first_line(error)}); every worker needs the "
                "same version of this package as here"
            ) from error
        else:
            if "lost" in said:
                self._tasks.lost(task, said["over"], said["lost"])
            elif "unbegun" not in said:
                self._tasks.settle(said)
        finally:
            future.release()

    def _gone(self) -> RunError:
        return RunError(
            "the Dask scheduler is gone, or has lost what it was given; what is done is kept: "
            "resume with another"
        )

    def _leave(self) -> None:
        left = [future for future, _ in self._on_their_way.values()]
        if left:
            with suppress(Exception):  # a scheduler that is gone has nothing of ours
                self._client.cancel(left)
        self._everywhere(end_hands)
        for future in left:
            future.release()

    def _everywhere(self, act: Callable[[Order], None]) -> None:
        with suppress(Exception):  # who cannot be reached does nothing for us either
            self._client.run(act, self._order, on_error="ignore")


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0][:200]
