"""Results on disk that the page shows: a run, or a study while it is still being written.

Read only, and no lock is held: of a study its list of finished chunks is read, then their files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from scipy.special import stdtrit

from acs_abm.analysis.compare.headlines import UNITS, scale, title, unit_shown
from acs_abm.analysis.words import count
from acs_abm.app.band_chart import KINDS, Line, band_chart
from acs_abm.app.hangs_on import sensitivity_table
from acs_abm.errors import ResultsError
from acs_abm.explore.bands import bands
from acs_abm.explore.batch import Progress
from acs_abm.explore.intervals import COVERED
from acs_abm.explore.manifest import MANIFEST
from acs_abm.explore.results_folder import read_results
from acs_abm.explore.study.plan_file import is_study
from acs_abm.explore.study.study import Study

MOST_FOLDERS = 200
MOST_POINTS = 500


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of a folder.

    Attributes
    ----------
    folder
        Its name, one of :func:`folders`.
    measure
        A national column; the first headline that is there where there is no such column.
    point
        Number of the point of a study's design.
    base
        The scenario others are compared with; the first where there is no such scenario.
    """

    folder: str
    measure: str = "list_share_alliance"
    point: int = 0
    base: str = ""


@dataclass(frozen=True)
class Contents:
    """What a folder holds, as far as it is written.

    Attributes
    ----------
    asked
        What was looked for, with what was taken instead where something was not there.
    facts
        What it is and how far, as pairs of words.
    is_complete
        Whether nothing more will come.
    measures, scenarios
        What can be asked for.
    points
        Each point of the design in words.
    charts
        Bands, then differences: what :func:`acs_abm.app.band_chart.band_chart` gives.
    table
        What the measure hangs on, of a finished study whose design tells.
    """

    asked: Asked
    facts: tuple[tuple[str, str], ...]
    is_complete: bool
    measures: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    charts: tuple[dict[str, Any], ...] = ()
    table: dict[str, Any] | None = None


def folders(results: Path | None) -> list[str]:
    """Name the folders of runs and studies under the one that the page was started with."""
    if results is None:
        return []
    if _is_known(results):
        return ["."]
    try:
        inside = sorted(path for path in results.iterdir() if path.is_dir())
    except OSError:
        return []
    return [path.name for path in inside if _is_known(path)][:MOST_FOLDERS]


def look(results: Path | None, asked: Asked, progress: Progress) -> Contents:
    """Read a folder.

    Parameters
    ----------
    results
        The folder that the page was started with.
    asked
        Which folder under it, and what of it.
    progress
        Called with the parts that are read and the parts in all.

    Raises
    ------
    AcsError
        If the folder is not there, not of a run or study, or damaged.
    """
    if results is None or asked.folder not in folders(results):
        raise ResultsError(f"'{asked.folder}' is not among the results that this page shows")
    progress(0, 2)
    path = results / asked.folder
    return _study(Study(path), asked, progress) if is_study(path) else _run(path, asked)


def _is_known(path: Path) -> bool:
    return is_study(path) or (path / MANIFEST).is_file()


def _run(path: Path, asked: Asked) -> Contents:
    """Read the folder of a run; with replicates their band."""
    results = read_results(path)
    national = results.tables["national"]
    measures = _measures(national)
    column = _one_of(asked.measure, measures)
    band = results.tables.get("bands", bands(national) if results.replicates > 1 else None)
    if band is None:
        line = Line(results.scenario.name, KINDS[0], national[column])
    else:
        rows = band.loc[band["measure"] == column]
        line = Line(results.scenario.name, KINDS[0], rows["mean"], rows["low"], rows["high"])
    chart = band_chart(
        title(column), unit_shown(column), national["quarter"].unique(), [line], column
    )
    facts = (
        ("What it is", "a run"),
        ("Scenario", f"{results.scenario.name}, fingerprint {results.scenario.fingerprint}"),
        ("Seed", str(results.seed)),
        ("Replicates", str(results.replicates)),
        ("Care systems", str(len(results.systems))),
    )
    taken = Asked(asked.folder, column)
    return Contents(
        taken, facts, is_complete=True, measures=measures, scenarios=(results.scenario.name,),
        charts=(chart,),
    )  # fmt: skip


def _study(study: Study, asked: Asked, progress: Progress) -> Contents:
    """Read a study, as much of it as is done."""
    plan, state = study.plan, study.state()
    progress(1, 2)
    facts = (
        ("What it is", f"a study: {plan.question or 'no question was written down'}"),
        ("Done", f"{state.done:,} of {state.runs:,} runs"),
        ("Failed", f"{state.failed:,}"),
        ("Damaged files", f"{state.damaged:,}"),
        ("Design", f"{plan.design.kind}, {count(len(plan.design.points), 'point')}"),
        ("Replicates", f"{plan.replicates:,}, from seed {plan.seed}"),
    )
    scenarios = tuple(plan.scenarios)
    points = tuple(_point(plan, number) for number in range(len(plan.design.points)))
    point = asked.point if 0 <= asked.point < len(points) else 0
    base = _one_of(asked.base, scenarios)
    is_complete = state.is_complete
    if not state.done or "national" not in plan.outputs:
        return Contents(Asked(asked.folder, asked.measure, point, base), facts, is_complete,
                        scenarios=scenarios)  # fmt: skip
    measures = _measures(study.query("select * from national limit 0"))
    column = _one_of(asked.measure, measures)
    charts = [_bands(study, column, point, scenarios)]
    if len(scenarios) > 1:
        charts.append(_paired(study, column, point, scenarios, base))
    whole = is_complete and not (state.failed or state.damaged)
    last = charts[0]["quarters"][-1]
    table = sensitivity_table(study, column, last) if whole else None
    return Contents(
        Asked(asked.folder, column, point, base), facts, is_complete, measures, scenarios,
        points[:MOST_POINTS], tuple(charts), table,
    )  # fmt: skip


def _bands(study: Study, column: str, point: int, scenarios: tuple[str, ...]) -> dict[str, Any]:
    rows = study.bands(column)
    rows = rows.loc[rows["point"] == point]
    lines = [
        Line(name, kind, own["mean"], own["low"], own["high"])
        for name, kind in zip(scenarios, KINDS, strict=False)
        if len(own := rows.loc[rows["scenario"] == name])
    ]
    quarters = sorted(rows["quarter"].unique())
    return band_chart(title(column), unit_shown(column), quarters, lines, column)


def _paired(
    study: Study, column: str, point: int, scenarios: tuple[str, ...], base: str
) -> dict[str, Any]:
    lines, quarters = [], []
    others = [name for name in scenarios if name != base]
    for name, kind in zip(others, KINDS[1:], strict=False):
        rows = study.paired(column, name, base)
        rows = rows.loc[rows["point"] == point]
        if len(rows):
            mean = rows["difference"]
            edge = stdtrit(rows["replicates"] - 1, (1 + COVERED) / 2)
            reach = edge * rows["standard_error"]
            lines.append(Line(f"{name} less {base}", kind, mean, mean - reach, mean + reach))
            quarters = list(rows["quarter"])
    return band_chart("Paired difference", scale(column), quarters, lines, column)


def _point(plan: Any, number: int) -> str:
    values = zip(plan.design.parameters, plan.design.points[number], strict=True)
    return ", ".join(f"{name} = {_short(value)}" for name, value in values) or "as it is"


def _short(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _measures(national: pd.DataFrame) -> tuple[str, ...]:
    return tuple(str(name) for name in national.columns if UNITS.get(str(name)))


def _one_of(name: str, known: tuple[str, ...]) -> str:
    return name if name in known else known[0]
