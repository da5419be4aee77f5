"""Making a plan, with everything that could be wrong with it found before anything is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from acs_abm.errors import AcsError, CommandError, StudyError, nearest
from acs_abm.explore.batch import listed, whole_number
from acs_abm.explore.one_world import expect_same_steps, expect_same_systems
from acs_abm.explore.study.country import ENGLAND, ORGANISATIONS, SYNTHETIC, digests, population_for
from acs_abm.explore.study.design import AS_THEY_ARE, ENSEMBLE, Design
from acs_abm.explore.study.plan import MODEL, OUTPUTS, Plan
from acs_abm.model import as_names, find_systems
from acs_abm.population import Population
from acs_abm.scenario import Scenario

BY_SYSTEM = ("yearly", "every_step")


def make_plan(
    scenarios: Sequence[Scenario | str | Path],
    *,
    question: str = "",
    design: Design | None = None,
    replicates: int = 1,
    seed: int = 1,
    paired: bool = True,
    systems: Sequence[str] = (),
    organisations: Path | None = None,
    synthetic: int | None = None,
    outputs: Sequence[str] = ("national", "systems"),
    by_system: str = "yearly",
    chunk: int = 8,
    simulate: str = MODEL,
) -> Plan:
    """Make the plan of a study.

    Parameters
    ----------
    scenarios
        Worlds to simulate, each a scenario, the name of a shipped one or the path of a file, with
        names of their own and over the same quarters.
    question, design, replicates, seed, paired, outputs, by_system, chunk, simulate
        As in :class:`acs_abm.explore.study.plan.Plan`.
    systems
        Care systems to keep, by code, name or short name; empty for those that the scenarios are
        about, who must then be about the same.
    organisations
        Folder of organisations; None for built-in England.
    synthetic
        Number of care systems of a made-up country, instead.

    Raises
    ------
    AcsError
        If a name is not known, a value not allowed or a number makes no sense.
    """
    given = [Scenario.of(one) for one in listed("scenarios", scenarios)]
    worlds = _by_name(given)
    design = AS_THEY_ARE if design is None else design
    if not isinstance(design, Design):
        raise StudyError(f"design is {design!r}: make one, such as with acs.grid or acs.points")
    _expect(by_system, outputs)
    kept = as_names(systems)
    country = _country(organisations, synthetic)
    _expect_one_time(given)
    for world in given:
        population = population_for(world, country, organisations)
        _expect_systems(given[0], world, kept, population)
        _expect_points(world, design)
    return Plan(
        question=question,
        scenarios={name: world.to_yaml() for name, world in worlds.items()},
        design=design,
        replicates=whole_number("replicates", replicates, 1, 1_000_000),
        seed=whole_number("seed", seed, 0),
        paired=paired,
        systems=kept,
        country=country,
        organisations=digests(worlds, country, organisations),
        outputs=tuple(name for name in OUTPUTS if name in outputs),
        by_system=by_system,
        chunk=whole_number("chunk", chunk, 1, 100_000),
        simulate=simulate,
    )


def _by_name(scenarios: Sequence[Scenario]) -> dict[str, Scenario]:
    worlds = {world.name: world for world in scenarios}
    if not worlds:
        raise StudyError("scenarios: give at least one")
    if len(worlds) < len(scenarios):
        names = [world.name for world in scenarios]
        twice = next(name for name in names if names.count(name) > 1)
        raise StudyError(f"scenarios: '{twice}' is there twice; name each differently")
    return worlds


def _expect(by_system: str, outputs: Sequence[str]) -> None:
    if by_system not in BY_SYSTEM:
        hint = nearest(by_system, BY_SYSTEM)
        raise StudyError(f"by_system: '{by_system}' is not {' or '.join(BY_SYSTEM)}{hint}")
    for name in outputs:
        if name not in OUTPUTS:
            allowed = ", ".join(OUTPUTS)
            raise StudyError(f"outputs: '{name}' is not one of {allowed}{nearest(name, OUTPUTS)}")


def _expect_one_time(worlds: Sequence[Scenario]) -> None:
    """Refuse scenarios that do not begin, step and end together."""
    first, *others = worlds
    for other in others:
        _in_study(expect_same_steps, first, other)
        if first.clock != other.clock:
            raise StudyError(
                f"scenarios: '{first.name}' ends in {first.until}, '{other.name}' in "
                f"{other.until}: give one end to all (until)"
            )


def _expect_systems(
    first: Scenario, world: Scenario, systems: Sequence[str], population: Population
) -> None:
    """Refuse unknown care systems, and scenarios about others unless the study says which."""
    if systems:
        find_systems(population, systems)
    else:
        _in_study(expect_same_systems, first, world, population)


def _in_study(expect: Callable[..., None], *what: Any) -> None:
    try:
        expect(*what)
    except CommandError as error:
        raise StudyError(f"scenarios: {error}") from None


def _country(organisations: Path | None, synthetic: int | None) -> str:
    if organisations is not None and synthetic is not None:
        raise StudyError("organisations, synthetic: both say who there is; give one")
    if organisations is not None:
        return ORGANISATIONS
    return ENGLAND if synthetic is None else f"{SYNTHETIC}{synthetic}"


def _expect_points(world: Scenario, design: Design) -> None:
    """Hold every value to what its parameter takes."""
    if design.kind == ENSEMBLE:  # a scenario takes of a member what it has
        for place in range(len(design.points)):
            design.world(world, place)
        return
    parameters = [world.parameter(name) for name in design.parameters]
    try:
        for point in design.points:
            for entry, value in zip(parameters, point, strict=True):
                entry.check(value)
        for point in design.points[:1]:
            world.change(**dict(zip(design.parameters, point, strict=True)))
    except AcsError as error:
        raise StudyError(f"design, scenario '{world.name}': {error}") from None
