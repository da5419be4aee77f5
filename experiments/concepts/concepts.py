"""The table of concepts: what each row runs, and what it finds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy import stats

import acs_abm as acs
from acs_abm.explore.job import Job, Setting, Tables, do_job
from acs_abm.population import england_by_date

HERE = Path(__file__).parent
TABLE = HERE / "concepts.yaml"
DEFAULT_WORLD, DEFAULT_END = "plan_2017", "2022-Q1"
MILLION = 1e6
TABLES = ("national", "events", "ledger")


@dataclass(frozen=True)
class Concept:
    """One row of the table; the fields are those of ``concepts.yaml``."""

    name: str
    concept: str
    absent: Mapping[str, Any]
    present: Mapping[str, Any]
    expect: str
    column: str = ""
    events: str = ""
    flow: str = ""
    over: str = "last quarter"
    world: str = DEFAULT_WORLD
    until: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    missed: str = ""

    def scenario(self, side: str) -> acs.Scenario:
        """Return the world with the concept ``absent`` or ``present``."""
        own = HERE / f"{self.world}.yaml"
        until = self.until or (DEFAULT_END if self.world == DEFAULT_WORLD else "")
        layers: list[Mapping[str, Any]] = [self.given, getattr(self, side)]
        with tempfile.TemporaryDirectory() as folder:
            below = str(own) if own.exists() else self.world
            for number, layer in enumerate(layers):
                path = Path(folder) / f"{number}.yaml"
                content = {**layer, "name": f"{self.name}-{side}", "extends": below}
                path.write_text(yaml.safe_dump(content), encoding="utf-8")
                below = str(path)
            scenario = acs.Scenario.load(path)
        return scenario.change(until=until) if until else scenario

    def value(self, tables: Tables) -> float:
        """Read what the row is about from the tables of a run."""
        if self.events:
            return float(len(tables["events"].query(self.events, engine="python")))
        if self.flow:
            ledger = tables["ledger"]
            return float(ledger.loc[ledger["flow"] == self.flow, "paid"].sum() / MILLION)
        found = tables["national"].eval(self.column)
        return float(found.mean() if self.over == "all quarters" else found.iloc[-1])

    @property
    def is_read_from(self) -> str:
        """The column, or what is counted."""
        if self.flow:
            return f"ledger: {self.flow}, £m paid"
        return f"events: {self.events}" if self.events else self.column

    @property
    def lever(self) -> str:
        """What differs between absent and present, in a line."""
        return f"{_said(self.absent)} → {_said(self.present)}"


def concepts() -> dict[str, Concept]:
    """Read the table."""
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {name: Concept(name=name, **row) for name, row in rows.items()}


class Runs:
    """Runs that rows share: a scenario with the same content is run once with a seed.

    Parameters
    ----------
    seeds
        The luck of the pairs.
    systems
        Care systems to keep; None for all.
    """

    def __init__(self, seeds: Iterable[int], systems: Sequence[str] | None = None) -> None:
        self.seeds = tuple(seeds)
        self.systems = tuple(systems) if systems else None
        self._done: dict[tuple[str, int], Tables] = {}

    def of(self, scenario: acs.Scenario, seed: int) -> Tables:
        """Return the tables of a run."""
        key = scenario.fingerprint, seed
        if key not in self._done:
            setting = Setting(england_by_date(scenario.clock.start), self.systems, TABLES)
            self._done[key] = do_job(setting, Job(scenario, seed))
        return self._done[key]

    def pairs(self, concept: Concept) -> Iterator[tuple[float, float]]:
        """Give what a row is about without and with the concept, seed by seed."""
        absent, present = concept.scenario("absent"), concept.scenario("present")
        for seed in self.seeds:
            yield concept.value(self.of(absent, seed)), concept.value(self.of(present, seed))


def found(concept: Concept, runs: Runs) -> dict[str, object]:
    """Run a row: what the column is off and on, and the paired difference."""
    off, on = np.array(list(runs.pairs(concept))).T
    low, high = interval(on - off)
    return {
        "name": concept.name,
        "concept": concept.concept,
        "lever": concept.lever,
        "column": concept.is_read_from,
        "over": concept.over if concept.column else "whole run",
        "off": off.mean(),
        "on": on.mean(),
        "difference": (on - off).mean(),
        "low": low,
        "high": high,
        "expected": concept.expect,
        "moves": verdict(concept.expect, low, high, on - off),
        "country": ", ".join(runs.systems) if runs.systems else "England",
        "seeds": len(runs.seeds),
    }


def interval(differences: np.ndarray) -> tuple[float, float]:
    """Return the 95% t interval of a mean; a point where all are the same."""
    mean = float(differences.mean())
    if len(differences) < 2 or np.ptp(differences) == 0:
        return mean, mean
    half = stats.t.ppf(0.975, len(differences) - 1) * stats.sem(differences)
    return mean - half, mean + half


def verdict(expect: str, low: float, high: float, differences: np.ndarray) -> str:
    """Say whether it moves, and as expected: zero is outside the interval on that side."""
    if not differences.any():
        return "no"
    if low > 0 or high < 0:
        return "as expected" if (low > 0) == (expect == "up") else "the other way"
    return "not for certain"


def _said(part: Mapping[str, Any]) -> str:
    items = [*part.get("set", {}).items(), *_offers(part.get("offers", {}))]
    items += [(key, part[key]) for key in part if key not in ("set", "offers")]
    said = [f"{name} = {_value(value)}" for name, value in items]
    return ", ".join(said) or "as planned"


def _offers(offers: Mapping[str, Any]) -> Iterable[tuple[str, object]]:
    for name, terms in offers.items():
        if isinstance(terms, Mapping):
            yield from ((f"offers.{name}.{term}", value) for term, value in terms.items())
        else:
            yield f"offers.{name}", terms


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):  # a calendar of its own
        return str(value["name"])
    return "/".join(value) if isinstance(value, list) else str(value)
