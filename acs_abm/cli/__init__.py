"""The command line: one verb a file, every mistake answered in one sentence.

Exit codes: 0 done; 1 something the user can put right, or a check that failed; 2 words that are
no command, or a study that is complete but for failed runs; 3 a study that another process works
on; 4 a folder that holds another study, or results of other code; 5 a folder that cannot be
written; 70 a mistake of the program; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli import (
    calibrate,
    compare,
    discover,
    doctor,
    explain,
    export,
    measures,
    optimise,
    page,
    parameters,
    replicates,
    report,
    resume,
    run,
    scenarios,
    schedule,
    score,
    sensitivity,
    status,
    sweep,
    validate,
    verify,
)
from acs_abm.errors import AcsError

MISTAKE_OF_PROGRAM = 70
DEBUG = "--debug"

app = typer.Typer(
    name="acs-abm",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("compare")(compare.compare)
app.command("sweep")(sweep.sweep)
app.command("resume")(resume.resume)
app.command("status")(status.status)
app.command("verify")(verify.verify)
app.command("export")(export.export)
app.command("report")(report.report)
app.command("sensitivity")(sensitivity.sensitivity)
app.command("replicates")(replicates.replicates)
app.command("discover")(discover.discover)
app.command("optimise")(optimise.optimise)
app.command("calibrate")(calibrate.calibrate)
app.command("explain")(explain.explain)
app.command("parameters")(parameters.parameters)
app.command("measures")(measures.measures)
app.command("scenarios")(scenarios.scenarios)
app.command("schedule")(schedule.schedule)
app.command("validate")(validate.validate)
app.command("score")(score.score)
app.command("app")(page.page)
app.command("doctor")(doctor.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        from acs_abm.explore.provenance import package_version

        typer.echo(f"acs-abm {package_version()}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and stop.", callback=_print_version, is_eager=True
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option(DEBUG, help="Show where in the program an error arose.")
    ] = False,
) -> None:
    """Simulate England's NHS on its way to accountable care.

    Start with: acs-abm run
    """


def main(words: Sequence[str] | None = None) -> None:
    """Carry out a command and end with its exit code.

    Parameters
    ----------
    words
        The command; what was typed where there is none.
    """
    given = list(sys.argv[1:] if words is None else words)
    if DEBUG in given:
        given.remove(DEBUG)
        typer.main.get_command(app).main(given, prog_name="acs-abm")
        return
    try:
        typer.main.get_command(app).main(given, prog_name="acs-abm")
    except AcsError as error:
        typer.echo(f"acs-abm: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - nobody who runs a command is to see a traceback
        typer.echo(_confession(error), err=True)
        sys.exit(MISTAKE_OF_PROGRAM)


def _confession(error: Exception) -> str:
    first = str(error).strip().partition("\n")[0]
    what = f"{type(error).__name__}: {first}" if first else type(error).__name__
    text = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="acs-abm-error-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
        details = f"details are in {Path(file.name)}"
    except OSError:
        details = f"{DEBUG} shows details"
    return f"acs-abm: a mistake of the program, not yours ({what}). Please report it; {details}"
