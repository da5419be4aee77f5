"""Making the folder of a study, with its plan and the table of its design."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from acs_abm.errors import StudyError
from acs_abm.explore.study.country import keep_copy
from acs_abm.explore.study.disk import TEMPORARY, appearing, reach_disk, write_text, writing
from acs_abm.explore.study.parts import SUMMARY, Stretch
from acs_abm.explore.study.plan import PLAN, Plan
from acs_abm.explore.study.plan_file import is_study

DESIGN, PROVENANCE = "design.parquet", "provenance"


def make_store(folder: Path, plan: Plan, organisations: Path | None) -> None:
    """Make the folder of a new study; it appears whole or not at all.

    Raises
    ------
    StudyError
        If the folder holds something else.
    StudyDiskError
        If it cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder}: is not empty and no study; name another folder")
    with writing(folder), _draft_beside(folder) as draft:
        for name in (*plan.outputs, SUMMARY, PROVENANCE):
            (draft / name).mkdir()
        if organisations is not None:
            keep_copy(organisations, draft)
        write_design(plan, draft)
        write_text(plan.to_json(), draft / PLAN)
        try:
            if folder.exists():
                folder.rmdir()  # only if it is empty
            draft.rename(folder)
        except OSError:
            if not is_study(folder):  # else another shard was quicker, and it is as good
                raise
        reach_disk(folder.parent)


@contextmanager
def _draft_beside(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which is gone at the end unless it was renamed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.{secrets.token_hex(4)}{TEMPORARY}"
    draft.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_design(plan: Plan, folder: Path) -> None:
    """Write the table of the design."""
    with appearing(folder / DESIGN) as file:
        design_table(plan).to_parquet(file, engine="pyarrow", index=False, write_page_checksum=True)


def design_table(plan: Plan) -> pd.DataFrame:
    """Return one row for each run: its number, what it is, and the value of what is varied."""
    runs = [plan.run(number) for number in range(plan.n_runs)]
    table = pd.DataFrame([vars(run) for run in runs]).rename(columns={"number": "run"})
    varied = {}
    for place, name in enumerate(plan.design.parameters):
        values = [plan.design.points[run.point][place] for run in runs]
        varied[name] = [",".join(value) if isinstance(value, tuple) else value for value in values]
    # at once: a design of hundreds of parameters is slow to add column by column
    return pd.concat([table, pd.DataFrame(varied)], axis=1) if varied else table


def stretches(missing: Iterable[int], chunk: int) -> list[tuple[int, Stretch]]:
    """Cut runs into chunks on a fixed grid; return each with its place in the grid."""
    cut: list[tuple[int, Stretch]] = []
    for run in sorted(missing):
        place = run // chunk
        if cut and cut[-1][0] == place and cut[-1][1].end == run:
            cut[-1] = (place, Stretch(cut[-1][1].first, run + 1))
        else:
            cut.append((place, Stretch(run, run + 1)))
    return cut
