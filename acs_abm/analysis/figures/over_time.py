"""What figures over time share: the axis of quarters, lines with bands, labels at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import blended_transform_factory

from acs_abm.analysis.style import INK, RULE, Dashes, panel_size, spread

LABEL_GAP = 0.19
"""Inches between the middles of two labels."""
KEY_FROM, KEY_TO, LABEL_FROM = 0.10, 0.42, 0.48
"""Inches right of the axes: a piece of the line, then its label."""


@dataclass(frozen=True)
class Series:
    """One line of a figure.

    Attributes
    ----------
    label
        What stands at its end.
    colour, dashes
        How it is drawn.
    summary
        Columns ``mean``, ``low`` and ``high``, one row a quarter.
    """

    label: str
    colour: str
    dashes: Dashes
    summary: pd.DataFrame

    @property
    def end(self) -> float:
        """Value at which the line ends."""
        return float(self.summary["mean"].iloc[-1])


def time_axis(axes: Axes, quarters: Sequence[str], shift: float = 0.0, most: int = 11) -> None:
    """Mark the last quarter and the same quarter of each year before it.

    Parameters
    ----------
    axes
        Where time runs along the bottom, one unit a step.
    quarters
        Labels of the steps.
    shift
        Added to every place: 0.5 where a step is as wide as a unit.
    most
        Marks there is room for.
    """
    n = len(quarters)
    year = 4 if "Q" in quarters[-1] else 12
    every = 1 if n <= most else year
    while -(-n // every) > most:
        every += year
    steps = range((n - 1) % every, n, every)
    axes.set_xticks(
        [step + shift for step in steps],
        [quarters[step].replace("-", "\n", 1) for step in steps],
    )
    axes.tick_params(axis="x", length=3)


def draw_lines(axes: Axes, series: Sequence[Series], *, has_bands: bool) -> None:
    """Draw lines over time, with bands over replicates where there are any."""
    steps = len(series[0].summary)
    x = np.arange(steps)
    for one in series:
        summary = one.summary
        if has_bands:
            axes.fill_between(
                x, summary["low"], summary["high"], color=one.colour, alpha=0.16, linewidth=0
            )
            if steps == 1:
                axes.vlines(x, summary["low"], summary["high"], color=one.colour, linewidth=1)
        axes.plot(
            x, summary["mean"], color=one.colour, linestyle=one.dashes,
            marker="o" if steps <= 8 else "", markersize=4,
        )  # fmt: skip
    axes.set_xlim(-0.5 if steps <= 8 else 0, max(steps - 0.5 if steps <= 8 else steps - 1, 0.5))
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def label_ends(axes: Axes, series: Sequence[Series]) -> None:
    """Write each line's name at its end, moved apart, beside a piece of the line itself."""
    if not series:
        return
    width, height = panel_size(axes)
    low, high = axes.get_ylim()
    per_inch = (high - low) / height
    places = spread([one.end for one in series], LABEL_GAP * per_inch, low, high)
    across = blended_transform_factory(axes.transAxes, axes.transData)
    for one, place in zip(series, places, strict=True):
        axes.add_artist(
            Line2D(
                [1 + KEY_FROM / width, 1 + KEY_TO / width], [place, place], transform=across,
                color=one.colour, linestyle=one.dashes, clip_on=False,
            )
        )  # fmt: skip
        if abs(place - one.end) > 0.04 * per_inch:
            axes.add_artist(
                Line2D(
                    [1, 1 + KEY_FROM / width], [one.end, place], transform=across,
                    color=RULE, linewidth=0.7, clip_on=False,
                )
            )  # fmt: skip
        axes.text(
            1 + LABEL_FROM / width, place, one.label,
            transform=across, va="center", ha="left", color=INK, clip_on=False,
        )  # fmt: skip


def series_of(
    summary: pd.DataFrame, measure: str, label: str, colour: str, dashes: Dashes
) -> Series:
    """Take one measure out of a summary."""
    rows = summary.loc[summary["measure"] == measure]
    return Series(label, colour, dashes, rows.reset_index(drop=True))
