"""The stage of each care system, quarter by quarter."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from acs_abm.analysis.figures.over_time import time_axis
from acs_abm.analysis.figures.stage_key import stage_label
from acs_abm.analysis.places import shortened, tile
from acs_abm.analysis.replicates import quarters_in, replicates_in
from acs_abm.analysis.style import (
    HEADER,
    INK,
    QUIET,
    STAGE_COLOURS,
    STAGE_INK,
    WIDTH,
    canvas,
    house_style,
    panel,
    sheet,
)
from acs_abm.analysis.words import STAGES
from acs_abm.stages.stage import Stage

ROW = 0.19
"""Height of a row, inches."""
KEY, LEFT = 0.34, 2.75
LONGEST_NAME = 33


@house_style
def stage_timeline(systems: pd.DataFrame, source: str = "") -> Figure:
    """Draw a row for each care system, those that advanced first at the top.

    Parameters
    ----------
    systems
        The systems table.
    source
        The line below the figure.
    """
    stages = typical_stages(systems)
    quarters = quarters_in(systems)
    names = systems.drop_duplicates("system").set_index("system")["name"]
    replicates = replicates_in(systems)
    rows = len(stages)
    figure = sheet(
        HEADER + KEY + ROW * rows + 0.5,
        "Stage of each care system",
        "Stage at the end of each quarter; systems that advanced first at the top."
        + (f" Median of {replicates} replicates." if replicates > 1 else ""),
        source,
    )
    key = canvas(figure)
    for place, stage in enumerate(list(Stage)[:4]):
        stage_label(key, LEFT + 1.6 * place, HEADER + 0.05, int(stage))
    axes = panel(figure, LEFT, HEADER + KEY, WIDTH - LEFT - 0.25, ROW * rows)
    for row, code in enumerate(stages.index):
        draw_row(axes, row, stages.loc[code].to_numpy())
        middle = HEADER + KEY + ROW * (row + 0.5)
        draw_system_name(key, middle, str(code), str(names[code]))
    axes.set(xlim=(0, len(quarters)), ylim=(rows, 0), yticks=[])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    time_axis(axes, quarters, shift=0.5)
    return figure


def typical_stages(systems: pd.DataFrame) -> pd.DataFrame:
    """Return the number of the stage of each system in each quarter, median over replicates.

    Returns
    -------
    pandas.DataFrame
        One row a system, those that advanced first (and then furthest) at the top; one column
        a quarter, in order. Between two stages the lower counts.
    """
    numbers = systems.assign(stage=systems["stage"].map(lambda name: int(Stage[name])))
    median = numbers.groupby(["system", "quarter"], sort=False)["stage"].median()
    flat = np.floor(median).astype(int).reset_index()
    table = flat.pivot_table(index="system", columns="quarter", values="stage", sort=False)
    table = table.astype(int)[quarters_in(systems)]
    order = sorted(table.index, key=lambda code: (*_advanced(table.loc[code]), str(code)))
    return table.loc[order]


def _advanced(stages: pd.Series) -> tuple[int, ...]:
    """Return in which step each stage was first reached, the furthest first; later if never."""
    values = stages.to_numpy()
    return tuple(
        int(np.argmax(values >= stage)) if (values >= stage).any() else len(values)
        for stage in (Stage.ACS, Stage.SHADOW_ACS, Stage.CANDIDATE)
    )


def timeline_table(systems: pd.DataFrame) -> pd.DataFrame:
    """Return the figure in words: when each system changed stage, and where it ended."""
    stages = typical_stages(systems)
    names = systems.drop_duplicates("system").set_index("system")["name"]
    rows = []
    for code in stages.index:
        values = stages.loc[code]
        changes = [
            f"{_word(after)} {quarter}"
            for (_, before), (quarter, after) in pairwise(values.items())
            if before != after
        ]
        rows.append(
            (names[code], _word(values.iloc[0]), "; ".join(changes), _word(values.iloc[-1]))
        )
    return pd.DataFrame(
        rows, columns=["System", "End of first quarter", "Changes", "End of last quarter"]
    )


def _word(stage: int) -> str:
    return STAGES[Stage(stage).name]


def draw_row(axes: Axes, row: int, stages: np.ndarray) -> None:
    """Draw one system: a bar for each run of quarters at one stage, its numeral at the left."""
    start = 0
    for stage, run in groupby(stages.tolist()):
        length = len(list(run))
        axes.add_patch(
            Rectangle(
                (start, row + 0.06), length, 0.88,
                facecolor=STAGE_COLOURS[stage], edgecolor="#B1B4B6", linewidth=0.4,
            )
        )  # fmt: skip
        axes.text(
            start + min(0.5, length / 2), row + 0.52, str(stage + 1),
            color=STAGE_INK[stage], size=6.5, ha="center", va="center",
        )  # fmt: skip
        start += length


def draw_system_name(key: Axes, middle: float, code: str, name: str) -> None:
    """Write the short name of the tile map, where there is one, and the name."""
    place = tile(code)
    if place is not None:
        key.text(0.15, middle, place.short_name, size=7.5, weight="bold", va="center", color=INK)
    left = 0.15 if place is None else 0.68
    key.text(left, middle, shortened(name, LONGEST_NAME), size=7.5, va="center", color=QUIET)
