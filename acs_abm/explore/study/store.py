"""The folder of a study: trusted only as far as it was checked, never emptied.

What is unsound goes to ``quarantine/`` with the reason, and its runs are run again.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from acs_abm.errors import StudyDiffersError
from acs_abm.explore import provenance
from acs_abm.explore.study.disk import TEMPORARY, write_text, writing
from acs_abm.explore.study.found import Found, files, look
from acs_abm.explore.study.making import PROVENANCE, write_design
from acs_abm.explore.study.parts import SUMMARY, Stretch
from acs_abm.explore.study.plan import PLAN, Plan, differences
from acs_abm.explore.study.plan_file import read_plan
from acs_abm.explore.study.shard import Shard

QUARANTINE = "quarantine"
UNFINISHED = "its chunk was never finished, or is to be done again"


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
        if not self.plan.is_same_study(plan):
            listed = "\n  ".join(differences(self.plan, plan))
            raise StudyDiffersError(
                f"{self.folder}: holds a study with another plan; give this one a folder of its "
                f"own. They differ in\n  {listed}"
            )
        grown = self.plan.grown(plan.replicates, plan.design)
        if grown != self.plan:
            with writing(self.folder):
                write_design(grown, self.folder)  # the plan last: with it, it is done
                write_text(grown.to_json(), self.folder / PLAN)
            self.plan = grown

    def look(self, *, decode: bool = False) -> Found:
        """See what is done and what is damaged, changing nothing.

        Parameters
        ----------
        decode
            Whether to decode every part, rather than the summary and the footers of the rest.
        """
        return look(self.folder, self.plan, decode=decode)

    def clear(self, found: Found, shard: Shard | None = None) -> None:
        """Put what is damaged or was never finished out of sight; drop our own drafts.

        A shard touches nothing but damaged parts of its own: what looks unfinished may be what
        another is writing.
        """
        with writing(self.folder):
            if shard is None:
                self._drop_drafts()
                self._clear_all_but(found)
            else:
                for path, why in found.damaged.items():
                    if path.exists() and self._is_of(path, shard):
                        self.quarantine(path, why)

    def _is_of(self, path: Path, shard: Shard) -> bool:
        stretch = Stretch.of(path)
        return stretch is not None and shard.holds(stretch.first // self.plan.chunk)

    def _drop_drafts(self) -> None:
        for pattern in (f".*{TEMPORARY}", f"*/.*{TEMPORARY}"):
            for draft in self.folder.glob(pattern):
                draft.unlink(missing_ok=True)

    def _clear_all_but(self, found: Found) -> None:
        done = {stretch.file for stretch in found.done}
        for name in reversed(self.tables):  # the summary first: readers go by it
            (self.folder / name).mkdir(exist_ok=True)
            for path in files(self.folder / name):
                if path.name not in done:
                    self.quarantine(path, found.damaged.get(path, UNFINISHED))

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


def command_line() -> str:
    """Return what was typed, with paths that tell nothing of the computer."""
    words = [Path(sys.argv[0]).name, *sys.argv[1:]]
    return " ".join(provenance.shown_path(word) if "/" in word else word for word in words)
