"""The tab Timeline: when each area reached which stage, and what gates asked for."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app import components, timeline
from acs_abm.app.page.desk import Desk
from acs_abm.app.recording import Recording
from acs_abm.app.session import View

NOWHERE = ("", -1)


@solara.component
def Timeline(desk: Desk, recording: Recording, view: View) -> solara.Element[Any]:
    """Draw the tab."""
    looked_at, look_at = solara.use_state(NOWHERE)
    drawn = solara.use_memo(lambda: timeline.draw(recording), dependencies=[recording])
    code, at = looked_at
    if not code:
        code, at = desk.selected.value, view.position
    at = min(at, len(recording.frames) - 1)
    gates = solara.use_memo(
        lambda: timeline.gates(recording, code, at), dependencies=[recording, code, at]
    )
    return components.StageTimeline(
        chart=drawn,
        position=view.position,
        recorded=len(recording.frames),
        selected=desk.selected.value,
        looked_at={"code": code, "at": at},
        gates=gates,
        event_ask_gates=lambda seen: look_at((str(seen["code"]), int(seen["at"]))),
        event_choose_area=desk.choose_area,
        event_show=desk.show,
    )
