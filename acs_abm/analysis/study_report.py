"""The report of a study: what was run, what came of it, each number with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from scipy import stats

from acs_abm.explore.study.disk import write_text, writing
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


def write_report(study: Study, path: Path) -> Path:
    """Write the report of a study, of what is done so far, and return its place."""
    with writing(path):
        write_text(_report(study), path)
    return path


def _report(study: Study) -> str:
    state, plan = study.state(), study.plan
    head = (
        f"{state.done} of {state.runs} runs are done; {state.failed} of them failed. "
        f"{len(plan.scenarios)} scenarios, {len(plan.design.points)} points "
        f"({plan.design.kind}), {plan.replicates} replicates, master seed {plan.seed}, "
        f"plan {plan.fingerprint}."
    )
    parts = [f"# {plan.question or 'A study'}", head]
    if len(plan.design.points) > 1:
        parts.append(f"Varied: {', '.join(plan.design.parameters)}.")
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


def _headlines(study: Study) -> list[str]:
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
        for name in _headlines(study)
    ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def _differences(study: Study, scenario: str, base: str) -> pd.DataFrame:
    rows = []
    for name in _headlines(study):
        # points of one replicate share its luck, so they are averaged before luck is judged
        found = study.query(
            f'select replicate, avg(a."{name}" - b."{name}") as difference '  # noqa: S608
            "from summary a join summary b using (point, replicate) "
            "where a.scenario = ? and b.scenario = ? and a.status = 'ok' and b.status = 'ok' "
            "group by replicate order by replicate",
            scenario,
            base,
        )
        differences = found["difference"].to_numpy(dtype=float)
        n = len(differences)
        mean = float(differences.mean()) if n else math.nan
        reach = math.nan
        if n > 1:
            error = float(differences.std(ddof=1)) / math.sqrt(n)
            reach = float(stats.t.ppf(0.975, n - 1)) * error
        edges = {"low": mean - reach, "high": mean + reach, "replicates": n}
        rows.append({"measure": name, "difference": mean, **edges})
    return pd.DataFrame(rows)


def _table(frame: pd.DataFrame) -> str:
    heads = [str(name) for name in frame.columns]
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    return "\n".join(_line(row) for row in (heads, ["---"] * len(heads), *rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:,.4g}"
    return str(value)
