"""``acs-abm discover``: under which values of the parameters something happens."""

from __future__ import annotations

from typing import Annotated

import typer

from acs_abm.cli.findings import AGAINST, OUTPUT, STUDY, show_finding
from acs_abm.cli.screen import progress_bar
from acs_abm.cli.words import whole_number


def discover(
    folder: STUDY,
    of: Annotated[
        str,
        typer.Option(
            metavar="CONDITION",
            help='Such as "practices_alliance@2021-Q1 > 3000".',
            show_default=False,
        ),
    ],
    density: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of a box's points where it holds.")
    ] = 0.8,
    boxes: Annotated[str, typer.Option(metavar="N", help="How many boxes to look for.")] = "1",
    against: AGAINST = None,
    output: OUTPUT = None,
) -> None:
    """Find ranges of a few parameters within which a condition mostly holds (PRIM)."""
    from acs_abm.analysis.studies.discoveries import tell_discovery
    from acs_abm.analysis.studies.finding import source_of
    from acs_abm.explore.study.study import Study

    study = Study(folder)
    most = whole_number("--boxes", boxes, 1, 9)
    with progress_bar("Looking for boxes"):
        found = study.discover(of, density=density, boxes=most, against=against)
    finding = tell_discovery(found, source=source_of(study.plan), against=against)
    show_finding(finding, folder, output)
