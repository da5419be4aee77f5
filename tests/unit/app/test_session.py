"""One visitor's thread: newest view only, never two at a time, and it survives a bad run."""

import threading
import time
from dataclasses import replace

import pytest

from acs_abm.app import recording
from acs_abm.app.draft import BASELINE, baseline_of, preset
from acs_abm.app.session import MOST_VIEWS_A_SECOND, PACES, Session
from acs_abm.model import AccountableCareModel

PAYMENT = "offer.alliance_agreement.payment"
PATIENCE = 120.0  # a busy machine is slow, not wrong


class Screen:
    """Takes views as a page would, and remembers when."""

    def __init__(self):
        self.views = []
        self.threads = set()
        self._looked_at = 0
        self._changed = threading.Condition()

    def draw(self, view):
        with self._changed:
            self.views.append(view)
            self.threads.add(threading.current_thread())
            self._changed.notify_all()

    def wait_for(self, is_so):
        """Wait for a view, looking at each once: a slow look misses none that came between."""
        with self._changed:
            while True:
                assert self._changed.wait_for(
                    lambda: len(self.views) > self._looked_at, timeout=PATIENCE
                ), self.views[-1] if self.views else "nothing was published"
                view = self.views[self._looked_at]
                self._looked_at += 1
                if is_so(view):
                    return view


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def session(screen):
    session = Session(screen.draw)
    session.start()
    yield session
    session.close()
    session._thread.join(PATIENCE)


@pytest.fixture
def short():
    return preset(BASELINE).change(until="2019-Q1")


def is_done(view):
    return bool(view.recording and view.recording.is_complete and not view.is_running)


def test_a_run_ends_with_its_last_quarter_shown(session, screen, short):
    session.run(short, 1)
    view = screen.wait_for(is_done)
    assert view.position == len(short.clock.labels()) - 1
    expected = AccountableCareModel(scenario=short, seed=1).run().recorder.national()
    assert view.recording.national.equals(expected)


def test_views_come_from_one_thread_and_not_too_often(session, screen, short):
    began = time.monotonic()
    session.run(short, 1)
    screen.wait_for(is_done)
    gaps = len(screen.views) - 1
    assert len(screen.threads) == 1
    assert gaps <= (time.monotonic() - began) * MOST_VIEWS_A_SECOND


def test_a_flood_of_moves_ends_where_the_last_one_says(session, screen, short):
    session.run(short, 1)
    last = screen.wait_for(is_done).last
    drawn = len(screen.views)
    with session._state:  # the flood is over before the session can look up
        for position in [*range(8), 2]:
            session.show(position)
    screen.wait_for(lambda view: view.position == 2)
    assert {view.position for view in screen.views[drawn:]} <= {last, 2}


def test_a_move_right_after_another_is_shown_too(session, screen, short):
    session.run(short, 1)
    screen.wait_for(is_done)
    for position in (1, 5, 3):
        session.show(position)
        screen.wait_for(lambda view, position=position: view.position == position)


def test_nobody_can_leave_the_recorded_quarters(session, screen, short):
    session.run(short, 1)
    last = screen.wait_for(is_done).last
    session.show(-5)
    screen.wait_for(lambda view: view.position == 0)
    session.move(1000)
    screen.wait_for(lambda view: view.position == last)


def test_playing_starts_over_at_the_end_and_stops_there(session, screen, short):
    session.set_pace(PACES[-1])
    session.run(short, 1)
    last = screen.wait_for(is_done).last
    session.play()
    screen.wait_for(lambda view: view.is_playing and view.position <= 1)
    screen.wait_for(lambda view: not view.is_playing and view.position == last)
    shown = [view.position for view in screen.views if view.is_playing]
    assert shown == sorted(shown)


def test_pausing_keeps_the_quarter(session, screen, short):
    session.run(short, 1)
    screen.wait_for(is_done)
    session.play()
    screen.wait_for(lambda view: view.is_playing and view.position >= 1)
    session.pause()
    view = screen.wait_for(lambda view: not view.is_playing)
    time.sleep(0.5)
    assert screen.views[-1].position == view.position


def test_a_changed_scenario_is_compared_with_the_baseline_of_its_seed(session, screen, short):
    session.run(short.change(**{PAYMENT: 5.0}), 5)
    view = screen.wait_for(lambda view: view.baseline is not None)
    assert view.baseline.key == (short.fingerprint, 5)
    session.run(short, 5)
    view = screen.wait_for(lambda view: is_done(view) and view.recording.key == (
        short.fingerprint, 5))  # fmt: skip
    assert view.baseline is None


def test_the_baseline_is_of_the_same_areas_and_quarters(short):
    dorset = replace(short, systems=("DOR",)).change(**{PAYMENT: 5.0})
    baseline = baseline_of(dorset)
    assert (baseline.systems, baseline.until) == (("DOR",), short.until)
    assert baseline.value(PAYMENT) == preset(BASELINE).value(PAYMENT)


@pytest.mark.parametrize("change", [{"start": "2018-Q2"}, {"steps_per_year": 12}])
def test_there_is_no_baseline_for_other_quarters(short, change):
    assert baseline_of(short.change(**change)) is None


def test_the_same_world_under_another_name_is_shown_under_it(session, screen, short):
    session.run(short, 1)
    screen.wait_for(is_done)
    session.run(short.change("again"), 1)
    screen.wait_for(lambda view: is_done(view) and view.recording.scenario.name == "again")


def test_twenty_visitors_at_once_each_get_their_own_run(short):
    two = replace(short, until="2018-Q1", systems=("DOR", "FRIM"))
    worlds = [two.change(**{PAYMENT: value / 2}) for value in range(20)]
    screens = [Screen() for _ in worlds]
    sessions = [Session(screen.draw) for screen in screens]
    for session in sessions:
        session.start()
    for session, world in zip(sessions, worlds, strict=True):
        session.run(world, 1)
    for session, screen, world in zip(sessions, screens, worlds, strict=True):
        shown = screen.wait_for(is_done).recording
        session.close()
        own = AccountableCareModel(scenario=world, seed=1).run().recorder.national()
        assert shown.key == (world.fingerprint, 1)
        assert shown.national.equals(own)


def test_the_newest_order_wins(session, screen, short):
    session.run(short, 1)
    session.run(short, 2)
    session.run(short, 3)
    assert screen.wait_for(is_done).recording.seed == 3


def test_a_run_that_fails_keeps_its_last_good_quarter_and_says_when(
    session, screen, short, monkeypatch
):
    class Breaking(AccountableCareModel):
        def step(self):
            if self.taken == 4 and self.seed_of_run == 13:
                raise ZeroDivisionError("made to fail")
            super().step()

    monkeypatch.setattr(recording, "AccountableCareModel", Breaking)
    session.run(short, 13)
    view = screen.wait_for(lambda view: view.fault and not view.is_running)
    assert [frame.quarter for frame in view.recording.frames] == short.clock.labels()[:4]
    assert short.clock.label(4) in view.fault
    assert "made to fail" in view.fault
    session.run(short, 1)
    assert screen.wait_for(is_done).fault == ""


def test_the_fault_of_a_dropped_run_is_not_laid_on_the_next(session, screen, short, monkeypatch):
    in_step, go_on = threading.Event(), threading.Event()

    class Breaking(AccountableCareModel):
        def step(self):
            if self.seed_of_run == 13:
                in_step.set()
                go_on.wait(PATIENCE)
                raise ZeroDivisionError("made to fail")
            super().step()

    monkeypatch.setattr(recording, "AccountableCareModel", Breaking)
    session.run(short, 13)
    assert in_step.wait(PATIENCE)
    session.run(short, 1)
    go_on.set()
    assert screen.wait_for(is_done).fault == ""


def test_a_closed_session_ends_its_thread_even_while_it_runs(screen):
    session = Session(screen.draw)
    session.start()
    session.run(preset(BASELINE), 1)
    screen.wait_for(lambda view: view.recording is not None)
    session.close()
    thread = screen.threads.pop()
    thread.join(PATIENCE)
    assert not thread.is_alive()
