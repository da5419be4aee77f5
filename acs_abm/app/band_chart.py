"""Lines with bands over the quarters, as the component that draws them is fed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from acs_abm.analysis.compare.headlines import factor
from acs_abm.app.tile_board import readable

PLACES = 6
"""Significant digits that are sent: more than a screen can show."""


@dataclass(frozen=True)
class Line:
    """One line, and the band around it.

    Attributes
    ----------
    label
        What it is called.
    kind
        The class that colours and dashes it: ``first``, ``second`` and so on to ``fifth``.
    values, low, high
        Where it goes, and the ends of its band; no ends for a line without.
    """

    label: str
    kind: str
    values: Iterable[float]
    low: Iterable[float] = field(default=())
    high: Iterable[float] = field(default=())


KINDS = ("first", "second", "third", "fourth", "fifth")


def band_chart(
    title: str, unit: str, quarters: Iterable[str], lines: Iterable[Line], column: str
) -> dict[str, Any]:
    """Give a chart as numbers.

    Parameters
    ----------
    title, unit
        Heading, and what is counted.
    quarters
        Labels of the clock.
    lines
        What is drawn.
    column
        The national measure shown: says by what its values are multiplied, shares by 100.
    """
    times = factor(column)
    return {
        "title": title,
        "unit": unit,
        "quarters": [readable(str(label)) for label in quarters],
        "lines": [
            {
                "label": line.label,
                "kind": line.kind,
                "values": _sent(line.values, times),
                "low": _sent(line.low, times),
                "high": _sent(line.high, times),
            }
            for line in lines
        ],
    }


def _sent(values: Iterable[float], times: float) -> list[float | None]:
    """Round numbers for sending; what is no number is sent as none."""
    return [
        float(f"{value * times:.{PLACES}g}") if math.isfinite(value) else None for value in values
    ]
