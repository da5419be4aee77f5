"""The folder of a study: made whole, trusted only as far as it was checked, never emptied.

A chunk is done when its part of the summary is sound, and so are the parts of the other tables of
that name. What is unsound goes to ``quarantine/`` with the reason, and its runs are run again.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from acs_abm.errors import StudyDiffersError, StudyDiskError, StudyError
from acs_abm.explore import provenance
from acs_abm.explore.study.chunk import OK
from acs_abm.explore.study.content import expect_content
from acs_abm.explore.study.country import keep_copy
from acs_abm.explore.study.parts import (
    SUMMARY,
    TEMPORARY,
    DamagedPartError,
    Stretch,
    expect_whole,
    reach_disk,
    read_part,
)
from acs_abm.explore.study.plan import PLAN, Plan, differences, parse_plan
from acs_abm.explore.study.shard import Shard

DESIGN, PROVENANCE, QUARANTINE = "design.parquet", "provenance", "quarantine"


@dataclass
class Found:
    """What a folder holds.

    Attributes
    ----------
    done
        Stretches that are done, sound as far as was checked.
    failed
        Runs among them that failed.
    codes
        Fingerprints of the code that made them.
    damaged
        Parts that cannot be trusted, by path, with the reason.
    """

    done: list[Stretch] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    damaged: dict[Path, str] = field(default_factory=dict)

    @property
    def runs(self) -> set[int]:
        """Numbers of the runs that are done."""
        return {run for stretch in self.done for run in stretch.runs}


class Store:
    """The folder of one study.

    Parameters
    ----------
    folder
        Where it is.

    Raises
    ------
    StudyError
        If it holds no study, or a damaged plan.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = read_plan(folder)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, the summary last."""
        return (*self.plan.outputs, SUMMARY)

    def grow(self, plan: Plan) -> None:
        """Take on a plan that may differ in what may change; refuse any other.

        Raises
        ------
        StudyDiffersError
            If it is the plan of another study; the message says in what.
        """
        if plan.fingerprint != self.plan.fingerprint:
            listed = "\n  ".join(differences(self.plan, plan))
            raise StudyDiffersError(
                f"{self.folder}: holds a study with another plan; give this one a folder of its "
                f"own. They differ in\n  {listed}"
            )
        grown = self.plan.grown(plan.replicates)
        if grown != self.plan:
            with writing(self.folder):
                write_text(grown.to_json(), self.folder / PLAN)
                _write_design(grown, self.folder)
            self.plan = grown

    def look(self, *, decode: bool = False) -> Found:
        """See what is done and what is damaged, changing nothing.

        Parameters
        ----------
        decode
            Whether to decode every part, rather than the summary and the footers of the rest.
        """
        found = Found()
        seen: set[int] = set()
        for path in _files(self.folder / SUMMARY):
            stretch = Stretch.of(path)
            try:
                if stretch is None or stretch.end > self.plan.n_runs:
                    raise DamagedPartError("has the name of no part of this study")
                rows = self._summary_rows(path, stretch)
                if seen & set(stretch.runs):
                    raise DamagedPartError("holds runs that another part holds")
            except DamagedPartError as error:
                found.damaged[path] = str(error)
                continue
            broken = self._broken_tables(stretch, rows, decode=decode)
            if broken:
                found.damaged |= broken
                continue
            seen |= set(stretch.runs)
            found.done.append(stretch)
            found.failed += [int(run) for run in rows.loc[rows["status"] != OK, "run"]]
            found.codes.add(expect_whole(path, stretch, self.plan.fingerprint).code)
        return found

    def clear(self, found: Found, shard: Shard | None = None) -> None:
        """Put what is damaged or was never finished out of sight; drop our own drafts.

        A shard touches nothing but damaged parts of its own: what looks unfinished may be what
        another is writing.
        """
        with writing(self.folder):
            for path, why in found.damaged.items():
                if path.exists() and (shard is None or self._is_of(path, shard)):
                    self.quarantine(path, why)
            if shard is None:
                self._clear_unfinished({stretch.file for stretch in found.done})

    def _is_of(self, path: Path, shard: Shard) -> bool:
        stretch = Stretch.of(path)
        return stretch is not None and shard.holds(stretch.first // self.plan.chunk)

    def _clear_unfinished(self, done: set[str]) -> None:
        for name in self.tables:
            (self.folder / name).mkdir(exist_ok=True)
            for draft in (self.folder / name).glob(f".*{TEMPORARY}"):
                draft.unlink(missing_ok=True)
            for path in _files(self.folder / name):
                if path.name not in done:
                    self.quarantine(path, "its chunk was never finished, or is to be done again")

    def quarantine(self, path: Path, why: str) -> None:
        """Move a file out of the tables and note why; nothing is deleted."""
        place = self.folder / QUARANTINE
        place.mkdir(exist_ok=True)
        number = 1
        while (place / f"{path.parent.name}-{path.name}.{number}").exists():
            number += 1
        target = place / f"{path.parent.name}-{path.name}.{number}"
        write_text(f"{why}\n", place / f"{target.name}.reason.txt")
        path.replace(target)

    def drop_drafts_of(self, process: int) -> None:
        """Remove what a process that was killed had begun to write."""
        for name in self.tables:
            for path in (self.folder / name).glob(f".part-*.{process}.*{TEMPORARY}"):
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def note_session(self, facts: dict[str, Any]) -> None:
        """Write with what this session works: no user, no host, no outside path."""
        now = datetime.now(UTC)
        content = {
            "started": now.isoformat(timespec="milliseconds"),
            "package_version": provenance.package_version(),
            "commit": provenance.commit(),
            "python": provenance.python_version(),
            "libraries": provenance.library_versions(),
            "platform": provenance.platform_name(),
            **facts,
        }
        name = f"{now:%Y%m%dT%H%M%S}-{now.microsecond:06d}-{os.getpid()}.json"
        with writing(self.folder):
            (self.folder / PROVENANCE).mkdir(exist_ok=True)
            write_text(json.dumps(content, indent=1) + "\n", self.folder / PROVENANCE / name)

    def _summary_rows(self, path: Path, stretch: Stretch) -> pd.DataFrame:
        expect_whole(path, stretch, self.plan.fingerprint)
        rows = read_part(path, stretch)
        if list(rows["run"]) != list(stretch.runs) or "status" not in rows:
            raise DamagedPartError("does not hold the runs that its name names")
        return rows

    def _broken_tables(
        self, stretch: Stretch, rows: pd.DataFrame, *, decode: bool
    ) -> dict[Path, str]:
        broken = {}
        for name in self.plan.outputs:
            path = self.folder / name / stretch.file
            try:
                if not path.exists():
                    raise DamagedPartError("is missing")
                expect_whole(path, stretch, self.plan.fingerprint)
                if decode:
                    expect_content(name, read_part(path, stretch), rows[rows["status"] == OK])
            except DamagedPartError as error:
                broken[path] = str(error)
        return broken


def is_study(folder: Path) -> bool:
    """Whether a folder holds a study."""
    return (folder / PLAN).is_file()


def read_plan(folder: Path) -> Plan:
    """Read the plan of the study in a folder.

    Raises
    ------
    StudyError
        If there is none, or it is damaged.
    """
    path = folder / PLAN
    try:
        return parse_plan(path.read_text(encoding="utf-8"), path)
    except (FileNotFoundError, NotADirectoryError):
        what = (
            f"holds no {PLAN}, so it is no study" if folder.is_dir() else "there is no such folder"
        )
        raise StudyError(f"{folder}: {what}") from None
    except UnicodeDecodeError:
        raise StudyError(f"{path}: is damaged: not text") from None
    except OSError as error:
        raise StudyError(f"{path}: cannot be read ({error.strerror})") from None


def make_store(folder: Path, plan: Plan, organisations: Path | None) -> Store:
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
        _write_design(plan, draft)
        write_text(plan.to_json(), draft / PLAN)
        try:
            if folder.exists():
                folder.rmdir()  # only if it is empty
            draft.rename(folder)
        except OSError:
            if not is_study(folder):  # else another shard was quicker, and it is as good
                raise
        reach_disk(folder.parent)
    return Store(folder)


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


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn errors of the disk into one that names the place and ends a command with 5."""
    try:
        yield
    except StudyError:
        raise
    except OSError as error:
        message = str(error) if error.strerror is None else f"{folder}: {error.strerror}"
        raise StudyDiskError(f"{message}; nothing that was done is lost") from error


def write_text(text: str, path: Path) -> None:
    """Write a small file so that it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    reach_disk(path.parent)


def command_line() -> str:
    """Return what was typed, with paths that tell nothing of the computer."""
    words = [Path(sys.argv[0]).name, *sys.argv[1:]]
    return " ".join(provenance.shown_path(word) if "/" in word else word for word in words)


def _write_design(plan: Plan, folder: Path) -> None:
    draft = folder / f".{DESIGN}{TEMPORARY}"
    table = design_table(plan)
    table.to_parquet(draft, engine="pyarrow", index=False, write_page_checksum=True)
    draft.replace(folder / DESIGN)


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


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
