"""The report of a study: what was run, what came of it, each number with its interval."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from acs_abm.analysis.studies.finding import Finding, without_dust
from acs_abm.analysis.studies.report_file import read_report_file
from acs_abm.analysis.studies.telling import mean_with_interval
from acs_abm.analysis.words import capital, count
from acs_abm.explore.new_file import expect_ours
from acs_abm.explore.provenance import package_version
from acs_abm.explore.study.disk import write_text, writing
from acs_abm.explore.study.plan import Plan
from acs_abm.explore.study.store import Store
from acs_abm.explore.study.study import Study

HEADLINES = (
    "practices_independent",
    "practices_alliance",
    "practices_partial",
    "practices_full",
    "list_share_alliance",
    "systems_acs",
    "aco_contracts_live",
    "savings",
)
"""What a report tells of the last quarter, of those that are there."""


LONGEST_TABLE = 16
"""Rows of a finding's table that are shown; longer ones are in its file alone."""
HEAD = re.compile(r"(?m)^\d+ of \d+ runs are done; .* plan [0-9a-f]{16}, acs_abm ")
"""The line that every report has, and no other file."""


def write_report(study: Study, path: Path, tell: Path | None = None) -> Path:
    """Write the report of a study, of what is done so far, and return its place.

    Parameters
    ----------
    study
        The study.
    path
        Where the report goes; tables and figures of findings go beside it.
    tell
        A file that says what to find out, as :mod:`acs_abm.analysis.studies.report_file` reads it.

    Raises
    ------
    AcsError
        If the file that says what to find out is wrong, or the study cannot answer it.
    ResultsError
        If there is something in the report's place that is no report.
    """
    expect_ours(path, "report", _is_report, [] if tell is None else [tell])
    found = [] if tell is None else read_report_file(tell, study)
    text = _report(study, found)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        for finding in found:
            finding.write(path.parent, ("png",), is_small=True)  # reports are kept in git
        write_text(text, path)
    return path


def _is_report(text: str) -> bool:
    return HEAD.search(text) is not None


def _report(study: Study, found: Sequence[Finding]) -> str:
    state, plan = study.state(), study.plan
    head = (
        f"{state.done} of {state.runs} runs are done; {state.failed} of them failed. "
        f"{count(len(plan.scenarios), 'scenario')}, {count(len(plan.design.points), 'point')} "
        f"({plan.design.kind}), {count(plan.replicates, 'replicate')}, master seed {plan.seed}, "
        f"plan {plan.fingerprint}, acs_abm {package_version()}, code "
        f"{', '.join(sorted(Store(study.folder).look().codes))}."
    )
    parts = [f"# {plan.question or 'A study'}", head]
    if plan.systems:
        parts.append(f"Care systems: {', '.join(plan.systems)}.")
    if len(plan.design.points) > 1:
        parts.append(f"Varied: {', '.join(map(_varied, *_varied_by(plan)))}.")
    for finding in found:
        parts += _section(finding)
    ends = "Mean over replicates and points; 10th and 90th percentile of runs."
    parts += ["## At the end of the run", ends, _table(_ends(study))]
    first, *others = plan.scenarios
    for other in others:
        parts += [
            f"## {other} against {first}",
            "Differences replicate by replicate, which share their luck, with 95% intervals.",
            _table(_differences(study, other, first)),
        ]
    return "\n\n".join(parts) + "\n"


def _varied_by(plan: Plan) -> tuple[Sequence[str], Sequence[float], Sequence[float]]:
    design = plan.design
    nothing = [math.nan] * len(design.parameters)
    return design.parameters, design.low or nothing, design.high or nothing


def _varied(name: str, low: float, high: float) -> str:
    return name if math.isnan(low) else f"{name} ({low:g} to {high:g})"


def _section(finding: Finding) -> list[str]:
    """Return a finding as Markdown: claims, figure, and the table where it is short."""
    parts = [f"## {capital(finding.title)}"]
    if finding.claims:
        parts.append("\n".join(f"- {claim}" for claim in finding.claims))
    if finding.figure is not None:
        parts.append(f"![{finding.title}]({finding.name}.png)")
    if len(finding.table) <= LONGEST_TABLE:
        parts.append(_table(finding.table))
    parts.append(f"Numbers: [{finding.name}.csv]({finding.name}.csv).")
    return parts


def headlines(study: Study) -> list[str]:
    """Return the headline columns that a study has."""
    there = set(study.query("select * from summary limit 0").columns)
    return [name for name in HEADLINES if name in there]


def _ends(study: Study) -> pd.DataFrame:
    rows = [
        study.query(
            f"select scenario, '{name}' as measure, "  # noqa: S608 - one of ours
            f'avg("{name}") as mean, quantile_cont("{name}", 0.1) as low, '
            f'quantile_cont("{name}", 0.9) as high, count(*) as runs '
            "from summary where status = 'ok' group by scenario order by scenario"
        )
        for name in headlines(study)
    ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def _differences(study: Study, scenario: str, base: str) -> pd.DataFrame:
    rows = []
    for name in headlines(study):
        # points of one replicate share its luck, so they are averaged before luck is judged
        found = study.query(
            f'select replicate, avg(a."{name}" - b."{name}") as difference '  # noqa: S608
            "from summary a join summary b using (point, replicate) "
            "where a.scenario = ? and b.scenario = ? and a.status = 'ok' and b.status = 'ok' "
            "group by replicate order by replicate",
            scenario,
            base,
        )
        row = mean_with_interval(found["difference"])
        rows.append(
            {"measure": name, "difference": row.pop("mean"), **row, "replicates": len(found)}
        )
    return pd.DataFrame(rows)


def _table(frame: pd.DataFrame) -> str:
    heads = [str(name) for name in frame.columns]
    rows = [[_cell(value) for value in row] for row in without_dust(frame).itertuples(index=False)]
    return "\n".join(_line(row) for row in (heads, ["---"] * len(heads), *rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:,.4g}"
    return str(value)
