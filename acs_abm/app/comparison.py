"""Two scenarios compared on the page: what is asked, what it costs, and what the tab is fed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from acs_abm.analysis.compare import Comparison, compare
from acs_abm.analysis.compare.attribution import INTERACTION, TOTAL
from acs_abm.analysis.compare.comparison import MOST_LEVERS, design_for
from acs_abm.analysis.compare.differences import Row, is_clear
from acs_abm.analysis.compare.groups import few_levers
from acs_abm.analysis.compare.headlines import (
    HEADLINES,
    plain_amount,
    plain_step,
    scale,
    title,
    unit_shown,
    written_interval,
)
from acs_abm.analysis.compare.levers import changed_levers, expect_same_frame
from acs_abm.app.background import workers
from acs_abm.app.band_chart import Line, band_chart
from acs_abm.explore.bands import bands
from acs_abm.explore.batch import Progress
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.one_world import systems_of_both
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario

MEASURES = {name: title(name) for name in HEADLINES}
"""What can be looked at, with its title."""
TOGETHER = {INTERACTION: "Moving them together", TOTAL: "In all"}


@dataclass(frozen=True)
class Question:
    """What a visitor wants compared.

    Attributes
    ----------
    a, b
        The scenarios; differences are B less A.
    seed, replicates
        Replicate r of both has the luck of ``seed + r - 1``.
    with_attribution
        Whether the difference is divided among the levers.
    ensemble
        Where there is one, each pair of runs takes the values of a member, by its seed.
    """

    a: Scenario
    b: Scenario
    seed: int
    replicates: int
    with_attribution: bool
    ensemble: Ensemble | None = None

    def runs(self) -> int:
        """Return how many runs it takes.

        Raises
        ------
        CommandError
            If the two cannot be compared.
        """
        a, b = expect_same_frame(self.a, self.b)
        systems_of_both(a, b, england_by_date(a.clock.start))
        levers = few_levers(changed_levers(a, b), MOST_LEVERS)
        worlds = design_for(len(levers), attribution=self.with_attribution).worlds
        return self.replicates * len(worlds)

    def answer(self, progress: Progress) -> Comparison:
        """Do it, in worker processes; what ``progress`` raises ends them."""
        return compare(
            self.a,
            self.b,
            seed=self.seed,
            replicates=self.replicates,
            attribution=self.with_attribution,
            workers=workers(),
            ensemble=self.ensemble,
            progress=progress,
        )


def levels(done: Comparison, column: str) -> dict[str, Any]:
    """Give the curves of both scenarios: mean, and 10th to 90th percentile over replicates."""
    national = done.tables["national"]
    lines = []
    for letter, kind, name in zip("ab", ("first", "second"), done.names, strict=True):
        rows = national.loc[national["scenario"] == letter, ["quarter", "replicate", column]]
        band = bands(rows)
        lines.append(Line(f"{letter.upper()}: {name}", kind, band["mean"], band["low"],
                          band["high"]))  # fmt: skip
    return band_chart(title(column), unit_shown(column), done.quarters, lines, column)


def difference(done: Comparison, column: str) -> dict[str, Any]:
    """Give the difference, B less A, with the 95% interval of its mean."""
    rows = done.differences.loc[done.differences["measure"] == column]
    line = Line("B less A", "third", rows["difference"], rows["low"], rows["high"])
    return band_chart("Difference", scale(column), done.quarters, [line], column)


def headline_table(done: Comparison, quarter: str) -> dict[str, Any]:
    """Give the headline measures of a quarter: A, B, difference, interval."""
    found = done.differences_in(quarter)
    return {
        "name": "differences",
        "caption": f"{done.names[1]} (B) less {done.names[0]} (A), {done.replicates} replicates, "
        "with the 95% interval of the mean difference. Bold: the interval leaves out zero.",
        "head": ["Measure", "Counted in", "A", "B", "Difference", "95% interval"],
        "text_columns": 2,
        "rows": [_headline(name, found[name]) for name in HEADLINES if name in found],
    }


def attribution_table(done: Comparison, column: str, quarter: str) -> dict[str, Any] | None:
    """Give the levers that the difference of a measure comes from; None where not asked for."""
    if "attribution" not in done.tables:
        return None
    labels = {lever.name: lever.label for lever in done.levers} | TOGETHER
    rows = done.attribution(column, quarter).to_dict("records")
    if len(done.levers) == 1:  # there is nothing that it could be moved together with
        rows = [row for row in rows if row["lever"] != INTERACTION]
    return {
        "name": "attribution",
        "caption": f"Where the difference in {MEASURES[column]} comes from ({scale(column)}). "
        "Alone: moved by itself. Share: averaged over the orders in which they could be moved.",
        "head": ["Lever", "Alone", "Share", "95% interval of the share"],
        "text_columns": 1,
        "rows": [
            {
                "cells": [
                    labels[str(row["lever"])],
                    plain_step(column, float(row["alone"])),
                    plain_step(column, float(row["order_averaged"])),
                    written_interval(column, {str(key): value for key, value in row.items()}),
                ],
                "strong": row["lever"] == TOTAL,
            }
            for row in rows
        ],
    }


def _headline(name: str, row: Row) -> dict[str, Any]:
    moved = float(row["difference"])
    return {
        "cells": [
            title(name),
            unit_shown(name),
            plain_amount(name, float(row["a"]), moved),
            plain_amount(name, float(row["b"]), moved),
            plain_step(name, moved),
            written_interval(name, row),
        ],
        "strong": not math.isnan(float(row["low"])) and is_clear(row),
    }
