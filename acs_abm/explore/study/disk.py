"""Writing so that a file is there whole or not at all, also after a kill or a power cut."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from acs_abm.errors import StudyDiskError, StudyError

TEMPORARY = ".partial"
_MARK = secrets.token_hex(4)


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write beside a place, which then takes that place.

    Parameters
    ----------
    path
        The place.

    Raises
    ------
    OSError
        If it cannot be written. What was begun is removed.
    """
    draft = path.with_name(f".{path.name}.{writer()}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    reach_disk(path.parent)


def write_text(text: str, path: Path) -> None:
    """Write a small file."""
    with appearing(path) as file:
        file.write(text.encode())


def writer() -> str:
    """Return a name for this process, which no process on another computer shares."""
    return f"{os.getpid()}-{_MARK}"


def drop_drafts(folder: Path, of: str) -> None:
    """Remove what a process that is no more had begun to write.

    Parameters
    ----------
    folder
        The study's folder.
    of
        What :func:`writer` returned in that process.
    """
    for path in folder.glob(f"*/.part-*.{of}.*{TEMPORARY}"):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def reach_disk(folder: Path) -> None:
    """Make a rename in a folder outlive a power cut."""
    if os.name == "nt":
        return  # Windows has no way to ask this of a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn errors of the disk into one that names the place and ends a command with 5."""
    try:
        yield
    except StudyError:
        raise
    except OSError as error:
        message = str(error) if error.strerror is None else f"{folder}: {error.strerror}"
        raise StudyDiskError(f"{message}; nothing that was done is lost") from error
