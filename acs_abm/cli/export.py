"""``acs-abm export``: the tables of a study as single files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.screen import progress_bar
from acs_abm.cli.words import one_of


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the files.")
    ],
    file_format: Annotated[
        str, typer.Option("--format", metavar="parquet|csv", help="Format of the tables.")
    ] = "parquet",
) -> None:
    """Write each table of a study as one file, with scenario, point and replicate in each row."""
    from acs_abm.explore.study.export import export_tables
    from acs_abm.explore.study.study import Study

    kind = one_of("--format", file_format, ("parquet", "csv"))
    with progress_bar("Writing tables"):
        written = export_tables(Study(folder), output, kind)
    for path in written:
        typer.echo(path)
