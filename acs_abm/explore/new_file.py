"""A single file that a command may write: it replaces what such a command wrote, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from acs_abm.errors import ResultsError
from acs_abm.explore.new_folder import complaining


def expect_ours(
    path: Path, kind: str, is_ours: Callable[[str], bool], inputs: Sequence[Path] = ()
) -> None:
    """Refuse a place for a file that holds something else, before anything is worked out.

    Parameters
    ----------
    path
        Where the file is to go.
    kind
        What it is, such as ``report``.
    is_ours
        Says of the text of a file whether it is one of the kind.
    inputs
        Files that are read; none of them is replaced.

    Raises
    ------
    ResultsError
        If the place is a folder, one of the inputs, or a file of another kind.
    """
    with complaining(path, "read"):
        if not path.exists():
            return
        if path.is_dir():
            raise ResultsError(f"{path}: is a folder; name a file for the {kind}")
        if any(one.exists() and path.samefile(one) for one in inputs):
            raise ResultsError(f"{path}: is read by this command; name another file for the {kind}")
        text = path.read_bytes().decode(errors="replace")
    if text.strip() and not is_ours(text):
        raise ResultsError(f"{path}: is there already and no {kind}; name another file")
