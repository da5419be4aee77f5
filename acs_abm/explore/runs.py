"""Running one scenario once or many times, with everything it recorded as tidy tables."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pandas as pd

from acs_abm import measures
from acs_abm.explore.bands import bands
from acs_abm.explore.batch import Progress, do_jobs, whole_number
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.job import Job, Setting, Tables
from acs_abm.model import as_names, find_systems
from acs_abm.population import Population, england_by_date
from acs_abm.recorder import keeps_entries
from acs_abm.scenario import Scenario

ONCE = ("population_report",)
"""Tables that are the same in every replicate and are kept once."""


@dataclass(frozen=True)
class Results:
    """What a scenario gave, over all its replicates.

    Attributes
    ----------
    scenario
        What was simulated.
    seed
        Seed of the first replicate; each next one has the next seed.
    replicates
        How many.
    systems
        Codes of the care systems in the run.
    population, population_digest
        Name of the population, and digits that change with any of its rows.
    is_whole_country
        Whether no care system of the population was left out.
    tables
        Tidy tables by name, their columns as :func:`acs_abm.measures.columns` lists them.
        ``bands`` is there where there are two replicates or more, ``ledger_entries`` where the
        full ledger was asked for.
    seconds
        How long it took.
    ledger
        What was kept of the ledger: ``system`` or ``full``.
    started
        When it began.
    ensemble
        The ensemble whose members the replicates took, where there was one.
    """

    scenario: Scenario
    seed: int
    replicates: int
    systems: tuple[str, ...]
    population: str
    population_digest: str
    is_whole_country: bool
    tables: Mapping[str, pd.DataFrame]
    seconds: float
    ledger: str = "system"
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    ensemble: Ensemble | None = None


def run_scenario(
    scenario: Scenario,
    *,
    seed: int = 1,
    replicates: int = 1,
    population: Population | None = None,
    systems: Sequence[str] | None = None,
    workers: int | None = None,
    ledger: str = "system",
    ensemble: Ensemble | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run a scenario, once for each replicate.

    Parameters
    ----------
    scenario
        What to simulate.
    seed
        The luck of the first replicate; replicate r uses ``seed + r - 1``.
    replicates
        How many times to run it.
    population
        The organisations; built-in England where there is none.
    systems
        Care systems to keep, by code, name or short name; None for those that the scenario is
        about, which are all where it names none.
    workers
        Processes that run replicates side by side; None for as many as pay. The results do
        not depend on it.
    ledger
        ``full`` adds the table ``ledger_entries``, every payment of every replicate: England
        makes about four million in ten years, 60 MB in memory. ``system`` does not.
    ensemble
        Where there is one, each replicate takes the values of a member, by its seed.
    progress
        Called with the steps done and the steps in all.

    Raises
    ------
    UnknownNameError
        If a care system is not known.
    CommandError
        If seed, replicates or workers is not a whole number that makes sense, or ledger not one
        of its two words.
    RunError
        If a worker process died.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    seed = whole_number("seed", seed, at_least=0)
    replicates = whole_number("replicates", replicates, at_least=1, at_most=1_000_000)
    keeps_entries(ledger)
    everyone = population or england_by_date(scenario.clock.start)
    names = as_names(systems)
    codes = systems_in_run(everyone, names or scenario.systems)
    setting = Setting(everyone, names or None, ledger=ledger)
    jobs = [
        Job(world_of_seed(scenario, ensemble, luck), luck)
        for luck in range(seed, seed + replicates)
    ]
    tables = gather(do_jobs(setting, jobs, workers, progress))
    if replicates > 1:
        tables["bands"] = bands(tables["national"])[measures.columns("bands")]
    return Results(
        scenario=scenario,
        seed=seed,
        replicates=replicates,
        systems=codes,
        population=everyone.name,
        population_digest=everyone.digest,
        is_whole_country=len(codes) == len(everyone.systems.code),
        tables=tables,
        seconds=time.perf_counter() - clock,
        ledger=ledger,
        started=started,
        ensemble=ensemble,
    )


def world_of_seed(scenario: Scenario, ensemble: Ensemble | None, seed: int) -> Scenario:
    """Return the scenario as a replicate runs it: with the member of its seed, if there is one."""
    return scenario if ensemble is None else ensemble.world(scenario, ensemble.member_of(seed))


def systems_in_run(population: Population, systems: Sequence[str] | None) -> tuple[str, ...]:
    """Return the codes of the care systems that a run will hold.

    Raises
    ------
    UnknownNameError
        If one is not known.
    """
    codes = population.systems.code
    if not systems:
        return codes
    return tuple(codes[row] for row in find_systems(population, systems))


def gather(replicates: Sequence[Tables]) -> Tables:
    """Put the tables of replicates under one another, numbered from 1."""
    gathered = {}
    for name in replicates[0]:
        frames = [tables[name] for tables in replicates]
        if name in ONCE:
            gathered[name] = frames[0]
            continue
        numbered = [
            frame.assign(replicate=number)[measures.columns(name)]
            for number, frame in enumerate(frames, start=1)
        ]
        # an empty table knows nothing of its columns' types and must not blur the others'
        filled = [frame for frame in numbered if len(frame)] or numbered[:1]
        gathered[name] = pd.concat(filled, ignore_index=True)
    return gathered
