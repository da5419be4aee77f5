"""A study over time: each scenario with its band, and each less the first with its interval."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from acs_abm.analysis.compare.headlines import factor, scale, title, unit_shown
from acs_abm.analysis.figures.over_time import Series, draw_lines, label_ends, time_axis
from acs_abm.analysis.style import HEADER, INK, SERIES_LINES, WIDTH, house_style, panel, sheet
from acs_abm.analysis.words import capital, number

TALL, LABELS = 3.0, 3.0
"""Inches: height of the axes, room for names at the right."""


@house_style
def study_bands(bands: pd.DataFrame, measure: str, source: str = "") -> Figure:
    """Draw a national measure of each scenario over time.

    Parameters
    ----------
    bands
        What ``Study.bands(measure, by=["scenario", "quarter"])`` returns.
    measure
        The column.
    source
        The line below the figure.
    """
    runs = int(bands["runs"].iloc[0])
    lines = {
        str(name): rows[["mean", "low", "high"]].reset_index(drop=True) * factor(measure)
        for name, rows in bands.groupby("scenario", sort=False)
    }
    figure = sheet(
        HEADER + TALL + 0.5,
        title(measure),
        f"{capital(unit_shown(measure))} at the end of each quarter. Lines: mean of "
        f"{number(runs)} runs each; bands: 10th to 90th percentile of runs, whatever their point.",
        source,
    )
    _draw(figure, lines, list(dict.fromkeys(bands["quarter"])), first_look=0)
    return figure


@house_style
def paired_lines(
    differences: Mapping[str, pd.DataFrame], base: str, measure: str, source: str = ""
) -> Figure:
    """Draw how scenarios differ from one over time, run by run.

    Parameters
    ----------
    differences
        For each scenario, what ``Study.paired(measure, scenario, base, by=["quarter"])`` returns.
    base
        The scenario they are compared with.
    measure
        The column.
    source
        The line below the figure.
    """
    first = next(iter(differences.values()))
    lines = {
        name: rows.rename(columns={"difference": "mean"})[["mean", "low", "high"]] * factor(measure)
        for name, rows in differences.items()
    }
    figure = sheet(
        HEADER + TALL + 0.5,
        f"{title(measure)}: difference from {base}",
        f"{capital(scale(measure))} at the end of each quarter, replicate by replicate with the "
        f"same luck. Lines: mean of {first['replicates'].iloc[0]} replicates; bands: its 95% "
        "interval.",
        source,
    )
    axes = _draw(figure, lines, list(first["quarter"]), first_look=1)  # 0 is the look of the base
    axes.axhline(0, color=INK, linewidth=0.9)
    return figure


def _draw(
    figure: Figure, lines: Mapping[str, pd.DataFrame], quarters: list[str], first_look: int
) -> Axes:
    axes = panel(figure, 0.75, HEADER, WIDTH - LABELS - 0.75, TALL)
    series = [
        Series(name, *SERIES_LINES[place % len(SERIES_LINES)], summary)
        for place, (name, summary) in enumerate(lines.items(), start=first_look)
    ]
    has_bands = not any(np.isnan(one.summary["low"]).any() for one in series)
    draw_lines(axes, series, has_bands=has_bands)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:,.4g}".replace("-", "−"))
    )
    time_axis(axes, quarters)
    label_ends(axes, series)
    return axes
