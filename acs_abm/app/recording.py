"""One run as immutable frames, so that what is drawn never moves under the drawing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.ledger import PENCE, Account, Flow
from acs_abm.model import AccountableCareModel
from acs_abm.population import Population
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage

Key = tuple[str, int]
"""What makes two runs the same: fingerprint of the scenario, seed."""


CLOSED = -2
"""In place of a stance, for a practice that has closed or merged."""

PAYMENTS = (len(Flow), len(Account), len(Account))
"""Shape of what is kept of the payments of a quarter: reason, kind of payer, kind of payee."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where one area stands at the end of a quarter.

    Attributes
    ----------
    stage
        Stage reached; ``Stage.ACO`` where a single contract is live in an area that is an ACS.
    alliance_coverage
        Share of its registered patients at practices in an alliance or beyond.
    """

    stage: Stage
    alliance_coverage: float


@dataclass(frozen=True)
class Frame:
    """The end of one quarter.

    Attributes
    ----------
    quarter
        Label of the clock, ``2021-Q1``.
    areas
        Areas by code.
    places
        Names of the places where a single contract is live.
    stances
        Stance of each practice; ``CLOSED`` where it has closed or merged.
    """

    quarter: str
    areas: dict[str, Area]
    places: tuple[str, ...]
    stances: NDArray[np.int8]


@dataclass(frozen=True, eq=False)  # comparing tables takes longer than drawing them
class Recording:
    """A run so far.

    Attributes
    ----------
    scenario, seed
        What was run.
    labels
        Every quarter of the run, those to come included.
    frames
        The quarters that are over.
    national
        The national table of these quarters; nobody writes into it.
    population
        The organisations of the run.
    seconds
        How long it took.
    tables
        Every table of the run by name; none before it has ended.
    payments
        Pounds by quarter, reason, kind of payer and kind of payee.
    """

    scenario: Scenario
    seed: int
    labels: tuple[str, ...]
    frames: tuple[Frame, ...]
    national: pd.DataFrame
    population: Population
    seconds: float
    payments: NDArray[np.float64]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What the run is the same as."""
        return self.scenario.fingerprint, self.seed

    @property
    def is_complete(self) -> bool:
        """Whether the run reached its end."""
        return len(self.frames) == len(self.labels)


class Film:
    """A run in the making; belongs to the thread that makes it.

    Parameters
    ----------
    scenario, seed
        What to run, on built-in England.
    """

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self._began = time.perf_counter()
        self._scenario = scenario
        self._seed = seed
        self._labels = tuple(scenario.clock.labels())
        self._frames: list[Frame] = []
        self._payments: list[NDArray[np.float64]] = []
        self._model = AccountableCareModel(scenario=scenario, seed=seed)

    @property
    def is_over(self) -> bool:
        """Whether the last quarter is done."""
        return self._model.is_over

    def step(self) -> None:
        """Run one more quarter."""
        self._model.step()
        world = self._model.world
        ccgs, codes = world.population.ccgs, world.population.systems.code
        live = np.flatnonzero(world.ccgs.contract_live).tolist()
        homes = {int(row) for row in ccgs.system[live]}
        shares = world.systems.alliance_coverage.tolist()
        areas = {
            codes[row]: Area(_shown(Stage(stage), row in homes), shares[row])
            for row, stage in enumerate(world.systems.stage.tolist())
        }
        label = self._labels[len(self._frames)]
        places = tuple(ccgs.name[row] for row in live)
        practices = world.practices
        stances = np.where(practices.is_open, practices.stance, CLOSED).astype(np.int8)
        self._frames.append(Frame(label, areas, places, stances))
        self._payments.append(world.money.ledger.between / PENCE)

    def cut(self, *, with_tables: bool = False) -> Recording:
        """Give what there is so far; the tables too, which take a while, only if asked."""
        return Recording(
            scenario=self._scenario,
            seed=self._seed,
            labels=self._labels,
            frames=tuple(self._frames),
            national=self._model.recorder.national(),
            population=self._model.world.population,
            seconds=time.perf_counter() - self._began,
            payments=np.array(self._payments).reshape(-1, *PAYMENTS),
            tables=self._model.tables() if with_tables else {},
        )

    def release(self) -> None:
        """Let go of the model."""
        self._model.release()


def _shown(stage: Stage, has_live_place: bool) -> Stage:  # noqa: FBT001 - what it is about
    return Stage.ACO if has_live_place and stage is Stage.ACS else stage
