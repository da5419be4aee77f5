"""What a visitor has done beside the run shown: replicates, a comparison, a look at a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import solara

from acs_abm.analysis.compare import Comparison
from acs_abm.app.background import Background, Work
from acs_abm.app.comparison import MEASURES, Question
from acs_abm.app.draft import BASELINE, preset, presets
from acs_abm.app.folders import Asked, Contents, folders, look
from acs_abm.app.replicates import ENSEMBLE, Replicates, replicate
from acs_abm.app.session import Session
from acs_abm.app.settings import settings
from acs_abm.errors import AcsError
from acs_abm.explore.ensemble import Ensemble
from acs_abm.scenario import Scenario

SHOWN, PINNED = "shown", "pinned"
"""What stands for the run shown and for the pinned one among the names of the presets."""


@dataclass(frozen=True)
class Form:
    """What the form of the tab Compare says.

    Attributes
    ----------
    a, b
        A preset's name, :data:`SHOWN` or :data:`PINNED`.
    replicates
        As typed.
    with_attribution
        Whether to divide the difference among the levers.
    with_ensemble
        Whether each pair of runs takes a member of the ensemble.
    measure
        What is looked at.
    """

    a: str = BASELINE
    b: str = SHOWN
    replicates: str = "10"
    with_attribution: bool = True
    with_ensemble: bool = False
    measure: str = next(iter(MEASURES))


class Errands:
    """Work of one visitor in worker processes or on files, and the forms that ask for it.

    Parameters
    ----------
    session
        The visitor's thread, which publishes how far each is.
    newest
        Gives the scenario and seed of the run that is shown; None before the first.

    Attributes
    ----------
    form, pinned, asked
        What the tab Compare says, the pinned scenario, what the tab Data shows.
    replicates_text, with_ensemble, fault
        What stands in the box of replicates and is ticked below it; what was asked for and cannot
        be, by kind.
    """

    def __init__(self, session: Session, newest: Callable[[], tuple[Scenario, int] | None]) -> None:
        self._newest = newest
        self._replicates: Background[Replicates] = Background(partial(session.tell, "replicates"))
        self._comparison: Background[Comparison] = Background(partial(session.tell, "comparison"))
        self._contents: Background[Contents] = Background(partial(session.tell, "contents"))
        self.form = solara.reactive(Form())
        self.pinned: solara.Reactive[Scenario | None] = solara.reactive(None)
        self.asked: solara.Reactive[Asked | None] = solara.reactive(None)
        self.replicates_text = solara.reactive("20")
        self.with_ensemble = solara.reactive(value=False)
        self.fault: solara.Reactive[dict[str, str]] = solara.reactive({})

    def close(self) -> None:
        """Stop everything; worker processes end."""
        for work in (self._replicates, self._comparison, self._contents):
            work.close()

    def replicate(self, asked: dict[str, Any]) -> None:
        """Run replicates of the run shown."""
        self.replicates_text.set(str(asked.get("count", ""))[:12])
        self.with_ensemble.set(bool(asked.get("ticked")))

        def begin(scenario: Scenario, seed: int) -> None:
            count = settings().replicates(self.replicates_text.value.strip())
            settings().expect_allowed(scenario)
            members = _ensemble(is_asked=self.with_ensemble.value)
            self._replicates.start(partial(replicate, scenario, seed, count, members))

        self._try("replicates", begin)

    def cancel_replicates(self, _: Any = None) -> None:
        """Give the replicates up."""
        self._replicates.cancel()

    def fill(self, typed: dict[str, Any]) -> None:
        """Take what was changed in the form of the tab Compare."""
        name, said = str(typed.get("name", "")), typed.get("value", "")
        changes: dict[str, Any] = {}
        if name in {"with_attribution", "with_ensemble"}:
            changes[name] = bool(said)
        elif name in {"a", "b", "replicates"} or (name == "measure" and said in MEASURES):
            changes[name] = str(said)[:80]
        self.form.set(replace(self.form.value, **changes))

    def pin(self, _: Any = None) -> None:
        """Keep the run shown, to compare others with."""
        newest = self._newest()
        if newest is not None:
            self.pinned.set(newest[0])
            self.form.set(replace(self.form.value, a=PINNED))

    def compare(self, _: Any = None) -> None:
        """Compare what the form says."""

        def begin(scenario: Scenario, seed: int) -> None:
            question = self.question(scenario, seed)
            settings().expect_affordable(question.runs())
            self._comparison.start(question.answer)

        self._try("comparison", begin)

    def cancel_comparison(self, _: Any = None) -> None:
        """Give the comparison up."""
        self._comparison.cancel()

    def question(self, shown: Scenario, seed: int) -> Question:
        """Return what the form asks.

        Raises
        ------
        AcsError
            If it cannot be asked.
        """
        form = self.form.value
        a, b = (self._scenario(name, shown) for name in (form.a, form.b))
        for scenario in (a, b):
            settings().expect_allowed(scenario)
        count = settings().replicates(form.replicates.strip())
        return Question(
            a, b, seed, count, form.with_attribution, _ensemble(is_asked=form.with_ensemble)
        )

    def look_at(self, asked: dict[str, Any]) -> None:
        """Read a folder, or read it again."""
        before = self.asked.value
        there = folders(settings().results)
        name = str(asked.get("folder") or (before.folder if before else next(iter(there), "")))
        now = before if before and before.folder == name else Asked(name)
        point = asked.get("point", now.point)
        now = replace(
            now,
            measure=str(asked.get("measure", now.measure)),
            base=str(asked.get("base", now.base)),
            point=point if isinstance(point, int) else 0,
        )
        self.asked.set(now)
        work: Work[Contents] = partial(look, settings().results, now)
        self._contents.start(work, runs_model=False)

    def cancel_look(self, _: Any = None) -> None:
        """Stop reading."""
        self._contents.cancel()

    def _scenario(self, name: str, shown: Scenario) -> Scenario:
        if name == PINNED and self.pinned.value is not None:
            return self.pinned.value
        return preset(name) if name in presets() else shown

    def _try(self, kind: str, begin: Callable[[Scenario, int], None]) -> None:
        """Begin something; say why where it cannot be."""
        newest, fault = self._newest(), ""
        try:
            if newest is not None:
                begin(*newest)
        except AcsError as error:
            fault = str(error)
        self.fault.set({**self.fault.value, kind: fault})


def _ensemble(*, is_asked: bool) -> Ensemble | None:
    return Ensemble.load(ENSEMBLE) if is_asked else None
