"""What a calibration is scored on: observed values, their errors and the model's discrepancy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from acs_abm.documents import expect_keys, parse_document
from acs_abm.errors import EvidenceError
from acs_abm.evidence import Target, calibration_targets
from acs_abm.explore.target_runs import target_name

FILE = "discrepancies.yaml"
SDS_IN_A_RANGE = 4
"""A published range is taken for two standard deviations on either side."""


@dataclass(frozen=True)
class Scored:
    """One observation and how far a model that is right may be from it.

    Attributes
    ----------
    name
        As in the table of a run.
    observed
        The value; the middle of the range where only that was published.
    observed_sd
        Standard deviation of the observation's error.
    discrepancy
        Standard deviation of what the model leaves out.
    why
        The reason for it.
    """

    name: str
    observed: float
    observed_sd: float
    discrepancy: float
    why: str = ""


@lru_cache(maxsize=1)
def scored_targets() -> tuple[Scored, ...]:
    """Return every observation that is scored, in the order of the table of targets.

    Raises
    ------
    EvidenceError
        If the file names what is no calibration target, or leaves out an error.
    """
    text = (files("acs_abm.explore.calibration") / FILE).read_text(encoding="utf-8")
    return read_discrepancies(text)


def read_discrepancies(text: str) -> tuple[Scored, ...]:
    """Read discrepancies from the text of their file."""
    content = parse_document(text, FILE)
    known = calibration_targets()
    expect_keys(content, set(known), FILE)
    scored = []
    for name, rows in known.items():
        written = content.get(name, {})
        expect_keys(written, {row.measure for row in rows}, FILE, name)
        for measure, entry in written.items():
            _expect_entry(entry, f"{name}.{measure}")
        scored += [
            _scored(row, written[row.measure])
            for row in rows
            if row.measure in written and _sd_of(row, written[row.measure]) is not None
        ]
    return tuple(scored)


def observed_value(target: Target) -> float:
    """Return what was observed: the middle of the range where only that was published."""
    if target.value is not None:
        return target.value
    assert target.low is not None  # noqa: S101 - the reader of targets sees to it
    assert target.high is not None  # noqa: S101 - as above
    return (target.low + target.high) / 2


def _scored(row: Target, written: Mapping[str, Any]) -> Scored:
    field = f"{row.id}.{row.measure}"
    sd = _sd_of(row, written)
    if not isinstance(sd, int | float) or sd < 0:
        raise EvidenceError(f"{FILE}: {field}.sd: {sd!r} is not a number, 0 or more")
    return Scored(
        target_name(row), observed_value(row), _observed_sd(row, written, field), float(sd),
        " ".join(str(written["why"]).split()),
    )  # fmt: skip


def _expect_entry(written: Any, field: str) -> None:
    if not isinstance(written, dict):
        raise EvidenceError(f"{FILE}: {field}: {written!r} is not a mapping with sd and why")
    expect_keys(written, {"sd", "observed_sd", "why"}, FILE, field)
    if "sd" not in written:
        raise EvidenceError(f"{FILE}: {field}.sd: is missing")
    if not written.get("why"):
        raise EvidenceError(f"{FILE}: {field}.why: is missing; a discrepancy has a reason")


def _sd_of(row: Target, written: Mapping[str, Any]) -> Any:
    """Return the discrepancy of one date: the same for all, or one for each that is scored."""
    sd = written.get("sd")
    return sd.get(row.date) if isinstance(sd, dict) else sd


def _observed_sd(row: Target, written: Mapping[str, Any], field: str) -> float:
    if row.low is not None and row.high is not None:
        return (row.high - row.low) / SDS_IN_A_RANGE
    if "observed_sd" not in written:
        raise EvidenceError(f"{FILE}: {field}.observed_sd: is missing; no range was published")
    return float(written["observed_sd"])
