"""Whether scenarios can be compared: over the same steps, in the same care systems."""

from __future__ import annotations

from acs_abm.errors import CommandError
from acs_abm.explore.runs import systems_in_run
from acs_abm.population import Population
from acs_abm.scenario import Scenario


def expect_same_steps(a: Scenario, b: Scenario) -> None:
    """Refuse two scenarios of which no step is the same time in both.

    Raises
    ------
    CommandError
        If they do not begin together or do not have steps of the same length.
    """
    if a.clock.start != b.clock.start:
        begin = f"'{a.name}' begins in {a.start}, '{b.name}' in {b.start}"
        raise CommandError(f"{begin}: only runs that begin together can be compared")
    if a.steps_per_year != b.steps_per_year:
        raise CommandError(
            f"'{a.name}' has {a.steps_per_year} steps a year, '{b.name}' {b.steps_per_year}: "
            "only runs with the same steps can be compared"
        )


def systems_of_both(a: Scenario, b: Scenario, population: Population) -> tuple[str, ...]:
    """Return the care systems in which two scenarios are compared; none for all.

    Where one names care systems and the other is about the country, both run in these.

    Raises
    ------
    CommandError
        If they name different ones.
    UnknownNameError
        If one of the care systems is not known.
    """
    if a.systems and b.systems:
        expect_same_systems(a, b, population)
    return a.systems or b.systems


def expect_same_systems(a: Scenario, b: Scenario, population: Population) -> None:
    """Refuse two scenarios that are about different care systems.

    Raises
    ------
    CommandError
        If they are.
    UnknownNameError
        If one of the care systems is not known.
    """
    if systems_in_run(population, a.systems) != systems_in_run(population, b.systems):
        raise CommandError(
            f"'{a.name}' is about {_about(a)}, '{b.name}' about {_about(b)}: say in which care "
            "systems to run both (systems; --system on the command line)"
        )


def _about(scenario: Scenario) -> str:
    return ", ".join(scenario.systems) or "all care systems"
