"""One visitor's questions: a thread of its own works out the newest and drops the rest.

An answer takes the same world run again, about half a second; stepping and playing go on
meanwhile.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from acs_abm.analysis.explain import Again, Explanation, explain
from acs_abm.errors import AcsError
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario

SECONDS_TO_SETTLE = 0.25
"""How long a question must stand before it is worked out: somebody may be stepping on."""
ANSWERS_KEPT = 40

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """Why somebody decided as it did.

    Attributes
    ----------
    scenario, seed
        The run.
    who, when
        ``practice:00C-P003``, ``2019-Q1``.
    """

    scenario: Scenario
    seed: int
    who: str
    when: str

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What makes two questions the same."""
        return self.scenario.fingerprint, self.seed, self.who, self.when


@dataclass(frozen=True, eq=False)  # as a recording: tables are not compared
class Answer:
    """What came of a question: an explanation, or why there is none."""

    question: Question
    explanation: Explanation | None = None
    fault: str = ""


def answer(question: Question) -> Answer:
    """Work a question out."""
    scenario = question.scenario
    again = Again(scenario, question.seed, None, england_by_date(scenario.clock.start))
    try:
        return Answer(question, explain(again, question.who, question.when))
    except AcsError as error:
        return Answer(question, fault=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a rule raises, the page stays
        _log.error("a question could not be answered", exc_info=error)
        return Answer(question, fault=f"{type(error).__name__}: {error}")


class Inquiry:
    """Answers one visitor's questions, one at a time, always the newest.

    Parameters
    ----------
    publish
        Called with every answer, from the thread of this inquiry.
    """

    def __init__(self, publish: Callable[[Answer], None]) -> None:
        self._publish = publish
        self._state = threading.Condition()
        self._newest: Question | None = None
        self._is_closed = False
        self._answers: dict[tuple[str, int, str, str], Answer] = {}
        self._thread = threading.Thread(target=self._work, name="acs-inquiry", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Stop for good."""
        with self._state:
            self._is_closed = True
            self._state.notify()

    def ask(self, question: Question) -> None:
        """Ask; a question that still waits is dropped for this one."""
        with self._state:
            self._newest = question
            self._state.notify()

    def _work(self) -> None:
        while True:
            question = self._next()
            if question is None:
                return
            found = self._answers.get(question.key) or answer(question)
            self._keep(found)
            with self._state:
                is_wanted = not self._is_closed and self._newest is None
            if is_wanted:
                self._publish(found)

    def _next(self) -> Question | None:
        """Wait for a question that stands; None when there will be none."""
        with self._state:
            while not self._is_closed:
                waiting = self._newest
                if waiting is None:
                    self._state.wait()
                elif waiting.key in self._answers or not self._state.wait(SECONDS_TO_SETTLE):
                    self._newest = None
                    return waiting
        return None

    def _keep(self, found: Answer) -> None:
        self._answers[found.question.key] = found
        while len(self._answers) > ANSWERS_KEPT:
            self._answers.pop(next(iter(self._answers)))
