"""The members of an ensemble: points that were run and that no target rules out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.explore.calibration.region import error_variance, implausibility
from acs_abm.explore.calibration.scored import Scored
from acs_abm.explore.study.design import Design
from acs_abm.parameters import Parameter

Floats = NDArray[np.float64]

TOO_NEAR = 0.01
"""Share of its range by which two members must differ in at least one parameter."""
SETTLED_NARROWING = 0.9
"""Ratio of widths above which a parameter stayed as wide as it began."""


@dataclass(frozen=True)
class Members:
    """Points that passed.

    Attributes
    ----------
    values
        Values of the parameters, one row a member.
    given
        What the model gave for each target, one row a member.
    scores
        Implausibility for each target.
    runs
        How many points were run to find them.
    passing
        Share of all points run that each target alone lets pass.
    """

    values: pd.DataFrame
    given: pd.DataFrame
    scores: pd.DataFrame
    runs: int
    passing: pd.Series

    @classmethod
    def none(cls, names: Sequence[str]) -> Members:
        """Return no members."""
        empty = pd.DataFrame(columns=list(names), dtype=float)
        return cls(pd.DataFrame(), empty, empty, 0, pd.Series(0.0, index=list(names)))

    @property
    def misfit(self) -> pd.Series:
        """Sum of squared implausibilities of each member, over the targets that it gives."""
        return (self.scores**2).sum(axis=1)

    @property
    def effective_size(self) -> float:
        """Effective sample size with every member weighted by how near it comes to the targets.

        Members are drawn evenly, so that unweighted it is their number.
        """
        weight = np.exp(-0.5 * (self.misfit - self.misfit.min()))
        return float(weight.sum() ** 2 / (weight**2).sum())

    def tables(
        self, targets: Sequence[Scored], ranges: Mapping[str, Parameter]
    ) -> dict[str, pd.DataFrame]:
        """Return the tables that tell what was found: scores, targets, parameters."""
        return {
            "scores": self.scores.rename_axis("member")
            .rename(index=lambda row: row + 1)
            .reset_index(),
            "targets": self._by_target(targets),
            "parameters": _by_parameter(self.values, ranges),
        }

    def _by_target(self, targets: Sequence[Scored]) -> pd.DataFrame:
        order = self.misfit.sort_values(kind="stable").index
        best, median = order[0], order[len(order) // 2]
        rows = []
        for target in targets:
            row = {
                "target": target.name,
                "observed": target.observed,
                "observed_sd": target.observed_sd,
                "discrepancy": target.discrepancy,
                "low": self.given[target.name].quantile(0.05),
                "median": self.given[target.name].median(),
                "high": self.given[target.name].quantile(0.95),
                "passing": self.passing[target.name],
            }
            for name, member in (("best", best), ("median", median)):
                given = float(self.given.loc[member, target.name])
                row[f"{name}_member_gives"] = given
                row[f"{name}_member"] = float(self.scores.loc[member, target.name])
                row[f"{name}_member_no_discrepancy"] = _without(target, given)
            rows.append(row)
        return pd.DataFrame(rows)


def pick_members(
    before: Members,
    design: Design,
    given: pd.DataFrame,
    scores: pd.DataFrame,
    cutoff: float,
) -> Members:
    """Add the points of a study that pass to the members.

    Parameters
    ----------
    before
        The members so far.
    design
        The points that were run.
    given, scores
        What the model gave for each target, and its implausibility; a row for each run.
    cutoff
        Implausibility from which a point is ruled out.
    """
    runs = before.runs + len(given)
    passes = (scores.fillna(0) < cutoff).to_numpy()
    rows = np.flatnonzero(passes.all(axis=1))
    points = given.index.get_level_values("point")[rows]
    values = pd.DataFrame([design.points[point] for point in points], columns=design.parameters)
    low, width = np.array(design.low), np.array(design.high) - np.array(design.low)
    together = pd.concat([before.values, values], ignore_index=True)
    apart = far_apart((together.to_numpy(dtype=np.float64) - low) / width)
    counted = before.passing * before.runs + passes.sum(axis=0)
    return Members(
        together.iloc[apart].reset_index(drop=True),
        _joined(before.given, given.iloc[rows], apart),
        _joined(before.scores, scores.iloc[rows], apart),
        runs,
        counted / max(runs, 1),
    )


def far_apart(units: Floats) -> NDArray[np.int64]:
    """Return the rows that differ from every earlier kept row by enough in some coordinate."""
    kept: list[int] = []
    for row, unit in enumerate(units):
        if not kept or (np.abs(units[kept] - unit).max(axis=1) > TOO_NEAR).all():
            kept.append(row)
    return np.array(kept, dtype=np.int64)


def _joined(before: pd.DataFrame, new: pd.DataFrame, rows: NDArray[np.int64]) -> pd.DataFrame:
    parts = [part for part in (before, new) if len(part)] or [new]
    return pd.concat(parts, ignore_index=True).iloc[rows].reset_index(drop=True)


def _without(target: Scored, given: float) -> float:
    """Return implausibility by the observation's error alone; none where that is zero too."""
    variance = error_variance(target, with_discrepancy=False)
    if variance == 0:
        return np.nan
    return float(implausibility(target.observed, np.array([given]), 0.0, variance)[0])


def _by_parameter(values: pd.DataFrame, ranges: Mapping[str, Parameter]) -> pd.DataFrame:
    rows = []
    for name, entry in ranges.items():
        assert entry.low is not None  # noqa: S101 - a number has a range
        assert entry.high is not None  # noqa: S101 - as above
        low, median, high = np.quantile(values[name].to_numpy(dtype=float), [0.05, 0.5, 0.95])
        narrowed = (high - low) / (0.9 * (entry.high - entry.low))
        rows.append(
            {
                "parameter": name,
                "unit": entry.unit,
                "low": entry.low,
                "default": entry.default,
                "high": entry.high,
                "member_5": low,
                "member_median": median,
                "member_95": high,
                "width": narrowed,
                "shift": (median - (entry.low + entry.high) / 2) / (entry.high - entry.low),
            }
        )
    return pd.DataFrame(rows)
