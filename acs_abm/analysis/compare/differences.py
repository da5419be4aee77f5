"""Paired differences: replicate by replicate, then mean, interval and spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from acs_abm.explore.bands import HIGH, LOW
from acs_abm.explore.intervals import Floats, interval
from acs_abm.measures.compared import COMPARED
from acs_abm.stages.stage import Stage

Row = Mapping[str, Any]
"""A row of a table of differences or of an attribution."""


def measures_of(table: pd.DataFrame) -> list[str]:
    """Return the columns of numbers, in which scenarios can be compared."""
    return [str(c) for c in table.select_dtypes("number").columns if c != "replicate"]


def paired_differences(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Return differences of national columns by quarter.

    Parameters
    ----------
    a, b
        National tables of the same replicates and quarters.
    """
    return _differences(a, b, ["quarter"], "differences")


def system_differences(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Return differences of each care system by quarter.

    Parameters
    ----------
    a, b
        Systems tables of the same replicates, quarters and systems. The stage counts as its
        numeral, 1 for STP.
    """
    by = ["quarter", "system", "name"]
    return _differences(_numbered(a), _numbered(b), by, "system_differences")


def _numbered(systems: pd.DataFrame) -> pd.DataFrame:
    numerals = systems["stage"].map(lambda name: int(Stage[name]) + 1)
    return systems.assign(stage=numerals)


def _differences(a: pd.DataFrame, b: pd.DataFrame, by: list[str], name: str) -> pd.DataFrame:
    measures, keys = measures_of(a), _keys(a, by)
    first, second = (values_of(table, measures) for table in (a, b))
    paired = second - first
    low, high = interval(paired)
    cells = {
        "a": first.mean(axis=0),
        "b": second.mean(axis=0),
        "difference": paired.mean(axis=0),
        "low": low,
        "high": high,
        "band_low": np.quantile(paired, LOW, axis=0),
        "band_high": np.quantile(paired, HIGH, axis=0),
    }
    table = keys.loc[keys.index.repeat(len(measures))].reset_index(drop=True)
    table["measure"] = measures * len(keys)
    for column, values in cells.items():
        table[column] = values.ravel()
    return table[[column.name for column in COMPARED[name]]]


def values_of(table: pd.DataFrame, measures: Sequence[str]) -> Floats:
    """Return columns of numbers as replicates × other keys × measures."""
    replicates = table["replicate"].nunique()
    return table[list(measures)].to_numpy(np.float64).reshape(replicates, -1, len(measures))


def _keys(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    first = table["replicate"] == table["replicate"].iloc[0]
    return table.loc[first, by].reset_index(drop=True)


def rows_by(table: pd.DataFrame, key: str) -> dict[str, Row]:
    """Return the rows of a table by one of its columns, in their order."""
    return {str(row[key]): {str(k): v for k, v in row.items()} for row in table.to_dict("records")}


def is_clear(row: Mapping[Any, Any]) -> bool:
    """Whether the interval of a mean difference leaves out zero."""
    return bool(row["low"] > 0 or row["high"] < 0)
