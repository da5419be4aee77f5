"""The results folder of a run: tables, their data dictionary, the scenario, a manifest.

``manifest.json`` says what was run with what, and lists every other file with its digest;
``scenario.yaml`` runs the same world again; ``measures.csv`` says what each column means.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from acs_abm.errors import ResultsError, nearest
from acs_abm.explore.manifest import (
    MANIFEST,
    describe,
    ensemble_of,
    read_manifest,
    read_origin,
    write_manifest,
)
from acs_abm.explore.new_folder import complaining, new_folder
from acs_abm.explore.origin import Origin
from acs_abm.explore.runs import Results
from acs_abm.measures import MEASURES
from acs_abm.scenario import Scenario

FORMATS = ("parquet", "csv")
SCENARIO = "scenario.yaml"
DICTIONARY = "measures.csv"


def write_results(
    results: Results,
    folder: Path,
    file_format: str = "parquet",
    *,
    command: str | None = None,
    also: Callable[[Path], object] | None = None,
) -> Path:
    """Write results into a folder, whole or not at all.

    Parameters
    ----------
    results
        What a run gave.
    folder
        Where to. The same run made earlier is replaced there, and nothing else.
    file_format
        ``parquet`` or ``csv``, for the tables.
    command
        The command that ran it, for the manifest.
    also
        Writes further files, such as figures and a report, into the folder it is given.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ResultsError
        If the folder holds something else, or cannot be written.
    """
    folder = Path(folder)
    expect_format(file_format)
    expect_replaceable(folder, _origin(results))
    with new_folder(folder) as draft:
        for name, table in results.tables.items():
            write_table(table, draft / f"{name}.{file_format}")
        write_csv(_dictionary(results.tables), draft / DICTIONARY)
        (draft / SCENARIO).write_text(results.scenario.to_yaml(), encoding="utf-8")
        if also is not None:
            also(draft)
        write_manifest(describe(results, draft, file_format, command), draft)
    return folder


def expect_format(file_format: str) -> None:
    """Refuse a format of tables that nothing writes."""
    if file_format not in FORMATS:
        hint = nearest(file_format, FORMATS)
        raise ResultsError(
            f"tables are written as {' or '.join(FORMATS)}, not '{file_format}'{hint}"
        )


def expect_replaceable(folder: Path, new: Origin) -> None:
    """Refuse a place for results that holds something else, before anything is run.

    Parameters
    ----------
    folder
        Where to.
    new
        What the results will be of. The same results are replaced, also by more replicates.

    Raises
    ------
    ResultsError
        If the folder is a file, or holds files that no run wrote or results of something else,
        or is where one is working.
    """
    with complaining(folder, "written"):
        inside = _files_in(folder)
    if not inside:
        return
    if not (folder / MANIFEST).exists():
        raise ResultsError(f"{folder}: is not empty and no results of a run; name another folder")
    old, listed = read_origin(folder)
    for path in inside:
        if path.relative_to(folder).as_posix() not in {MANIFEST, *listed}:
            name = path.relative_to(folder)
            raise ResultsError(f"{folder}: holds '{name}', which no run wrote; move it elsewhere")
    if lost := old.lost_to(new):
        raise ResultsError(
            f"{folder}: holds {lost}, which would be lost; name another folder (-o FOLDER)"
        )


def _origin(results: Results) -> Origin:
    return Origin.of(
        [results.scenario],
        seed=results.seed,
        replicates=results.replicates,
        systems=results.systems,
        population_digest=results.population_digest,
        ensemble=results.ensemble,
    )


def _files_in(folder: Path) -> list[Path]:
    """Return the files of a folder that could be made or replaced."""
    if folder.exists() and not folder.is_dir():
        raise ResultsError(f"{folder}: is a file; name a folder for the results")
    above = next(place for place in folder.absolute().parents if place.exists())
    if not above.is_dir():
        raise ResultsError(f"{folder}: cannot be made, since {above} is a file")
    if not os.access(above, os.W_OK):
        raise ResultsError(f"{folder}: cannot be made, since you may not write to {above}")
    if not folder.exists():
        return []
    if Path.cwd().is_relative_to(folder.resolve()):
        raise ResultsError(f"{folder}: is the folder you are working in; name another")
    return [path for path in folder.rglob("*") if not path.is_dir()]


def read_results(folder: Path) -> Results:
    """Read what :func:`write_results` wrote.

    Parameters
    ----------
    folder
        A results folder.

    Returns
    -------
    Results
        The scenario is what this version of the package makes of ``scenario.yaml``; the
        fingerprint of the world that was run is in the manifest.

    Raises
    ------
    ResultsError
        If the folder is not there, not of a run, incomplete or damaged; the message names the
        file.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    with complaining(folder, "read"):
        for entry in manifest.files:
            _expect_undamaged(folder / entry.name, entry.sha256)
        tables = {
            name: _read_table(folder / entry.file, entry.columns)
            for name, entry in manifest.tables.items()
        }
    return Results(
        scenario=Scenario.load(folder / SCENARIO),
        seed=manifest.seed,
        replicates=manifest.replicates,
        systems=tuple(manifest.systems),
        population=manifest.population,
        population_digest=manifest.population_digest,
        is_whole_country=manifest.is_whole_country,
        tables=tables,
        seconds=manifest.seconds,
        ledger=manifest.ledger,
        started=datetime.fromisoformat(manifest.started),
        ensemble=ensemble_of(manifest, folder),
    )


def _dictionary(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = [vars(measure) for measure in MEASURES if measure.table in tables]
    return pd.DataFrame(rows, columns=["table", "name", "unit", "meaning"])


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table in the format that its file's name ends in."""
    if path.suffix == ".csv":
        write_csv(table, path)
    else:
        # checksums: without them a flipped bit is read back as another number
        table.to_parquet(path, engine="pyarrow", index=False, write_page_checksum=True)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as text, the same on every system."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _read_table(path: Path, types: Mapping[str, str]) -> pd.DataFrame:
    try:
        return _parse_table(path, types)
    except ValueError as error:  # of pandas or of Arrow
        first = str(error).partition("\n")[0]
        raise ResultsError(f"{path}: is not the table that the manifest lists ({first})") from error


def _parse_table(path: Path, types: Mapping[str, str]) -> pd.DataFrame:
    if path.suffix != ".csv":
        return pd.read_parquet(path, engine="pyarrow")
    return pd.read_csv(
        path,
        dtype=dict(types),
        keep_default_na=False,
        na_values={name: [""] for name, kind in types.items() if kind.startswith("float")},
        encoding="utf-8",
    )


def _expect_undamaged(path: Path, digest: str) -> None:
    if not path.exists():
        raise ResultsError(f"{path}: is missing; the manifest lists it")
    if sha256(path.read_bytes()).hexdigest() != digest:
        raise ResultsError(f"{path}: was changed or damaged since it was written")
