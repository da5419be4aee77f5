"""``acs-abm explain``: why somebody decided as they did."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from acs_abm.cli.run import country
from acs_abm.cli.screen import say, show_table
from acs_abm.cli.words import whole_number

if TYPE_CHECKING:
    import pandas as pd


def explain(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Results of a run.")],
    who: Annotated[
        str, typer.Option(metavar="KIND:CODE", help="Such as practice:00C-P003 or system:Dorset.")
    ],
    when: Annotated[str, typer.Option(metavar="2019-Q1", help="Quarter (or month) of the run.")],
    replicate: Annotated[str, typer.Option(metavar="N", help="Which replicate.")] = "1",
    organisations: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The organisations it was run with.")
    ] = None,
    synthetic: Annotated[
        str | None, typer.Option(metavar="SYSTEMS", help="The made-up country it was run with.")
    ] = None,
) -> None:
    """Say why somebody decided as they did: in words, then in numbers.

    Runs the same world again, with the same luck, to that quarter.
    """
    number = whole_number("--replicate", replicate, at_least=1)
    from acs_abm.analysis.explain import explain as explained

    found = explained(
        folder, who, when, replicate=number, organisations=country(organisations, synthetic)
    )
    for sentence in found.sentences:
        say(sentence)
    for name, table in found.tables.items():
        if len(table):
            typer.echo("")
            typer.echo(f"{name}:")
            _show(table)


def _show(table: pd.DataFrame) -> None:
    """Print a table; a wide one on its side, one column a row."""
    names = [str(name) for name in table.columns]
    cells = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    if len(names) <= 10:
        show_table(names, cells)
        return
    titles = [names[0], *(row[0] for row in cells)]
    show_table(titles, [[name, *(row[i] for row in cells)] for i, name in enumerate(names) if i])


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{round(value, 3) + 0.0:.3f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
