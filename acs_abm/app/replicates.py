"""Replicates of a scenario: the same world with other luck, and how far they lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acs_abm.app.background import workers
from acs_abm.explore.bands import bands
from acs_abm.explore.batch import Progress, do_jobs
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.job import Job, Setting
from acs_abm.explore.runs import gather, world_of_seed
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario

ENSEMBLE = "calibrated_2018"
"""The ensemble that stands on the page for what nobody knows."""


@dataclass(frozen=True, eq=False)  # comparing tables takes longer than drawing them
class Replicates:
    """What came of a scenario, over its replicates.

    Attributes
    ----------
    scenario, seed
        What was run; replicate r has the seed ``seed + r - 1``.
    count
        How many.
    ensemble
        The ensemble whose members they took; None where only luck differs.
    bands
        For each quarter and national measure its 10th, 50th and 90th percentile and mean.
    """

    scenario: Scenario
    seed: int
    count: int
    ensemble: Ensemble | None
    bands: pd.DataFrame

    def band(self, column: str) -> tuple[list[float], list[float]]:
        """Give the 10th and 90th percentile of a national measure, quarter by quarter."""
        rows = self.bands.loc[self.bands["measure"] == column]
        return rows["low"].tolist(), rows["high"].tolist()


def replicate(
    scenario: Scenario, seed: int, count: int, ensemble: Ensemble | None, progress: Progress
) -> Replicates:
    """Run a scenario many times in worker processes.

    Parameters
    ----------
    scenario, seed, count
        What to run, the seed of the first replicate, how many.
    ensemble
        Where there is one, each replicate takes the values of a member, by its seed.
    progress
        Called with the steps done and the steps in all; what it raises ends the workers.
    """
    setting = Setting(
        england_by_date(scenario.clock.start), scenario.systems or None, tables=("national",)
    )
    seeds = range(seed, seed + count)
    jobs = [Job(world_of_seed(scenario, ensemble, luck), luck) for luck in seeds]
    national = gather(do_jobs(setting, jobs, workers(), progress))["national"]
    return Replicates(scenario, seed, count, ensemble, bands(national))
