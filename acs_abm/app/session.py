"""One visitor: a thread that runs, replays, and publishes the newest view.

Controls only say what they want; the thread does it, and it alone publishes. So nothing waits
for a drawing, no drawing is overtaken by an older one, and what a slow browser misses is
dropped: the newest view is always the next.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from acs_abm.analysis.compare import Comparison
from acs_abm.app.background import Progressed
from acs_abm.app.draft import baseline_of
from acs_abm.app.folders import Contents
from acs_abm.app.recording import Film, Key, Recording
from acs_abm.app.replicates import Replicates
from acs_abm.errors import AcsError
from acs_abm.scenario import Scenario

MOST_VIEWS_A_SECOND = 10.0
SECONDS_BETWEEN_VIEWS_OF_A_RUN = 1.0
"""Fewer while a run is made: drawing takes time from it, and most are over before the first."""
RUNS_KEPT = 8
PACES = (1, 2, 4, 10)
"""Quarters a second at which a recording can be played."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)  # comparing tables takes longer than drawing them
class View:
    """Everything the panels draw, all of one moment. Immutable.

    Attributes
    ----------
    recording
        The run shown; None before the first.
    baseline
        The complete run it is compared with; None while there is none, or where it is the same.
    position
        Which of its frames is shown, from 0.
    is_running
        Whether a run is being made.
    is_playing
        Whether the recording is being played.
    pace
        Quarters a second when it is.
    fault
        Why the last run stopped early; empty where it did not.
    replicates, comparison, contents
        How far the work beside the run is: replicates of it, a comparison, the folder looked at.
    """

    recording: Recording | None = None
    baseline: Recording | None = None
    position: int = 0
    is_running: bool = False
    is_playing: bool = False
    pace: int = 4
    fault: str = ""
    replicates: Progressed[Replicates] = field(default_factory=Progressed)
    comparison: Progressed[Comparison] = field(default_factory=Progressed)
    contents: Progressed[Contents] = field(default_factory=Progressed)

    def replicates_of(self, recording: Recording) -> Replicates | None:
        """Give the replicates of the scenario shown; None where those there are of another."""
        done = self.replicates.result
        same = done is not None and done.scenario.fingerprint == recording.scenario.fingerprint
        return done if same else None

    @property
    def last(self) -> int:
        """Position of the last frame there is; -1 where there is none."""
        return len(self.recording.frames) - 1 if self.recording else -1


class Session:
    """What one visitor does with the model.

    Parameters
    ----------
    publish
        Called with every new view, from the session's thread.
    """

    def __init__(self, publish: Callable[[View], None]) -> None:
        self._publish = publish
        self._state = threading.Condition()
        self._view = View()
        self._is_new = False
        self._published_at = 0.0
        self._played_at = 0.0
        self._order: tuple[Scenario, int] | None = None
        self._is_closed = False
        self._finished: dict[Key, Recording] = {}
        self._thread = threading.Thread(target=self._work, name="acs-session", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def close(self) -> None:
        """Stop for good; a run in the making is dropped."""
        with self._state:
            self._is_closed = True
            self._state.notify()

    def run(self, scenario: Scenario, seed: int) -> None:
        """Run a scenario to the end; a run in the making is dropped for it."""
        with self._state:
            self._order = (scenario, seed)
            self._change(is_running=True, is_playing=False, fault="")

    def show(self, position: int) -> None:
        """Show one of the recorded frames."""
        with self._state:
            self._change(position=self._within(position), is_playing=False)

    def move(self, by: int) -> None:
        """Go some quarters forward, or back."""
        with self._state:
            self._change(position=self._within(self._view.position + by), is_playing=False)

    def play(self) -> None:
        """Play the recording from where it is; from the beginning where it is at its end."""
        with self._state:
            view = self._view
            start = 0 if view.position >= view.last else view.position
            self._played_at = time.monotonic()
            self._change(is_playing=view.last > 0, position=start)

    def pause(self) -> None:
        """Stop playing."""
        with self._state:
            self._change(is_playing=False)

    def set_pace(self, pace: int) -> None:
        """Choose how fast to play."""
        with self._state:
            self._change(pace=pace if pace in PACES else self._view.pace)

    def tell(self, name: str, progressed: Progressed[Any]) -> None:
        """Have the view say how far work beside the run is; ``name`` is a field of the view."""
        with self._state:
            self._change(**{name: progressed})

    def _within(self, position: int) -> int:
        return max(0, min(position, self._view.last))

    def _change(self, **changes: Any) -> None:
        """Make another view the newest; the caller holds the lock."""
        self._view = replace(self._view, **changes)
        self._is_new = True
        self._state.notify()

    def _work(self) -> None:
        while not self._is_closed:
            with self._state:
                if not self._has_work():
                    self._state.wait(self._patience())
                order, self._order = self._order, None
                self._play_on()
            if order is not None:
                self._carry_out(*order)
            self._publish_newest()

    def _has_work(self) -> bool:
        return self._is_closed or self._order is not None or (self._is_new and self._may_publish())

    def _patience(self) -> float | None:
        """How long there is nothing to do; None for until somebody calls."""
        now = time.monotonic()
        waits = []
        if self._is_new:
            waits.append(self._published_at + 1 / MOST_VIEWS_A_SECOND - now)
        if self._view.is_playing:
            waits.append(self._played_at + 1 / self._view.pace - now)
        return max(0.0, min(waits)) if waits else None

    def _may_publish(self) -> bool:
        return time.monotonic() - self._published_at >= 1 / MOST_VIEWS_A_SECOND

    def _play_on(self) -> None:
        view, now = self._view, time.monotonic()
        if view.is_playing and now - self._played_at >= 1 / view.pace:
            self._played_at = now
            position = self._within(view.position + 1)
            self._change(position=position, is_playing=position < view.last)

    def _publish_newest(self) -> None:
        with self._state:
            if self._is_closed or not self._is_new or not self._may_publish():
                return
            view, self._is_new = self._view, False
            self._published_at = time.monotonic()
        self._publish(view)

    def _carry_out(self, scenario: Scenario, seed: int) -> None:
        """Make the run that was asked for, then the one it is compared with."""
        first = baseline_of(scenario)
        key = (scenario.fingerprint, seed)
        first_key = (first.fingerprint, seed) if first is not None else key
        with self._state:
            self._change(baseline=None if key == first_key else self._known(first_key))
        self._publish_newest()
        self._make(scenario, seed, self._show_newest)
        with self._state:
            if self._order is not None or self._is_closed:
                return
            self._change(is_running=False)
        if first is not None and key != first_key and first_key not in self._finished:
            self._publish_newest()
            self._make(first, seed, self._show_baseline)

    def _show_newest(self, recording: Recording) -> None:
        with self._state:
            self._change(recording=recording, position=len(recording.frames) - 1)

    def _show_baseline(self, recording: Recording) -> None:
        if recording.is_complete:
            with self._state:
                self._change(baseline=recording)

    def _make(self, scenario: Scenario, seed: int, show: Callable[[Recording], None]) -> None:
        """Run to the end, show the newest now and then, and keep the end."""
        known = self._known((scenario.fingerprint, seed))
        if known is not None:
            show(replace(known, scenario=scenario))  # the same world may go by another name
            return
        film, shown_at = None, time.monotonic()
        try:
            film = Film(scenario, seed)
            while not film.is_over:
                if self._is_dropped():
                    return
                film.step()
                waited = time.monotonic() - shown_at
                if waited >= SECONDS_BETWEEN_VIEWS_OF_A_RUN and not film.is_over:
                    show(film.cut())
                    self._publish_newest()
                    shown_at = time.monotonic()
            recording = film.cut(with_tables=True)
            self._keep(recording)
            show(recording)
        except Exception as error:  # noqa: BLE001 - whatever a run raises, the page stays
            self._fail(film, error, show, f"{scenario.name}, seed {seed},")
        finally:
            if film is not None:
                film.release()

    def _is_dropped(self) -> bool:
        with self._state:
            return self._is_closed or self._order is not None

    def _known(self, key: Key) -> Recording | None:
        known = self._finished.get(key)
        if known is not None:
            self._keep(known)
        return known

    def _keep(self, recording: Recording) -> None:
        """Keep a run; of many, those that were used last."""
        self._finished.pop(recording.key, None)
        self._finished[recording.key] = recording
        while len(self._finished) > RUNS_KEPT:
            self._finished.pop(next(iter(self._finished)))

    def _fail(
        self, film: Film | None, error: Exception, show: Callable[[Recording], None], called: str
    ) -> None:
        """Keep what there is and say what happened, unless nobody waits for this run any more."""
        if self._is_dropped():
            return
        if not isinstance(error, AcsError):
            _log.error("a run stopped", exc_info=error)
        recording = film.cut(with_tables=True) if film is not None else None
        when = "before its first quarter"
        if recording is not None and recording.frames:
            show(recording)
            when = f"in {recording.labels[len(recording.frames)]}"
        what = str(error) if isinstance(error, AcsError) else f"{type(error).__name__}: {error}"
        fault = f"The run of {called} stopped {when}: {what}. Change a control and run again."
        with self._state:
            if self._order is None:
                self._change(fault=fault)
