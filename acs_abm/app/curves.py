"""The curves: what is counted over the quarters, beside the baseline, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from acs_abm.app.recording import Recording
from acs_abm.app.replicates import Replicates
from acs_abm.app.tile_board import readable


@dataclass(frozen=True)
class Chart:
    """One set of curves.

    Attributes
    ----------
    title, unit
        Heading, and what is counted.
    lines
        By column of the national table: its label and the class that colours and dashes it.
    """

    title: str
    unit: str
    lines: dict[str, tuple[str, str]]


PRACTICES = Chart(
    "What GP practices chose",
    "practices",
    {
        "practices_alliance": ("Alliance", "alliance"),
        "practices_independent": ("Independent", "independent"),
        "practices_resisting": ("Resisting", "resisting"),
        "practices_full": ("Full or trust-run", "full"),
        "practices_partial": ("Partial", "partial"),
    },
)
AREAS = Chart(
    "How far the 44 areas have come",
    "areas",
    {
        "systems_stp": ("STP", "stp"),
        "systems_candidate": ("Candidate", "candidate"),
        "systems_shadow_acs": ("Shadow ACS", "shadow"),
        "systems_acs": ("ACS", "acs"),
    },
)


def draw(
    chart: Chart,
    recording: Recording,
    baseline: Recording | None,
    replicates: Replicates | None = None,
) -> dict[str, Any]:
    """Give the lines of a chart as numbers, with their bands where there are replicates."""
    columns = tuple(chart.lines)
    counts = recording.counts(columns)
    bands = {name: replicates.band(name) for name in columns} if replicates is not None else {}
    compared = baseline.counts(columns) if baseline is not None else {}
    return {
        "title": chart.title,
        "unit": chart.unit,
        "quarters": [readable(label) for label in recording.labels],
        "lines": [
            {
                "column": column,
                "label": label,
                "kind": kind,
                "values": counts[column],
                "baseline": compared.get(column, []),
                "band": bands.get(column, ([], [])),
            }
            for column, (label, kind) in chart.lines.items()
        ],
    }


def in_words(chart: Chart, recording: Recording, position: int) -> str:
    """Say where the lines of a chart stand in a quarter."""
    counts = recording.counts(tuple(chart.lines))
    parts = [f"{counts[column][position]:,} {label}" for column, (label, _) in chart.lines.items()]
    quarter = readable(recording.labels[position])
    return f"{chart.title}, {quarter}: {', '.join(parts)} ({chart.unit})"
