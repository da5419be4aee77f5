"""Figures of a comparison: differences over time, and both scenarios' lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from acs_abm.analysis.compare.comparison import Comparison
from acs_abm.analysis.compare.differences import is_clear
from acs_abm.analysis.compare.headlines import HEADLINES, factor, scale, title, unit_shown
from acs_abm.analysis.figures.over_time import time_axis
from acs_abm.analysis.places import shortened
from acs_abm.analysis.style import (
    HEADER,
    INK,
    LEFT,
    QUIET,
    RULE,
    SERIES_LINES,
    WIDTH,
    canvas,
    house_style,
    panel,
    panel_size,
    sheet,
    source_line,
)
from acs_abm.analysis.words import count, number

MOST = 6
"""Panels of a figure."""
ACROSS, TALL, GAP, TITLE = 3, 1.75, 0.5, 0.5
"""Panels side by side; inches of a panel, below it, and above it."""
TO_TITLE = 0.5
"""Inches from the title of a panel to its axes, for the numbers between."""
LOOKS = (SERIES_LINES[4], SERIES_LINES[0])
"""How A and B are drawn."""


def panels_for(done: Comparison, column: str, quarter: str) -> list[str]:
    """Return the columns worth a panel: the one asked for, then headlines that differ clearly."""
    rows = done.differences_in(quarter)
    clear = [name for name in HEADLINES if is_clear(rows[name])]
    moved = [name for name in HEADLINES if rows[name]["difference"] != 0]
    return list(dict.fromkeys([column, *clear, *moved, *HEADLINES]))[:MOST]


@house_style
def differences(done: Comparison, columns: Sequence[str]) -> Figure:
    """Draw paired differences over time, one panel a column.

    Parameters
    ----------
    done
        The comparison.
    columns
        Columns of the national table.
    """
    a, b = done.names
    bands = (
        " Band: 95% interval of the mean; dotted: 10th and 90th percentile of replicates."
        if done.replicates > 1
        else ""
    )
    subtitle = (
        f"{b} less {a} at the end of each quarter, with the same luck. "
        f"{_lines(done.replicates)}.{bands}"
    )
    figure = _sheet(done, columns, f"What {b} changes", subtitle, key=0.0)
    for axes, column in zip(_panels(figure, columns, key=0.0), columns, strict=True):
        rows = done.differences.loc[done.differences["measure"] == column]
        x, colour = np.arange(len(rows)), LOOKS[1][0]
        if done.replicates > 1:
            axes.fill_between(
                x, _in(column, rows["low"]), _in(column, rows["high"]),
                color=colour, alpha=0.2, linewidth=0,
            )  # fmt: skip
            for edge in ("band_low", "band_high"):
                axes.plot(x, _in(column, rows[edge]), color=colour, linewidth=0.8, linestyle=":")
        axes.axhline(0, color=INK, linewidth=0.9)
        axes.plot(x, _in(column, rows["difference"]), color=colour)
        _finish(axes, column, scale(column), done.quarters)
        if not rows["difference"].any():
            axes.set_ylim(-1, 1)
            axes.set_yticks([0])
    return figure


def differences_table(done: Comparison, columns: Sequence[str]) -> pd.DataFrame:
    """Return the numbers of the figures: one row a quarter, means of A, B and the difference."""
    table = done.differences
    parts: dict[str, list[Any]] = {"Quarter": list(done.quarters)}
    for column in columns:
        rows = table.loc[table["measure"] == column]
        for which, head in (("a", "A"), ("b", "B"), ("difference", "B − A")):
            values = _in(column, rows[which])
            parts[f"{title(column)}: {head}"] = [float(f"{value:.4g}") for value in values]
    return pd.DataFrame(parts)


@house_style
def both(done: Comparison, columns: Sequence[str]) -> Figure:
    """Draw both scenarios over time, one panel a column.

    Parameters
    ----------
    done
        The comparison.
    columns
        Columns of the national table.
    """
    a, b = done.names
    spread = "; bands: 10th to 90th percentile" if done.replicates > 1 else ""
    subtitle = f"At the end of each quarter. {_lines(done.replicates)}{spread}."
    figure = _sheet(done, columns, f"{b} beside {a}", subtitle, key=0.3)
    _key(figure, done.names)
    for axes, column in zip(_panels(figure, columns, key=0.3), columns, strict=True):
        least = 0.0
        for which, (colour, dashes) in zip(("a", "b"), LOOKS, strict=True):
            low, mean, high = _spread_of(done, which, column)
            x, least = np.arange(len(mean)), min(least, low.min())
            if done.replicates > 1:
                axes.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
            axes.plot(x, mean, color=colour, linestyle=dashes)
        _finish(axes, column, unit_shown(column), done.quarters)
        low_end, high_end = axes.get_ylim()
        if low_end < 0 <= least:
            axes.set_ylim(-0.015 * high_end, high_end)
    return figure


def source_of(done: Comparison) -> str:
    """Return the source line of a comparison's figures."""
    population = done.population
    if not done.is_whole_country:
        population += f", {count(len(done.systems), 'care system')}"
    a, b = done.names
    line = source_line(f"{a} and {b}", population, done.seed, done.replicates)
    return line.replace("scenario ", "scenarios ", 1)


def _lines(replicates: int) -> str:
    return f"Lines: mean of {replicates} replicates" if replicates > 1 else "One run each"


def _sheet(
    done: Comparison, columns: Sequence[str], head: str, subtitle: str, key: float
) -> Figure:
    rows = -(-len(columns) // ACROSS)
    height = HEADER + key + rows * (TITLE + TALL + GAP) + 0.05
    return sheet(height, head, subtitle, source_of(done))


def _panels(figure: Figure, columns: Sequence[str], key: float) -> list[Axes]:
    across = min(len(columns), ACROSS)
    each = (WIDTH - LEFT) / across
    return [
        panel(
            figure,
            LEFT + TO_TITLE + each * (place % across),
            HEADER + key + TITLE + (place // across) * (TITLE + TALL + GAP),
            each - 0.7,
            TALL,
        )
        for place in range(len(columns))
    ]


def _finish(axes: Axes, column: str, unit: str, quarters: list[str]) -> None:
    width, height = panel_size(axes)
    for text, size, weight, colour, above in (
        (shortened(title(column), 40), 9.5, "bold", INK, 0.27),
        (unit, 8, "normal", QUIET, 0.1),
    ):
        axes.text(
            -TO_TITLE / width, 1 + above / height, text,
            transform=axes.transAxes, size=size, weight=weight, color=colour,
        )  # fmt: skip
    axes.set_xlim(0, max(len(quarters) - 1, 1))
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.tick_params(axis="y", length=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(_tick))
    time_axis(axes, quarters, most=6)


def _tick(value: float, _: object) -> str:
    text = number(value) if value == round(value) or abs(value) >= 100 else f"{value:.4g}"
    return text.replace("-", "−")


def _key(figure: Figure, names: tuple[str, str]) -> None:
    sheet_of_inches = canvas(figure)
    left, middle = LEFT, HEADER + 0.12
    for name, (colour, dashes) in zip(names, LOOKS, strict=True):
        sheet_of_inches.add_artist(
            Line2D([left, left + 0.4], [middle, middle], color=colour, linestyle=dashes)
        )
        sheet_of_inches.text(left + 0.48, middle, name, va="center", size=9, color=INK)
        left += 0.8 + 0.085 * len(name)


def _spread_of(done: Comparison, which: str, column: str) -> tuple[np.ndarray, ...]:
    national = done.tables["national"]
    groups = national.loc[national["scenario"] == which].groupby("quarter", sort=False)[column]
    return tuple(
        _in(column, values)
        for values in (groups.quantile(0.1), groups.mean(), groups.quantile(0.9))
    )


def _in(column: str, values: pd.Series) -> np.ndarray:
    """Return values in the unit in which they are shown."""
    return values.to_numpy(float) * factor(column)
