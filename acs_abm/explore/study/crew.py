"""Worker processes that do chunks: one that dies or hangs costs its chunk, which is done again.

A thread for each process only listens and passes on what it hears; one loop decides everything.
"""

from __future__ import annotations

import json
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any, cast

from acs_abm.errors import RunError, StudyDiskError
from acs_abm.explore.study.chunk import CRASHED, TIMED_OUT, Done, give_up
from acs_abm.explore.study.parts import Stretch
from acs_abm.explore.study.store import Store, writing
from acs_abm.explore.study.work import Work
from acs_abm.explore.workers import start_process

MOST_TRIES = 3
"""Deaths of a worker over one run after which the run is listed as crashed."""

MOST_FALSE_STARTS = 3
GRACE = 8.0
"""Seconds that running chunks are given to end when somebody asked to stop."""

TICK = 0.2
STARTING_LIMIT = 600.0
"""Seconds in which a worker must be ready; compiling may come first."""


@dataclass(frozen=True)
class Task:
    """A chunk, and how often it was tried."""

    stretch: Stretch
    tries: int = 0


class Hand:
    """One worker process.

    Parameters
    ----------
    work
        What all chunks share.
    heard
        Where its answers go: itself with what it said, None when it is gone.
    """

    def __init__(self, work: Work, heard: SimpleQueue[tuple[Hand, dict[str, Any] | None]]) -> None:
        self.process = start_process("acs_abm.explore.study.process")
        self.task: Task | None = None
        self.run: int | None = None
        self.is_ready = False
        self.since = time.monotonic()
        self._requests = cast("IO[bytes]", self.process.stdin)
        self._answers = cast("IO[bytes]", self.process.stdout)
        self._heard = heard
        Thread(target=self._listen, name="acs-study-worker", daemon=True).start()
        self._send({"folder": str(work.folder.resolve()), "code": work.code})

    def give(self, task: Task) -> None:
        """Give it a chunk."""
        self.task, self.run, self.since = task, None, time.monotonic()
        self._send([task.stretch.first, task.stretch.end])

    def limit(self, work: Work) -> float:
        """Seconds that it may stay silent."""
        if not self.is_ready:
            return STARTING_LIMIT
        return work.time_limit if self.task is not None else float("inf")

    def end(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError, ValueError):
                pipe.close()

    def _send(self, content: Any) -> None:
        with suppress(OSError):  # it is gone: the listener hears that too
            self._requests.write(json.dumps(content).encode() + b"\n")
            self._requests.flush()

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            for line in self._answers:
                self._heard.put((self, json.loads(line)))
        self._heard.put((self, None))


class Crew:
    """Worker processes and the loop that feeds them.

    Parameters
    ----------
    work
        What is to be done.
    size
        How many processes.
    """

    def __init__(self, work: Work, size: int) -> None:
        self._work, self._size = work, size
        self._store = Store(work.folder)
        self._left = deque(Task(chunk) for chunk in work.chunks)
        self._hands: list[Hand] = []
        self._heard: SimpleQueue[tuple[Hand, dict[str, Any] | None]] = SimpleQueue()
        self._false_starts = 0
        self._stop_at: float | None = None

    def work_through(self) -> None:
        """Do every chunk; no process is left behind, whatever is raised."""
        try:
            while self._goes_on():
                self._fill()
                with suppress(Empty):
                    self._answered(*self._heard.get(timeout=TICK))
                for hand in [h for h in self._hands if self._is_overdue(h)]:
                    self._lost(hand, TIMED_OUT)
        finally:
            for hand in self._hands:
                hand.end()
                self._store.drop_drafts_of(hand.process.pid)

    def _goes_on(self) -> bool:
        is_busy = any(hand.task is not None for hand in self._hands)
        if self._work.interrupts.asked:
            self._left.clear()
            self._stop_at = self._stop_at or time.monotonic() + GRACE
            return is_busy and time.monotonic() < self._stop_at
        return is_busy or bool(self._left)

    def _fill(self) -> None:
        while self._left and len(self._hands) < min(self._size, len(self._left) + self._busy()):
            self._hands.append(Hand(self._work, self._heard))
        for hand in self._hands:
            if self._left and hand.is_ready and hand.task is None:
                hand.give(self._left.popleft())

    def _busy(self) -> int:
        return sum(hand.task is not None for hand in self._hands)

    def _is_overdue(self, hand: Hand) -> bool:
        return time.monotonic() - hand.since > hand.limit(self._work)

    def _answered(self, hand: Hand, said: dict[str, Any] | None) -> None:
        if hand not in self._hands:
            return  # of one that was ended: too late
        hand.since = time.monotonic()
        if said is None:
            self._lost(hand, CRASHED)
        elif "ready" in said:
            hand.is_ready, self._false_starts = True, 0
        elif "run" in said:
            hand.run = said["run"]
        elif "disk" in said:
            raise StudyDiskError(f"{said['disk']}; nothing that was done is lost")
        else:
            hand.task = None
            self._work.note(Done(said["ok"], said["failed"]))

    def _lost(self, hand: Hand, how: str) -> None:
        """End a worker that died or hangs, and see to its chunk."""
        hand.end()
        self._hands.remove(hand)
        self._store.drop_drafts_of(hand.process.pid)
        if hand.task is not None:
            self._try_again(hand.task, hand.run, how)
        elif not hand.is_ready:
            self._false_starts += 1
            if self._false_starts == MOST_FALSE_STARTS:
                raise RunError(f"{MOST_FALSE_STARTS} worker processes did not start")

    def _try_again(self, task: Task, run: int | None, how: str) -> None:
        """Put a chunk back: whole at first, then with the run it was lost over apart.

        A death may be anybody's doing, so it is tried again; a run that took too long is not.
        """
        tries, stretch = task.tries + 1, task.stretch
        is_alone = len(stretch.runs) == 1
        if is_alone and (how == TIMED_OUT or tries >= MOST_TRIES):
            self._give_up(stretch.first, how)
        elif run is None or is_alone or (how == CRASHED and tries == 1):
            self._left.appendleft(Task(stretch, tries))
        else:
            pieces = [(stretch.first, run), (run, run + 1), (run + 1, stretch.end)]
            for first, end in reversed(pieces):
                if first < end:
                    suspect = tries if first == run else 0
                    self._left.appendleft(Task(Stretch(first, end), suspect))

    def _give_up(self, run: int, how: str) -> None:
        work = self._work
        limit = f"took longer than {work.time_limit:g} seconds"
        why = limit if how == TIMED_OUT else f"ended its worker process {MOST_TRIES} times"
        with writing(work.folder):
            self._work.note(give_up(work.folder, work.plan, run, work.code, how, why))
