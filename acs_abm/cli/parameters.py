"""``acs-abm parameters``: what can be set, what it means and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from acs_abm.cli.screen import show_table
from acs_abm.cli.words import one_of
from acs_abm.errors import UnknownNameError, nearest

if TYPE_CHECKING:
    from acs_abm.parameters import Parameter, Value

ROLES = {
    "lever": "lever: policy can set it",
    "uncertainty": "uncertainty: nobody knows it",
    "constant": "constant",
}


def parameters(
    name: Annotated[
        str | None,
        typer.Argument(help="One parameter, or what its name begins with, such as 'practice'."),
    ] = None,
    role: Annotated[
        str | None, typer.Option(metavar="lever|uncertainty|constant", help="Only these.")
    ] = None,
    scenario: Annotated[
        str, typer.Option(metavar="NAME", help="Scenario whose values are shown.")
    ] = "plan_2017",
) -> None:
    """List the parameters, or tell everything about one."""
    wanted = one_of("--role", role, tuple(ROLES)) if role else None

    from acs_abm.scenario import Scenario

    world = Scenario.load(scenario)
    if name is not None and name in world.catalogue:
        typer.echo(_everything_about(world.parameter(name), world.value(name)))
        return
    chosen = _beginning_with(world.catalogue, name)
    rows = [
        (entry.name, _shown(world.value(entry.name)), entry.unit, _span(entry), str(entry.role))
        for entry in chosen.values()
        if wanted in {None, entry.role}
    ]
    show_table(("name", "value", "unit", "plausible", "role"), rows)


def _beginning_with(catalogue: Mapping[str, Parameter], name: str | None) -> dict[str, Parameter]:
    if name is None:
        return dict(catalogue)
    chosen = {key: entry for key, entry in catalogue.items() if key.startswith(f"{name}.")}
    if not chosen:
        beginnings = {key.partition(".")[0] for key in catalogue}
        hint = nearest(name, [*catalogue, *beginnings])
        raise UnknownNameError(
            f"there is no parameter '{name}'{hint or '; see acs-abm parameters'}"
        )
    return chosen


def _everything_about(entry: Parameter, value: Value) -> str:
    facts = {
        "value": f"{_shown(value)} {entry.unit}",
        "default": f"{_shown(entry.default)} {entry.unit}" if value != entry.default else "",
        "plausible": _span(entry),
        "accepted": entry.allowed().partition(" (plausible")[0].removesuffix(entry.unit),
        "role": ROLES[entry.role],
        "symbol": entry.symbol,
        "source": entry.source,
    }
    lines = [f"  {title:<10} {text.strip()}" for title, text in facts.items() if text]
    return "\n".join([entry.name, f"  {entry.meaning}", "", *lines])


def _span(entry: Parameter) -> str:
    if entry.low is None or entry.high is None:
        return ""
    return f"{entry.low:g} to {entry.high:g}"


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return f"{value:.6g}"
