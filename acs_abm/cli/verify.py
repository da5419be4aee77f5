"""``acs-abm verify``: decode everything a study holds and print its digest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.screen import progress_bar, say


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")],
) -> None:
    """Check every file of a study; exit code 1 if one is damaged or a run is missing."""
    from acs_abm.explore.study.study import Study

    with progress_bar("Decoding every part"):
        found = Study(folder).verify()
    for path, why in sorted(found.damaged.items()):
        typer.echo(f"{path}: {why}", err=True)
    say(f"{found.done} of {found.runs} runs are done, {found.failed} of them failed.")
    typer.echo(f"digest: {found.digest}")
    if not found.is_complete:
        typer.echo(f"'acs-abm resume --verify {folder}' runs what is missing or damaged", err=True)
        raise typer.Exit(1)
