"""Running one scenario at several values of one parameter, every value with the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from acs_abm.errors import CommandError
from acs_abm.explore.batch import Progress, do_jobs, listed, whole_number
from acs_abm.explore.job import Job, Setting
from acs_abm.explore.runs import gather, systems_in_run
from acs_abm.model import as_names
from acs_abm.parameters import Value
from acs_abm.population import Population, england_by_date
from acs_abm.scenario import Scenario


def sweep(
    scenario: Scenario | str | Path,
    name: str,
    values: Iterable[Value],
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
        A scenario, the name of a shipped one, or the path of a scenario file.
    name
        Dotted name of the parameter.
    values
        Its values, in a list, an array or a Series. Replicate r has the same luck at each of them,
        so that differences between values are paired.
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
    seed = whole_number("seed", seed, at_least=0)
    replicates = whole_number("replicates", replicates, at_least=1, at_most=1_000_000)
    base, given, names = Scenario.of(scenario), listed("values", values), as_names(systems)
    if not given:
        raise CommandError(f"a sweep of {name} needs at least one value")
    everyone = population or england_by_date(base.clock.start)
    systems_in_run(everyone, names or base.systems)
    worlds = [base.change(**{name: value}) for value in given]
    setting = Setting(everyone, names or None, tables=("national",))
    jobs = [Job(world, seed + number) for world in worlds for number in range(replicates)]
    done = do_jobs(setting, jobs, workers, progress)
    parts = []
    for place, value in enumerate(given):
        national = gather(done[place * replicates : (place + 1) * replicates])["national"]
        national.insert(0, "value", value)
        parts.append(national)
    return pd.concat(parts, ignore_index=True)
