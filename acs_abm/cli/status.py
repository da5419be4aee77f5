"""``acs-abm status``: how far a study is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.screen import say, show_table


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study.")],
) -> None:
    """Say how far a study is; also while it runs."""
    from acs_abm.explore.study.study import Study

    study = Study(folder)
    state = study.state()
    if study.plan.question:
        say(study.plan.question)
    facts = {"runs": state.runs, "done": state.done, "failed": state.failed}
    facts |= {"missing": state.runs - state.done, "damaged files": state.damaged}
    show_table(["what", "number"], [[name, str(number)] for name, number in facts.items()])
    if state.failed:
        reasons = study.query(
            "select status, error, count(*) as runs from summary where status <> 'ok' "
            "group by all order by runs desc, error limit 10"
        )
        rows = [[str(cell) for cell in row] for row in reasons.itertuples(index=False)]
        show_table(["status", "error", "runs"], rows)
