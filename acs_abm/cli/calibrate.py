"""``acs-abm calibrate``: which values of the uncertainties the calibration targets leave."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.screen import say
from acs_abm.cli.study_run import ANY_CODE, STOPPED, WORKERS, read_workers


def calibrate(
    file: Annotated[Path, typer.Argument(metavar="CAL.yaml", help="The file of the calibration.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder of the calibration.")
    ],
    workers: WORKERS = "auto",
    any_code: ANY_CODE = False,
) -> None:
    """Rule out what the calibration targets rule out; one that was begun there goes on.

    Writes a study for each wave, diagnostics of the emulators, and an ensemble of what is left.
    """
    from acs_abm.explore.calibration.calibrate import Calibration
    from acs_abm.explore.calibration.settings import read_calibration_file

    settings = read_calibration_file(file)
    asked = Calibration(
        output, settings, workers=read_workers(workers), any_code=any_code, tell=say
    )
    try:
        members = asked.run()
    except KeyboardInterrupt:
        typer.echo(f"Stopped; the same command goes on from here: {output}", err=True)
        raise typer.Exit(STOPPED) from None
    say(
        f"{len(members.values)} members of {members.runs} points run; effective sample size "
        f"{members.effective_size:.0f} when weighted by how near they come."
    )
    typer.echo(f"Calibration: {output} (its ensemble: {output / 'ensemble'})")
