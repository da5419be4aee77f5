"""An outcome of a study: one number a run, such as ``list_share_alliance@2021-Q1``.

It is a national column, or a sum, difference, product or quotient of several, at the end of a
quarter; or a question in SQL that gives ``run`` and ``value``. Sensitivity, discovery and claims
all ask for outcomes in these words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from acs_abm.errors import StudyError, nearest
from acs_abm.explore.study.plan import Plan

_TOKEN = re.compile(r"\s*(?:([A-Za-z_]\w*)|(\d+(?:\.\d*)?)|([-+*/()]))")
_CONDITION = re.compile(r"(?s)(.+?)\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)\s*")
_SQL = re.compile(r"(?i)\s*(?:select|with)\s")
SHOWN = 3
"""Runs that a message names before it counts the rest."""


@dataclass(frozen=True)
class Condition:
    """What makes a run one of interest: an outcome above or below a number.

    Attributes
    ----------
    of, sign, limit
        The outcome, one of ``< <= > >=``, and the number.
    """

    of: str
    sign: str
    limit: float

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition such as ``practices_alliance@2021-Q1 > 3000``.

        Raises
        ------
        StudyError
            If it is none.
        """
        match = _CONDITION.fullmatch(text.strip())
        if match is None or (set("<>=") & set(match[1]) and not _SQL.match(match[1])):
            raise StudyError(
                f"condition '{text}': write an outcome, one of < <= > >= and a number, such as "
                "'practices_alliance@2021-Q1 > 3000'"
            )
        of, sign, limit = match.groups()
        return cls(of.strip(), sign, float(limit))

    def holds(self, values: pd.Series) -> pd.Series:
        """Say of each value whether it meets the condition."""
        by_sign = {
            "<": values.lt, "<=": values.le, ">": values.gt, ">=": values.ge,
        }  # fmt: skip
        return by_sign[self.sign](self.limit)


def outcome_sql(of: str, columns: Sequence[str], quarters: Sequence[str]) -> tuple[str, list[str]]:
    """Return the question in SQL, and what stands for each ``?`` in it.

    Parameters
    ----------
    of
        The outcome; without ``@QUARTER`` it is of the last quarter.
    columns, quarters
        Names of the national columns of numbers, and quarters that there are.

    Raises
    ------
    StudyError
        If a column, the quarter or the expression is not allowed.
    """
    if _SQL.match(of):
        return of, []
    expression, _, quarter = (part.strip() for part in of.partition("@"))
    quarter = quarter or quarters[-1]
    if quarter not in quarters:
        raise StudyError(
            f"outcome '{of}': there is no quarter '{quarter}'{nearest(quarter, quarters)} "
            f"({quarters[0]} to {quarters[-1]})"
        )
    sql = _expression(expression, of, columns)
    return f"select run, {sql} as value from national where quarter = ?", [quarter]  # noqa: S608


def _expression(text: str, of: str, columns: Sequence[str]) -> str:
    """Write an expression in SQL: names of columns, numbers, signs and brackets, nothing else."""
    parts, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise StudyError(
                f"outcome '{of}': '{text[place:].strip()}' is not understood; it takes national "
                "columns, numbers, + - * / and brackets, then @QUARTER"
            )
        name, number, sign = match.groups()
        if name and name not in columns:
            raise StudyError(
                f"outcome '{of}': there is no national measure '{name}'{nearest(name, columns)}"
            )
        parts.append(f'cast("{name}" as double)' if name else number or sign)
        place = match.end()
    if not parts:
        raise StudyError(f"outcome '{of}': names no national column")
    try:
        ast.parse(text.strip(), mode="eval")  # brackets that close, signs that stand between
    except SyntaxError:
        raise StudyError(f"outcome '{of}': '{text}' is no complete expression") from None
    return " ".join(parts)


def expect_every_run(plan: Plan, summary: pd.DataFrame, where: object) -> None:
    """Refuse a design of which runs are missing or failed.

    Parameters
    ----------
    plan
        What was to be run.
    summary
        One row for each run that is done, with ``run``, ``status`` and ``error``.
    where
        The study's folder, for the message.

    Raises
    ------
    StudyError
        If a run is missing or failed; the message names the first of them.
    """
    missing = sorted(set(range(plan.n_runs)) - set(summary["run"]))
    if missing:
        raise StudyError(
            f"{where}: {len(missing)} of {plan.n_runs} runs are not done: {_named(plan, missing)}. "
            f"An index needs every point; 'acs-abm resume {where}' runs them"
        )
    bad = summary[summary["status"] != "ok"].sort_values("run")
    if len(bad):
        first = bad.iloc[0]
        raise StudyError(
            f"{where}: {len(bad)} of {plan.n_runs} runs failed: {_named(plan, list(bad['run']))} "
            f"({first['status']}: {first['error']}). An index needs every point; "
            f"'acs-abm resume {where} --retry-failed' runs them again"
        )


def expect_numbers(values: pd.DataFrame, plan: Plan, of: str) -> None:
    """Refuse outcomes that are no finite number for every run.

    Raises
    ------
    StudyError
        If one is not, or a run has none or several.
    """
    twice = values["run"].duplicated().any()
    if twice or len(values) < plan.n_runs:
        what = "several values" if twice else f"{len(values)} values for {plan.n_runs} runs"
        raise StudyError(f"outcome '{of}': gives {what}; it takes one for each run")
    bad = ~np.isfinite(values["value"].to_numpy(dtype=float))
    if bad.any():
        runs = [int(run) for run in values.loc[bad, "run"]]
        raise StudyError(f"outcome '{of}': is no number in {_named(plan, runs)}")


def _named(plan: Plan, runs: Sequence[int]) -> str:
    """Name runs by scenario, point and replicate; the first few, then how many more."""
    named = []
    for number in runs[:SHOWN]:
        run = plan.run(int(number))
        named.append(f"{run.scenario}, point {run.point}, replicate {run.replicate}")
    more = f" and {len(runs) - SHOWN} more" if len(runs) > SHOWN else ""
    return "; ".join(named) + more
