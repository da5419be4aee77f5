"""``acs-abm app``: open the page."""

from __future__ import annotations

import importlib
from typing import Annotated

import typer

from acs_abm.cli.words import whole_number

SERVER = "acs_abm.app.serve"
"""Loaded by its name: no other verb loads the page or its libraries."""


def page(
    port: Annotated[str, typer.Option(metavar="N", help="Port to serve on.")] = "8765",
    host: Annotated[
        str, typer.Option(metavar="NAME", help="Address to serve on; the default is this computer.")
    ] = "127.0.0.1",
) -> None:
    """Open the page on this computer."""
    number = whole_number("--port", port, at_least=0, at_most=65_535)
    importlib.import_module(SERVER).main(number, host)
