"""``acs-abm optimise``: the cheapest package of levers that reaches what is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.findings import show_finding
from acs_abm.cli.screen import progress_bar
from acs_abm.cli.study_run import STOPPED, WORKERS, read_workers


def optimise(
    file: Annotated[Path, typer.Argument(metavar="SEARCH.yaml", help="The file of the search.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder of the search.")
    ],
    workers: WORKERS = "auto",
) -> None:
    """Look for the cheapest package of levers; one that was begun there goes on."""
    from acs_abm.analysis.studies.packages import tell_package
    from acs_abm.explore.optimise import optimise as look
    from acs_abm.explore.optimise_file import read_search_file

    search = read_search_file(file)
    try:
        with progress_bar("Searching") as progress:
            found = look(search, output, read_workers(workers), progress=progress)
    except KeyboardInterrupt:
        typer.echo(f"Stopped; the same command goes on from here ({output}).", err=True)
        raise typer.Exit(STOPPED) from None
    show_finding(tell_package(found, search), output, None)
