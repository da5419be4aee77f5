"""Options that several verbs share, each with its words once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Organisations = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of organisations; else built-in England."),
]
Synthetic = Annotated[
    str | None,
    typer.Option(metavar="SYSTEMS", help="A made-up country of so many systems; no place."),
]
Systems = Annotated[
    list[str] | None,
    typer.Option("--system", metavar="NAME", help="Keep this care system only; repeatable."),
]
Until = Annotated[str | None, typer.Option(metavar="2027-Q1", help="Last quarter, included.")]
FileFormat = Annotated[
    str, typer.Option("--format", metavar="parquet|csv", help="Format of the tables.")
]
Workers = Annotated[
    str | None, typer.Option(metavar="N", help="Processes; default: as many as pay.")
]
