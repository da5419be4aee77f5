"""Work that takes long, beside the run that is shown: with progress, and it can be cancelled.

Runs are done by worker processes; the thread here only waits for them. One batch of runs is at
work at a time, whoever asked for it: others wait for their turn, for two would only slow each
other down and fill the memory twice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from acs_abm.errors import AcsError
from acs_abm.explore.batch import Progress, cores

Result = TypeVar("Result")
Work = Callable[[Progress], Result]
"""Takes what to call with the steps done and in all; gives the result."""

MOST_REPORTS_A_SECOND = 10.0
LEAST_WORKERS = 2
"""From two on, runs are done in processes: the page's own stays free."""
PATIENCE = 0.25  # seconds between two looks at whether a turn was given up

_turn = threading.Semaphore(1)
_log = logging.getLogger(__name__)


class Phase(StrEnum):
    """Where a piece of work stands."""

    NONE = "none"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, eq=False)  # comparing tables takes longer than drawing them
class Progressed(Generic[Result]):
    """How far a piece of work is. Immutable.

    Attributes
    ----------
    phase
        Where it stands.
    share
        How much of it is done, 0 to 1.
    seconds
        How long it has taken.
    result
        What came of it; while other work is under way or after it failed, of the work before.
    fault
        Why it failed, and what to do; empty where it did not.
    """

    phase: Phase = Phase.NONE
    share: float = 0.0
    seconds: float = 0.0
    result: Result | None = None
    fault: str = ""

    @property
    def is_busy(self) -> bool:
        """Whether it is under way."""
        return self.phase in {Phase.WAITING, Phase.RUNNING}


class CancelledError(Exception):
    """Nobody waits for the work any more."""


class Background(Generic[Result]):
    """One kind of work of one visitor; at most one piece of it at a time.

    Parameters
    ----------
    publish
        Called with how far it is, at most ten times a second and at every change of phase. It
        must not wait for anything: the next change waits for it.
    """

    def __init__(self, publish: Callable[[Progressed[Result]], None]) -> None:
        self._publish = publish
        self._lock = threading.Lock()
        self._told: Progressed[Result] = Progressed()
        self._told_at = 0.0
        self._piece = 0

    def start(self, work: Work[Result], *, runs_model: bool = True) -> None:
        """Begin a piece of work; one under way is cancelled for it.

        Parameters
        ----------
        work
            What to do.
        runs_model
            Whether it runs the model, and so has to wait for its turn.
        """
        with self._lock:
            self._piece += 1
            piece = self._piece
            self._tell(Progressed(Phase.WAITING, result=self._told.result))
        thread = threading.Thread(
            target=self._do, args=(piece, work, runs_model), name="acs-background", daemon=True
        )
        thread.start()

    def cancel(self) -> None:
        """Stop the work under way; what the workers are at is dropped."""
        with self._lock:
            self._piece += 1
            if self._told.is_busy:
                self._tell(replace(self._told, phase=Phase.CANCELLED))

    def close(self) -> None:
        """Stop for good: nobody is there to be told."""
        with self._lock:
            self._piece += 1

    def _do(self, piece: int, work: Work[Result], runs_model: bool) -> None:  # noqa: FBT001
        began = time.monotonic()

        def report(done: int, total: int) -> None:
            self._say(piece, share=done / total if total else 0.0, seconds=time.monotonic() - began)

        try:
            if runs_model:
                self._wait_for_turn(piece)
            try:
                self._say(piece, phase=Phase.RUNNING)
                result = work(report)
            finally:
                if runs_model:
                    _turn.release()
            taken = time.monotonic() - began
            self._say(piece, phase=Phase.DONE, share=1.0, seconds=taken, result=result, fault="")
        except CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - whatever is raised, the page stays
            if not isinstance(error, AcsError):
                _log.error("work in the background failed", exc_info=error)
            said = str(error) if isinstance(error, AcsError) else f"{type(error).__name__}: {error}"
            self._try_to_say(piece, phase=Phase.FAILED, fault=said)

    def _wait_for_turn(self, piece: int) -> None:
        while not _turn.acquire(timeout=PATIENCE):
            self._expect_wanted(piece)
        if piece != self._piece:
            _turn.release()
            raise CancelledError

    def _expect_wanted(self, piece: int) -> None:
        if piece != self._piece:
            raise CancelledError

    def _say(self, piece: int, **changes: object) -> None:
        """Tell how far it is, unless nobody waits for it any more.

        Raises
        ------
        CancelledError
            If nobody does: the work ends here, and its worker processes with it.
        """
        with self._lock:
            self._expect_wanted(piece)
            is_due = time.monotonic() - self._told_at >= 1 / MOST_REPORTS_A_SECOND
            if "phase" in changes or is_due:
                self._tell(replace(self._told, **changes))  # type: ignore[arg-type]

    def _try_to_say(self, piece: int, **changes: object) -> None:
        with suppress(CancelledError):
            self._say(piece, **changes)

    def _tell(self, told: Progressed[Result]) -> None:
        """Publish; the caller holds the lock, so nothing older comes after it."""
        self._told = told
        self._told_at = time.monotonic()
        self._publish(told)


def workers() -> int:
    """Return how many worker processes a batch gets."""
    return max(LEAST_WORKERS, cores())
