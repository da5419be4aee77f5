"""The stage of England's 44 areas on a grid of tiles: schematic, not a boundary map."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from acs_abm.analysis.figures.stage_key import stage_label
from acs_abm.analysis.places import shortened, system_of_ccg, tile
from acs_abm.analysis.replicates import quarters_in, replicates_in
from acs_abm.analysis.style import (
    HEADER,
    INK,
    QUIET,
    STAGE_COLOURS,
    STAGE_INK,
    canvas,
    house_style,
    sheet,
)
from acs_abm.analysis.words import STAGES, percent
from acs_abm.stages.stage import Stage

TILE, GAP = 0.78, 0.06
"""Side of a tile and space between two, inches."""
LEFT = 3.1
OUTLINES = (0.6, 0.9, 1.3, 1.9, 2.6)
"""Width of a tile's outline by stage: a second sign beside the numeral."""
FEWEST = 5
"""Tiles that make a map; fewer systems are read better off their timeline."""
SURE = 2 / 3
"""Share of replicates that must agree on a stage for it to be shown without a mark."""


@dataclass(frozen=True)
class TileFacts:
    """What one tile shows.

    Attributes
    ----------
    code, short_name, name
        The system.
    row, column
        Place on the grid.
    stage
        The most common stage over replicates; 4 where a place has a live ACO contract.
    agreement
        Share of replicates with that stage.
    coverage
        Share of registered patients at practices in an alliance, mean over replicates.
    """

    code: str
    short_name: str
    name: str
    row: int
    column: int
    stage: int
    agreement: float
    coverage: float


def tiles(systems: pd.DataFrame, events: pd.DataFrame | None = None) -> list[TileFacts]:
    """Return the tiles at the end of a run; none where the systems are not England's.

    Parameters
    ----------
    systems
        The systems table.
    events
        The events table, for places under a live ACO contract.
    """
    last = systems.loc[systems["quarter"] == systems["quarter"].iloc[-1]]
    live = _live_contracts(events)
    facts = []
    for code, rows in last.groupby("system", sort=True):
        place = tile(str(code))
        if place is None:
            return []
        stages = pd.Series(
            [
                int(Stage.ACO) if (int(replicate), place.code) in live else int(Stage[stage])
                for replicate, stage in zip(rows["replicate"], rows["stage"], strict=True)
            ]
        )
        stage = int(stages.mode().min())
        facts.append(
            TileFacts(
                str(code), place.short_name, str(rows["name"].iloc[0]),
                place.tile_row, place.tile_column,
                stage, float((stages == stage).mean()), float(rows["alliance_coverage"].mean()),
            )
        )  # fmt: skip
    return facts


@house_style
def stage_map(
    systems: pd.DataFrame, events: pd.DataFrame | None = None, source: str = ""
) -> Figure | None:
    """Draw the tile map at the end of a run.

    Parameters
    ----------
    systems
        The systems table.
    events
        The events table, for places under a live ACO contract.
    source
        The line below the figure.

    Returns
    -------
    Figure or None
        None where the systems are not England's, so that there are no tiles for them, and where
        they are too few for a map.
    """
    facts = tiles(systems, events)
    if len(facts) < FEWEST:
        return None
    first = min(fact.row for fact in facts)
    rows = max(max(fact.row for fact in facts) - first + 1, 5)
    replicates = replicates_in(systems)
    summed = (
        f" Most common stage and mean share of {replicates} replicates." if replicates > 1 else ""
    )
    figure = sheet(
        HEADER + rows * (TILE + GAP) + 0.1,
        f"Care systems at the end of {quarters_in(systems)[-1].replace('-', ' ')}",
        "Stage, and share of registered patients at practices in an alliance. "
        f"Schematic: tiles of equal size, not a boundary map.{summed}",
        source,
    )
    sheet_axes = canvas(figure)
    for fact in facts:
        left = LEFT + fact.column * (TILE + GAP)
        top = HEADER + (fact.row - first) * (TILE + GAP)
        _draw_tile(sheet_axes, left, top, fact)
    _draw_key(sheet_axes, facts, replicates)
    _list_names(sheet_axes, facts)
    return figure


def map_table(systems: pd.DataFrame, events: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the numbers of the map: one row a system."""
    facts = sorted(tiles(systems, events), key=lambda fact: (-fact.stage, -fact.coverage))
    table = pd.DataFrame(
        {
            "Area": [fact.short_name for fact in facts],
            "System": [fact.name for fact in facts],
            "Stage": [STAGES[Stage(fact.stage).name] for fact in facts],
            "Replicates at this stage": [percent(fact.agreement) for fact in facts],
            "Patients at practices in an alliance": [percent(fact.coverage) for fact in facts],
        }
    )
    return table if replicates_in(systems) > 1 else table.drop(columns="Replicates at this stage")


def _live_contracts(events: pd.DataFrame | None) -> set[tuple[int, str]]:
    """Return replicate and system of every place with a single contract live at the end."""
    if events is None or events.empty:
        return set()
    either = events["what"].isin(["contract live", "contract ended"])
    last = events.loc[(events["kind"] == "place") & either]
    last = last.drop_duplicates(["replicate", "code"], keep="last")
    began = last.loc[last["what"] == "contract live"]
    places = zip(began["replicate"], began["code"], strict=True)
    return {(int(r), system) for r, code in places if (system := system_of_ccg(str(code)))}


def _draw_tile(axes: Axes, left: float, top: float, fact: TileFacts) -> None:
    ink = STAGE_INK[fact.stage]
    inset = OUTLINES[fact.stage] / 144
    axes.add_patch(
        Rectangle(
            (left + inset, top + inset), TILE - 2 * inset, TILE - 2 * inset,
            facecolor=STAGE_COLOURS[fact.stage], edgecolor=INK, linewidth=OUTLINES[fact.stage],
        )
    )  # fmt: skip
    mark = "" if fact.agreement >= SURE else "~"
    axes.text(
        left + 0.09, top + 0.18, fact.short_name, color=ink, size=9, weight="bold", va="center"
    )
    axes.text(
        left + TILE - 0.09, top + 0.42, f"{mark}{fact.stage + 1}",
        color=ink, size=11, weight="bold", ha="right", va="center",
    )  # fmt: skip
    axes.text(
        left + 0.09, top + 0.43, f"{100 * fact.coverage:.0f}%", color=ink, size=8, va="center"
    )
    _share_bar(axes, left + 0.09, top + TILE - 0.2, TILE - 0.18, fact.coverage)


def _share_bar(axes: Axes, left: float, top: float, width: float, share: float) -> None:
    axes.add_patch(
        Rectangle((left, top), width, 0.12, facecolor="white", edgecolor=INK, linewidth=0.7)
    )
    axes.add_patch(Rectangle((left, top), width * share, 0.12, facecolor=INK, linewidth=0))


def _draw_key(axes: Axes, facts: list[TileFacts], replicates: int) -> None:
    top = HEADER + 0.15
    shown = max(int(Stage.ACS), *(fact.stage for fact in facts)) + 1
    for stage in range(shown):
        text = f"{sum(fact.stage == stage for fact in facts)}"
        stage_label(axes, 0.15, top + 0.29 * stage, stage, text)
    below = top + 0.29 * shown + 0.15
    _share_bar(axes, 0.15, below, 0.68, 0.5)
    axes.text(0.95, below + 0.06, "50%: patients at", size=8, color=QUIET, va="center")
    axes.text(0.95, below + 0.22, "practices in an alliance", size=8, color=QUIET, va="center")
    if replicates > 1 and any(fact.agreement < SURE for fact in facts):
        axes.text(0.15, below + 0.55, "~  fewer than two in three", size=8, color=QUIET)
        axes.text(0.15, below + 0.71, "    replicates agree on the stage", size=8, color=QUIET)


def _list_names(axes: Axes, facts: list[TileFacts]) -> None:
    """Write what the short names stand for, where there is room beside the tiles."""
    top = HEADER + 2.6
    for row, fact in enumerate(sorted(facts, key=lambda fact: fact.short_name)):
        middle = top + 0.148 * row
        axes.text(0.15, middle, fact.short_name, size=7, weight="bold", va="center")
        name = shortened(fact.name, 40)
        axes.text(0.62, middle, name, size=7, color=QUIET, va="center")
