"""The page: header, controls, results."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app import components, curves, tile_board
from acs_abm.app.components import beside
from acs_abm.app.curves import FIRST_CHARTS, PRACTICES, SECOND_CHARTS
from acs_abm.app.draft import Draft
from acs_abm.app.page.controls import Controls
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.lines import Lines, called
from acs_abm.app.page.share import Share
from acs_abm.app.page.tabs import TABS, Tab
from acs_abm.app.page.words import ABOUT, TOUR
from acs_abm.app.recording import Recording
from acs_abm.app.session import PACES, View

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
            components.PageHeader(steps=list(TOUR)),
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
def Results(desk: Desk, recording: Recording, view: View) -> Element:
    """Draw everything that a run shows, all of one quarter.

    Nothing here or below reads the view from the desk: the session's thread may have put a newer
    one there meanwhile, with quarters that this recording does not have.
    """
    stale = _staleness(desk.draft.value, recording) if desk.is_stale(view) else ""
    frame = recording.frames[view.position]
    selected = desk.selected.value
    # Named, for what comes and goes before them: a panel known by its place alone would be made
    # anew whenever a notice appears, and lose what was typed into it.
    notices = components.Notices(
        stale=stale,
        fault=view.fault,
        can_run=not desk.draft.value.faults,
        event_run=desk.run,
    ).key("notices")
    remarks = beside.Remarks(remarks=list(desk.remarks.value), event_dismiss=desk.dismiss).key(
        "remarks"
    )
    return solara.v.Html(
        tag="div",
        class_="results stale" if stale else "results",
        children=[
            components.StatusBar(**_status(desk, recording, view, stale)).key("status"),
            *([notices] if stale or view.fault else []),
            *([remarks] if desk.remarks.value else []),
            components.TileBoard(
                tiles=tile_board.tiles(),
                board=tile_board.board(frame),
                words=tile_board.in_words(frame),
                selected=selected,
                detail=tile_board.selected(recording, view.position, selected),
                event_choose_area=desk.choose_area,
            ).key("map"),
            solara.v.Html(
                tag="div",
                class_="lines",
                children=[
                    Lines(desk, "first", FIRST_CHARTS, recording, view),
                    Lines(desk, "second", SECOND_CHARTS, recording, view),
                ],
            ).key("lines"),
            Tabs(desk, recording, view).key("tabs"),
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
                children=[shown.draw(desk, recording, view).key(shown.name), _help(shown)],
            ),
        ],
    )


def _help(tab: Tab) -> Element:
    """Give how to read a tab, behind a fold."""
    summary = solara.v.Html(tag="summary", children=["How to read this"])
    text = solara.v.Html(tag="p", children=[" ".join(tab.help.split())])
    return solara.v.Html(tag="details", class_="fold help", children=[summary, text])


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
        "fingerprint": recording.scenario.fingerprint,
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


def _staleness(draft: Draft, recording: Recording) -> str:
    words = f"They show {called(recording)}; the controls say something else."
    return f"{words} Put right what is marked, then run." if draft.faults else words
