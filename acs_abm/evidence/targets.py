"""The published patterns that numbers of the model may be fitted to: calibration targets.

Further targets exist and are kept by somebody else, for judging. This module is the only reader of
the table, and refuses whatever is not in it (``docs/decisions/0013-hold-out.md``).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from acs_abm.errors import EvidenceError, UnknownNameError
from acs_abm.evidence.dates import checked_date

TABLE = "calibration_targets.csv"


@dataclass(frozen=True)
class Target:
    """One observation that belongs to a calibration target.

    Attributes
    ----------
    id
        The target: T and two digits, or P and one for earlier episodes of general practice.
    measure
        What was observed.
    date
        Year, financial year, quarter, month or day it describes.
    value
        The number; None where only a range was published.
    low, high
        What the model may give and still agree; None for no limit on that side, or none known.
    unit
        Its unit.
    source
        Who published it.
    confidence
        ``high`` or ``medium``.
    note
        How to read it; often empty.
    """

    id: str
    measure: str
    date: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    source: str
    confidence: str
    note: str


@lru_cache(maxsize=1)
def calibration_targets() -> dict[str, tuple[Target, ...]]:
    """Give the observations of every calibration target, by its id.

    Raises
    ------
    EvidenceError
        If a row of the table has no date or number, or a date after June 2018.
    """
    text = (files("acs_abm.evidence") / TABLE).read_text(encoding="utf-8")
    return read_targets(text)


def calibration_target(id: str) -> tuple[Target, ...]:  # noqa: A002 - what the table calls it
    """Give the observations of one calibration target, in the order of the table.

    Parameters
    ----------
    id
        Such as ``T09`` or ``P3``.

    Raises
    ------
    UnknownNameError
        If the target is held out for judging, or unknown: which of the two is not told.
    """
    known = calibration_targets()
    if id not in known:
        message = f"target '{id}' is held out for judging, or unknown: it must not be used"
        raise UnknownNameError(f"{message} (calibration targets: {', '.join(known)})")
    return known[id]


def read_targets(text: str) -> dict[str, tuple[Target, ...]]:
    """Read the table of targets from its text; several rows may belong to one target."""
    found: dict[str, list[Target]] = {}
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        found.setdefault(row["id"], []).append(_target(row, f"{TABLE}: line {line}"))
    return {name: tuple(rows) for name, rows in found.items()}


def _target(row: dict[str, str], what: str) -> Target:
    target = Target(
        id=row["id"],
        measure=row["measure"],
        date=checked_date(row["date"], what),
        value=_number(row, "value", what),
        low=_number(row, "low", what),
        high=_number(row, "high", what),
        unit=row["unit"],
        source=row["source"],
        confidence=row["confidence"],
        note=row["note"],
    )
    if target.value is None and (target.low is None or target.high is None):
        raise EvidenceError(f"{what}: value: is empty; give a number, or a low and a high")
    return target


def _number(row: dict[str, str], column: str, what: str) -> float | None:
    written = row[column]
    try:
        return float(written) if written else None
    except ValueError:
        raise EvidenceError(f"{what}: {column}: '{written}' is not a number") from None
