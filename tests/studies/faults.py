"""A process that is killed just before, in the middle of or after a touch of the disk.

Touches are writes, flushes and renames; each is logged with its time, so that of any other instant
it can be said how far it was from one.
"""

import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from acs_abm.explore.study import disk, parts

ASKED = "ACS_TEST_FAULT"
BEFORE, HALF, AFTER = "before", "half", "after"
WRITE, FLUSH, RENAME = "write", "flush", "rename"


@dataclass
class Fault:
    """Where touches are logged, and at which the process is to be killed: from 0; None for none.

    With ``once``, a file, only the process that makes it is killed.
    """

    log: str
    at: int | None = None
    phase: str = BEFORE
    once: str | None = None

    def environment(self):
        return {ASKED: json.dumps(asdict(self))}

    def install(self):
        self._count = 0
        self._file = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        parts.pq.write_table = self._watched(WRITE, parts.pq.write_table)
        disk.os.fsync = self._watched(FLUSH, os.fsync)
        disk.Path.replace = self._watched(RENAME, Path.replace)

    def note(self, kind):
        os.write(self._file, f"{time.monotonic_ns()} {kind}\n".encode())

    def _watched(self, kind, real):
        def touch(*given, **how):
            is_last = self._count == self.at and self._is_mine()
            self._count += 1
            self.note(kind)
            if is_last and self.phase != AFTER:
                if kind == WRITE and self.phase == HALF:
                    given[1].write(b"PAR1 half")
                    given[1].flush()
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*given, **how)
            if is_last:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return touch

    def _is_mine(self):
        if self.once is None:
            return True
        try:
            Path(self.once).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def install_if_asked():
    """Have a worker process, which knows only its environment, be watched."""
    if ASKED in os.environ:
        Fault(**json.loads(os.environ[ASKED])).install()


def times(log):
    """Return the instants of what was logged, in nanoseconds, and the kinds."""
    text = Path(log).read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]
    return [(int(instant), kind) for instant, kind in lines]
