"""One worker process of a study, and the thread that listens to it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any, cast

from acs_abm.explore.study.disk import drop_drafts
from acs_abm.explore.study.parts import Stretch
from acs_abm.explore.workers import start_process

STARTING_LIMIT = 600.0
"""Seconds in which a worker must be ready; compiling may come first."""


class Hand:
    """One worker process.

    Parameters
    ----------
    folder, plan, code
        The study's folder, and the fingerprints of its plan and of the code, to which the process
        holds what it finds.
    heard
        Called with itself and what it said, or None when it is gone; in a thread of its own.
    """

    def __init__(
        self,
        folder: Path,
        plan: str,
        code: str,
        heard: Callable[[Hand, dict[str, Any] | None], None],
    ) -> None:
        self.process = start_process("acs_abm.explore.study.process")
        self.run: int | None = None
        self.is_busy = self.is_ready = False
        self._since = time.monotonic()
        self._folder, self._writer = folder, ""
        self._requests = cast("IO[bytes]", self.process.stdin)
        self._answers = cast("IO[bytes]", self.process.stdout)
        self._heard = heard
        Thread(target=self._listen, name="acs-study-worker", daemon=True).start()
        self._send({"folder": str(folder.resolve()), "plan": plan, "code": code})

    def give(self, stretch: Stretch) -> None:
        """Give it runs to do."""
        self.is_busy, self.run, self._since = True, None, time.monotonic()
        self._send([stretch.first, stretch.end])

    def note(self, said: dict[str, Any]) -> bool:
        """Take in what it said; return whether it is through with what it was given."""
        self._since = time.monotonic()
        if "ready" in said:
            self.is_ready, self._writer = True, said["ready"]
        elif "run" in said:
            self.run = said["run"]
        else:
            self.is_busy = False
        return not self.is_busy and "ready" not in said

    def patience(self, time_limit: float) -> float:
        """Seconds that it may still stay silent, where one run may take ``time_limit``."""
        limit = STARTING_LIMIT if not self.is_ready else time_limit
        if self.is_ready and not self.is_busy:
            return float("inf")
        return self._since + limit - time.monotonic()

    def end(self) -> None:
        """End the process at once, and remove what it had begun to write."""
        self.process.kill()
        self.process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError, ValueError):
                pipe.close()
        if self._writer:
            drop_drafts(self._folder, self._writer)

    def _send(self, content: Any) -> None:
        with suppress(OSError):  # it is gone: the listener hears that too
            self._requests.write(json.dumps(content).encode() + b"\n")
            self._requests.flush()

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            for line in self._answers:
                self._heard(self, json.loads(line))
        self._heard(self, None)
