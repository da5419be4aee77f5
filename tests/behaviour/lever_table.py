"""The table of levers: what is written in levers.yaml, and the runs that judge it.

``python -m tests.behaviour.lever_table`` prints what was expected beside what is found, for all
levers or for those it is given the names of.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy import stats

from acs_abm.model import AccountableCareModel
from acs_abm.population import Population, england_2017
from acs_abm.scenario import Scenario

HERE = Path(__file__).parent
FIRST_SEED, N_SEEDS = 201, 20
"""Others than those of earlier rounds, whose results were known when the ranges were written."""
SEEDS = range(FIRST_SEED, FIRST_SEED + N_SEEDS)
MOVES = {"whole": (0, 2), "first_half": (0, 1), "second_half": (1, 2)}
"""The moves between the three values: from, to."""


@dataclass(frozen=True)
class Lever:
    """One row of the table; levers.yaml says what each field means."""

    name: str
    claim: str
    values: tuple[Mapping[str, Any], ...]
    measure: str
    over: str
    expected: Mapping[str, tuple[float, float]]
    because: str
    scenario: str = "plan_2017"
    until: str = "2022-Q1"
    table: str = "national"
    of: Sequence[str] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    five_systems: Mapping[str, Any] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)
    missed: str = ""
    first_seed: int = FIRST_SEED

    @property
    def seeds(self) -> range:
        """The luck that judges it."""
        return range(self.first_seed, self.first_seed + N_SEEDS)

    @property
    def sign(self) -> float:
        """Whether the measure rises (1) or falls (−1) along the values."""
        low, high = self.expected["whole"]
        return float(low > 0) - float(high < 0)

    def scenario_at(self, value: int, **more: Any) -> Scenario:
        """Return the scenario at one of the three values."""
        changes = {"until": self.until, **self.given, **self.values[value], **more}
        name = str(changes.pop("scenario", self.scenario))
        own = HERE / "scenarios" / f"{name}.yaml"
        return Scenario.load(own if own.exists() else name).change(**changes)

    def measured(self, value: int, seed: int, population: Population, **more: Any) -> float:
        """Run one of the three values with one seed."""
        scenario = self.scenario_at(value, **more)
        tables = AccountableCareModel(scenario, seed, population=population).run().tables()
        table = tables[self.table]
        if self.of:
            table = table[table["offer"].isin(self.of)].groupby("quarter", sort=False).sum()
        found = table.eval(self.measure)
        return float(found.mean() if self.over == "all quarters" else found.iloc[-1])


@dataclass(frozen=True)
class Found:
    """A mean paired difference and its 95% interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, differences: np.ndarray) -> Found:
        """Return the t interval of some differences; a point where they are all the same."""
        mean, error = differences.mean(), stats.sem(differences)
        half = stats.t.ppf(0.975, len(differences) - 1) * error
        return cls(float(mean), float(mean - half), float(mean + half))


def levers() -> dict[str, Lever]:
    """Read the table."""
    rows = yaml.safe_load((HERE / "levers.yaml").read_text(encoding="utf-8"))
    return {name: Lever(name=name, **row) for name, row in rows.items()}


def found_for(lever: Lever, population: Population) -> dict[str, Found]:
    """Return what each move changes, with the same luck at its two ends."""
    by_value = np.array([[lever.measured(v, s, population) for s in lever.seeds] for v in range(3)])
    return {move: Found.of(by_value[to] - by_value[at]) for move, (at, to) in MOVES.items()}


def main(names: Sequence[str]) -> None:
    """Print the table, expected and found, or some of its rows."""
    england, table = england_2017(), levers()
    for lever in (table[name] for name in names or table):
        for move, found in found_for(lever, england).items():
            low, high = lever.expected[move]
            verdict = "" if low <= found.mean <= high else "  OUTSIDE"
            print(
                f"{lever.name:28}{move:12} expected {low:7g} to {high:7g}, found "
                f"{found.mean:8.3f} ({found.low:.3f} to {found.high:.3f}){verdict}",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
