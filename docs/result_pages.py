"""The generated pages of committed results: targets at the defaults, concepts and their levers."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import yaml
from page_markup import MADE, page, prose, table

from acs_abm.explore.target_readings import READINGS

ROOT = Path(__file__).parents[1]
AT_PRIORS = ROOT / "results" / "targets_at_priors" / "targets.csv"
CONCEPTS = ROOT / "results" / "concepts" / "concepts.csv"
REASONS = ROOT / "experiments" / "targets_at_priors" / "reasons.yaml"
BESIDE = (
    "What was observed, beside the median and the middle 90% of 20 seeds with nothing fitted "
    "here. Some defaults were set on some of these targets before, by hand: their sources say "
    "which. How it was run, and what counts as near, is told in "
    "[the experiment](../../experiments/targets_at_priors/README.md)."
)
PAIRED = (
    "Each concept of the policy with the lever that carries it, run off and on with the same luck; "
    "the mean paired difference has its 95% interval in brackets. How it was run, and which "
    "concepts have no lever of their own, is told in "
    "[the experiment](../../experiments/concepts/README.md)."
)


def targets_page() -> str:
    """Set each calibration target beside what the model gives at its defaults, with the reason."""
    with AT_PRIORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = [row["near"] for row in rows]
    counts = ", ".join(
        f"{verdicts.count(word)} {word}" for word in ("in range", "near", "far", "not given")
    )
    parts = [
        f"# Calibration targets at the defaults\n\n{MADE}",
        BESIDE,
        f"{len(rows)} observations: {counts}.",
    ]
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    head = ("date", "observed", "range", "model", "5% to 95%", "ratio", "verdict", "run", "column")
    for (target, measure), same in groupby(rows, key=lambda row: (row["target"], row["measure"])):
        group = list(same)
        reason = reasons.get(target, {}).get(measure) or READINGS[target, measure].why_not
        found = table(head, [_target_row(row) for row in group])
        title = f"## {target}: {measure}\n\nUnit: {group[0]['unit']}."
        parts += [title, found, prose(reason)]
    return page(parts)


def concepts_page() -> str:
    """Say what carries each concept of the policy, and what it moves."""
    with CONCEPTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = [row["moves"] for row in rows]
    words = ("as expected", "not for certain", "the other way", "no")
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in words)
    head = ("concept", "lever: off → on", "column", "over", "off", "on", "difference", "expected",
            "moves")  # fmt: skip
    where = f"Run on {rows[0]['country']}, {rows[0]['seeds']} paired seeds."
    found = table(head, [_concept_row(row) for row in rows])
    said = f"{where} {len(rows)} rows: {counts}."
    return page([f"# Concepts and their levers\n\n{MADE}", PAIRED, said, found])


def _concept_row(row: dict[str, str]) -> tuple[str, ...]:
    difference = f"{float(row['difference']):+.4g} ({row['low']} to {row['high']})"
    return (
        row["concept"], row["lever"], f"`{row['column']}`", row["over"], row["off"], row["on"],
        difference, row["expected"], row["moves"],
    )  # fmt: skip


def _target_row(row: dict[str, str]) -> tuple[str, ...]:
    column = f"`{row['column']}`" if row["column"] else "–"
    return (
        row["date"], row["observed"], _span(row["low"], row["high"]), row["model_median"] or "–",
        _span(row["model_5"], row["model_95"]), row["ratio"] or "–", row["near"],
        row["scenario"] or "–", column,
    )  # fmt: skip


def _span(low: str, high: str) -> str:
    if not (low or high):
        return "–"
    return f"{low} to {high}" if low and high else f"{low} or more" if low else f"up to {high}"
