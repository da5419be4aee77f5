"""Chunks that are left to do, and what becomes of one whose worker died or took too long."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from acs_abm.errors import StudyDiffersError, StudyDiskError, StudyError
from acs_abm.explore.study.chunk import CRASHED, TIMED_OUT, Done, give_up
from acs_abm.explore.study.disk import writing
from acs_abm.explore.study.parts import Stretch
from acs_abm.explore.study.work import Work

MOST_TRIES = 3
"""Deaths of a worker over one run after which the run is listed as crashed."""


@dataclass(frozen=True)
class Task:
    """A chunk, and how often it was tried."""

    stretch: Stretch
    tries: int = 0


class Tasks:
    """Chunks that are left, in order; the same for every engine with worker processes.

    Parameters
    ----------
    work
        What is to be done.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._left = deque(Task(chunk) for chunk in work.chunks)

    def __len__(self) -> int:
        """Return how many are left to be given out."""
        return len(self._left)

    def next(self) -> Task:
        """Take the first of them."""
        return self._left.popleft()

    def drop(self) -> None:
        """Leave the rest undone."""
        self._left.clear()

    def settle(self, said: dict[str, Any]) -> None:
        """Count a chunk by what the worker that was given it said at its end.

        Raises
        ------
        StudyError
            If it could not do it for a reason that holds for all: the disk, or what it found is
            not the study or the code that is being run.
        """
        if "disk" in said:
            raise StudyDiskError(f"{said['disk']}; nothing that was done is lost")
        if "differs" in said:
            raise StudyDiffersError(said["differs"])
        if "unfit" in said:
            raise StudyError(said["unfit"])
        self._work.note(Done(said["ok"], said["failed"]))

    def lost(self, task: Task, run: int | None, how: str) -> None:
        """Put a chunk back: whole at first, then with the run it was lost over apart.

        A death may be anybody's doing, so it is tried again; a run that took too long is not.

        Parameters
        ----------
        task
            The chunk.
        run
            Which run the worker was doing, if it is known.
        how
            ``CRASHED`` or ``TIMED_OUT``.
        """
        tries, stretch = task.tries + 1, task.stretch
        is_alone = len(stretch.runs) == 1
        if is_alone and (how == TIMED_OUT or tries >= MOST_TRIES):
            self._give_up(stretch.first, how)
        elif is_alone or (how == CRASHED and tries == 1) or (run is None and tries < MOST_TRIES):
            self._left.appendleft(Task(stretch, tries))
        elif run is None:  # nobody knows over which: each apart
            self._put_back([Task(Stretch(one, one + 1)) for one in stretch.runs])
        else:
            pieces = [(stretch.first, run), (run, run + 1), (run + 1, stretch.end)]
            self._put_back(
                [
                    Task(Stretch(first, end), tries if first == run else 0)
                    for first, end in pieces
                    if first < end
                ]
            )

    def _put_back(self, tasks: list[Task]) -> None:
        self._left.extendleft(reversed(tasks))

    def _give_up(self, run: int, how: str) -> None:
        work = self._work
        limit = f"took longer than {work.time_limit:g} seconds"
        why = limit if how == TIMED_OUT else f"ended its worker process {MOST_TRIES} times"
        with writing(work.folder):
            self._work.note(give_up(work.folder, work.plan, run, work.code, how, why))
