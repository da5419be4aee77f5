"""A finding of a study: claims in words, the numbers they are made from, and a figure."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from acs_abm.analysis.compare.headlines import TITLES
from acs_abm.analysis.style import save, source_line
from acs_abm.analysis.words import count, listed
from acs_abm.explore.study.disk import writing
from acs_abm.explore.study.plan import Plan

SMALLEST = 1e-9
"""Numbers closer to nothing than this are what is left of rounding."""
LONGEST_NAME = 80
SIGNS = {
    "<=": "at_most", ">=": "at_least", "<": "below", ">": "above",
    "+": "plus", " - ": "minus", "*": "times", "/": "over", "@": "",
}  # fmt: skip
"""Signs of outcomes and conditions, as the name of a file has them."""
COUNTRIES = {"england": "built-in England", "organisations": "a folder of organisations"}


@dataclass(frozen=True)
class Finding:
    """One thing that a study shows.

    Attributes
    ----------
    name
        Name of its files.
    title
        What it is about.
    claims
        Sentences; every number in them is in the table.
    table
        The numbers.
    figure
        The numbers drawn, where there is something to draw.
    note
        How to read the table, in a sentence, where its titles do not say it.
    """

    name: str
    title: str
    claims: tuple[str, ...]
    table: pd.DataFrame
    figure: Figure | None = None
    note: str = ""

    def write(
        self, folder: Path, formats: Sequence[str] = ("svg", "png"), *, is_small: bool = False
    ) -> list[Path]:
        """Write the table and the figure into a folder, and return their places."""
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            table = folder / f"{self.name}.csv"
            without_dust(self.table).to_csv(
                table, index=False, float_format="%.5g", lineterminator="\n", encoding="utf-8"
            )
            drawn = (
                []
                if self.figure is None
                else save(self.figure, folder, self.name, formats, is_small=is_small)
            )
        return [table, *drawn]


def without_dust(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose numbers next to nothing are 0: they hang on the order of a sum."""
    numbers = table.select_dtypes("float")
    return table.assign(**numbers.mask(numbers.abs() <= SMALLEST, 0.0))


def named(asked: str) -> str:
    """Return what was asked as the name of a file: another name for whatever else is asked.

    Parameters
    ----------
    asked
        An outcome or a condition, with what else sets it apart. Signs become words; where more
        than that is lost, a few digits of its digest follow.
    """
    text = asked
    for sign, word in SIGNS.items():
        text = text.replace(sign, f" {word} ")
    name = re.sub(r"[^\w.-]+", "_", text).strip("_")
    if len(name) <= LONGEST_NAME and not re.search(r"[^\w.\s-]", text):
        return name
    digest = hashlib.sha256(asked.encode()).hexdigest()[:6]
    return f"{name[:LONGEST_NAME].rstrip('_')}_{digest}"


def worded(of: str) -> str:
    """Return an outcome in words: the title of a column, or the expression as it was typed."""
    column, _, quarter = (part.strip() for part in of.partition("@"))
    return f"{TITLES.get(column, column)}{f', {quarter}' if quarter else ''}"


def plain(value: float) -> str:
    """Write a number with three digits, and a true minus sign."""
    if math.isnan(value):
        return "not known"
    size = abs(value) if abs(value) > SMALLEST else 0.0
    text = f"{size:,.0f}" if size >= 1000 else f"{size:.3g}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text


def between(low: float, high: float) -> str:
    """Write an interval."""
    if math.isnan(low):
        return "no interval with one replicate"
    return f"95% interval {plain(low)} to {plain(high)}"


def source_of(plan: Plan, scenario: str = "", point: int | None = None) -> str:
    """Return the source line of a study's figures.

    Parameters
    ----------
    plan
        What was run.
    scenario, point
        Which scenario and point a figure is of; all where there is none.
    """
    population = COUNTRIES.get(plan.country, "a made-up country")
    if plan.systems:
        population += f", {count(len(plan.systems), 'care system')}"
    names = [scenario] if scenario else list(plan.scenarios)
    line = source_line(listed(names), population, plan.seed, plan.replicates)
    if len(names) > 1:
        line = line.replace("scenario ", "scenarios ", 1)
    n = len(plan.design.points)
    if n == 1:
        return line
    which = f"{count(n, 'point')} ({plan.design.kind})" if point is None else f"point {point}"
    return line.replace("; ", f", {which}; ", 1)
