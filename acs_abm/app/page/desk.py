"""What the page remembers for one visitor, and what its controls do."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

import solara

from acs_abm.app.downloads import national_file, scenario_file
from acs_abm.app.draft import BASELINE, Draft, preset
from acs_abm.app.inquiry import Answer, Inquiry, Question
from acs_abm.app.link import read_link
from acs_abm.app.page.errands import Errands
from acs_abm.app.session import Session, View
from acs_abm.app.settings import settings
from acs_abm.app.uploads import read_upload
from acs_abm.documents import MOST_BYTES
from acs_abm.errors import AcsError
from acs_abm.scenario import Scenario

FIRST_SEED = 1
FIRST_TAB = "why"
MOST_UNDONE = 50


class Desk:
    """One visitor's controls, run and selection.

    Handlers read the newest values from here, never those of the last drawing: two clicks may
    come before the page is drawn again.

    Attributes
    ----------
    draft, view, selected, tab, file
        What the controls say, what is shown, the code of the selected area, the name of the tab
        shown, the last download.
    asked, answer
        Who is asked about (``practice:00C-P003``; empty for nobody yet), and the last answer.
    past, future
        Drafts that undo and redo go back and forth to, the nearest last.
    is_eager
        Whether every change is run at once.
    remarks, upload_fault
        How a link was read, and why the file that was brought last could not be.
    session, inquiry, errands
        The visitor's threads, one runs and one answers, and work beside the run shown.

    Parameters
    ----------
    query
        What stands behind the question mark of the address that was opened.
    """

    def __init__(self, query: str = "") -> None:
        link = read_link(query)
        self.draft = solara.reactive(link.draft)
        self.past: solara.Reactive[tuple[Draft, ...]] = solara.reactive(())
        self.future: solara.Reactive[tuple[Draft, ...]] = solara.reactive(())
        self.is_eager = solara.reactive(value=False)
        self.remarks = solara.reactive(link.remarks)
        self.upload_fault = solara.reactive("")
        self.view = solara.reactive(View())
        self.selected = solara.reactive("")
        self.tab = solara.reactive(FIRST_TAB)
        self.file: solara.Reactive[dict[str, Any] | None] = solara.reactive(None)
        self.asked = solara.reactive("")
        self.answer: solara.Reactive[Answer | None] = solara.reactive(None)
        self.session = Session(self.view.set)
        self.errands = Errands(self.session, self._newest)
        self.inquiry = Inquiry(self.answer.set)
        self._typed_last = ""

    def open(self) -> Callable[[], None]:
        """Show what the link says, or the baseline; return what ends the session."""
        self.session.start()
        self.inquiry.start()
        draft = self.draft.value
        if draft.scenario is not None and draft.seed is not None:
            self.session.run(draft.scenario, draft.seed)
        else:
            self.session.run(preset(BASELINE), FIRST_SEED)
        return self.close

    def close(self) -> None:
        """End everything that works for this visitor."""
        self.session.close()
        self.inquiry.close()
        self.errands.close()

    def upload(self, brought: dict[str, Any]) -> None:
        """Start from a scenario file that the visitor brought, and run it."""
        try:
            scenario = read_upload(str(brought.get("name", "")), _bytes(brought))
            settings().expect_allowed(scenario)
        except AcsError as error:
            self.upload_fault.set(str(error))
            return
        self.upload_fault.set("")
        self.change(Draft.of(scenario, self.draft.value.seed_text))
        self.run()

    def dismiss(self, _: Any = None) -> None:
        """Take the remarks away."""
        self.remarks.set(())

    def _newest(self) -> tuple[Scenario, int] | None:
        """Give the scenario and seed of the run shown."""
        recording = self.view.value.recording
        return None if recording is None else (recording.scenario, recording.seed)

    def change(self, draft: Draft, typed: str = "") -> None:
        """Have the controls say something else, which can be undone.

        What is typed into one box without a pause elsewhere is undone in one step; ``typed``
        names the box.
        """
        before = self.draft.value
        if not typed or typed != self._typed_last:
            self.past.set((*self.past.value, before)[-MOST_UNDONE:])
        self._typed_last = typed
        self.future.set(())
        self.draft.set(draft)
        self._run_if_eager()

    def undo(self, _: Any = None) -> None:
        """Take the last change back."""
        if self.past.value:
            *past, before = self.past.value
            self.future.set((*self.future.value, self.draft.value))
            self._go_to(before, tuple(past))

    def redo(self, _: Any = None) -> None:
        """Make a change again that was taken back."""
        if self.future.value:
            *future, after = self.future.value
            self.future.set(tuple(future))
            self._go_to(after, (*self.past.value, self.draft.value))

    def _go_to(self, draft: Draft, past: tuple[Draft, ...]) -> None:
        self._typed_last = ""
        self.past.set(past)
        self.draft.set(draft)
        self._run_if_eager()

    def set_eager(self, is_eager: Any) -> None:
        """Choose whether every change is run at once."""
        self.is_eager.set(bool(is_eager))
        self._run_if_eager()

    def _run_if_eager(self) -> None:
        if self.is_eager.value and self._differs(self.view.value):
            self.run()

    def choose_preset(self, name: str) -> None:
        """Start from another preset."""
        self.change(self.draft.value.choose(str(name)))

    def set_value(self, typed: dict[str, Any]) -> None:
        """Take what was typed into a box."""
        name, text = str(typed.get("name", "")), str(typed.get("text", ""))
        draft = self.draft.value
        self.change(draft.type_seed(text) if name == "seed" else draft.type(name, text), name)

    def reset(self, _: Any = None) -> None:
        """Put the levers back to the preset."""
        self.change(self.draft.value.reset())

    def run(self, _: Any = None) -> None:
        """Run what the controls say; nothing happens while they say something impossible."""
        self._typed_last = ""
        scenario, seed = self.draft.value.scenario, self.draft.value.seed
        if scenario is not None and seed is not None:
            self.session.run(scenario, seed)

    def show(self, position: Any) -> None:
        """Show a quarter by its position."""
        self.session.show(int(position))

    def move(self, by: Any) -> None:
        """Go some quarters on, or back."""
        self.session.move(int(by))

    def play(self, _: Any = None) -> None:
        """Play the recording."""
        self.session.play()

    def pause(self, _: Any = None) -> None:
        """Stop playing."""
        self.session.pause()

    def set_pace(self, pace: Any) -> None:
        """Choose how fast to play."""
        self.session.set_pace(int(pace))

    def choose_area(self, code: str) -> None:
        """Select an area; none with an empty code."""
        self.selected.set(str(code))

    def choose_tab(self, name: str) -> None:
        """Show a tab."""
        self.tab.set(str(name))

    def ask_about(self, who: str) -> None:
        """Ask why somebody decided as it did in the quarter shown."""
        self.asked.set(str(who))

    def ask_when(self, question: dict[str, Any]) -> None:
        """Go to a quarter and ask about somebody there."""
        recording, when = self.view.value.recording, str(question.get("when", ""))
        if recording is not None and when in recording.labels:
            self.session.show(recording.labels.index(when))
        self.ask_about(str(question.get("who", "")))
        self.choose_tab("why")

    def find_out(self, question: Question) -> None:
        """Have a question worked out, unless its answer is there."""
        answer = self.answer.value
        if answer is None or answer.question.key != question.key:
            self.inquiry.ask(question)

    def download(self, what: str) -> None:
        """Hand over a file of the run shown."""
        recording = self.view.value.recording
        if recording is not None and recording.is_complete:
            make = scenario_file if what == "scenario" else national_file
            count = (self.file.value or {}).get("count", 0) + 1
            self.file.set({**make(recording), "count": count})

    def is_stale(self, view: View) -> bool:
        """Whether the controls differ from the run shown, and nothing is done about it."""
        is_run_at_once = self.is_eager.value and not self.draft.value.faults
        return self._differs(view) and not is_run_at_once

    def _differs(self, view: View) -> bool:
        draft, recording = self.draft.value, view.recording
        if recording is None or view.is_running:
            return False
        if draft.scenario is None:
            return True
        return (draft.scenario.fingerprint, draft.seed) != recording.key


def _bytes(brought: dict[str, Any]) -> bytes:
    """Give what a file holds; of one too large only so much that it is seen to be."""
    text = str(brought.get("data", ""))
    if len(text) > 2 * MOST_BYTES or int(brought.get("size") or 0) > MOST_BYTES:
        return bytes(MOST_BYTES + 1)
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
