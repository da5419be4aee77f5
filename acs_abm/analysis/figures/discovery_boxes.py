"""Boxes of a scenario discovery: the ranges of parameters within which a condition mostly holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from acs_abm.analysis.style import (
    HEADER,
    INK,
    LEFT,
    QUIET,
    RULE,
    SERIES_LINES,
    STAGE_COLOURS,
    WIDTH,
    house_style,
    panel,
    sheet,
)
from acs_abm.analysis.words import percent
from acs_abm.explore.study.discovery import Discovery

ROW, LABELS, HEAD, FOOT = 0.52, 3.75, 0.42, 0.3
"""Inches: a parameter's row, room for names, above and below a box."""
HOLDS, HOLDS_NOT = STAGE_COLOURS[4], SERIES_LINES[3][0]
UP, DOWN = -0.2, 0.2
"""Where dots of points lie in a row: of interest above, the others below."""


@house_style
def discovery_boxes(found: Discovery, about: str, source: str = "") -> Figure | None:
    """Draw each restricted parameter as a line with the box on it, and every point as a dot.

    Parameters
    ----------
    found
        Boxes, limits and cases.
    about
        The condition in words.
    source
        The line below the figure.

    Returns
    -------
    Figure or None
        None where no box restricts a number: there is nothing to draw of names.
    """
    boxes = [box for _, box in found.boxes.iterrows() if len(_limits(found, box))]
    if not boxes:
        return None
    sizes = [len(_limits(found, box)) for box in boxes]
    height = HEADER + sum(HEAD + ROW * size + FOOT for size in sizes)
    figure = sheet(
        height,
        f"Where {about}",
        "Grey: the range that was tried; blue: the box. Each point is a dot: above the line where "
        "the condition holds, below where not; pale: outside the box in another parameter.",
        source,
    )
    top = HEADER
    for box, size in zip(boxes, sizes, strict=True):
        axes = panel(figure, LABELS, top + HEAD, WIDTH - LABELS - 0.75, ROW * size)
        _draw_box(axes, found, box)
        text = (
            f"{box['scenario']}, box {box['box']}: density {percent(box['density'])}, "
            f"coverage {percent(box['coverage'])}"
        )
        figure.text(
            LEFT / WIDTH, 1 - (top + 0.2) / figure.get_size_inches()[1], text,
            weight="bold", size=9.5, va="center",
        )  # fmt: skip
        top += HEAD + ROW * size + FOOT
    return figure


def _limits(found: Discovery, box: pd.Series) -> pd.DataFrame:
    mine = (found.limits["scenario"] == box["scenario"]) & (found.limits["box"] == box["box"])
    return found.limits[mine & (found.limits["allowed"] == "")]


def _draw_box(axes: Axes, found: Discovery, box: pd.Series) -> None:
    limits = _limits(found, box)
    cases = found.cases[found.cases["scenario"] == box["scenario"]]
    inside = {
        row["parameter"]: cases[row["parameter"]].between(row["low"], row["high"]).to_numpy()
        for _, row in limits.iterrows()
    }
    of_interest = cases["of_interest"].to_numpy(dtype=bool)
    for place, (_, row) in enumerate(limits.iterrows()):
        name = row["parameter"]
        others = [within for other, within in inside.items() if other != name]
        clear = np.logical_and.reduce(others) if others else np.ones(len(cases), dtype=bool)
        start, width = row["spans_from"], row["spans_to"] - row["spans_from"]
        low, high = ((row[end] - start) / width for end in ("low", "high"))
        axes.plot([0, 1], [place, place], color=RULE, linewidth=1.2, zorder=1)
        axes.add_patch(
            Rectangle((low, place - 0.36), high - low, 0.72, color=STAGE_COLOURS[1], zorder=0)
        )
        values = (cases[name].to_numpy(dtype=float) - start) / width
        for holds, where, colour in ((True, UP, HOLDS), (False, DOWN, HOLDS_NOT)):
            for strong in (False, True):
                these = (of_interest == holds) & (clear == strong)
                axes.scatter(
                    values[these], np.full(these.sum(), place + where), s=14 if strong else 8,
                    color=colour, alpha=0.9 if strong else 0.25, linewidths=0, zorder=3,
                    clip_on=False,
                )  # fmt: skip
        for edge, p in ((low, row["p_low"]), (high, row["p_high"])):
            if not np.isnan(p):
                _edge_label(axes, edge, place, start + edge * width)
        for x, value, side in ((-0.012, start, "right"), (1.012, start + width, "left")):
            axes.text(x, place, _written(value), ha=side, va="center", size=8, color=QUIET)
    axes.set(xlim=(0, 1), ylim=(len(limits) - 0.5, -0.5), xticks=[])
    names = list(limits["parameter"])
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0, pad=34, labelcolor=INK)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _edge_label(axes: Axes, x: float, place: float, value: float) -> None:
    axes.plot([x, x], [place - 0.36, place + 0.36], color=INK, linewidth=1.3, zorder=4)
    axes.text(
        x, place - 0.38, _written(value), ha="center", va="bottom", size=8, weight="bold", zorder=5
    )


def _written(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
