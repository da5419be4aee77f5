"""Replicates of a scenario: the same world with other luck, and how far they lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acs_abm.app.background import workers
from acs_abm.explore.bands import bands
from acs_abm.explore.batch import Progress, do_jobs
from acs_abm.explore.job import Job, Setting
from acs_abm.explore.runs import gather
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario


@dataclass(frozen=True, eq=False)  # comparing tables takes longer than drawing them
class Replicates:
    """What came of a scenario, over its replicates.

    Attributes
    ----------
    scenario, seed
        What was run; replicate r has the seed ``seed + r - 1``.
    count
        How many.
    bands
        For each quarter and national measure its 10th, 50th and 90th percentile and mean.
    """

    scenario: Scenario
    seed: int
    count: int
    bands: pd.DataFrame

    def band(self, column: str) -> tuple[list[float], list[float]]:
        """Give the 10th and 90th percentile of a national measure, quarter by quarter."""
        rows = self.bands.loc[self.bands["measure"] == column]
        return rows["low"].tolist(), rows["high"].tolist()


def replicate(scenario: Scenario, seed: int, count: int, progress: Progress) -> Replicates:
    """Run a scenario many times in worker processes.

    Parameters
    ----------
    scenario, seed, count
        What to run, the seed of the first replicate, how many.
    progress
        Called with the steps done and the steps in all; what it raises ends the workers.
    """
    setting = Setting(
        england_by_date(scenario.clock.start), scenario.systems or None, tables=("national",)
    )
    jobs = [Job(scenario, seed + number) for number in range(count)]
    national = gather(do_jobs(setting, jobs, workers(), progress))["national"]
    return Replicates(scenario, seed, count, bands(national))
