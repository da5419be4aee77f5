"""Practices by stance over time."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from acs_abm.analysis.figures.over_time import (
    Series,
    draw_lines,
    label_ends,
    series_of,
    time_axis,
)
from acs_abm.analysis.replicates import quarters_in, replicates_in, summarise
from acs_abm.analysis.style import HEADER, QUIET, STANCE_LINES, WIDTH, house_style, panel, sheet
from acs_abm.analysis.words import STANCES, number, percent

SMALL = 0.1
"""Stances that never reach this share of practices get a panel of their own, enlarged."""


@house_style
def practice_stances(national: pd.DataFrame, source: str = "") -> Figure:
    """Draw how many practices take each stance, with a close-up of the small numbers.

    Parameters
    ----------
    national
        The national table.
    source
        The line below the figure.

    Returns
    -------
    Figure
        One panel, or two where some stances are too small to read beside the others.
    """
    there = national.groupby("quarter", sort=False)["practices"].mean()
    first, practices, most = (round(there.iloc[0]), round(there.iloc[-1]), float(there.max()))
    replicates = replicates_in(national)
    summary = summarise(national, ["quarter"], list(STANCES))
    lines = [
        series_of(
            summary, measure, _label(summary, measure, name, practices), *STANCE_LINES[measure]
        )
        for measure, name in STANCES.items()
    ]
    small = [line for line in lines if line.summary["high"].max() < SMALL * practices]
    large = [line for line in lines if line not in small]
    has_close_up = bool(small) and bool(large) and _top(small) > 0
    height = HEADER + 3.3 + (2.15 if has_close_up else 0.0) + 0.5
    spread = (
        f" Lines: mean of {replicates} replicates; bands: 10th to 90th percentile."
        if replicates > 1
        else ""
    )
    figure = sheet(
        height,
        "GP practices by stance",
        f"Number of practices at the end of each quarter, {_of(first, practices)}.{spread}",
        source,
    )
    quarters = quarters_in(national)
    main = panel(figure, 0.75, HEADER, WIDTH - 3.5, 3.3)
    _draw(main, lines, quarters, most, has_bands=replicates > 1)
    label_ends(main, large if has_close_up else lines)
    if has_close_up:
        main.tick_params(axis="x", labelbottom=False)
        below = panel(figure, 0.75, HEADER + 3.75, WIDTH - 3.5, 1.7)
        _draw(below, small, quarters, 1.15 * _top(small), has_bands=replicates > 1)
        below.set_title(
            "Close-up of the small numbers (another scale)", size=9, color=QUIET, loc="left"
        )
        label_ends(below, small)
    return figure


def stance_table(national: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the figure: one row a quarter, one column a stance."""
    means = national.groupby("quarter", sort=False)[list(STANCES)].mean()
    return means.rename(columns=STANCES).rename_axis("Quarter").reset_index()


def _label(summary: pd.DataFrame, measure: str, name: str, practices: int) -> str:
    end = float(summary.loc[summary["measure"] == measure, "mean"].iloc[-1])
    return f"{name} {number(end)} ({percent(end / max(practices, 1))})"


def _of(first: int, last: int) -> str:
    """Say of how many: some close or merge on the way."""
    if first == last:
        return f"of {number(last)}"
    return f"of {number(first)} at the end of the first and {number(last)} at the end of the last"


def _top(series: list[Series]) -> float:
    return max(float(one.summary["high"].max()) for one in series)


def _draw(
    axes: Axes, series: list[Series], quarters: list[str], top: float, *, has_bands: bool
) -> None:
    draw_lines(axes, series, has_bands=has_bands)
    axes.set_ylim(0, max(top, 1))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    time_axis(axes, quarters)
