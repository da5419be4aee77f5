"""The stage of each care system in both scenarios, side by side."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from acs_abm.analysis.compare.comparison import Comparison
from acs_abm.analysis.compare.figures import source_of
from acs_abm.analysis.figures.over_time import time_axis
from acs_abm.analysis.figures.stage_key import stage_label
from acs_abm.analysis.figures.timeline import (
    KEY,
    LEFT,
    ROW,
    draw_row,
    draw_system_name,
    timeline_table,
    typical_stages,
)
from acs_abm.analysis.style import HEADER, INK, WIDTH, canvas, house_style, panel, sheet
from acs_abm.stages.stage import Stage

BETWEEN, HEAD = 0.3, 0.28
"""Inches between the two, and above them for their names."""


@house_style
def two_timelines(done: Comparison) -> Figure:
    """Draw a row for each care system in A and in B, those that advance first in B at the top.

    Parameters
    ----------
    done
        The comparison.
    """
    a, b = (_of(done, which) for which in ("a", "b"))
    stages_b = typical_stages(b)
    stages = (typical_stages(a).loc[stages_b.index], stages_b)
    names = b.drop_duplicates("system").set_index("system")["name"]
    tall = ROW * len(stages_b)
    middle = " Median of replicates." if done.replicates > 1 else ""
    figure = sheet(
        HEADER + KEY + HEAD + tall + 0.5,
        f"Stage of each care system: {done.names[0]} and {done.names[1]}",
        f"At the end of each quarter. Systems that advance first in {done.names[1]} at the top."
        + middle,
        source_of(done),
    )
    key = canvas(figure)
    for place, stage in enumerate(list(Stage)[:4]):
        stage_label(key, 0.15 + 1.6 * place, HEADER + 0.05, int(stage))
    wide = (WIDTH - LEFT - 0.25 - BETWEEN) / 2
    for place, (name, table) in enumerate(zip(done.names, stages, strict=True)):
        left = LEFT + place * (wide + BETWEEN)
        key.text(left, HEADER + KEY + HEAD - 0.1, name, weight="bold", color=INK, size=9.5)
        axes = panel(figure, left, HEADER + KEY + HEAD, wide, tall)
        for row, code in enumerate(table.index):
            draw_row(axes, row, table.loc[code].to_numpy())
        axes.set(xlim=(0, table.shape[1]), ylim=(len(table), 0), yticks=[])
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        time_axis(axes, done.quarters, shift=0.5, most=7)
    for row, code in enumerate(stages_b.index):
        where = HEADER + KEY + HEAD + ROW * (row + 0.5)
        draw_system_name(key, where, str(code), str(names[code]))
    return figure


def two_timelines_table(done: Comparison) -> pd.DataFrame:
    """Return the figure in words: what each system's stages were in A and in B."""
    a, b = (timeline_table(_of(done, which)).set_index("System") for which in ("a", "b"))
    a = a.loc[b.index]
    none = "no change"
    return pd.DataFrame(
        {
            "System": b.index,
            f"{done.names[0]}: changes": [text or none for text in a["Changes"]],
            f"{done.names[1]}: changes": [text or none for text in b["Changes"]],
        }
    )


def _of(done: Comparison, which: str) -> pd.DataFrame:
    systems = done.tables["systems"]
    return systems.loc[systems["scenario"] == which].drop(columns="scenario")
