"""Care systems by stage over time, as stacked steps."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from acs_abm.analysis.figures.over_time import LABEL_GAP, time_axis
from acs_abm.analysis.figures.stage_key import stage_label
from acs_abm.analysis.replicates import quarters_in, replicates_in, summarise
from acs_abm.analysis.style import (
    HEADER,
    RULE,
    STAGE_COLOURS,
    WIDTH,
    canvas,
    house_style,
    panel,
    sheet,
    spread,
)
from acs_abm.analysis.words import STAGES, number
from acs_abm.measures import STAGE_COLUMNS

NAMES = tuple(STAGES.values())[: len(STAGE_COLUMNS)]
BAR = 3.6
"""Height of the panel, inches."""


@house_style
def systems_by_stage(national: pd.DataFrame, source: str = "") -> Figure:
    """Draw how many care systems are at each stage, the furthest at the bottom.

    Parameters
    ----------
    national
        The national table.
    source
        The line below the figure.
    """
    replicates = replicates_in(national)
    quarters = quarters_in(national)
    summary = summarise(national, ["quarter"], STAGE_COLUMNS)
    means = np.array([summary.loc[summary["measure"] == c, "mean"] for c in STAGE_COLUMNS])
    total = float(means[:, -1].sum())
    figure = sheet(
        HEADER + BAR + 0.5,
        "Care systems by stage",
        f"Number of care systems at the end of each quarter, of {number(total)}."
        + (f" Mean of {replicates} replicates; 10th to 90th percentile at the end."
           if replicates > 1 else ""),
        source,
    )  # fmt: skip
    axes = panel(figure, 0.75, HEADER, WIDTH - 3.5, BAR)
    edges = np.arange(len(quarters) + 1)
    below = np.zeros(len(quarters))
    middles = {}
    for stage in reversed(range(len(STAGE_COLUMNS))):
        above = below + means[stage]
        axes.fill_between(
            edges, _held(below), _held(above), step="post",
            facecolor=STAGE_COLOURS[stage], edgecolor=RULE, linewidth=0.5,
        )  # fmt: skip
        middles[stage] = (below[-1] + above[-1]) / 2
        below = above
    axes.set(xlim=(0, len(quarters)), ylim=(0, max(total, 1)))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))
    axes.tick_params(axis="y", length=3)
    time_axis(axes, quarters, shift=0.5)
    places = spread(list(middles.values()), (LABEL_GAP + 0.08) * total / BAR, 0, total)
    labels = canvas(figure)
    for stage, place in zip(middles, places, strict=True):
        end = summary.loc[summary["measure"] == STAGE_COLUMNS[stage]].iloc[-1]
        text = number(end["mean"])
        if replicates > 1:
            text += f" ({number(end['low'])}–{number(end['high'])})"
        middle = HEADER + BAR * (1 - place / total)
        stage_label(labels, WIDTH - 2.6, middle, stage, text)
    return figure


def stage_table(national: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the figure: one row a quarter, one column a stage."""
    means = national.groupby("quarter", sort=False)[list(STAGE_COLUMNS)].mean()
    names = dict(zip(STAGE_COLUMNS, NAMES, strict=True))
    return means.rename(columns=names).rename_axis("Quarter").reset_index()


def _held(values: np.ndarray) -> np.ndarray:
    """Repeat the last value, so that the last quarter is as wide as the others."""
    return np.append(values, values[-1])
