"""Parts of the page on calibration about rival rules, from the tables of their contest."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from calibrated import as_number, as_table

TABLES = Path(__file__).parents[1] / "results" / "rule_contest"
MODEL = "all terms"
NAIVE = ("last value", "half", "nobody")


def challenge_parts() -> dict[str, str]:
    """Return every part, by the name of its marks."""
    medians = _of_practices("median")
    return {
        "rivals": rivals(),
        "contest": contest(medians),
        "unbeaten": unbeaten(medians, _of_practices("best")),
    }


def rivals() -> str:
    """Tell how near each rival comes to all targets of practices at once."""
    table = pd.read_csv(TABLES / "rivals.csv")
    rows = [
        (row.rival, row.parameters, row.runs, row.not_ruled_out, as_number(row.best_point),
         as_number(row.median_point), as_number(row.median_before), row.missed_by_best)
        for row in table.itertuples()
    ]  # fmt: skip
    head = ("rule", "parameters", "runs", "not ruled out", "best run", "median run",
            "median before", "targets the best run misses")  # fmt: skip
    return as_table(head, rows) + "\n\n" + _nearer(table.set_index("rival"))


def _nearer(table: pd.DataFrame) -> str:
    """Name the rivals that come nearer to the targets than the rule itself."""
    names = {
        column: ", ".join(table.index[table[column] < table.loc[MODEL, column]]) or "none"
        for column in ("median_point", "best_point")
    }
    return (
        f"Nearer than the whole rule in the median run: {names['median_point']}; "
        f"in the best run: {names['best_point']}."
    )


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
