"""An outcome at each value of one parameter, a line a scenario, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from acs_abm.analysis.figures.over_time import Series, label_ends
from acs_abm.analysis.style import HEADER, QUIET, SERIES_LINES, WIDTH, house_style, panel, sheet

TALL, LABELS, APART = 3.0, 3.0, 0.06
"""Inches: height of the axes, room for names; and how far lines stand apart, of a step."""


@house_style
def value_lines(table: pd.DataFrame, parameter: str, about: str, source: str = "") -> Figure:
    """Draw an outcome by the value of a parameter.

    Parameters
    ----------
    table
        Columns ``scenario``, ``value`` (of the parameter), ``mean``, ``low`` and ``high``.
    parameter
        Its name.
    about
        The outcome in words.
    source
        The line below the figure.
    """
    values = sorted(table["value"].unique())
    figure = sheet(
        HEADER + TALL + 0.6,
        f"{about}, by {parameter}",
        "Mean over replicates and, of a value, over points; whiskers: 95% interval of the mean.",
        source,
    )
    axes = panel(figure, 0.75, HEADER, WIDTH - LABELS - 0.75, TALL)
    series = []
    scenarios = list(table.groupby("scenario", sort=False))
    for place, (name, rows) in enumerate(scenarios):
        rows = rows.sort_values("value").reset_index(drop=True)  # noqa: PLW2901 - the same rows
        colour, dashes = SERIES_LINES[place % len(SERIES_LINES)]
        x = np.arange(len(rows)) + APART * (place - (len(scenarios) - 1) / 2)
        axes.plot(x, rows["mean"], color=colour, linestyle=dashes, marker="o", markersize=4)
        axes.vlines(x, rows["low"], rows["high"], color=colour, linewidth=1.1)
        series.append(Series(str(name), colour, dashes, rows))
    axes.set_xticks(range(len(values)), [f"{value:g}" for value in values])
    axes.set_xlabel(parameter, color=QUIET)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.margins(y=0.08)
    label_ends(axes, series)
    return figure
