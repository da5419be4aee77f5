"""``acs-abm replicates``: how many replicates of a study are enough."""

from __future__ import annotations

from typing import Annotated

import typer

from acs_abm.cli.findings import OUTPUT, STUDY, show_finding
from acs_abm.cli.screen import progress_bar


def replicates(
    folder: STUDY,
    of: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN@QUARTER", help="An outcome; repeatable. Default: every headline."
        ),
    ] = None,
    output: OUTPUT = None,
) -> None:
    """Say from how many replicates on the spread of each headline output settles."""
    from acs_abm.analysis.studies.report import headlines
    from acs_abm.analysis.studies.telling import tell_settling
    from acs_abm.explore.study.study import Study

    study = Study(folder)
    with progress_bar("Adding replicates"):
        finding = tell_settling(study, of or headlines(study))
    show_finding(finding, folder, output)
