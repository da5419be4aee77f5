"""``acs-abm run``: run a scenario and write what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from acs_abm.cli.options import (
    FileFormat,
    Organisations,
    Synthetic,
    Systems,
    Until,
    Workers,
)
from acs_abm.cli.screen import progress_bar, say
from acs_abm.cli.words import command_line, one_of, settings, whole_number
from acs_abm.errors import CommandError

RESULTS = Path("results")
LONGEST_NAME = 80
USUAL = {"--seed": 1, "--replicates": 1, "--ledger": "system"}
"""What options are where nobody says."""


def run(
    scenario: Annotated[
        str, typer.Argument(help="Name of a shipped scenario, or a scenario file.")
    ] = "plan_2017",
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter; repeatable."),
    ] = None,
    organisations: Organisations = None,
    synthetic: Synthetic = None,
    system: Systems = None,
    seed: Annotated[str, typer.Option(metavar="N", help="The luck of the run.")] = "1",
    replicates: Annotated[
        str, typer.Option(metavar="N", help="Runs with seeds one after another.")
    ] = "1",
    until: Until = None,
    ensemble: Annotated[
        str | None,
        typer.Option(metavar="NAME|DIR", help="Take a member's values in each replicate."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="Default: results/SCENARIO, with what you changed.",
        ),
    ] = None,
    file_format: FileFormat = "parquet",
    workers: Workers = None,
    ledger: Annotated[
        str, typer.Option(metavar="system|full", help="full: write every payment too.")
    ] = "system",
) -> None:
    """Run a scenario; write tables, figures and a report."""
    numbers = {
        "seed": whole_number("--seed", seed, at_least=0),
        "replicates": whole_number("--replicates", replicates, at_least=1, at_most=1_000_000),
        "workers": whole_number("--workers", workers, at_least=1, at_most=1024)
        if workers
        else None,
    }
    values = settings(changes or [])
    file_format = one_of("--format", file_format, ("parquet", "csv"))
    ledger = one_of("--ledger", ledger, ("system", "full"))

    world = changed_world(scenario, values, until)
    everyone = people(country(organisations, synthetic), world)
    options = {
        "--set": changes or [],
        "--organisations": organisations,
        "--synthetic": synthetic,
        "--system": system or [],
        "--seed": numbers["seed"],
        "--replicates": numbers["replicates"],
        "--until": until,
        "--ensemble": ensemble,
        "--ledger": ledger,
    }
    folder = output or default_folder(folder_name(world.name), options, USUAL)
    expect_room(folder, [world], everyone, system or world.systems, numbers, ensemble)
    command = command_line("run", [scenario], {**options, "--format": file_format})
    _run_and_write(
        world,
        folder,
        file_format,
        command,
        organisations=everyone,
        systems=system or None,
        ledger=ledger,
        ensemble=ensemble,
        **numbers,
    )


def changed_world(scenario: str, values: dict[str, Any], until: str | None) -> Any:
    """Load a scenario and change parameters, and its end."""
    from acs_abm.scenario import Scenario

    world = Scenario.load(scenario)
    for name in values:  # --set changes parameters only, not `name` or `start`
        world.parameter(name)
    changes = values if until is None else {**values, "until": until}
    return world.change(**changes) if changes else world


def country(organisations: Path | None, synthetic: str | None) -> Any:
    """Return who there is: a folder, a made-up country, or None for built-in England."""
    if synthetic is None:
        return organisations
    if organisations is not None:
        raise CommandError("--organisations and --synthetic both say who there is; give one")
    from acs_abm.population.synthetic import MOST, synthetic_country

    most = MOST["systems"]
    return synthetic_country(whole_number("--synthetic", synthetic, at_least=1, at_most=most))


def people(there: Any, world: Any) -> Any:
    """Return the organisations that were asked for, or those of England when a scenario starts."""
    from acs_abm.analysis.run import as_population
    from acs_abm.population import england_by_date

    return as_population(there) or england_by_date(world.clock.start)


def expect_room(
    folder: Path,
    worlds: list[Any],
    everyone: Any,
    systems: Any,
    numbers: Mapping[str, Any],
    ensemble: str | None,
) -> None:
    """Refuse a folder that holds something else, before anything is run."""
    from acs_abm.analysis.run import as_ensemble
    from acs_abm.explore.origin import Origin
    from acs_abm.explore.results_folder import expect_replaceable
    from acs_abm.explore.runs import systems_in_run

    origin = Origin.of(
        worlds,
        seed=numbers["seed"],
        replicates=numbers["replicates"],
        systems=systems_in_run(everyone, systems),
        population_digest=everyone.digest,
        ensemble=as_ensemble(ensemble),
    )
    expect_replaceable(folder, origin)


def _run_and_write(world: Any, folder: Path, file_format: str, command: str, **how: Any) -> None:
    from acs_abm.analysis.findings import Facts, in_brief
    from acs_abm.analysis.run import run as run_world

    try:
        with progress_bar(f"Running {world.name}") as progress:
            done = run_world(world, progress=progress, **how)
        with progress_bar("Writing tables, figures and a report"):
            done.write(folder, file_format, command)
    except KeyboardInterrupt:
        typer.echo("Stopped; no results were written.", err=True)
        raise typer.Exit(130) from None
    for sentence in in_brief(Facts(done.tables, done.results.replicates)):
        say(sentence)
    typer.echo(f"Results: {folder} (open {folder / 'report.html'})")


def default_folder(name: str, options: Mapping[str, Any], usual: Mapping[str, Any]) -> Path:
    """Return results/NAME, the name followed by every option that is not as usual.

    So a scenario as it is has one folder, and each change of it another.
    """
    unusual = [
        option.strip("-") + ("" if value is True else f"_{_last(value)}")
        for option, given in options.items()
        for value in (given if isinstance(given, list) else [given])
        if value is not None and value is not False and value != usual.get(option)
    ]
    text = "_".join(unusual)
    changes = folder_name(text) if text else ""
    if len(text) > LONGEST_NAME:
        digest = sha256(text.encode()).hexdigest()[:8]
        changes = f"{changes[: LONGEST_NAME - 9]}_{digest}"
    return RESULTS / (f"{name}_{changes}" if changes else name)


def _last(value: object) -> object:
    return value.name if isinstance(value, Path) else value


def folder_name(name: str) -> str:
    """Make a folder's name of a scenario's: letters, digits, dots, dashes and underscores."""
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name)
    return kept.strip("._")[:LONGEST_NAME] or "scenario"
