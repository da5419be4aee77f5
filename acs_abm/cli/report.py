"""``acs-abm report``: what a study says so far, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Default: DIR/report.md.")
    ] = None,
) -> None:
    """Write a report of a study, from its tables."""
    from acs_abm.analysis.studies.report import write_report
    from acs_abm.explore.study.study import Study

    typer.echo(f"Report: {write_report(Study(folder), output or folder / 'report.md')}")
