"""``acs-abm validate``: whether a scenario file can run."""

from __future__ import annotations

from typing import Annotated

import typer


def validate(
    file: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped one.")],
) -> None:
    """Check a scenario without running it."""
    from acs_abm.scenario import Scenario

    world = Scenario.load(file)
    for warning in world.implausible():
        typer.echo(f"Warning: {warning}", err=True)
    steps = f"{world.clock.steps} steps from {world.start} to {world.until}"
    typer.echo(f"OK: {world.name}, {steps}, fingerprint {world.fingerprint}")
