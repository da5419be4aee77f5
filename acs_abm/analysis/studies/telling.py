"""Outcomes in words: how large, how different, with what they go, over time, and how surely."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from acs_abm.analysis.compare.differences import is_clear
from acs_abm.analysis.compare.headlines import HEADLINES, title
from acs_abm.analysis.figures.settling_lines import settling_lines
from acs_abm.analysis.figures.study_lines import paired_lines, study_bands
from acs_abm.analysis.figures.value_lines import value_lines
from acs_abm.analysis.studies.finding import Finding, between, named, plain, source_of, worded
from acs_abm.analysis.words import capital, count, percent
from acs_abm.errors import StudyError, nearest
from acs_abm.explore.intervals import interval
from acs_abm.explore.study.plan import Plan
from acs_abm.explore.study.study import Study


def mean_with_interval(values: pd.Series) -> dict[str, float]:
    """Return the mean over replicates and the ends of its interval."""
    column = values.to_numpy(dtype=float)[:, None]
    low, high = interval(column)
    return {"mean": float(column.mean()), "low": float(low[0]), "high": float(high[0])}


def by_replicate(outcomes: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return mean and interval by scenario and keys; points of a replicate share its luck."""
    names = ["scenario", *keys]
    averaged = outcomes.groupby([*names, "replicate"], sort=False)["value"].mean().reset_index()
    rows = []
    for _, group in averaged.groupby(names, sort=False):
        key = {name: group[name].iloc[0] for name in names}
        rows.append({**key, **mean_with_interval(group["value"]), "replicates": len(group)})
    return pd.DataFrame(rows)


def tell_levels(study: Study, of: str, label: str = "") -> Finding:
    """Say how large an outcome is in each scenario."""
    about, n = label or worded(of), len(study.plan.design.points)
    table = by_replicate(study.outcome(of)).assign(points=n)
    over = f", mean over {count(n, 'point')}" if n > 1 else ""
    claims = [
        f"{row['scenario']}: {about} is {plain(row['mean'])} "
        f"({between(row['low'], row['high'])}{over})."
        for row in table.to_dict("records")
    ]
    return Finding(f"level_{named(of)}", f"Level: {about}", tuple(claims), table)


def tell_difference(study: Study, of: str, label: str = "") -> Finding:
    """Say how much each other scenario differs from the first, replicate by replicate."""
    base = next(iter(study.plan.scenarios))
    about = label or worded(of)
    outcomes = study.outcome(of, against=base)
    table = by_replicate(outcomes)
    at_points = by_replicate(outcomes, "point")
    lower = at_points.groupby("scenario")["high"].agg(lambda ends: int((ends < 0).sum()))
    higher = at_points.groupby("scenario")["low"].agg(lambda ends: int((ends > 0).sum()))
    table["points"] = len(study.plan.design.points)
    table["points_lower"] = table["scenario"].map(lower)
    table["points_higher"] = table["scenario"].map(higher)
    claims = [_difference(row, about, base) for row in table.to_dict("records")]
    title = f"Difference from {base}: {about}"
    return Finding(f"difference_{named(of)}", title, tuple(claims), table)


def tell_scenarios(study: Study, column: str, quarter: str | None = None) -> Finding:
    """Say how the other scenarios differ from the first: one column, then what else is clear.

    Parameters
    ----------
    study
        A study of which every run is done.
    column
        A national column, told first.
    quarter
        When; the last quarter where there is none.

    Raises
    ------
    StudyError
        If there is one scenario only, or no such column or quarter.
    """
    base, *others = study.plan.scenarios
    if not others:
        raise StudyError(f"{study.folder}: holds the scenario {base} alone; nothing to compare")
    known = study.measures()
    if column not in known:
        raise StudyError(f"there is no national measure '{column}'{nearest(column, known)}")
    when = quarter or str(study.query("select max(quarter) as last from national")["last"].iloc[0])
    asked = dict.fromkeys([column, *(name for name in HEADLINES if name in known)])
    found = {name: tell_difference(study, f"{name}@{when}") for name in asked}
    table = pd.concat(
        [one.table.assign(measure=name) for name, one in found.items()], ignore_index=True
    )
    claims = [
        claim
        for name, one in found.items()
        for claim, row in zip(one.claims, one.table.to_dict("records"), strict=True)
        if name == column or is_clear(row)
    ]
    front = ["scenario", "measure", "mean", "low", "high", "replicates"]
    title, note = f"Differences from {base}, {when}", _how_to_read(study.plan, base, when)
    return Finding("scenarios", title, tuple(claims), table[front], note=note)


def _how_to_read(plan: Plan, base: str, when: str) -> str:
    """Say what the numbers in a table of differences are."""
    n = len(plan.design.points)
    over = f" and {count(n, 'point')}" if n > 1 else ""
    ends = (
        "low and high are the ends of their 95% intervals."
        if plan.replicates > 1
        else "with one replicate there is no interval, and low and high are empty."
    )
    return (
        f"The column mean holds mean differences from {base} in {when}, over "
        f"{count(plan.replicates, 'replicate')}{over}; {ends}"
    )


def _difference(row: Mapping[Any, Any], about: str, base: str) -> str:
    """Put one difference into words: which way, how far, how surely, and at how many points."""
    way = "is higher than" if row["mean"] > 0 else "is lower than"
    if not is_clear(row):
        way = "is not told apart from that"
    text = f"In {row['scenario']}, {about} {way} in {base}"
    text += f": difference {plain(row['mean'])} ({between(row['low'], row['high'])})."
    if row["points"] > 1:
        text += (
            f" By itself, {row['points_lower']} of {row['points']} points show it clearly lower "
            f"and {row['points_higher']} clearly higher."
        )
    return text


def tell_values(study: Study, of: str, parameter: str, label: str = "") -> Finding:
    """Say how an outcome goes with the values of one parameter, of which the design lists few.

    Raises
    ------
    StudyError
        If the study does not vary the parameter.
    """
    design = study.plan.design
    if parameter not in design.parameters:
        raise StudyError(
            f"the study does not vary '{parameter}'{nearest(parameter, design.parameters)} "
            f"({', '.join(design.parameters)})"
        )
    about, place = label or worded(of), design.parameters.index(parameter)
    outcomes = study.outcome(of)
    outcomes["at"] = outcomes["point"].map(lambda point: design.points[point][place])
    table = by_replicate(outcomes, "at").rename(columns={"at": "value"})
    first, last = min(table["value"]), max(table["value"])
    claims = []
    for scenario, rows in outcomes.groupby("scenario", sort=False):
        ends = rows.pivot_table(index="replicate", columns="at", values="value")
        row = mean_with_interval(ends[last] - ends[first])
        way = ("rises" if row["mean"] > 0 else "falls") if is_clear(row) else "is not told apart"
        claims.append(
            f"{scenario}: from {first:g} to {last:g} of {parameter}, {about} {way}: difference "
            f"{plain(row['mean'])} ({between(row['low'], row['high'])})."
        )
    figure = value_lines(table, parameter, capital(about), source_of(study.plan))
    name = f"values_{named(f'{of} by {parameter}')}"
    return Finding(name, f"{capital(about)} by {parameter}", tuple(claims), table, figure)


def tell_over_time(study: Study, measure: str) -> Finding:
    """Draw a national measure over time; of several scenarios, differences from the first."""
    base, *others = study.plan.scenarios
    source, about = source_of(study.plan), title(measure)
    if not others:
        table = study.bands(measure, by=["scenario", "quarter"])
        figure = study_bands(table, measure, source)
        return Finding(f"over_time_{measure}", f"Over time: {about}", (), table, figure)
    paired = {name: study.paired(measure, name, base, by=["quarter"]) for name in others}
    table = pd.concat([rows.assign(scenario=name) for name, rows in paired.items()])
    figure = paired_lines(paired, base, measure, source)
    claims = [_clear_from(name, rows, about, base) for name, rows in paired.items()]
    return Finding(f"over_time_{measure}", f"Over time: {about}", tuple(claims), table, figure)


def _clear_from(name: str, rows: pd.DataFrame, about: str, base: str) -> str:
    """Say in which quarters a difference over time is clear."""
    clear = rows[(rows["low"] > 0) | (rows["high"] < 0)]
    if clear.empty:
        return f"{name}: {about} is not told apart from {base} in any quarter."
    return (
        f"{name}: {about} differs clearly from {base} in {len(clear)} of "
        f"{count(len(rows), 'quarter')}, first in {clear['quarter'].iloc[0]}."
    )


def tell_settling(study: Study, outcomes: Sequence[str], labels: Sequence[str] = ()) -> Finding:
    """Say how many replicates are enough for each outcome; labels name them otherwise."""
    names = labels or outcomes
    found = study.settling(dict(zip(names, outcomes, strict=True)))
    claims = [_settled(row, found.replicates) for row in found.summary.to_dict("records")]
    first = next(iter(study.plan.scenarios))
    drawn = found.path["scenario"].eq(first).any()
    figure = settling_lines(found, first, source_of(study.plan)) if drawn else None
    title = "How many replicates are enough"
    return Finding("replicates", title, tuple(claims), found.summary, figure)


def _settled(row: Mapping[Any, Any], replicates: int) -> str:
    head = f"{row['scenario']}, {row['outcome']}: "
    if replicates == 1:
        return f"{head}it is {plain(row['mean'])}; with one replicate it has no spread to settle."
    if not row["variation"] > 0:
        return head + f"it is {plain(row['mean'])} in every replicate."
    settled = (
        f"settles from {row['enough']:.0f} replicates on"
        if not math.isnan(row["enough"])
        else f"has not settled with {replicates} replicates"
    )
    return (
        f"{head}the coefficient of variation {settled}; it is {plain(row['variation'])}. A point's "
        f"mean is known to within {percent(row['half_width'])} (95%); {row['for_5_percent']:,.0f} "
        "replicates would give it to within 5%."
    )
