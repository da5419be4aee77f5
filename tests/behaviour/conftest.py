"""Five years of eight systems under some lever, with the luck of two seeds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

SEEDS = (1, 2)


@pytest.fixture(scope="session")
def years(eight_systems) -> Callable[..., pd.DataFrame]:
    """Return the national table of a scenario, mean over seeds, one row a quarter."""

    @cache
    def run(name: str, until: str, changes: tuple[tuple[str, object], ...]) -> pd.DataFrame:
        scenario = Scenario.load(name).change(until=until, **dict(changes))
        tables = [
            AccountableCareModel(scenario, seed, population=eight_systems)
            .run()
            .tables()["national"]
            for seed in SEEDS
        ]
        return pd.concat(tables).groupby("quarter", sort=False).mean()

    def make(name: str = "plan_2017", until: str = "2022-Q1", **changes: object) -> pd.DataFrame:
        return run(name, until, tuple(sorted(changes.items())))

    return make


@pytest.fixture(scope="session")
def planned(years) -> pd.DataFrame:
    """The default scenario."""
    return years()
