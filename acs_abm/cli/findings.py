"""What ``sensitivity``, ``discover`` and ``replicates`` share: their words, and how they answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acs_abm.cli.screen import say, show_table

if TYPE_CHECKING:
    from acs_abm.analysis.studies.finding import Finding

PLACE = "findings"
"""Folder within a study for what is found out about it."""

STUDY = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")]
OF = Annotated[
    str,
    typer.Option(
        metavar="COLUMN@QUARTER",
        help="A national column, or an expression of several, at the end of a quarter.",
        show_default=False,
    ),
]
AGAINST = Annotated[
    str | None,
    typer.Option(metavar="SCENARIO", help="Take differences from this scenario, run by run."),
]
OUTPUT = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="DIR", help="Where files go; default: DIR/findings."),
]


def show_finding(finding: Finding, study: Path, output: Path | None) -> None:
    """Print a finding as a table and sentences, and write its files."""
    if finding.note:
        say(finding.note)
    table = finding.table
    rows = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    show_table([str(name) for name in table.columns], rows)
    for claim in finding.claims:
        say(claim)
    for path in finding.write(output or study / PLACE):
        typer.echo(path)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.4g}"  # noqa: PLR0124 - not a number
    return str(value)
