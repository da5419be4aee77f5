"""Scoring predictions that were written down against numbers that were observed.

A row that cannot be scored says why. Nothing is fitted here, and no number changes a prediction.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.errors import AcsError, ResultsError, nearest
from acs_abm.evidence import last_month
from acs_abm.explore.bands import parted
from acs_abm.explore.predictions import KEYS, signed_column
from acs_abm.explore.target_readings import READINGS, Reading

Floats = NDArray[np.float64]

NEEDED = ("date",)
NAMES_OF_VALUE = ("value", "observed")
NAMES_OF_MEASURE = ("measure", "pattern")
SDS_IN_A_RANGE = 4
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Observed:
    """One number to score by: when, what the predictions say it in, and its error.

    Attributes
    ----------
    column
        An expression over the columns of the predictions.
    value, sd
        What was observed, and the standard deviation of its error.
    """

    date: str
    column: str
    value: float
    sd: float


def score(predictions: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Score every row of a table of targets.

    Parameters
    ----------
    predictions
        One row for each member, replicate and quarter.
    targets
        ``date``; ``value``, or ``low`` and ``high``; and ``column``, an expression over columns of
        the predictions, which rows of the calibration targets may leave out. ``id``, ``measure``
        and ``unit`` are repeated.

    Returns
    -------
    pandas.DataFrame
        One row for each target. ``sd_parameters`` and ``sd_luck`` part the spread of the
        predictions; ``distance`` is how many standard deviations the observation lies from their
        mean, its own error counted; ``crps`` is the continuous ranked probability score, in the
        unit of the target; ``not_scored`` says why there is nothing.
    """
    return pd.DataFrame([_row(predictions, row) for row in _records(targets)])


def read_predictions(path: Path) -> pd.DataFrame:
    """Read a file of predictions.

    Raises
    ------
    ResultsError
        If it cannot be read, or lacks a column that says which row is which.
    """
    _expect_file(path)
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path}: cannot be read as Parquet ({error})") from None
    for name in KEYS:
        if name not in table:
            raise ResultsError(f"{path}: has no column '{name}'{nearest(name, table.columns)}")
    return table


def read_observed(path: Path) -> pd.DataFrame:
    """Read a table of targets from CSV, every cell as text.

    Raises
    ------
    ResultsError
        If it cannot be read, or lacks a column that is needed.
    """
    _expect_file(path)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path}: cannot be read as CSV ({error})") from None
    for names in (NEEDED, NAMES_OF_VALUE):
        if not set(names) & set(table.columns):
            there = ", ".join(map(str, table.columns))
            hint = nearest(names[0], map(str, table.columns))
            raise ResultsError(f"{path}: has no column '{names[0]}'{hint} (it has: {there})")
    return table


def _expect_file(path: Path) -> None:
    if not path.is_file():
        names = [beside.name for beside in path.parent.iterdir()] if path.parent.is_dir() else []
        raise ResultsError(f"{path}: there is no such file{nearest(path.name, names)}")


def in_brief(scored: pd.DataFrame) -> str:
    """Say in a sentence how the predictions did."""
    done = scored[scored["not_scored"] == ""]
    inside = int(done["inside"].sum()) if len(done) else 0
    return (
        f"{len(done)} of {len(scored)} targets were scored; {inside} lie inside the 90% interval "
        f"of the predictions; {len(scored) - len(done)} were not scored, each with its reason."
    )


def _records(targets: pd.DataFrame) -> list[dict[str, str]]:
    return [
        {str(name): str(cell) for name, cell in row.items()} for row in targets.to_dict("records")
    ]


def _row(predictions: pd.DataFrame, row: Mapping[str, str]) -> dict[str, object]:
    head = {
        "id": row.get("id", ""),
        "measure": _first(row, NAMES_OF_MEASURE),
        "date": row["date"],
        "unit": row.get("unit", ""),
    }
    try:
        observed = _observed(row)
        given = _given(predictions, observed)
    except (AcsError, ValueError) as error:
        return {**head, "not_scored": str(error)}
    return {**head, "column": observed.column, **_scores(observed, given), "not_scored": ""}


def _observed(row: Mapping[str, str]) -> Observed:
    """Read a row; whatever it lacks is the reason why it is not scored."""
    value, low, high = (_number(row, names) for names in (NAMES_OF_VALUE, ("low",), ("high",)))
    if value is None and (low is None or high is None):
        raise ValueError("it has no value, nor a low and a high")
    middle = value if value is not None or low is None or high is None else (low + high) / 2
    assert middle is not None  # noqa: S101 - one of the two is there
    sd = 0.0 if low is None or high is None else (high - low) / SDS_IN_A_RANGE
    return Observed(row["date"], row.get("column", "") or _declared(row), middle, sd)


def _declared(row: Mapping[str, str]) -> str:
    """Return the column that the calibration target of the same name is read from."""
    reading = READINGS.get((row.get("id", ""), _first(row, NAMES_OF_MEASURE)))
    if reading is None:
        raise ValueError("it names no column, and is no calibration target")
    if not _is_national(reading):
        raise ValueError(reading.why_not or "it is read from other runs or tables than these")
    return reading.column


def _is_national(reading: Reading) -> bool:
    return reading.is_given and reading.table == "national" and bool(reading.columns())


def _given(predictions: pd.DataFrame, observed: Observed) -> pd.DataFrame:
    """Return what is predicted for the quarter in which a date ends, by member."""
    known = set(predictions.columns)
    for name in sorted(_names(observed.column)):
        if name not in known:
            hint = nearest(name, known) or nearest(signed_column(name), known)
            raise ValueError(f"the predictions have no column '{name}'{hint}")
    quarter = last_month(observed.date).quarter
    rows = predictions[predictions["quarter"] == quarter]
    if rows.empty:
        raise ValueError(f"the predictions have no quarter {quarter}")
    values = np.asarray(rows.eval(observed.column), dtype=np.float64)
    return pd.DataFrame({"member": rows["member"].to_numpy(), "value": values})


def _names(expression: str) -> set[str]:
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        raise ValueError(f"'{expression}' is no expression over columns") from None
    allowed = (
        ast.Expression, ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.Load,
        ast.operator, ast.unaryop,
    )  # fmt: skip
    if not all(isinstance(node, allowed) for node in ast.walk(tree)):
        raise ValueError(f"'{expression}': a column may hold names, numbers and + - * / alone")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _scores(observed: Observed, given: pd.DataFrame) -> dict[str, object]:
    values = given["value"].to_numpy()
    low, median, high = np.quantile(values, [LOW, 0.5, HIGH])
    parameters, luck = parted(given["value"], given["member"])
    spread = float(np.sqrt(values.var() + observed.sd**2))
    away = abs(float(values.mean()) - observed.value)
    return {
        "observed": observed.value,
        "observed_sd": observed.sd,
        "low": float(low),
        "median": float(median),
        "high": float(high),
        "sd_parameters": parameters,
        "sd_luck": luck,
        "inside": bool(low <= observed.value <= high),
        "share_below": float((values < observed.value).mean()),
        "distance": away / spread if spread > 0 else (0.0 if away == 0 else np.inf),
        "crps": _crps(values, observed.value),
    }


def _crps(values: Floats, observed: float) -> float:
    """Return the continuous ranked probability score of a sample (Gneiting and Raftery 2007)."""
    ordered = np.sort(values)
    n = len(ordered)
    # half the mean distance of two draws, from the ordered sample
    weights = 2 * np.arange(1, n + 1) - n - 1
    apart = float((weights * ordered).sum()) / n**2
    return float(np.abs(ordered - observed).mean()) - apart


def _first(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _number(row: Mapping[str, str], names: tuple[str, ...]) -> float | None:
    written = _first(row, names)
    try:
        return float(written) if written else None
    except ValueError:
        raise ValueError(f"{names[0]}: '{written}' is not one number") from None
