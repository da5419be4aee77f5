"""The manifest of a results folder: what was run, with what, and which files it gave."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from acs_abm.errors import AcsError, ResultsError, nearest
from acs_abm.explore import provenance
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.new_folder import complaining
from acs_abm.explore.origin import COMPARISON, RUN, Origin
from acs_abm.explore.runs import Results

MANIFEST = "manifest.json"
SCHEMA_VERSION = 3


@dataclass(frozen=True)
class TableEntry:
    """One table: its file, its rows, the type of each column."""

    file: str
    rows: int
    columns: dict[str, str]


@dataclass(frozen=True)
class FileEntry:
    """One file as it was written."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a run was and what it wrote.

    Attributes
    ----------
    kind, schema_version
        What the file is, and in which form.
    package_version, commit
        Of this package; the commit ends in ``+`` where files were changed since, and is None
        outside git.
    scenario
        Name and fingerprint of the world that was run; where replicates took members of an
        ensemble, its name and fingerprint too.
    seed, replicates, systems, is_whole_country, population, population_digest, ledger, seconds
        As in :class:`~acs_abm.explore.runs.Results`.
    command
        The command that ran it; None where it was run from Python.
    started, finished
        In universal time.
    python, libraries, platform
        What it was run with.
    tables
        Every table by name.
    files
        Every file but the manifest itself.
    """

    kind: str
    schema_version: int
    package_version: str
    commit: str | None
    scenario: dict[str, str]
    seed: int
    replicates: int
    systems: list[str]
    is_whole_country: bool
    population: str
    population_digest: str
    ledger: str
    command: str | None
    started: str
    finished: str
    seconds: float
    python: str
    libraries: dict[str, str]
    platform: str
    tables: dict[str, TableEntry]
    files: list[FileEntry]


def describe(results: Results, folder: Path, file_format: str, command: str | None) -> Manifest:
    """Make the manifest of everything in a folder.

    Parameters
    ----------
    results
        What the run gave.
    folder
        Where every other file already is.
    file_format
        Format of the tables.
    command
        The command that ran it, where there was one.
    """
    scenario, finished = results.scenario, results.started + timedelta(seconds=results.seconds)
    return Manifest(
        kind=RUN,
        schema_version=SCHEMA_VERSION,
        package_version=provenance.package_version(),
        commit=provenance.commit(),
        scenario={
            "name": scenario.name,
            "fingerprint": scenario.fingerprint,
            **name_of_ensemble(results.ensemble),
        },
        seed=results.seed,
        replicates=results.replicates,
        systems=list(results.systems),
        is_whole_country=results.is_whole_country,
        population=results.population,
        population_digest=results.population_digest,
        ledger=results.ledger,
        command=command,
        started=results.started.isoformat(timespec="milliseconds"),
        finished=finished.isoformat(timespec="milliseconds"),
        seconds=round(results.seconds, 3),
        python=provenance.python_version(),
        libraries=provenance.library_versions(),
        platform=provenance.platform_name(),
        tables=list_tables(results.tables, file_format),
        files=list_files(folder),
    )


def name_of_ensemble(ensemble: Ensemble | None) -> dict[str, str]:
    """Return the lines of a manifest that tell an ensemble; none where there was none."""
    if ensemble is None:
        return {}
    return {"ensemble": ensemble.name, "ensemble_fingerprint": ensemble.fingerprint}


def ensemble_of(manifest: Manifest, folder: Path) -> Ensemble | None:
    """Return the ensemble that a run's replicates took members of; None where there was none.

    Raises
    ------
    ResultsError
        If it is not there, or is another.
    """
    name = manifest.scenario.get("ensemble")
    if name is None:
        return None
    try:
        found = Ensemble.load(name)
    except AcsError as error:
        raise ResultsError(
            f"{folder}: was run with an ensemble that is not here ({error})"
        ) from None
    if found.fingerprint != manifest.scenario["ensemble_fingerprint"]:
        raise ResultsError(f"{folder}: was run with another ensemble '{name}'; run it again")
    return found


def describe_comparison(
    facts: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    file_format: str,
    command: str | None,
) -> dict[str, Any]:
    """Make the manifest of a folder that compares two scenarios.

    Parameters
    ----------
    facts
        What was compared, and how.
    tables
        The tables that were written.
    folder, file_format, command
        As in :func:`describe`.
    """
    return {
        "kind": COMPARISON,
        "schema_version": SCHEMA_VERSION,
        "package_version": provenance.package_version(),
        "commit": provenance.commit(),
        **facts,
        "command": command,
        "python": provenance.python_version(),
        "libraries": provenance.library_versions(),
        "platform": provenance.platform_name(),
        "tables": {
            name: dataclasses.asdict(entry)
            for name, entry in list_tables(tables, file_format).items()
        },
        "files": [dataclasses.asdict(entry) for entry in list_files(folder)],
    }


def list_tables(tables: Mapping[str, pd.DataFrame], file_format: str) -> dict[str, TableEntry]:
    """List tables with their files, rows and columns."""
    return {
        name: TableEntry(
            file=f"{name}.{file_format}",
            rows=len(table),
            columns={str(column): str(kind) for column, kind in table.dtypes.items()},
        )
        for name, table in tables.items()
    }


def list_files(folder: Path) -> list[FileEntry]:
    """List every file that is in a folder."""
    return [_entry(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()]


def write_manifest(manifest: Manifest | Mapping[str, Any], folder: Path) -> None:
    """Write a manifest beside the files that it lists."""
    content = dataclasses.asdict(manifest) if isinstance(manifest, Manifest) else manifest
    text = json.dumps(content, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a results folder.

    Raises
    ------
    ResultsError
        If there is none, or it is not one that this version can read; the message names the
        field.
    """
    path, content = folder / MANIFEST, _content(folder)
    if content.get("kind") == COMPARISON:
        raise ResultsError(f"{folder}: compares two scenarios; name the results of a run")
    if content.get("kind") != RUN:
        raise ResultsError(f"{path}: is not the manifest of a run")
    if content.get("schema_version") != SCHEMA_VERSION:
        found = content.get("schema_version")
        raise ResultsError(
            f"{path}: schema_version is {found!r}; this package reads {SCHEMA_VERSION}"
        )
    if wrong := _mismatch(content, _SHAPE, ""):
        raise ResultsError(f"{path}: {wrong}: is missing or not what it must be")
    return Manifest(
        **{field.name: content[field.name] for field in dataclasses.fields(Manifest)}
        | {
            "tables": {name: TableEntry(**entry) for name, entry in content["tables"].items()},
            "files": [FileEntry(**entry) for entry in content["files"]],
        }
    )


def read_origin(folder: Path) -> tuple[Origin, list[str]]:
    """Return what the results in a folder are of, and the files that their manifest lists.

    Raises
    ------
    ResultsError
        If there is no manifest, or none of this package's.
    """
    content = _content(folder)
    if content.get("kind") != COMPARISON:
        read_manifest(folder)
    elif wrong := _mismatch(content, _SHAPE_OF_COMPARISON, ""):
        raise ResultsError(f"{folder / MANIFEST}: {wrong}: is missing or not what it must be")
    return Origin.of_manifest(content), [str(entry["name"]) for entry in content["files"]]


def _content(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    with complaining(path, "read"):
        if not folder.is_dir():
            raise ResultsError(f"{folder}: {_no_folder(folder)}")
        if not path.exists():
            raise ResultsError(f"{folder}: holds no {MANIFEST}, so it is not the results of a run")
        text = path.read_bytes()
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ResultsError(f"{path}: is damaged, or no manifest: not JSON") from None
    if not isinstance(content, dict):
        raise ResultsError(f"{path}: is not the manifest of a run")
    return content


_TEXTS = {"*": str}
_TEXT_OR_NONE = (str, type(None))
_SHAPE: dict[str, Any] = {
    "package_version": str,
    "commit": _TEXT_OR_NONE,
    "scenario": _TEXTS,
    "seed": int,
    "replicates": int,
    "systems": [str],
    "is_whole_country": bool,
    "population": str,
    "population_digest": str,
    "ledger": str,
    "command": _TEXT_OR_NONE,
    "started": datetime,
    "finished": datetime,
    "seconds": (int, float),
    "python": str,
    "libraries": _TEXTS,
    "platform": str,
    "tables": {"*": {"file": str, "rows": int, "columns": _TEXTS}},
    "files": [{"name": str, "bytes": int, "sha256": str}],
}
"""Type of each field; ``*`` stands for any name."""
_SHAPE_OF_COMPARISON: dict[str, Any] = {
    "scenarios": {"*": _TEXTS},
    **{
        name: _SHAPE[name]
        for name in ("seed", "replicates", "systems", "population_digest", "files")
    },
}
"""Type of the fields of a comparison that say whether it may be replaced."""


def _mismatch(value: object, shape: Any, field: str) -> str | None:
    """Return the first field that does not have its shape."""
    if shape is datetime:
        return None if _is_time(value) else field
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return field
        names = list(value) if "*" in shape else list(shape)
        parts = [(value.get(name), shape.get(name, shape.get("*")), name) for name in names]
    elif isinstance(shape, list):
        if not isinstance(value, list):
            return field
        parts = [(item, shape[0], str(place)) for place, item in enumerate(value)]
    else:
        return None if isinstance(value, shape) else field
    prefix = f"{field}." if field else ""
    wrong = (_mismatch(item, inner, f"{prefix}{name}") for item, inner, name in parts)
    return next(filter(None, wrong), None)


def _is_time(value: object) -> bool:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _no_folder(folder: Path) -> str:
    if folder.exists():
        return "is a file; name the folder of results"
    beside = folder.parent
    names = [path.name for path in beside.iterdir()] if beside.is_dir() else []
    return f"no such folder{nearest(folder.name, names)}"


def _entry(path: Path, folder: Path) -> FileEntry:
    content = path.read_bytes()
    return FileEntry(
        name=path.relative_to(folder).as_posix(),
        bytes=len(content),
        sha256=sha256(content).hexdigest(),
    )
