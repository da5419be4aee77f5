"""The tab Flows: practices between stances."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app import components, flows
from acs_abm.app.page.desk import Desk
from acs_abm.app.recording import Recording
from acs_abm.app.session import View
from acs_abm.app.tile_board import area_in, areas, readable


@solara.component
def Flows(desk: Desk, recording: Recording, view: View) -> solara.Element[Any]:
    """Draw the tab."""
    area, position = area_in(recording, desk.selected.value), view.position
    drawn = solara.use_memo(
        lambda: flows.draw(recording, position, area), dependencies=[recording, position, area]
    )
    reasons = solara.use_memo(
        lambda: flows.reasons(recording, position, area), dependencies=[recording, position, area]
    )
    return components.Flows(
        quarter=readable(recording.labels[position]),
        chart=drawn,
        reasons=reasons,
        areas=areas(recording),
        area=area,
        event_choose_area=desk.choose_area,
    )
