"""``acs-abm compare``: two scenarios with the same luck, and what their difference comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from acs_abm.cli.findings import show_finding
from acs_abm.cli.options import (
    FileFormat,
    Organisations,
    Synthetic,
    Systems,
    Until,
    Workers,
)
from acs_abm.cli.run import (
    USUAL,
    changed_world,
    country,
    default_folder,
    expect_room,
    folder_name,
    people,
)
from acs_abm.cli.screen import progress_bar, say
from acs_abm.cli.words import command_line, one_of, settings, whole_number
from acs_abm.errors import CommandError

OF_A_STUDY = ("--column", "--quarter", "-o")
"""Options that a comparison within a study takes."""
COLUMN = "list_share_alliance"
USUAL_PAIR = {"--replicates": 10, "--column": COLUMN}
"""What options of a comparison are where nobody says."""


def compare(
    context: typer.Context,
    a: Annotated[
        str,
        typer.Argument(
            help="What B is compared with: a shipped scenario or a file. Or the folder of a study, "
            "whose scenarios are compared with its first."
        ),
    ],
    b: Annotated[
        str | None,
        typer.Argument(help="Another: differences are B less A.", show_default=False),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter of both; repeatable."),
    ] = None,
    changes_b: Annotated[
        list[str] | None,
        typer.Option("--set-b", metavar="NAME=VALUE", help="Change one of B only; repeatable."),
    ] = None,
    organisations: Organisations = None,
    synthetic: Synthetic = None,
    system: Systems = None,
    seed: Annotated[str, typer.Option(metavar="N", help="The luck of the first replicate.")] = "1",
    replicates: Annotated[
        str, typer.Option(metavar="N", help="Pairs of runs, each pair with a seed of its own.")
    ] = "10",
    until: Until = None,
    column: Annotated[
        str, typer.Option(metavar="NAME", help="National column to put down to levers.")
    ] = COLUMN,
    quarter: Annotated[
        str | None, typer.Option(metavar="2021-Q1", help="When; default: the last quarter.")
    ] = None,
    ensemble: Annotated[
        str | None,
        typer.Option(metavar="NAME|DIR", help="Take a member's values in each pair of runs."),
    ] = None,
    no_attribution: Annotated[
        bool, typer.Option("--no-attribution", help="Run A and B only, no world between.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="Default: results/A_and_B, with what you changed."
        ),
    ] = None,
    file_format: FileFormat = "parquet",
    workers: Workers = None,
) -> None:
    """Compare scenario B with scenario A, with the same luck.

    Writes differences with intervals, what they come from, figures and a report. Of a study only
    --column, --quarter and -o are asked.
    """
    if b is None:
        _compare_in_study(a, column, quarter, output, _typed(context))
        return
    numbers = {
        "seed": whole_number("--seed", seed, at_least=0),
        "replicates": whole_number("--replicates", replicates, at_least=1, at_most=1_000_000),
        "workers": whole_number("--workers", workers, at_least=1, at_most=1024)
        if workers
        else None,
    }
    values, more = settings(changes or []), settings(changes_b or [])
    file_format = one_of("--format", file_format, ("parquet", "csv"))

    from acs_abm.analysis.compare.comparison import expect_column, expect_quarter
    from acs_abm.analysis.compare.levers import changed_levers, expect_same_frame
    from acs_abm.explore.one_world import systems_of_both

    first, second = expect_same_frame(
        changed_world(a, values, until), changed_world(b, values | more, until)
    )
    changed_levers(first, second)
    expect_column(column)
    when = expect_quarter(first, quarter)
    everyone = people(country(organisations, synthetic), first)
    options = {
        "--set": changes or [],
        "--set-b": changes_b or [],
        "--organisations": organisations,
        "--synthetic": synthetic,
        "--system": system or [],
        "--seed": numbers["seed"],
        "--replicates": numbers["replicates"],
        "--until": until,
        "--ensemble": ensemble,
        "--column": column,
        "--quarter": quarter,
        "--no-attribution": no_attribution,
    }
    names = f"{folder_name(first.name)}_and_{folder_name(second.name)}"
    folder = output or default_folder(names, options, USUAL | USUAL_PAIR)
    systems = system or systems_of_both(first, second, everyone)
    expect_room(folder, [first, second], everyone, systems, numbers, ensemble)
    command = command_line("compare", [a, b], {**options, "--format": file_format})
    asked = {"file_format": file_format, "column": column, "quarter": when, "command": command}
    _compare_and_write(
        (first, second),
        folder,
        asked,
        organisations=everyone,
        systems=system or None,
        attribution=not no_attribution,
        ensemble=ensemble,
        **numbers,
    )


def _typed(context: typer.Context) -> list[str]:
    """Return the options that were typed, as they are written."""
    return [
        param.opts[0]
        for param in context.command.params
        if param.opts[0].startswith("-")
        and (source := context.get_parameter_source(str(param.name))) is not None
        and source.name == "COMMANDLINE"
    ]


def _compare_in_study(
    folder: str, column: str, quarter: str | None, output: Path | None, typed: Sequence[str]
) -> None:
    """Compare the scenarios of a study that was run, or say what is missing."""
    from acs_abm.analysis.studies.telling import tell_scenarios
    from acs_abm.explore.study.plan_file import is_study
    from acs_abm.explore.study.study import Study

    if not is_study(Path(folder)):
        raise CommandError(
            f"'{folder}' is no folder of a study: name two scenarios, or a study whose scenarios "
            "are to be compared"
        )
    idle = [option for option in typed if option not in OF_A_STUDY]
    if idle:
        raise CommandError(
            f"{', '.join(idle)}: the runs of a study are done, so this changes nothing when its "
            f"scenarios are compared; it takes {', '.join(OF_A_STUDY[:-1])} and {OF_A_STUDY[-1]}"
        )
    study = Study(folder)
    with progress_bar("Comparing its scenarios"):
        found = tell_scenarios(study, column, quarter)
    show_finding(found, study.folder, output)


def _compare_and_write(
    worlds: tuple[Any, Any], folder: Path, asked: dict[str, Any], **how: Any
) -> None:
    from acs_abm.analysis.compare import compare as compared

    a, b = worlds
    try:
        with progress_bar(f"Running {a.name} and {b.name}") as progress:
            done = compared(a, b, progress=progress, **how)
        with progress_bar("Writing tables, figures and a report"):
            done.write(folder, **asked)
    except KeyboardInterrupt:
        typer.echo("Stopped; no results were written.", err=True)
        raise typer.Exit(130) from None
    say(done.paragraph(asked["column"], asked["quarter"]))
    typer.echo(f"Results: {folder} (open {folder / 'report.html'})")
