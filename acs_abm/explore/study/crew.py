"""Worker processes that do chunks: one that dies or hangs costs its chunk, which is done again.

A thread for each process only listens and passes on what it hears; one loop decides everything.
"""

from __future__ import annotations

import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from acs_abm.errors import RunError
from acs_abm.explore.study.chunk import CRASHED, TIMED_OUT
from acs_abm.explore.study.hand import Hand
from acs_abm.explore.study.tasks import Task, Tasks
from acs_abm.explore.study.work import Work

MOST_FALSE_STARTS = 3
GRACE = 8.0
"""Seconds that running chunks are given to end when somebody asked to stop."""

TICK = 0.2


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
        self._tasks = Tasks(work)
        self._hands: dict[Hand, Task | None] = {}
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
                for hand in [h for h in self._hands if h.patience(self._work.time_limit) < 0]:
                    self._lost(hand, TIMED_OUT)
        finally:
            for hand in self._hands:
                hand.end()

    def _goes_on(self) -> bool:
        if self._work.interrupts.asked:
            self._tasks.drop()
            self._stop_at = self._stop_at or time.monotonic() + GRACE
            return self._busy() > 0 and time.monotonic() < self._stop_at
        return self._busy() > 0 or len(self._tasks) > 0

    def _fill(self) -> None:
        while len(self._hands) < min(self._size, len(self._tasks) + self._busy()):
            self._hands[self._new_hand()] = None
        for hand, given in self._hands.items():
            if self._tasks and hand.is_ready and given is None:
                self._hands[hand] = task = self._tasks.next()
                hand.give(task.stretch)

    def _new_hand(self) -> Hand:
        def hear(hand: Hand, said: dict[str, Any] | None) -> None:
            self._heard.put((hand, said))

        return Hand(self._work.folder, self._work.plan.fingerprint, self._work.code, hear)

    def _busy(self) -> int:
        return sum(task is not None for task in self._hands.values())

    def _answered(self, hand: Hand, said: dict[str, Any] | None) -> None:
        if hand not in self._hands:
            return  # of one that was ended: too late
        if said is None:
            self._lost(hand, CRASHED)
        elif hand.note(said):
            self._hands[hand] = None
            self._tasks.settle(said)
        elif hand.is_ready:
            self._false_starts = 0

    def _lost(self, hand: Hand, how: str) -> None:
        """End a worker that died or hangs, and see to its chunk."""
        hand.end()
        task = self._hands.pop(hand)
        if task is not None:
            self._tasks.lost(task, hand.run, how)
        elif not hand.is_ready:
            self._false_starts += 1
            if self._false_starts == MOST_FALSE_STARTS:
                raise RunError(f"{MOST_FALSE_STARTS} worker processes did not start")
