"""Digests of decoded content: what a run gave, whatever file it is in."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pandas as pd

from acs_abm.explore.study.parts import DamagedPartError

WIDEST = {"i": np.int64, "u": np.int64, "f": np.float64, "b": np.bool_}
"""Type by whose bytes a column counts, by the kind of its own."""


def content_digest(rows: pd.DataFrame) -> str:
    """Return sixteen hexadecimal digits of the decoded rows of one run.

    Columns count by name and values; the run's number, its file and how that is compressed do
    not.
    """
    digest = sha256()
    for name in sorted(str(column) for column in rows.columns if column != "run"):
        column = rows[name]
        digest.update(f"\0{name}\0".encode())
        kind = column.dtype.kind if isinstance(column.dtype, np.dtype) else "O"
        if kind in WIDEST:
            digest.update(column.to_numpy().astype(WIDEST[kind]).tobytes())
        else:
            digest.update("\0".join(str(value) for value in column).encode())
    return digest.hexdigest()[:16]


def expect_content(name: str, table: pd.DataFrame, well: pd.DataFrame) -> None:
    """Hold the rows of each run that went well to the digest in the summary.

    Raises
    ------
    DamagedPartError
        If they are not what was recorded.
    """
    by_run = dict(tuple(table.groupby("run", sort=False)))
    if set(by_run) != set(well["run"]):
        raise DamagedPartError("does not hold the runs that went well")
    for run, digest in zip(well["run"], well.get(f"digest_{name}", ()), strict=True):
        if content_digest(by_run[run]) != digest:
            raise DamagedPartError(f"run {run} is not what was recorded")
