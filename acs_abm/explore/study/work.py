"""What engines share: the work to do, what came of it, and the simplest engine, a loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from acs_abm.errors import StudyError
from acs_abm.explore.study.chunk import Done, StoppedError, do_chunk
from acs_abm.explore.study.disk import writing
from acs_abm.explore.study.interrupts import Interrupts
from acs_abm.explore.study.parts import Stretch
from acs_abm.explore.study.plan import Plan

Progress = Callable[[int, int], None]
FEWEST_TO_JUDGE = 20
"""Runs after which a sweep may be stopped because too many of them fail."""


@dataclass
class Work:
    """Chunks to do, and how it goes.

    Attributes
    ----------
    folder, plan, code
        Where, what, and the fingerprint of the code.
    chunks
        What is to be done, in order.
    time_limit
        Seconds that one run may take, in a worker process.
    most_failed
        Share of failed runs past which the sweep is stopped.
    interrupts
        Whether somebody asked to stop.
    progress
        Called with the runs done and the runs in all.
    ok, failed
        Runs that are done.
    """

    folder: Path
    plan: Plan
    code: str
    chunks: list[Stretch]
    time_limit: float
    most_failed: float
    interrupts: Interrupts
    progress: Progress | None = None
    ok: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)

    @cached_property
    def n_runs(self) -> int:
        """How many runs there are to do."""
        return sum(len(chunk.runs) for chunk in self.chunks)

    def note(self, done: Done) -> None:
        """Count a chunk that is done.

        Raises
        ------
        StudyError
            If too many runs fail to go on.
        """
        self.ok += done.ok
        self.failed += done.failed
        finished = self.ok + self.failed
        if self.progress is not None:
            self.progress(finished, self.n_runs)
        if finished >= FEWEST_TO_JUDGE and self.failed > self.most_failed * finished:
            raise StudyError(
                f"{self.folder}: stopped, since {self.failed} of {finished} runs failed; the "
                "column 'error' of the summary says why ('acs-abm status' shows the commonest)"
            )


def in_process(work: Work) -> None:
    """Do chunks one after another in this process: tests, notebooks, the digest to compare with.

    Nothing guards here against a run that hangs or ends the process; worker processes do.
    """
    for chunk in work.chunks:
        try:
            with writing(work.folder):
                done = do_chunk(
                    work.folder,
                    work.plan,
                    chunk,
                    work.code,
                    is_stopping=work.interrupts.is_asked,
                )
        except StoppedError:
            return
        work.note(done)
