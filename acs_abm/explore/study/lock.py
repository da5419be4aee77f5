"""A lock on the folder of a study that dies with the process that holds it.

The operating system holds it, so a killed process leaves no stale lock. A whole sweep excludes
everybody; shards exclude a whole sweep and the same shard, not each other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acs_abm.errors import StudyDiskError, StudyInUseError
from acs_abm.explore.study.shard import Shard

LOCK = "LOCK"

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, *, shared: bool, place: int) -> None:
        # bytes of one file: a shard takes its own, a whole sweep takes them all
        os.lseek(handle, place if shared else 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1 if shared else 1 << 16)

else:
    import fcntl

    def _take(handle: int, *, shared: bool, place: int) -> None:  # noqa: ARG001 - Windows' only
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path, shard: Shard | None = None) -> Iterator[None]:
    """Hold the lock of a study.

    Parameters
    ----------
    folder
        The study's folder.
    shard
        The share of the work that is done; None for all of it.

    Raises
    ------
    StudyInUseError
        If another process works there.
    StudyDiskError
        If the file of the lock cannot be made.
    """
    wanted = [(LOCK, shard is not None)]
    if shard is not None:
        wanted.append((f"{LOCK}-{shard.number}-of-{shard.of}", False))
    handles: list[int] = []
    try:
        for name, shared in wanted:
            path = folder / name
            try:
                handles.append(os.open(path, os.O_RDWR | os.O_CREAT, 0o644))
            except OSError as error:
                raise StudyDiskError(f"{path}: cannot be written ({error.strerror})") from error
            try:
                _take(handles[-1], shared=shared, place=shard.number if shard else 0)
            except OSError as error:
                raise StudyInUseError(
                    f"{folder}: another process is working on this study; wait for it, or "
                    "see 'acs-abm status'"
                ) from error
        yield
    finally:
        for handle in reversed(handles):
            os.close(handle)
