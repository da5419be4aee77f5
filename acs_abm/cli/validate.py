"""``acs-abm validate``: whether a scenario file can run."""

from __future__ import annotations

from typing import Annotated

import typer


def validate(
    file: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped one.")],
) -> None:
    """Check a scenario without running it."""
    from acs_abm.errors import UnknownNameError
    from acs_abm.model import kept_systems
    from acs_abm.population import england_by_date
    from acs_abm.scenario import Scenario

    world = Scenario.load(file)
    try:
        kept_systems(england_by_date(world.clock.start), world, None)
    except UnknownNameError as error:
        message = f"{file}: {error}; those of organisations of your own are known to `run`"
        raise UnknownNameError(message) from None
    for warning in world.implausible():
        typer.echo(f"Warning: {warning}", err=True)
    steps = f"{world.clock.steps} steps from {world.start} to {world.until}"
    typer.echo(f"OK: {world.name}, {steps}, fingerprint {world.fingerprint}")
