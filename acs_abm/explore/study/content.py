"""Digests of decoded content: what a run gave, whatever file it is in."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.explore.study.parts import DamagedPartError

WIDEST = {"i": np.int64, "u": np.int64, "f": np.float64, "b": np.bool_}
"""Type by whose bytes a column counts, by the kind of its own."""


def content_digest(rows: pd.DataFrame) -> str:
    """Return sixteen hexadecimal digits of the decoded rows of one run.

    Columns count by name and values; the run's number, its file and how that is compressed do
    not.
    """
    return _digest(_columns(rows), 0, len(rows))


def content_digests(rows: pd.DataFrame) -> dict[int, str]:
    """Return the digest of the rows of each run, by its number.

    As :func:`content_digest` of the rows of each, but each column is looked at once.
    """
    runs = rows["run"].to_numpy()
    if (np.diff(runs) < 0).any():
        rows = rows.sort_values("run", kind="stable")
        runs = rows["run"].to_numpy()
    numbers, starts = np.unique(runs, return_index=True)
    ends = [*starts[1:], len(runs)]
    columns = _columns(rows)
    return {
        int(number): _digest(columns, int(start), int(end))
        for number, start, end in zip(numbers, starts, ends, strict=True)
    }


def expect_content(name: str, table: pd.DataFrame, well: pd.DataFrame) -> None:
    """Hold the rows of each run that went well to the digest in the summary.

    Raises
    ------
    DamagedPartError
        If they are not what was recorded.
    """
    found = content_digests(table)
    if set(found) != set(well["run"]):
        raise DamagedPartError("does not hold the runs that went well")
    for run, digest in zip(well["run"], well.get(f"digest_{name}", ()), strict=True):
        if found[run] != digest:
            raise DamagedPartError(f"run {run} is not what was recorded")


def _columns(rows: pd.DataFrame) -> list[tuple[bytes, NDArray[Any] | list[str]]]:
    """Return the name and the values of each column, in the order and the form they count in."""
    columns: list[tuple[bytes, NDArray[Any] | list[str]]] = []
    for name in sorted(str(column) for column in rows.columns if column != "run"):
        column = rows[name]
        kind = column.dtype.kind if isinstance(column.dtype, np.dtype) else "O"
        values: NDArray[Any] | list[str]
        if kind in WIDEST:
            values = np.ascontiguousarray(column.to_numpy(), WIDEST[kind])
        else:
            values = [str(value) for value in column.to_numpy(object).tolist()]
        columns.append((f"\0{name}\0".encode(), values))
    return columns


def _digest(columns: list[tuple[bytes, NDArray[Any] | list[str]]], start: int, end: int) -> str:
    digest = sha256()
    for name, values in columns:
        digest.update(name)
        some = values[start:end]
        digest.update("\0".join(some).encode() if isinstance(some, list) else some.data)
    return digest.hexdigest()[:16]
