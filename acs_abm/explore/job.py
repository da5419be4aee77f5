"""One run of one scenario with one seed: the unit of work of every batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from acs_abm.model import AccountableCareModel
from acs_abm.population import Population
from acs_abm.scenario import Scenario

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Setting:
    """What all runs of a batch share.

    Attributes
    ----------
    population
        The organisations of the country.
    systems
        Care systems to keep, by code, name or short name; None for those of the scenario.
    tables
        Names of the tables to keep; None for all.
    ledger
        What is kept of the ledger, as in :class:`acs_abm.model.AccountableCareModel`.
    """

    population: Population
    systems: tuple[str, ...] | None = None
    tables: tuple[str, ...] | None = None
    ledger: str = "system"


@dataclass(frozen=True)
class Job:
    """One scenario and the luck it is run with.

    Attributes
    ----------
    scenario, seed
        What to simulate, and its luck.
    tables
        Names of the tables to keep of this one; None for those of the setting.
    """

    scenario: Scenario
    seed: int
    tables: tuple[str, ...] | None = None


def do_job(setting: Setting, job: Job, on_step: Callable[[], None] | None = None) -> Tables:
    """Run a model to its end and return the tables asked for.

    Parameters
    ----------
    setting, job
        What to run.
    on_step
        Called after every step.
    """
    model = AccountableCareModel(
        job.scenario, job.seed, setting.systems, setting.population, setting.ledger
    )
    while not model.is_over:
        model.step()
        if on_step is not None:
            on_step()
    tables = model.tables()
    model.release()
    asked = setting.tables if job.tables is None else job.tables
    return {name: tables[name] for name in (tables if asked is None else asked)}
