"""The organisations of a study, found again by any process that holds the folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from acs_abm.errors import StudyDiffersError, StudyError
from acs_abm.explore.study.plan import Plan
from acs_abm.population import Population, england_by_date, read_country, synthetic_country
from acs_abm.scenario import Scenario

ENGLAND, SYNTHETIC, ORGANISATIONS = "england", "synthetic:", "organisations"


def population_for(world: Scenario, country: str, folder: Path | None) -> Population:
    """Return the organisations that a scenario begins with.

    Parameters
    ----------
    world
        The scenario.
    country
        As in a plan.
    folder
        Where the files of organisations lie, if there are any.
    """
    if country == ENGLAND:
        return england_by_date(world.clock.start)
    if country.startswith(SYNTHETIC):
        return _made_up(int(country.removeprefix(SYNTHETIC)))
    if folder is None:
        raise StudyError("a study of organisations of your own needs their folder")
    return _own(folder)


def digests(worlds: Mapping[str, Scenario], country: str, folder: Path | None) -> dict[str, str]:
    """Return the digest of the organisations at each start, for the plan."""
    return {world.start: population_for(world, country, folder).digest for world in worlds.values()}


def population_of_run(plan: Plan, world: Scenario, study: Path) -> Population:
    """Return the organisations of a run, held to the digest in the plan.

    Raises
    ------
    StudyDiffersError
        If they are not those that the study was planned with.
    """
    population = population_for(world, plan.country, study / ORGANISATIONS)
    expected = plan.organisations.get(world.start, population.digest)
    if population.digest != expected:
        raise StudyDiffersError(
            f"{study}: the organisations are not those that the study was planned with "
            f"(digest {population.digest}, planned {expected})"
        )
    return population


def keep_copy(source: Path, draft: Path) -> None:
    """Copy the files of organisations into a study, which then depends on nothing outside."""
    place = draft / ORGANISATIONS
    place.mkdir()
    for path in sorted(source.iterdir()):
        if path.is_file():
            shutil.copyfile(path, place / path.name)


@lru_cache(maxsize=2)
def _made_up(systems: int) -> Population:
    return synthetic_country(systems)


@lru_cache(maxsize=2)
def _own(folder: Path) -> Population:
    return read_country(folder)
