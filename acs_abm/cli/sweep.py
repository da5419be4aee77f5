"""``acs-abm sweep``: run a study from its file."""

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
    dry_run,
    run_study,
)


def sweep(
    file: Annotated[Path, typer.Argument(metavar="STUDY.yaml", help="The file of the study.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder of the study.")
    ],
    workers: WORKERS = "auto",
    dask: DASK = None,
    shard: SHARD = None,
    time_limit: TIME_LIMIT = "600",
    most_failed: MOST_FAILED = 0.5,
    retry_failed: RETRY = False,
    any_code: ANY_CODE = False,
    verify: VERIFY = False,
    only_plan: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be run, how long and how large.")
    ] = False,
) -> None:
    """Run a study; one that was begun there is resumed."""
    from acs_abm.explore.study.study import Study

    study = Study.from_file(file, output)
    if only_plan:
        dry_run(study, workers)
        return
    run_study(
        study, workers, dask, shard, time_limit, most_failed, retry_failed, any_code, verify, None
    )
