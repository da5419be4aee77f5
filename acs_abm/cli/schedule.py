"""``acs-abm schedule``: the order of a step, from the code that runs it."""

from __future__ import annotations

import inspect

from acs_abm.cli.screen import show_table


def schedule() -> None:
    """Print what happens in a step, in order."""
    from acs_abm.steps import SCHEDULE

    rows = [
        (
            str(phase.number),
            phase.title,
            (inspect.getdoc(phase.run) or "").partition("\n")[0],
            f"{phase.run.__module__.removeprefix('acs_abm.')}.{phase.run.__name__}",
        )
        for phase in SCHEDULE
    ]
    show_table(("phase", "what happens", "how", "code"), rows)
