"""Columns of the tables of a comparison of two scenarios."""

from __future__ import annotations

from acs_abm.measures import Measure
from acs_abm.measures.column import QUARTER, Column
from acs_abm.measures.national import NATIONAL
from acs_abm.measures.systems import SYSTEMS

SCENARIO = Column("scenario", "", "Which of the two: a or b")

_DIFFERENCE = [
    Column("measure", "", "Name of the column that is compared"),
    Column("a", "of the measure", "Mean of scenario A over replicates"),
    Column("b", "of the measure", "Mean of scenario B over replicates"),
    Column("difference", "of the measure", "B less A, mean over replicates with the same luck"),
    Column("low", "of the measure", "Low end of the 95% interval of the mean difference"),
    Column("high", "of the measure", "High end of the 95% interval of the mean difference"),
    Column("band_low", "of the measure", "10th percentile of the difference over replicates"),
    Column("band_high", "of the measure", "90th percentile of the difference over replicates"),
]

DIFFERENCES: list[Column] = [QUARTER, *_DIFFERENCE]

SYSTEM_DIFFERENCES: list[Column] = [
    QUARTER,
    Column("system", "", "ONS code of the care system"),
    Column("name", "", "Name of the care system"),
    *_DIFFERENCE,
]

ATTRIBUTION: list[Column] = [
    QUARTER,
    Column("measure", "", "Name of the column whose difference is divided"),
    Column("lever", "", "Name of the lever (or group), or interaction, or total"),
    Column("alone", "of the measure", "What the lever does to A by itself; lines add up to total"),
    Column("alone_low", "of the measure", "Low end of the 95% interval of alone"),
    Column("alone_high", "of the measure", "High end of the 95% interval of alone"),
    Column(
        "from_interaction",
        "of the measure",
        "The lever's part of the interaction; the line interaction holds all of it, negative",
    ),
    Column(
        "order_averaged",
        "of the measure",
        "alone and from_interaction: the lever's share of the difference, averaged over orders",
    ),
    Column("low", "of the measure", "Low end of the 95% interval of order_averaged"),
    Column("high", "of the measure", "High end of the 95% interval of order_averaged"),
]

LEVERS: list[Column] = [
    Column("lever", "", "Name of the lever, or of the group that it was attributed in"),
    Column("label", "", "The lever in words"),
    Column("kind", "", "Kind of the part: calendar, mandate, offer, value, or dated change"),
    Column("part", "", "Name of the part of a scenario that differs"),
    Column("in_a", "", "What it is in scenario A"),
    Column("in_b", "", "What it is in scenario B"),
    Column("meaning", "", "What it means, where it is declared"),
]

COMPARED: dict[str, list[Column]] = {
    "differences": DIFFERENCES,
    "system_differences": SYSTEM_DIFFERENCES,
    "attribution": ATTRIBUTION,
    "levers": LEVERS,
    "national": [SCENARIO, *NATIONAL],
    "systems": [SCENARIO, *SYSTEMS],
}
"""The columns of each table of a comparison, in order."""

_LEVELS = {
    "differences": "national",
    "system_differences": "system",
    "attribution": "lever",
    "levers": "part of a scenario",
}
"""What one row stands for, beside quarter and measure."""

COMPARED_MEASURES: tuple[Measure, ...] = tuple(
    Measure(table, column.name, column.unit, column.meaning, level)
    for table, level in _LEVELS.items()
    for column in COMPARED[table]
)
"""The tables that only a comparison has; national and systems are those of a run, twice."""
