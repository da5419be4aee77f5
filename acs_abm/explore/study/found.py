"""What a study's folder holds: which chunks are done, and which files cannot be trusted.

A chunk is done when its part of the summary is sound, and so are the parts of the other tables of
that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from acs_abm.explore.study.chunk import OK
from acs_abm.explore.study.content import expect_content
from acs_abm.explore.study.parts import (
    SUMMARY,
    DamagedPartError,
    Stretch,
    expect_whole,
    read_part,
)
from acs_abm.explore.study.plan import Plan


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

    def note_damage(self, summary: Path, broken: dict[Path, str]) -> None:
        """Note which parts of a chunk are broken, unless it is being done again just now."""
        if summary.exists():
            self.damaged |= broken


def look(
    folder: Path,
    plan: Plan,
    *,
    decode: bool = False,
    on_chunk: Callable[[pd.DataFrame], None] = lambda _: None,
) -> Found:
    """See what is done and what is damaged, changing nothing.

    Parameters
    ----------
    folder, plan
        The study.
    decode
        Whether to decode every part, rather than the summary and the footers of the rest.
    on_chunk
        Called with the summary of each chunk that is done.
    """
    found = Found()
    seen: set[int] = set()
    for path in files(folder / SUMMARY):
        stretch = Stretch.of(path)
        try:
            if stretch is None or stretch.end > plan.n_runs:
                raise DamagedPartError("has the name of no part of this study")
            code, rows = _summary(path, stretch, plan.fingerprint)
            if not seen.isdisjoint(stretch.runs):
                raise DamagedPartError("holds runs that another part holds")
        except DamagedPartError as error:
            found.note_damage(path, {path: str(error)})
            continue
        broken = _broken_tables(folder, plan, stretch, rows, decode=decode)
        if broken:
            found.note_damage(path, broken)
            continue
        seen.update(stretch.runs)
        found.done.append(stretch)
        found.failed += [int(run) for run in rows.loc[rows["status"] != OK, "run"]]
        found.codes.add(code)
        on_chunk(rows)
    return found


def files(folder: Path) -> list[Path]:
    """Return what is in a folder, in the order of names, without what is only begun."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def apart(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order without any that holds runs that one before it holds.

    Two parts hold the same runs when a chunk was taken for lost, was cut and done again, and was
    not lost after all. Either will do; both would count twice.
    """
    kept: list[Stretch] = []
    for stretch in sorted(stretches):
        if not kept or kept[-1].end <= stretch.first:
            kept.append(stretch)
    return kept


def _summary(path: Path, stretch: Stretch, plan: str) -> tuple[str, pd.DataFrame]:
    """Return which code made a part of the summary, and the part."""
    origin = expect_whole(path, stretch, plan)
    rows = read_part(path, stretch)
    if list(rows["run"]) != list(stretch.runs) or "status" not in rows:
        raise DamagedPartError("does not hold the runs that its name names")
    return origin.code, rows


def _broken_tables(
    folder: Path, plan: Plan, stretch: Stretch, rows: pd.DataFrame, *, decode: bool
) -> dict[Path, str]:
    broken = {}
    for name in plan.outputs:
        path = folder / name / stretch.file
        try:
            if not path.exists():
                raise DamagedPartError("is missing")
            expect_whole(path, stretch, plan.fingerprint)
            if decode:
                expect_content(name, read_part(path, stretch), rows[rows["status"] == OK])
        except DamagedPartError as error:
            broken[path] = str(error)
    return broken
