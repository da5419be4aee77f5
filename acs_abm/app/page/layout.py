"""The page: header, controls, results."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import solara

from acs_abm.app import components, curves, tile_board
from acs_abm.app.components import beside
from acs_abm.app.curves import FIRST_CHARTS, PRACTICES, SECOND_CHARTS
from acs_abm.app.draft import Draft, presets
from acs_abm.app.levers import describe
from acs_abm.app.link import write_link
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.lines import Lines, called
from acs_abm.app.page.tabs import TABS
from acs_abm.app.page.words import ABOUT, HEADER, NO_LINK_TO_FAULT, NO_LINK_TO_FILE
from acs_abm.app.page.work import work_bar
from acs_abm.app.recording import Recording
from acs_abm.app.replicates import Replicates
from acs_abm.app.session import PACES, View
from acs_abm.app.settings import settings
from acs_abm.documents import MOST_BYTES

Element = solara.Element[Any]


@solara.component
def Layout(children: list[Element]) -> Element:
    """Wrap the page in nothing of Solara's own."""
    return solara.v.Html(tag="div", class_="acs-layout", children=children)


@solara.component
def Page() -> Element:
    """Draw everything for one visitor."""
    query = solara.use_router().search or ""
    desk = solara.use_memo(lambda: Desk(query), dependencies=[])
    solara.use_effect(desk.open, [])
    solara.Title("Accountable care simulator")
    view = desk.view.value
    results = (
        [Results(desk, view.recording, view)] if view.recording and view.recording.frames else []
    )
    waiting = solara.v.Html(tag="p", class_="waiting", children=["Running the first scenario…"])
    return solara.v.Html(
        tag="div",
        class_="acs-page",
        children=[
            solara.HTML(tag="div", unsafe_innerHTML=HEADER, classes=["header-holder"]),
            solara.v.Html(
                tag="main",
                class_="columns",
                children=[
                    solara.v.Html(
                        tag="div", class_="left", children=[Controls(desk), Share(desk, view)]
                    ),
                    *(results or [waiting]),
                    solara.HTML(tag="div", unsafe_innerHTML=ABOUT, classes=["about-holder"]),
                ],
            ),
        ],
    )


@solara.component
def Controls(desk: Desk) -> Element:
    """Draw the scenario panel."""
    draft = desk.draft.value
    groups = solara.use_memo(lambda: _groups(draft), dependencies=[draft.preset])
    offered = [{"name": name, "question": question} for name, question in presets().items()]
    if draft.uploaded is not None:
        why = f"Your own file. {' '.join(draft.uploaded.why.split())}"
        offered.insert(0, {"name": draft.preset_name, "question": why})
    return components.ScenarioPanel(
        presets=offered,
        preset=draft.preset_name,
        groups=groups,
        values=draft.texts,
        changed=draft.changed,
        faults=dict(draft.faults),
        absent=[lever.label for lever in draft.absent],
        is_running=desk.view.value.is_running,
        event_choose_preset=desk.choose_preset,
        event_set_value=desk.set_value,
        event_reset=desk.reset,
        event_run=desk.run,
    )


@solara.component
def Share(desk: Desk, view: View) -> Element:
    """Draw the panel of links, files and replicates."""
    draft, errands = desk.draft.value, desk.errands
    recording, work = view.recording, view.replicates
    reason = NO_LINK_TO_FILE if draft.uploaded else NO_LINK_TO_FAULT
    panel = beside.SharePanel(
        link=write_link(draft),
        no_link=reason,
        upload_fault=desk.upload_fault.value,
        most_bytes=MOST_BYTES,
        replicates=errands.replicates_text.value,
        replicates_words=_replicates_words(work.result),
        can_replicate=recording is not None and not work.is_busy,
        event_upload=desk.upload,
        event_replicate=errands.replicate,
    )
    refusal = errands.fault.value.get("replicates", "")
    bar = work_bar("Replicates", work, refusal, errands.cancel_replicates)
    return solara.v.Html(tag="div", class_="share-holder", children=[panel, bar])


@solara.component
def Results(desk: Desk, recording: Recording, view: View) -> Element:
    """Draw everything that a run shows, all of one quarter.

    Nothing here or below reads the view from the desk: the session's thread may have put a newer
    one there meanwhile, with quarters that this recording does not have.
    """
    stale = _staleness(desk.draft.value, recording) if desk.is_stale(view) else ""
    frame = recording.frames[view.position]
    selected = desk.selected.value
    notices = components.Notices(
        stale=stale,
        fault=view.fault,
        can_run=not desk.draft.value.faults,
        event_run=desk.run,
    )
    remarks = beside.Remarks(remarks=list(desk.remarks.value), event_dismiss=desk.dismiss)
    return solara.v.Html(
        tag="div",
        class_="results stale" if stale else "results",
        children=[
            components.StatusBar(**_status(desk, recording, view, stale)),
            *([notices] if stale or view.fault else []),
            *([remarks] if desk.remarks.value else []),
            components.TileBoard(
                tiles=tile_board.tiles(),
                board=tile_board.board(frame),
                words=tile_board.in_words(frame),
                selected=selected,
                detail=tile_board.selected(recording, view.position, selected),
                event_choose_area=desk.choose_area,
            ),
            solara.v.Html(
                tag="div",
                class_="lines",
                children=[
                    Lines(desk, "first", FIRST_CHARTS, recording, view),
                    Lines(desk, "second", SECOND_CHARTS, recording, view),
                ],
            ),
            Tabs(desk, recording, view),
        ],
    )


@solara.component
def Tabs(desk: Desk, recording: Recording, view: View) -> Element:
    """Draw the tabs, and what the one that is shown says."""
    shown = next((tab for tab in TABS if tab.name == desk.tab.value), TABS[0])
    return solara.v.Html(
        tag="section",
        class_="panel tabs",
        attributes={"aria-label": "Reading this run"},
        children=[
            components.TabList(
                tabs=[{"name": tab.name, "label": tab.label} for tab in TABS],
                shown=shown.name,
                event_choose=desk.choose_tab,
            ),
            solara.v.Html(
                tag="div",
                class_="tab-panel",
                attributes={
                    "role": "tabpanel",
                    "id": f"panel-{shown.name}",
                    "aria-labelledby": f"tab-{shown.name}",
                    "tabindex": "0",
                },
                children=[shown.draw(desk, recording, view).key(shown.name)],
            ),
        ],
    )


def _groups(draft: Draft) -> list[dict[str, Any]]:
    return [
        {"title": title, "levers": [describe(lever, draft.preset) for lever in levers]}
        for title, levers in groupby(draft.levers, key=lambda lever: lever.group)
    ]


def _status(desk: Desk, recording: Recording, view: View, stale: str) -> dict[str, Any]:
    label = recording.frames[view.position].quarter
    rests = not (view.is_running or view.is_playing)
    return {
        "quarter": tile_board.readable(label),
        "position": view.position,
        "recorded": len(recording.frames),
        "total": len(recording.labels),
        "is_running": view.is_running,
        "is_playing": view.is_playing,
        "pace": view.pace,
        "paces": list(PACES),
        "ran": f"{called(recording)}, {recording.seconds:.1f} s",
        "announcement": _announcement(recording, view.position, stale) if rests else "",
        "can_download": recording.is_complete,
        "file": desk.file.value,
        "event_show": desk.show,
        "event_move": desk.move,
        "event_play": desk.play,
        "event_pause": desk.pause,
        "event_set_pace": desk.set_pace,
        "event_download": desk.download,
    }


def _announcement(recording: Recording, position: int, stale: str) -> str:
    if stale:
        return f"These results are stale. {stale}"
    frame = recording.frames[position]
    return f"{tile_board.in_words(frame)}. {curves.in_words(PRACTICES, recording, position)}."


def _replicates_words(done: Replicates | None) -> str:
    if done is None:
        return f"At most {settings().most_replicates}. They show as bands on the curves."
    last = done.seed + done.count - 1
    return f"Shown as bands: {done.scenario.name}, seeds {done.seed} to {last}."


def _staleness(draft: Draft, recording: Recording) -> str:
    words = f"They show {called(recording)}; the controls say something else."
    return f"{words} Put right what is marked, then run." if draft.faults else words
