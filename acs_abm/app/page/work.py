"""How far work beside the run is, as every panel shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from acs_abm.app.background import Progressed
from acs_abm.app.components import beside


def work_bar(
    called: str, work: Progressed[Any], refusal: str, cancel: Callable[[Any], None]
) -> solara.Element[Any]:
    """Give the bar of a piece of work.

    Parameters
    ----------
    called
        What the work is called.
    work
        How far it is.
    refusal
        Why it was not begun; empty where it was.
    cancel
        Called to give it up.
    """
    return beside.WorkBar(
        work={
            "called": called,
            "phase": str(work.phase),
            "busy": work.is_busy,
            "share": round(work.share, 3),
            "seconds": round(work.seconds, 1),
        },
        fault=refusal or work.fault,
        event_cancel=cancel,
    )
