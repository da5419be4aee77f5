"""The tab Data: a run or a study on disk, also while it is being written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import solara

from acs_abm.analysis.compare.headlines import title
from acs_abm.app.components import beside
from acs_abm.app.folders import Asked, Contents, folders
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.tabs.tab import heading
from acs_abm.app.page.work import work_bar
from acs_abm.app.recording import Recording
from acs_abm.app.session import View
from acs_abm.app.settings import settings
from acs_abm.app.tile_board import readable

Element = solara.Element[Any]
HOW = (
    "This page was started without a folder of results, or there is no run or study in it. Start "
    "it with one to see it here: acs-abm app RESULTS. RESULTS is the folder of a run or a study, "
    "or one that holds several; a study may still be running."
)


@solara.component
def Data(desk: Desk, recording: Recording, view: View) -> Element:
    """Draw the tab."""
    results = settings().results
    names = solara.use_memo(lambda: folders(results), [view.contents])
    solara.use_effect(lambda: desk.errands.look_at({}) if names else None, [])
    head = heading("Results on disk", recording, view)
    if not names or results is None:
        words = solara.v.Html(tag="p", class_="fine how", children=[HOW])
        return solara.v.Html(tag="div", class_="data", children=[head, words])
    work = view.contents
    asked = desk.errands.asked.value or Asked(names[0])
    found = work.result if work.result and work.result.asked.folder == asked.folder else None
    quarter = readable(recording.frames[view.position].quarter)
    children = [
        head,
        beside.FolderForm(
            folders=names,
            own=results.resolve().name,
            asked=asdict(found.asked if found else asked),
            measures=[{"name": one, "label": title(one)} for one in found.measures]
            if found
            else [],
            points=list(found.points) if found else [],
            scenarios=list(found.scenarios) if found else [],
            grows=bool(found and not found.is_complete),
            busy=work.is_busy,
            event_look=desk.errands.look_at,
        ),
        *([work_bar("Reading", work, "", desk.errands.cancel_look)] if work.fault else []),
        *([Found(found, quarter)] if found else []),
    ]
    return solara.v.Html(tag="div", class_="data", children=children)


@solara.component
def Found(found: Contents, quarter: str) -> Element:
    """Draw what a folder holds."""
    facts = {
        "name": "status",
        "caption": "Complete."
        if found.is_complete
        else "Still being written: what is done so far.",
        "head": ["What", "Which"],
        "text_columns": 2,
        "rows": [{"cells": list(fact), "strong": False} for fact in found.facts],
    }
    remarks = ("Mean; band: 10% to 90% of replicates.", "Mean; band: 95% interval of the mean.")
    charts = [
        beside.BandChart(name=f"folder-{n}", chart=chart, quarter=quarter, remark=remark)
        for n, (chart, remark) in enumerate(zip(found.charts, remarks, strict=False))
    ]
    return solara.v.Html(
        tag="div",
        class_="answer",
        children=[
            beside.PlainTable(title="Status", table=facts),
            *([solara.v.Html(tag="div", class_="chart-pair", children=charts)] if charts else []),
            *([beside.PlainTable(title="Sensitivity", table=found.table)] if found.table else []),
        ],
    )
