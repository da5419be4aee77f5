"""``acs-abm doctor``: whether this computer can run the model, and what to do if not."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module, metadata
from pathlib import Path

import typer

OLDEST = (3, 11)
MODULES = {"pillow": "PIL", "pyyaml": "yaml", "solara-assets": ""}
"""Where a package is imported under another name, or not at all."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "microsoft-edge")
REPAIR = "install acs_abm again into a fresh environment (make distclean, then make run)"

Check = tuple[str, Callable[[], str], str]


def doctor() -> None:
    """Check the installation: Python, packages, writing, a small run."""
    wrong = 0
    for title, check, advice in checks():
        try:
            typer.echo(f"ok    {title}: {check()}")
        except Exception as error:  # noqa: BLE001 - whatever is broken is what we are asked for
            wrong += 1
            typer.echo(f"FAIL  {title}: {error}\n      what to do: {advice}")
    typer.echo(f"note  browser for the page: {_browser()}")
    if wrong:
        raise typer.Exit(1)
    typer.echo("All is well.")


def checks() -> Iterator[Check]:
    """Yield each check: its title, what to call, and what to do where it raises."""
    yield "Python", _python, f"use Python {OLDEST[0]}.{OLDEST[1]} or later"
    for name in _needed():
        yield name, partial(_package, name), REPAIR
    yield "writing here", partial(_writing, Path()), "work in a folder that you may write to"
    yield (
        "temporary files",
        partial(_writing, Path(tempfile.gettempdir())),
        "make room, or set TMPDIR to a folder that you may write to",
    )
    yield "a run of Dorset", _small_run, f"{REPAIR}; if that does not help, please report it"
    yield "Parquet", _parquet, f"{REPAIR}, or use --format csv"


def _python() -> str:
    if sys.version_info < OLDEST:
        raise RuntimeError(f"{platform.python_version()} is too old")
    return platform.python_version()


def _needed() -> list[str]:
    """Return the packages that acs_abm says it needs."""
    try:
        lines = metadata.requires("acs_abm") or []
    except metadata.PackageNotFoundError:
        lines = ["mesa", "numpy", "pandas", "scipy", "pyarrow"]
    wanted = [line for line in lines if "extra ==" not in line]
    return [re.split(r"[^A-Za-z0-9_.-]", line, maxsplit=1)[0] for line in wanted]


def _package(name: str) -> str:
    version = metadata.version(name)
    module = MODULES.get(name.lower(), name.replace("-", "_"))
    if module and name.lower() not in {"solara", "ipyvue", "ipyvuetify"}:
        import_module(module)
    return version


def _writing(folder: Path) -> str:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".acs-abm-doctor-"):
        return "allowed"


def _small_run() -> str:
    from acs_abm.explore.runs import run_scenario
    from acs_abm.scenario import Scenario

    world = Scenario.load("plan_2017").change(until="2017-Q3")
    results = run_scenario(world, systems=["DOR"])
    practices = int(results.tables["national"]["practices"].iloc[-1])
    return f"{practices} practices, 2 quarters, {results.seconds:.1f} seconds"


def _parquet() -> str:
    import pandas as pd

    table = pd.DataFrame({"quarter": ["2017-Q2"], "practices": [97]})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        table.to_parquet(path, engine="pyarrow", index=False)
        if not pd.read_parquet(path, engine="pyarrow").equals(table):
            raise RuntimeError("a table read back differs from the one written")
    return "tables are read back as written"


def _browser() -> str:
    found = [name for name in BROWSERS if shutil.which(name)]
    return found[0] if found else "none found; any browser on any computer will do"
