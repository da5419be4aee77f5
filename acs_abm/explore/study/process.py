"""What a worker process of a study does: read stretches, do them, answer in a word.

Started as ``python -m acs_abm.explore.study.process`` by :mod:`acs_abm.explore.study.hand`, and
by nobody else. Requests and answers are lines of JSON; results go to the study's folder, never
through the pipe. It ends when its input does, so also when the process that started it is killed.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from acs_abm.errors import StudyDiffersError, StudyError
from acs_abm.explore.study.chunk import do_chunk
from acs_abm.explore.study.code import code_fingerprint
from acs_abm.explore.study.disk import writer
from acs_abm.explore.study.parts import Stretch
from acs_abm.explore.study.plan import Plan
from acs_abm.explore.study.plan_file import read_plan


def main() -> None:
    """Do stretches until there are no more, or nobody to answer."""
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with suppress(BrokenPipeError), requests, answers:
        first = json.loads(requests.readline() or "null")
        if first is None:
            return
        folder, code = Path(first["folder"]), first["code"]
        try:
            plan = _plan(folder, first["plan"], code)
        except StudyError as error:
            kind = "differs" if isinstance(error, StudyDiffersError) else "unfit"
            _say(answers, **{kind: f"{error} (so says a worker process)"})
            return
        _say(answers, ready=writer())
        _silence()
        for line in requests:
            stretch = Stretch(*json.loads(line))
            try:
                done = do_chunk(
                    folder, plan, stretch, code, on_run=lambda run: _say(answers, run=run)
                )
            except OSError as error:
                _say(answers, disk=f"{error.filename or folder}: {error.strerror or error}")
            else:
                _say(answers, ok=done.ok, failed=done.failed)


def _plan(folder: Path, fingerprint: str, code: str) -> Plan:
    """Read the plan; hold it, and the code that this process runs, to what is to be run."""
    plan = read_plan(folder)
    if plan.fingerprint != fingerprint:
        raise StudyDiffersError(f"{folder}: holds another study")
    own = code_fingerprint(plan.simulate)
    if own != code:
        raise StudyDiffersError(
            f"{folder}: the code is not the same everywhere ({own}, not {code}); every worker "
            "needs the same version of the package and of the numerical libraries"
        )
    return plan


def _say(answers: IO[str], **facts: Any) -> None:
    answers.write(json.dumps(facts) + "\n")
    answers.flush()


def _silence() -> None:
    """Let whatever a run prints go nowhere: what matters is in the summary."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


if __name__ == "__main__":
    main()
