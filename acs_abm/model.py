"""The model: a world that takes steps, with genuine Mesa agents for whoever asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import mesa
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.agents import KINDS, make_agents
from acs_abm.columns import World
from acs_abm.errors import CommandError, ScenarioError, UnknownNameError, nearest
from acs_abm.population import Population, england_by_date
from acs_abm.recorder import Recorder, keeps_entries
from acs_abm.scenario import Scenario
from acs_abm.start import begin
from acs_abm.steps import take_step
from acs_abm.steps.practices import eligible_practices

if TYPE_CHECKING:
    from mesa.agent import AgentSet


class AccountableCareModel(mesa.Model):
    """One run of the transition to accountable care.

    Parameters
    ----------
    scenario
        A scenario, the name of a shipped one, or the path of a scenario file.
    seed
        The luck of the run: any whole number.
    systems
        Care systems to keep, by code, name or short name; None for those that the scenario is
        about, which are all where it names none.
    population
        The organisations; built-in England as it stood at the start where there is none.
    ledger
        ``full`` keeps every payment (table ``ledger_entries``); ``system`` sums by flow and
        system only.

    Raises
    ------
    AcsError
        If the scenario cannot be read, or a system or what to keep of the ledger is not known.

    Notes
    -----
    Agents are views of rows and are made when asked for (:meth:`agents_of`); results do not
    depend on it.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path = "plan_2017",
        seed: int = 1,
        systems: Sequence[str] | None = None,
        population: Population | None = None,
        ledger: str = "system",
    ) -> None:
        is_full = keeps_entries(ledger)
        super().__init__(rng=abs(int(seed)))  # Mesa's own luck, which this model never uses
        self.description = Scenario.of(scenario)
        self.seed_of_run = int(seed)
        everyone = population or england_by_date(self.description.clock.start)
        rows = kept_systems(everyone, self.description, as_names(systems))
        self.world: World = begin(everyone, self.description, self.seed_of_run, rows)
        self.world.money.ledger.is_full = is_full
        self.recorder = Recorder(self.world)
        self.taken = 0
        self._made: dict[str, AgentSet] = {}

    @property
    def is_over(self) -> bool:
        """Whether the last step of the clock has been taken."""
        return self.taken >= self.world.clock.steps

    def step(self) -> None:
        """Take one step and record it.

        Raises
        ------
        ScenarioError
            If the run is over.
        """
        if self.is_over:
            message = f"the run is over: it ended with {self.world.clock.label(self.taken - 1)}"
            raise ScenarioError(message)
        self.world.step = self.taken
        take_step(self.world)
        self.recorder.record(self.world, eligible_practices(self.world))
        self.taken += 1

    def run(self) -> AccountableCareModel:
        """Take every step that is left; return the model."""
        while not self.is_over:
            self.step()
        return self

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return what was recorded, as tidy tables by name."""
        return self.recorder.tables(self.world)

    def agents_of(self, kind: str) -> AgentSet:
        """Return the agents of a kind, made on first asking.

        Parameters
        ----------
        kind
            ``practice``, ``trust``, ``ccg``, ``regulator``, ``lmc``, ``council`` or ``system``.
        """
        if kind not in KINDS:
            message = f"there is no kind '{kind}'{nearest(kind, KINDS)} ({', '.join(KINDS)})"
            raise UnknownNameError(message)
        if kind not in self._made:
            self._made[kind] = make_agents(self, kind)
        return self._made[kind]

    def release(self) -> None:
        """Let go of the agents, so that the model can be forgotten.

        Mesa up to 3.4.1 keeps every model that ever had an agent (issue 3179).
        """
        self._made.clear()
        self.remove_all_agents()
        counters = getattr(mesa.Agent, "_ids", None)
        if isinstance(counters, dict):
            counters.pop(self, None)


def as_names(systems: object) -> tuple[str, ...]:
    """Return the names of care systems that were asked for; none for None.

    Raises
    ------
    CommandError
        If they are not a list of names.
    """
    if systems is None:
        return ()
    if isinstance(systems, str):
        raise CommandError(f"systems is '{systems}': give a list, such as ['{systems}']")
    names = tuple(systems) if isinstance(systems, Iterable) else (None,)
    if not all(isinstance(name, str) for name in names):
        raise CommandError(f"systems is {systems!r}: give a list of names, such as ['DOR']")
    return tuple(map(str, names))


def kept_systems(
    population: Population, scenario: Scenario, names: Sequence[str] | None
) -> NDArray[np.int64] | None:
    """Return the rows of systems that a run keeps: those named, or else its scenario's; None: all.

    Raises
    ------
    UnknownNameError
        As :func:`find_systems`; it says so if it was the scenario that named one.
    """
    if names:
        return find_systems(population, names)
    try:
        return find_systems(population, scenario.systems) if scenario.systems else None
    except UnknownNameError as error:
        raise UnknownNameError(f"scenario '{scenario.name}': systems: {error}") from None


def find_systems(population: Population, names: Sequence[str]) -> NDArray[np.int64]:
    """Return the rows of systems named by code, full name or short name.

    Raises
    ------
    UnknownNameError
        If a system is not known; the message names the nearest that is.
    """
    systems = population.systems
    known = {
        text.lower(): row
        for column in (systems.name, systems.short_name, systems.code)
        for row, text in enumerate(column)
    }
    rows = []
    for name in names:
        if name.lower() not in known:
            shown = [*systems.short_name, *systems.name, *systems.code]
            message = f"there is no care system '{name}'{nearest(name, shown)}"
            raise UnknownNameError(f"{message} (short names: {', '.join(systems.short_name)})")
        rows.append(known[name.lower()])
    return np.unique(np.array(rows, dtype=np.int64))
