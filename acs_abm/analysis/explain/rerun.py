"""The same world again, with the same luck, as it stood when somebody decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from acs_abm.columns import World
from acs_abm.errors import ExplanationError, ResultsError
from acs_abm.explore.manifest import ensemble_of, read_manifest
from acs_abm.explore.results_folder import SCENARIO
from acs_abm.explore.runs import Results, world_of_seed
from acs_abm.model import AccountableCareModel
from acs_abm.population import Population, england_by_date, read_country
from acs_abm.scenario import Scenario
from acs_abm.steps import schedule_of


@dataclass(frozen=True)
class Again:
    """What it takes to run something again: the world, its luck and its organisations."""

    scenario: Scenario
    seed: int
    systems: tuple[str, ...] | None
    population: Population

    def model_before(self, step: int) -> AccountableCareModel:
        """Return a model that has taken every step before that one."""
        model = AccountableCareModel(self.scenario, self.seed, self.systems, self.population)
        while model.taken < step:
            model.step()
        return model

    def step_of(self, when: str) -> int:
        """Return the step of a quarter or month.

        Raises
        ------
        ExplanationError
            If the run has no such step.
        """
        labels = self.scenario.clock.labels()
        if when not in labels:
            span = f"{labels[0]} to {labels[-1]}"
            raise ExplanationError(f"'{when}' is no step of this run, which goes from {span}")
        return labels.index(when)


def from_folder(
    folder: Path, replicate: int, organisations: Population | Path | str | None
) -> Again:
    """Return what it takes to run a results folder's world again.

    Raises
    ------
    ResultsError
        If the folder cannot be read, or its world is no longer the one that was run.
    ExplanationError
        If there is no such replicate, or the organisations are others.
    """
    manifest = read_manifest(folder)
    scenario = Scenario.load(folder / SCENARIO)
    if scenario.fingerprint != manifest.scenario["fingerprint"]:
        raise ResultsError(
            f"{folder}: was written by version {manifest.package_version} of the package, whose "
            f"'{scenario.name}' is not the world that this version makes of it; run it again"
        )
    population = _organisations(scenario, organisations)
    if population.digest != manifest.population_digest:
        raise ExplanationError(
            f"{folder}: was run with {manifest.population}, not with {population.name}; name the "
            "organisations it was run with"
        )
    systems = None if manifest.is_whole_country else tuple(manifest.systems)
    seed = _seed(manifest.seed, manifest.replicates, replicate)
    scenario = world_of_seed(scenario, ensemble_of(manifest, folder), seed)
    return Again(scenario, seed, systems, population)


def from_results(
    results: Results, replicate: int, organisations: Population | Path | str | None
) -> Again:
    """Return what it takes to run some results' world again."""
    population = _organisations(results.scenario, organisations)
    if population.digest != results.population_digest:
        raise ExplanationError(
            f"this was run with {results.population}, not with {population.name}; name the "
            "organisations it was run with"
        )
    systems = None if results.is_whole_country else results.systems
    seed = _seed(results.seed, results.replicates, replicate)
    world = world_of_seed(results.scenario, results.ensemble, seed)
    return Again(world, seed, systems, population)


def run_phases(world: World, step: int, numbers: Sequence[int]) -> None:
    """Run those phases of a step, in the order of the schedule."""
    world.step = step
    for phase in schedule_of(world.scenario):
        if phase.number in numbers:
            phase.run(world)


def _organisations(scenario: Scenario, given: Population | Path | str | None) -> Population:
    if given is None:
        return england_by_date(scenario.clock.start)
    return given if isinstance(given, Population) else read_country(Path(given))


def _seed(first: int, replicates: int, replicate: int) -> int:
    if not 1 <= replicate <= replicates:
        there = "only replicate 1" if replicates == 1 else f"replicates 1 to {replicates}"
        raise ExplanationError(f"there is no replicate {replicate}: the run has {there}")
    return first + replicate - 1
