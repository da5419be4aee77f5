"""What replicates of a run have in common: mean and spread."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from acs_abm.explore.bands import HIGH, LOW


def summarise(table: pd.DataFrame, by: Sequence[str], measures: Sequence[str]) -> pd.DataFrame:
    """Return mean and band of measures over replicates.

    Parameters
    ----------
    table
        A table with a column ``replicate`` and one row a replicate and key.
    by
        Columns that are the key besides the replicate.
    measures
        Columns of numbers to summarise.

    Returns
    -------
    pandas.DataFrame
        The key, ``measure``, ``mean``, ``low`` and ``high``; keys in the order they first
        appear, measure after measure.
    """
    parts = []
    for measure in measures:
        groups = table.groupby(list(by), sort=False)[measure]
        part = pd.DataFrame(
            {"mean": groups.mean(), "low": groups.quantile(LOW), "high": groups.quantile(HIGH)}
        ).reset_index()
        part.insert(len(by), "measure", measure)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def replicates_in(table: pd.DataFrame) -> int:
    """Return how many replicates a table holds."""
    return int(table["replicate"].nunique())


def quarters_in(table: pd.DataFrame) -> list[str]:
    """Return the quarters (or months) of a table, in order."""
    return [str(quarter) for quarter in table["quarter"].unique()]
