"""The tab Log: what happened, in words."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app import components, log
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.tabs.tab import use_directory
from acs_abm.app.recording import Recording
from acs_abm.app.session import View
from acs_abm.app.tile_board import area_in, areas, readable


@solara.component
def Log(desk: Desk, recording: Recording, view: View) -> solara.Element[Any]:
    """Draw the tab."""
    kinds, set_kinds = solara.use_state(log.USUAL)
    area, position = area_in(recording, desk.selected.value), view.position
    directory = use_directory(recording)
    entries = solara.use_memo(
        lambda: log.entries(recording, directory, position, area, kinds),
        dependencies=[recording, position, area, kinds],
    )
    return components.EventLog(
        quarter=readable(recording.labels[position]),
        entries=entries,
        kinds=[{"kind": kind, "name": name} for kind, name in log.KINDS.items()],
        shown=list(kinds),
        areas=areas(recording),
        area=area,
        most=log.MOST_SHOWN,
        event_choose_area=desk.choose_area,
        event_choose_kinds=lambda chosen: set_kinds(tuple(str(kind) for kind in chosen)),
        event_ask=desk.ask_when,
    )
