"""``acs-abm app``: open the page."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.words import whole_number

SERVER = "acs_abm.app.serve"
"""Loaded by its name: no other verb loads the page or its libraries."""
MOST = 1_000_000


def page(
    results: Annotated[
        Path | None,
        typer.Argument(metavar="[RESULTS]", help="A run or a study to show, or a folder of them."),
    ] = None,
    port: Annotated[str, typer.Option(metavar="N", help="Port to serve on; 0 takes any.")] = "8765",
    host: Annotated[
        str, typer.Option(metavar="NAME", help="Address to serve on; the default is this computer.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name the page goes by; may be repeated."),
    ] = None,
    most_visitors: Annotated[
        str | None, typer.Option(metavar="N", help="Visitors at a time.")
    ] = None,
    most_replicates: Annotated[
        str | None, typer.Option(metavar="N", help="Replicates that a visitor may ask for.")
    ] = None,
    most_runs: Annotated[
        str | None, typer.Option(metavar="N", help="Runs that a visitor's comparison may take.")
    ] = None,
    most_steps: Annotated[
        str | None, typer.Option(metavar="N", help="Quarters (or months) that a run may have.")
    ] = None,
    most_practices: Annotated[
        str | None, typer.Option(metavar="N", help="GP practices that a run may hold.")
    ] = None,
) -> None:
    """Open the page on this computer."""
    limits = {
        "most_visitors": (most_visitors, 1),
        "most_replicates": (most_replicates, 2),
        "most_runs": (most_runs, 4),
        "most_steps": (most_steps, 1),
        "most_practices": (most_practices, 1),
    }
    decided = {
        name: whole_number(f"--{name.replace('_', '-')}", text, least, MOST)
        for name, (text, least) in limits.items()
        if text is not None
    }
    number = whole_number("--port", port, at_least=0, at_most=65_535)
    server = importlib.import_module(SERVER)
    server.main(number, host, allow_host or (), results=results, **decided)
