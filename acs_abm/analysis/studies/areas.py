"""Care systems of one scenario at one point: on the tile map, and over time."""

from __future__ import annotations

import pandas as pd

from acs_abm.analysis.figures.tile_map import map_table, stage_map
from acs_abm.analysis.figures.timeline import stage_timeline, timeline_table
from acs_abm.analysis.studies.finding import Finding, plain, source_of
from acs_abm.analysis.words import count, listed
from acs_abm.errors import StudyError
from acs_abm.explore.study.study import Study


def tell_map(study: Study, scenario: str, point: int = 0) -> Finding:
    """Draw the stage of each area at the end.

    Raises
    ------
    StudyError
        If there is no such scenario or point, or the care systems are not England's.
    """
    systems = _systems(study, scenario, point)
    table = map_table(systems)
    if table.empty:
        raise StudyError("the map has tiles for England's care systems, and the study has others")
    by_stage = table["Stage"].value_counts()
    each = listed([f"{n} at {stage}" for stage, n in by_stage.items()], most=9)
    claim = f"Most common stage over replicates: {each}."
    title = f"Map: {_which(study, scenario, point)}"
    figure = stage_map(systems, source=source_of(study.plan, scenario, point))
    return Finding(f"map_{scenario}", title, (claim,), table, figure)


def tell_timeline(study: Study, scenario: str, point: int = 0) -> Finding:
    """Draw the stage of each care system over time."""
    systems = _systems(study, scenario, point)
    title = f"Stages over time: {_which(study, scenario, point)}"
    claim = f"{count(systems['system'].nunique(), 'care system')}, those that advanced first above."
    figure = stage_timeline(systems, source_of(study.plan, scenario, point))
    return Finding(f"timeline_{scenario}", title, (claim,), timeline_table(systems), figure)


def _systems(study: Study, scenario: str, point: int) -> pd.DataFrame:
    """Return the table of care systems of one scenario and point, as a run would have it."""
    name, points = study.scenario_name(scenario), len(study.plan.design.points)
    if not 0 <= point < points:
        raise StudyError(f"point: {point} is out of range; it takes 0 to {points - 1}")
    if "systems" not in study.plan.outputs:
        raise StudyError("the study keeps no table of care systems (outputs)")
    table = study.table("systems")
    rows = table[(table["scenario"] == name) & (table["point"] == point)]
    return rows.sort_values(["replicate", "quarter", "system"], kind="stable", ignore_index=True)


def _which(study: Study, scenario: str, point: int) -> str:
    design = study.plan.design
    values = zip(design.parameters, design.points[point], strict=True)
    told = ", ".join(f"{name} {plain(v) if _is_number(v) else v}" for name, v in values)
    return f"{scenario}, {told}" if told else scenario


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
