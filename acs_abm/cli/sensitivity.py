"""``acs-abm sensitivity``: which parameters an outcome of a study hangs on."""

from __future__ import annotations

from typing import Annotated

import typer

from acs_abm.cli.findings import AGAINST, OF, OUTPUT, STUDY, show_finding
from acs_abm.cli.screen import progress_bar


def sensitivity(
    folder: STUDY,
    of: OF,
    method: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="sobol, morris, delta or pawn; default: what fits the design."
        ),
    ] = None,
    against: AGAINST = None,
    output: OUTPUT = None,
) -> None:
    """Say which parameters an outcome hangs on, with intervals, and how much of it is luck."""
    from acs_abm.analysis.studies.finding import source_of
    from acs_abm.analysis.studies.sensitivities import tell_sensitivity
    from acs_abm.explore.study.study import Study

    study = Study(folder)
    with progress_bar("Weighing parameters"):
        found = study.sensitivity(of, method, against)
    finding = tell_sensitivity(found, source=source_of(study.plan), against=against)
    show_finding(finding, folder, output)
