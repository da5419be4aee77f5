"""What is measured: every column of every table, declared once with unit and meaning.

``acs-abm measures`` lists these; ``measures.csv`` in a results folder is this list. A measure of
the country or of each system is declared together with what it is of the world.
"""

from __future__ import annotations

from dataclasses import dataclass

from acs_abm.measures.column import Column
from acs_abm.measures.counted import GROUPS, STANCE_COLUMNS
from acs_abm.measures.logged import BANDS, EVENTS, GATES, OFFERS, POPULATION_REPORT, TRANSITIONS
from acs_abm.measures.money import CONTRACTS, LEDGER, LEDGER_ENTRIES
from acs_abm.measures.national import NATIONAL, STAGE_COLUMNS
from acs_abm.measures.systems import SYSTEMS

__all__ = [
    "LEVELS",
    "MEASURES",
    "ON_REQUEST",
    "STAGE_COLUMNS",
    "STANCE_COLUMNS",
    "TABLES",
    "Column",
    "Measure",
    "columns",
    "tables",
]


@dataclass(frozen=True)
class Measure:
    """One column of a table.

    Attributes
    ----------
    table
        Table it stands in.
    name
        Name of the column.
    unit
        Its unit; empty for labels.
    meaning
        What it says.
    level
        What one row of its table stands for, such as ``national`` or ``system``.
    """

    table: str
    name: str
    unit: str
    meaning: str
    level: str


LEVELS = {
    "national": "national",
    "systems": "system",
    "groups": "class of practices",
    "offers": "offer",
    "gates": "system or place",
    "transitions": "practice",
    "events": "organisation",
    "population_report": "kind of organisation",
    "ledger": "flow and system",
    "ledger_entries": "payment",
    "contracts": "place",
    "bands": "national",
}
"""What one row of each table stands for, beside replicate and quarter."""

TABLES: dict[str, list[Column]] = {
    "national": NATIONAL,
    "systems": SYSTEMS,
    "groups": GROUPS,
    "offers": OFFERS,
    "gates": GATES,
    "transitions": TRANSITIONS,
    "events": EVENTS,
    "population_report": POPULATION_REPORT,
    "ledger": LEDGER,
    "ledger_entries": LEDGER_ENTRIES,
    "contracts": CONTRACTS,
    "bands": BANDS,
}
"""The columns of each table, in order."""

ON_REQUEST = {"ledger_entries": "acs-abm run --ledger full"}
"""Tables that are written only when they are asked for, and how."""

MEASURES: tuple[Measure, ...] = tuple(
    Measure(table, column.name, column.unit, column.meaning, LEVELS[table])
    for table, declared in TABLES.items()
    for column in declared
)


def columns(table: str) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [column.name for column in TABLES[table]]


def tables() -> list[str]:
    """Return the names of the tables a run can write."""
    return list(TABLES)
