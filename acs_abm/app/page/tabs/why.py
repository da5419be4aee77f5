"""The tab Why?: what somebody decided in the quarter shown, and what would have changed it."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app import components, why
from acs_abm.app.directory import KINDS, Directory
from acs_abm.app.inquiry import Answer, Question
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.tabs.tab import use_directory
from acs_abm.app.recording import Recording
from acs_abm.app.session import View
from acs_abm.app.tile_board import area_in, readable

FIRST_KIND = "practice"


@solara.component
def Why(desk: Desk, recording: Recording, view: View) -> solara.Element[Any]:
    """Draw the tab."""
    kind_chosen, choose_kind = solara.use_state("")
    text, search = solara.use_state("")
    area = area_in(recording, desk.selected.value)
    directory = use_directory(recording)
    asked = desk.asked.value
    who = solara.use_memo(  # looks through every practice: too slow for every frame
        lambda: _who(asked, directory, area), dependencies=[asked, directory, area]
    )
    kind, _, code = who.partition(":")
    searched = kind_chosen or kind
    found = solara.use_memo(
        lambda: directory.search(searched, text, area),
        dependencies=[directory, searched, text, area],
    )
    rests = recording.is_complete and not (view.is_playing or view.is_running)
    question = Question(recording.scenario, recording.seed, who, recording.labels[view.position])
    solara.use_effect(lambda: desk.find_out(question) if rests else None, [question.key, rests])
    answer = desk.answer.value
    is_answered = answer is not None and answer.question.key == question.key
    state = "answered" if is_answered else "working" if rests else "moving"
    drawn = solara.use_memo(lambda: _drawn(answer), dependencies=[answer])

    def ask(chosen: str) -> None:
        search("")
        choose_kind("")
        desk.ask_about(str(chosen))

    def look_among(chosen: str) -> None:
        search("")
        choose_kind(str(chosen))

    return components.Why(
        quarter=readable(recording.labels[view.position]),
        kinds=[{"kind": one, "name": name} for one, name in KINDS.items()],
        kind=searched,
        who=who,
        called=f"{code}, {directory.name(kind, code)}",
        found=[
            {"who": f"{searched}:{body.code}", "code": body.code, "name": body.name}
            for body in found
        ],
        state=state,
        answer=drawn if is_answered else None,
        event_choose_kind=look_among,
        event_search=lambda typed: search(str(typed)),
        event_ask=ask,
        event_set_value=desk.set_value,
    )


def _who(asked: str, directory: Directory, area: str) -> str:
    """Return who is asked about: who was chosen, if in this run, or the first there is."""
    kind, _, code = asked.partition(":")
    if directory.knows(kind, code):
        return asked
    return f"{FIRST_KIND}:{directory.search(FIRST_KIND, '', area)[0].code}"


def _drawn(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    if answer.explanation is None:
        return {"fault": answer.fault}
    return {"fault": "", **why.draw(answer.explanation, answer.question.scenario)}
