"""Parts of the page on calibration about rival rules and other structures, from their tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from calibrated import as_number, as_table

RESULTS = Path(__file__).parents[1] / "results"
TABLES = RESULTS / "rule_contest"
MODEL = "all terms"
NAIVE = ("last value", "half", "nobody")


def challenge_parts() -> dict[str, str]:
    """Return every part, by the name of its marks."""
    medians = _of_practices("median")
    return {
        "rivals": rivals(),
        "contest": contest(medians),
        "unbeaten": unbeaten(medians, _of_practices("best")),
        "structure": structure(),
    }


def rivals() -> str:
    """Tell how near each rival comes to all targets of practices at once."""
    table = pd.read_csv(TABLES / "rivals.csv")
    rows = [
        (row.rival, row.parameters, row.runs, row.not_ruled_out, as_number(row.best_point),
         as_number(row.median_point), row.missed_by_best)
        for row in table.itertuples()
    ]  # fmt: skip
    head = ("rule", "parameters", "runs", "not ruled out", "best run", "median run",
            "targets the best run misses")  # fmt: skip
    return as_table(head, rows)


def contest(medians: pd.DataFrame) -> str:
    """Set the median implausibility of every rule and baseline side by side."""
    rows = [
        (name, *map(as_number, row))
        for name, row in zip(medians.index, medians.to_numpy(), strict=True)
    ]
    return as_table(("target", *medians.columns), rows)


def unbeaten(medians: pd.DataFrame, best: pd.DataFrame) -> str:
    """Name, for every rival, the targets at which the model's median is no nearer than its own."""
    lines = []
    for rival in medians.columns.drop(MODEL):
        both = medians[[MODEL, rival]].dropna()
        ahead = both[both[MODEL] >= both[rival]].index
        names = "; ".join(f"{name} ({_pair(both.loc[name])})" for name in ahead) or "none"
        lines.append(f"- **{rival}**, {len(ahead)} of {len(both)}: {names}.")
    lines += ["", _best_of_baselines(best)]
    return "\n".join(lines)


def structure() -> str:
    """Set each way to build the model beside the usual one."""
    table = pd.read_csv(RESULTS / "structure" / "structure.csv")
    rows = [
        (row.variant, f"`{row.measure}`", as_number(row.usual), as_number(row.changed),
         f"{row.difference:+.3f} ({row.low:+.3f} to {row.high:+.3f})",
         "" if row.low <= 0 <= row.high else "yes")
        for row in table.itertuples()
    ]  # fmt: skip
    head = ("variant", "measure", "usual", "changed", "difference, 95%", "differs")
    return as_table(head, rows)


def _best_of_baselines(best: pd.DataFrame) -> str:
    """Say where not even the model's best run is nearer than the best baseline."""
    baseline = best[best.columns.intersection(NAIVE)].min(axis=1)
    behind = best.index[best[MODEL] >= baseline]
    names = "; ".join(behind) or "none"
    return f"Where not even the best run is nearer than the best baseline: {names}."


def _pair(row: pd.Series) -> str:
    return " against ".join(as_number(value) for value in row)


def _of_practices(column: str) -> pd.DataFrame:
    """Return a column of the contest: targets of practices by rules."""
    table = pd.read_csv(TABLES / "contest.csv")
    table = table[table["of_practices"]]
    order = {"target": table["target"].unique(), "rival": table["rival"].unique()}
    wide = table.pivot_table(index="target", columns="rival", values=column)
    return wide.reindex(index=order["target"], columns=order["rival"])
