"""The tab Money: who paid whom, control totals, savings."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app import components, money
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.lines import Lines
from acs_abm.app.recording import Recording
from acs_abm.app.session import View
from acs_abm.app.tile_board import readable


@solara.component
def Money(desk: Desk, recording: Recording, view: View) -> solara.Element[Any]:
    """Draw the tab."""
    period, choose_period = solara.use_state("year")
    position = view.position
    paid = solara.use_memo(
        lambda: money.payments(recording, position, period),
        dependencies=[recording, position, period],
    )
    totals = solara.use_memo(
        lambda: money.control_totals(recording, position), dependencies=[recording, position]
    )
    quarter = readable(recording.labels[position])
    return solara.v.Html(
        tag="div",
        class_="money",
        children=[
            components.Payments(
                quarter=quarter,
                chart=paid,
                periods=[{"name": name, "label": label} for name, label in money.PERIODS.items()],
                period=period,
                event_choose_period=lambda chosen: choose_period(str(chosen)),
            ),
            solara.v.Html(
                tag="div",
                class_="money-pair",
                children=[
                    components.ControlTotals(
                        quarter=quarter,
                        rows=totals,
                        selected=desk.selected.value,
                        event_choose_area=desk.choose_area,
                    ),
                    Lines(desk, "savings", (money.SAVINGS,), recording, view),
                ],
            ),
        ],
    )
