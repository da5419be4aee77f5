"""``acs-abm resume``: go on with a study that was begun."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.study_run import (
    ANY_CODE,
    DASK,
    MOST_FAILED,
    RETRY,
    SHARD,
    TIME_LIMIT,
    VERIFY,
    WORKERS,
    run_study,
)


def resume(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")],
    workers: WORKERS = "auto",
    dask: DASK = None,
    shard: SHARD = None,
    time_limit: TIME_LIMIT = "600",
    most_failed: MOST_FAILED = 0.5,
    retry_failed: RETRY = False,
    any_code: ANY_CODE = False,
    verify: VERIFY = False,
    replicates: Annotated[
        str | None, typer.Option(metavar="N", help="Have so many, more than before.")
    ] = None,
) -> None:
    """Run what is missing of a study."""
    from acs_abm.explore.study.study import Study

    run_study(
        Study(folder),
        workers,
        dask,
        shard,
        time_limit,
        most_failed,
        retry_failed,
        any_code,
        verify,
        replicates,
    )
