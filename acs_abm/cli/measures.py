"""``acs-abm measures``: what every column of every table means."""

from __future__ import annotations

from typing import Annotated

import typer

from acs_abm.cli.screen import show_table
from acs_abm.errors import UnknownNameError, nearest


def measures(
    table: Annotated[str | None, typer.Argument(help="One table, such as 'national'.")] = None,
) -> None:
    """List the columns of the tables that a run writes, with unit, level and meaning.

    Tables of a comparison are listed by name: differences, system_differences, attribution, levers.
    """
    from acs_abm.measures import MEASURES, tables
    from acs_abm.measures.compared import COMPARED_MEASURES

    entries = (*MEASURES, *COMPARED_MEASURES) if table is not None else MEASURES
    known = list(dict.fromkeys([*tables(), *(entry.table for entry in COMPARED_MEASURES)]))
    if table is not None and table not in known:
        allowed = ", ".join(known)
        raise UnknownNameError(f"there is no table '{table}'{nearest(table, known)} ({allowed})")
    rows = [
        (entry.table, entry.name, entry.unit, entry.level, entry.meaning)
        for entry in entries
        if table in {None, entry.table}
    ]
    show_table(("table", "column", "unit", "level", "meaning"), rows)
