"""What a difference comes from, as bars: one a lever, then the interaction, then the total."""

from __future__ import annotations

import math
import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from acs_abm.analysis.compare.attribution import INTERACTION, TOTAL
from acs_abm.analysis.compare.comparison import Comparison
from acs_abm.analysis.compare.differences import Row, rows_by
from acs_abm.analysis.compare.figures import source_of
from acs_abm.analysis.compare.headlines import factor, places_for, plain_step, scale, title
from acs_abm.analysis.style import (
    HEADER,
    INK,
    QUIET,
    SERIES_LINES,
    STAGE_COLOURS,
    WIDTH,
    house_style,
    panel,
    sheet,
)
from acs_abm.analysis.words import capital

ROW, LABELS, NUMBERS = 0.5, 3.6, 1.2
"""Inches: height of a line, room for names at the left and for numbers at the right."""
SHARE, ALL, ALONE = STAGE_COLOURS[2], "#B1B4B6", SERIES_LINES[3][0]


@house_style
def attribution_bars(done: Comparison, column: str, quarter: str) -> Figure:
    """Draw order-averaged shares as bars, and what each lever does alone as diamonds.

    Parameters
    ----------
    done
        A comparison with an attribution.
    column, quarter
        Which difference.
    """
    lines = attribution_lines(done, column, quarter)
    digits = _places(column, lines)
    interval = "; whisker: its 95% interval" if done.replicates > 1 else ""
    subtitle = (
        f"{capital(scale(column))}, {done.names[1]} less {done.names[0]} at the end of {quarter}. "
        f"Bar: share averaged over {_orders(done)}{interval}; bars of levers add up to the total. "
        "Diamond: the lever by itself, or the interaction; diamonds add up to it too."
    )
    height = HEADER + 0.25 + ROW * len(lines) + 0.45
    head = f"What the difference comes from: {_small(title(column))}"
    figure = sheet(height, head, subtitle, source_of(done))
    axes = panel(figure, LABELS, HEADER + 0.25, WIDTH - LABELS - NUMBERS, ROW * len(lines))
    for place, line in enumerate(rows_by(lines, "lever").values()):
        _draw_line(axes, place, line, column, digits)
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.axhline(len(lines) - 1.5, color=QUIET, linewidth=0.8)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_yticks(range(len(lines)), [textwrap.fill(name, 44) for name in lines["label"]])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.use_sticky_edges = False  # else a diamond at nothing is cut in half
    axes.margins(x=0.08)
    return figure


def attribution_lines(done: Comparison, column: str, quarter: str) -> pd.DataFrame:
    """Return the lines of an attribution with names in words, the largest lever first."""
    lines = done.attribution(column, quarter)
    labels = {lever.name: capital(lever.label) for lever in done.levers}
    labels |= {INTERACTION: "Interaction of levers", TOTAL: "Total difference"}
    lines["label"] = lines["lever"].map(labels)
    levers = lines.iloc[:-2].sort_values("order_averaged", key=abs, ascending=False, kind="stable")
    return pd.concat([levers, lines.iloc[-2:]], ignore_index=True)


def attribution_words(done: Comparison, column: str, quarter: str) -> pd.DataFrame:
    """Return the numbers of the figure, written in the unit of the column."""
    lines = attribution_lines(done, column, quarter)
    digits = _places(column, lines)
    columns = {
        f"Alone ({scale(column)})": "alone",
        "Part of the interaction": "from_interaction",
        "Order-averaged share": "order_averaged",
    }
    cells = {"Lever": list(lines["label"])} | {
        head: [plain_step(column, value, digits) for value in lines[name]]
        for head, name in columns.items()
    }
    if done.replicates > 1:
        cells["95% interval of the share"] = [
            "" if name == INTERACTION
            else f"{plain_step(column, low, digits)} to {plain_step(column, high, digits)}"
            for name, low, high in zip(lines["lever"], lines["low"], lines["high"], strict=True)
        ]  # fmt: skip
    return pd.DataFrame(cells)


def _draw_line(axes: Axes, place: int, line: Row, column: str, digits: int) -> None:
    by = factor(column)
    share, alone = by * float(line["order_averaged"]), by * float(line["alone"])
    is_interaction = line["lever"] == INTERACTION
    if not is_interaction:
        colour = ALL if line["lever"] == TOTAL else SHARE
        axes.barh(place, share, height=0.5, color=colour, linewidth=0)
        if not math.isnan(float(line["low"])):
            axes.plot(
                [by * float(line["low"]), by * float(line["high"])], [place, place],
                color=INK, linewidth=1.2, solid_capstyle="butt",
            )  # fmt: skip
    if line["lever"] != TOTAL:
        axes.plot(
            alone, place, marker="D", markersize=6, color=ALONE, markeredgecolor="white",
            markeredgewidth=0.8, linestyle="", zorder=3,
        )  # fmt: skip
    shown = line["alone"] if is_interaction else line["order_averaged"]
    axes.text(
        1.02, place, plain_step(column, float(shown), digits), transform=axes.get_yaxis_transform(),
        va="center", weight="bold", color=ALONE if is_interaction else INK,
    )  # fmt: skip


def _places(column: str, lines: pd.DataFrame) -> int:
    """Return decimals with which small lines still show and columns are seen to add up."""
    largest = float(lines[["alone", "order_averaged"]].abs().to_numpy().max())
    return min(places_for(largest * factor(column)) + 1, 3) if largest else 0


def _orders(done: Comparison) -> str:
    if done.design.is_exact:
        return "all orders of moving the levers"
    return f"{done.design.orders} orders drawn by lot"


def _small(text: str) -> str:
    return text if not text.split(" ", maxsplit=1)[0][1:].islower() else text[0].lower() + text[1:]
