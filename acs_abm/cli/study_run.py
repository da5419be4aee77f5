"""What ``sweep`` and ``resume`` share: options, progress, exit codes, the dry run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from acs_abm.cli.screen import progress_bar, say
from acs_abm.cli.words import whole_number
from acs_abm.errors import CommandError

if TYPE_CHECKING:
    from acs_abm.explore.study.study import Study

COMPLETE_BUT_FAILED = 2
STOPPED = 130
TIMED_RUNS = 3
DAY = 86_400

WORKERS = Annotated[
    str, typer.Option(metavar="N", help="Processes: auto for one a core, 0 for none.")
]
DASK = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Have it done by the workers of a Dask scheduler."),
]
SHARD = Annotated[
    str | None, typer.Option(metavar="I/N", help="Do a share only, for batch queues: 2/8.")
]
TIME_LIMIT = Annotated[
    str, typer.Option(metavar="SECONDS", help="What one run may take, in a worker process.")
]
MOST_FAILED = Annotated[
    float, typer.Option(metavar="SHARE", help="Stop early when more runs than this fail.")
]
RETRY = Annotated[bool, typer.Option("--retry-failed", help="Run failed runs again.")]
ANY_CODE = Annotated[bool, typer.Option("--any-code", help="Go on although the code changed.")]
VERIFY = Annotated[bool, typer.Option("--verify", help="Decode all that is there first.")]


def run_study(
    study: Study,
    workers: str,
    dask: str | None,
    shard: str | None,
    time_limit: str,
    most_failed: float,
    retry_failed: bool,
    any_code: bool,
    verify: bool,
    replicates: str | None,
) -> None:
    """Run a study and end with the exit code of the design."""
    if dask is not None and workers != "auto":
        raise CommandError("--workers, --dask: both say who does the work; give one")
    if not 0 <= most_failed <= 1:
        raise CommandError(f"--most-failed is {most_failed}: it takes a share from 0 to 1")
    how: dict[str, Any] = {
        "dask": dask,
        "shard": shard,
        "time_limit": whole_number("--time-limit", time_limit, 1, DAY),
        "most_failed": most_failed,
        "retry_failed": retry_failed,
        "any_code": any_code,
        "decode": verify,
    }
    if replicates is not None:
        how["replicates"] = whole_number("--replicates", replicates, 1, 1_000_000)
    try:
        with progress_bar("Running the study") as progress:
            state = study.run(read_workers(workers), progress=progress, **how)
    except KeyboardInterrupt:
        typer.echo(f"Stopped; 'acs-abm resume {study.folder}' goes on from here.", err=True)
        raise typer.Exit(STOPPED) from None
    say(f"{state.done} of {state.runs} runs are done, {state.failed} of them failed.")
    typer.echo(f"Study: {study.folder}")
    if state.is_complete and state.failed:
        raise typer.Exit(COMPLETE_BUT_FAILED)


def read_workers(text: str) -> int | str:
    """Read a number of workers, or ``auto``."""
    return text if text == "auto" else whole_number("--workers", text, 0, 1024)


def dry_run(study: Study, workers: str) -> None:
    """Say what would be run; time three runs to say how long it would take."""
    from acs_abm.analysis.words import count
    from acs_abm.explore.study.dry_run import estimate

    number = read_workers(workers)
    started = time.monotonic()
    with progress_bar("Timing a few runs"):
        found = estimate(study.plan, study.organisations, TIMED_RUNS, number)
    plan, spent = study.plan, time.monotonic() - started
    say(f"{count(found.runs, 'run')} in {count(found.chunks, 'chunk')} of {plan.chunk}.")
    say(f"About {count(found.seconds, 'second')} with {found.workers} at a time.")
    say(f"About {found.megabytes:,.1f} MB on disk.")
    say(f"Timed {count(found.timed, 'run')} in {spent:.1f} seconds; nothing was kept.")
