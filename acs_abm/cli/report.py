"""``acs-abm report``: what a study says so far, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.screen import progress_bar


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Default: DIR/report.md.")
    ] = None,
    tell: Annotated[
        Path | None,
        typer.Option("--tell", metavar="FILE", help="A report.yaml: what to find out and tell."),
    ] = None,
) -> None:
    """Write a report of a study, from its tables; with findings where a file asks for them."""
    from acs_abm.analysis.studies.report import write_report
    from acs_abm.explore.study.study import Study

    with progress_bar("Finding out"):
        path = write_report(Study(folder), output or folder / "report.md", tell)
    typer.echo(f"Report: {path}")
