"""The folder of a comparison: tables, both scenarios, data dictionary, manifest, report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from acs_abm.analysis.compare.comparison import Comparison
from acs_abm.explore.manifest import describe_comparison, name_of_ensemble, write_manifest
from acs_abm.explore.new_folder import new_folder
from acs_abm.explore.origin import Origin
from acs_abm.explore.results_folder import (
    DICTIONARY,
    expect_format,
    expect_replaceable,
    write_csv,
    write_table,
)
from acs_abm.measures.compared import COMPARED

SCENARIOS = ("scenario_a.yaml", "scenario_b.yaml")


def write_comparison(
    done: Comparison,
    folder: Path,
    file_format: str,
    *,
    command: str | None,
    also: Callable[[Path], object],
) -> Path:
    """Write a comparison into a folder, whole or not at all.

    Parameters
    ----------
    done
        The comparison.
    folder
        Where to. The same comparison made earlier is replaced there, and nothing else.
    file_format
        ``parquet`` or ``csv``, for the tables.
    command
        The command that ran it, for the manifest.
    also
        Writes figures and a report into the folder it is given.

    Raises
    ------
    ResultsError
        If the folder holds something else, or cannot be written.
    """
    expect_format(file_format)
    origin = Origin.of(
        (done.a, done.b),
        seed=done.seed,
        replicates=done.replicates,
        systems=done.systems,
        population_digest=done.population_digest,
        ensemble=done.ensemble,
    )
    expect_replaceable(folder, origin)
    with new_folder(folder) as draft:
        for name, table in done.tables.items():
            write_table(table, draft / f"{name}.{file_format}")
        write_csv(_dictionary(done), draft / DICTIONARY)
        for name, scenario in zip(SCENARIOS, (done.a, done.b), strict=True):
            (draft / name).write_text(scenario.to_yaml(), encoding="utf-8")
        also(draft)
        manifest = describe_comparison(_facts(done), done.tables, draft, file_format, command)
        write_manifest(manifest, draft)
    return folder


def _dictionary(done: Comparison) -> pd.DataFrame:
    rows = [
        (table, column.name, column.unit, column.meaning)
        for table in done.tables
        for column in COMPARED[table]
    ]
    return pd.DataFrame(rows, columns=["table", "name", "unit", "meaning"])


def _facts(done: Comparison) -> dict[str, Any]:
    finished = done.started + timedelta(seconds=done.seconds)
    return {
        "scenarios": {
            letter: {"name": name, "fingerprint": scenario.fingerprint}
            for letter, name, scenario in zip("ab", done.names, (done.a, done.b), strict=True)
        },
        "seed": done.seed,
        "replicates": done.replicates,
        **name_of_ensemble(done.ensemble),
        "systems": list(done.systems),
        "is_whole_country": done.is_whole_country,
        "population": done.population,
        "population_digest": done.population_digest,
        "levers": [lever.name for lever in done.levers],
        "worlds": len(done.design.worlds),
        "orders_drawn": done.design.orders,
        "started": done.started.isoformat(timespec="milliseconds"),
        "finished": finished.isoformat(timespec="milliseconds"),
        "seconds": round(done.seconds, 3),
    }
