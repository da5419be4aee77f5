"""A folder that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from acs_abm.errors import AcsError, ResultsError


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a draft beside a folder to fill, and put it in the folder's place at the end.

    Parameters
    ----------
    folder
        The folder to make; one that is there already is replaced.

    Yields
    ------
    Path
        The draft. Its files reach the disk before it takes its name, so a reader, or a power
        cut, finds all of them or none. Whatever goes wrong, the draft is removed.

    Raises
    ------
    ResultsError
        If something cannot be written; the message names the folder and the reason.
    """
    with complaining(folder, "written"):
        folder = folder.resolve()
        missing = [place for place in folder.parents if not place.exists()]
        draft = folder.parent / f".{folder.name}.{secrets.token_hex(4)}.partial"
        try:
            draft.mkdir(parents=True)
            yield draft
            for path in (*draft.rglob("*"), draft):
                _reach_disk(path)
            _put_in_place(draft, folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            for place in missing:
                with suppress(OSError):
                    place.rmdir()
            raise


@contextmanager
def complaining(folder: Path, done: str) -> Iterator[None]:
    """Turn errors of the operating system into ones that name the folder and the reason."""
    try:
        yield
    except AcsError:
        raise
    except OSError as error:
        raise ResultsError(f"{folder}: cannot be {done} ({error.strerror or error})") from error


def _put_in_place(draft: Path, folder: Path) -> None:
    if not folder.exists():
        draft.rename(folder)
    else:
        old = draft.with_suffix(".replaced")
        folder.rename(old)
        try:
            draft.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    _reach_disk(folder.parent)


def _reach_disk(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no way to ask this of a folder
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
