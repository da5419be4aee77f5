"""What an outcome hangs on: indices as bars with intervals, beside a tornado of swings."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from acs_abm.analysis.style import (
    HEADER,
    INK,
    LEFT,
    QUIET,
    SERIES_LINES,
    STAGE_COLOURS,
    WIDTH,
    house_style,
    panel,
    sheet,
)
from acs_abm.explore.study.sensitivity import Sensitivity

ROW, LABELS, BETWEEN, HEAD, FOOT = 0.36, 3.75, 0.35, 0.5, 0.5
"""Inches: a row, room for names, between panels, above and below a panel."""
TALL = 0.62
"""Share of a row that its bars fill."""
MOST = 14
"""Parameters that are drawn; the rest are in the table."""
HIGH_SIDE, LOW_SIDE = STAGE_COLOURS[3], SERIES_LINES[3][0]
BARS = {
    "sobol": (("ST", "dark: total"), ("S1", "pale: first order")),
    "morris": (("mu_star", "mean absolute effect"),),
    "delta": (("delta", "delta"),),
    "pawn": (("median", "median"),),
}
"""Indices drawn for each method, the one that ranks first, with their names in the key."""
HEADS = {
    "sobol": "Sobol' indices, share of variance",
    "morris": "Morris: mean absolute elementary effect",
    "delta": "Delta, moment-independent",
    "pawn": "PAWN index",
}
NOTHING = SERIES_LINES[2][0]
SWINGS = (
    "mean outcome at points in the lowest (orange) and the highest (blue) quarter of a "
    "parameter's values, all others varying."
)
RIGHT = {
    "morris": "mean effect of a parameter's whole range, from low (orange) to high (blue), half of "
    "it to either side of the mean outcome."
}
"""What the panel at the right shows."""
SHADES = (STAGE_COLOURS[3], STAGE_COLOURS[1])


@house_style
def sensitivity_bars(found: Sensitivity, about: str, source: str = "") -> Figure:
    """Draw indices at the left and swings at the right, one block a scenario.

    Parameters
    ----------
    found
        Indices and swings.
    about
        The outcome in words.
    source
        The line below the figure.
    """
    scenarios = list(dict.fromkeys(found.indices["scenario"]))
    shown = min(found.indices["parameter"].nunique(), MOST)
    block = HEAD + ROW * shown + FOOT
    names = ", ".join(name for _, name in BARS[found.method])
    if found.method == "pawn":
        names += " (red mark: what chance alone gives, 95th percentile)"
    figure = sheet(
        HEADER + block * len(scenarios),
        f"What {about} hangs on",
        f"Left: {names}; whisker: 95% interval. Right: {RIGHT.get(found.method, SWINGS)}",
        source,
    )
    for place, scenario in enumerate(scenarios):
        main = found.main[found.main["scenario"] == scenario].head(MOST)
        order = list(main["parameter"])
        top = HEADER + HEAD + block * place
        width = (WIDTH - LABELS - BETWEEN - 0.2) / 2
        left = panel(figure, LABELS, top, width, ROW * shown)
        right = panel(figure, LABELS + width + BETWEEN, top, width, ROW * shown)
        of_scenario = found.indices[found.indices["scenario"] == scenario]
        _bars(left, of_scenario, order, found.method)
        swings = found.swings[found.swings["scenario"] == scenario].set_index("parameter")
        mean = found.noise.loc[found.noise["scenario"] == scenario, "mean"].iloc[0]
        _tornado(right, swings.loc[order], float(mean))
        _rows(left, order)
        _rows(right, [])
        if len(scenarios) > 1:
            x = (LEFT - LABELS) / width
            y = 1 + 0.28 / (ROW * shown)
            left.text(x, y, scenario, transform=left.transAxes, weight="bold", size=9.5)
    return figure


def _bars(axes: Axes, indices: pd.DataFrame, order: list[str], method: str) -> None:
    bars = BARS[method]
    each = TALL / len(bars)
    for place, (index, _) in enumerate(bars):
        rows = indices[indices["index"] == index].set_index("parameter").loc[order]
        for row, (_, cells) in enumerate(rows.iterrows()):
            middle = row - TALL / 2 + each * (place + 0.5)
            value, low, high = (float(cells[name]) for name in ("value", "low", "high"))
            axes.barh(middle, value, height=0.9 * each, color=SHADES[place], linewidth=0)
            if not math.isnan(low):
                axes.plot([low, high], [middle, middle], color=INK, linewidth=1.1)
            if cells["nothing"] > 0:
                edges = [middle - each / 2, middle + each / 2]
                axes.plot([cells["nothing"]] * 2, edges, color=NOTHING, linewidth=1.4)
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.set_title(HEADS[method], size=9, color=QUIET, loc="left")


def _tornado(axes: Axes, swings: pd.DataFrame, mean: float) -> None:
    for row, (_, cells) in enumerate(swings.iterrows()):
        for name, colour in (("low_mean", LOW_SIDE), ("high_mean", HIGH_SIDE)):
            value = float(cells[name])
            axes.barh(row, value - mean, left=mean, height=TALL, color=colour, alpha=0.85)
    axes.axvline(mean, color=INK, linewidth=0.9)
    axes.margins(x=0.1)
    axes.set_title("Outcome at low and high values", size=9, color=QUIET, loc="left")


def _rows(axes: Axes, names: list[str]) -> None:
    low, high = axes.get_ylim()
    count = max(len(names), round(max(low, high) + 0.5))
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=5)
