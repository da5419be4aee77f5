"""Running one scenario at several values of one parameter, every value with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from acs_abm.errors import CommandError
from acs_abm.explore.batch import Progress, do_jobs, whole_number
from acs_abm.explore.job import Job, Setting
from acs_abm.explore.runs import gather, systems_in_run
from acs_abm.parameters import Value
from acs_abm.population import Population, england_by_date
from acs_abm.scenario import Scenario


def sweep(
    scenario: Scenario,
    name: str,
    values: Sequence[Value],
    *,
    seed: int = 1,
    replicates: int = 10,
    population: Population | None = None,
    systems: Sequence[str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run a scenario at several values of one parameter.

    Parameters
    ----------
    scenario
        What to simulate.
    name
        Dotted name of the parameter.
    values
        Its values. Replicate r has the same luck at each of them, so that differences between
        values are paired.
    seed, replicates, population, systems, workers, progress
        As in :func:`acs_abm.explore.runs.run_scenario`.

    Returns
    -------
    pandas.DataFrame
        The national table of every run, with the column ``value`` before it.

    Raises
    ------
    AcsError
        If the parameter is not known, or a value or a number makes no sense.
    """
    whole_number("seed", seed, at_least=0)
    whole_number("replicates", replicates, at_least=1, at_most=1_000_000)
    if not values:
        raise CommandError(f"a sweep of {name} needs at least one value")
    everyone = population or england_by_date(scenario.clock.start)
    systems_in_run(everyone, systems or scenario.systems)
    changes: list[dict[str, Any]] = [{name: value} for value in values]
    worlds = [scenario.change(**change) for change in changes]
    setting = Setting(everyone, tuple(systems) if systems else None, tables=("national",))
    jobs = [Job(world, seed + number) for world in worlds for number in range(replicates)]
    done = do_jobs(setting, jobs, workers, progress)
    parts = []
    for place, value in enumerate(values):
        national = gather(done[place * replicates : (place + 1) * replicates])["national"]
        national.insert(0, "value", value)
        parts.append(national)
    return pd.concat(parts, ignore_index=True)
