"""Work beside the run: progress, cancelling, turns, and what goes wrong."""

import threading

import pytest

from acs_abm.app.background import Background, Phase
from acs_abm.errors import CommandError

PATIENCE = 60.0  # a busy machine is slow, not wrong


class Board:
    """Takes what is published, and lets a test wait for a phase."""

    def __init__(self):
        self.told = []
        self._changed = threading.Condition()

    def take(self, progressed):
        with self._changed:
            self.told.append(progressed)
            self._changed.notify_all()

    def wait_for(self, phase):
        with self._changed:
            assert self._changed.wait_for(
                lambda: self.told and self.told[-1].phase is phase, timeout=PATIENCE
            ), self.told[-1:]
            return self.told[-1]


@pytest.fixture
def board():
    return Board()


@pytest.fixture
def background(board):
    background = Background(board.take)
    yield background
    background.close()


class Held:
    """Work that waits to be let go, between two reports."""

    def __init__(self):
        self.begun, self.free, self.ended = (threading.Event() for _ in range(3))

    def __call__(self, report):
        try:
            report(1, 4)
            self.begun.set()
            assert self.free.wait(PATIENCE)
            report(2, 4)
            return "result"
        finally:
            self.ended.set()


def test_work_goes_from_waiting_to_done(background, board):
    background.start(lambda report: [report(n, 4) for n in range(5)] and "result")
    done = board.wait_for(Phase.DONE)
    assert (done.result, done.share, done.fault) == ("result", 1.0, "")
    phases = [told.phase for told in board.told]
    assert phases[0] is Phase.WAITING
    assert Phase.RUNNING in phases
    shares = [told.share for told in board.told]
    assert shares == sorted(shares)


def test_cancelled_work_is_told_at_once_and_ends_at_its_next_report(background, board):
    work = Held()
    background.start(work)
    assert work.begun.wait(PATIENCE)
    background.cancel()
    assert board.told[-1].phase is Phase.CANCELLED
    work.free.set()
    assert work.ended.wait(PATIENCE)
    background.start(lambda report: "next")  # the turn was given back
    assert board.wait_for(Phase.DONE).result == "next"
    assert all(told.result != "result" for told in board.told)


def test_new_work_takes_the_place_of_old(background, board):
    work = Held()
    background.start(work)
    assert work.begun.wait(PATIENCE)
    background.start(lambda report: "new", runs_model=False)
    assert board.wait_for(Phase.DONE).result == "new"
    work.free.set()
    assert work.ended.wait(PATIENCE)
    assert board.told[-1].result == "new"


def test_one_batch_of_runs_at_a_time_whoever_asked(background, board):
    other_board, work = Board(), Held()
    other = Background(other_board.take)
    other.start(work)
    assert work.begun.wait(PATIENCE)
    background.start(lambda report: "mine")
    waiting = threading.Event()
    assert not waiting.wait(0.6)  # longer than a look at the turn
    assert board.told[-1].phase is Phase.WAITING
    work.free.set()
    assert board.wait_for(Phase.DONE).result == "mine"
    assert other_board.wait_for(Phase.DONE).result == "result"


def test_whoever_waits_for_a_turn_can_give_it_up(background, board):
    work, other = Held(), Background(Board().take)
    other.start(work)
    assert work.begun.wait(PATIENCE)
    background.start(lambda report: "mine")
    background.cancel()
    assert board.told[-1].phase is Phase.CANCELLED
    work.free.set()
    assert work.ended.wait(PATIENCE)


@pytest.mark.parametrize(
    ("error", "said"),
    [(CommandError("ask for less"), "ask for less"), (KeyError("x"), "KeyError: 'x'")],
)
def test_work_that_fails_says_why_and_keeps_the_last_result(background, board, error, said):
    background.start(lambda report: "good")
    board.wait_for(Phase.DONE)

    def fail(report):
        raise error

    background.start(fail)
    failed = board.wait_for(Phase.FAILED)
    assert (failed.fault, failed.result) == (said, "good")
    background.start(lambda report: "good again")
    assert board.wait_for(Phase.DONE).result == "good again"


def test_nothing_is_told_to_a_visitor_who_has_gone(background, board):
    work = Held()
    background.start(work)
    assert work.begun.wait(PATIENCE)
    told = len(board.told)
    background.close()
    work.free.set()
    assert work.ended.wait(PATIENCE)
    assert len(board.told) == told
