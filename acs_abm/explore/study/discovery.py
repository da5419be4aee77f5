"""Scenario discovery: under which values of the parameters something happens.

PRIM (Friedman and Fisher 1999; Bryant and Lempert 2010) of the EMA Workbench finds boxes: ranges
of a few parameters within which a condition mostly holds. *Coverage* is the share of all points of
interest that a box holds, *density* the share of its points that are of interest. EMA Workbench is
the extra ``discovery``.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.errors import StudyError
from acs_abm.explore.study.design import Design
from acs_abm.explore.study.outcome import Condition

DENSITY = 0.8
"""Density asked of a box where nobody says otherwise."""
LEAST_MASS = 0.05
"""Share of points that a box holds at least (Bryant and Lempert 2010)."""
OF_REPLICATES = 0.5
"""Share of its replicates in which the condition holds at a point of interest, at least."""

BOX = ["scenario", "box", "coverage", "density", "points", "of_interest", "points_in_all",
       "of_interest_in_all", "holds_in_runs", "reached"]  # fmt: skip
LIMIT = ["scenario", "box", "parameter", "low", "high", "spans_from", "spans_to", "p_low", "p_high",
         "allowed"]  # fmt: skip

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Discovery:
    """Boxes within which a condition mostly holds.

    Attributes
    ----------
    condition
        What was asked.
    density
        The density that was asked of a box.
    boxes
        One row for each scenario and box: coverage, density, points in it and those of interest,
        the share of its *runs* in which the condition holds, and whether the density was reached.
    limits
        One row for each parameter that a box restricts: low and high, what the design spans, and
        quasi-p-values of both ends (not a number where an end is not restricted); for names, those
        allowed.
    cases
        One row for each scenario and point: its parameters, the mean outcome, the share of
        replicates in which the condition holds, and whether it is of interest.
    most
        How many boxes were looked for.
    """

    condition: str
    density: float
    boxes: pd.DataFrame
    limits: pd.DataFrame
    cases: pd.DataFrame
    most: int = 1


def ema_cases(
    design: Design, outcomes: pd.DataFrame, of: str
) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
    """Return the points in the form of EMA Workbench: experiments and outcomes.

    Parameters
    ----------
    design
        The points that were run.
    outcomes
        Columns ``scenario``, ``point``, ``replicate`` and ``value``.
    of
        What the values are.

    Returns
    -------
    tuple
        A row for each point and scenario, with the columns ``scenario`` (number of the point),
        ``policy`` (name of our scenario) and ``model`` that EMA Workbench expects, beside one for
        each parameter; and the mean over replicates, by its name.
    """
    means = outcomes.groupby(["scenario", "point"], sort=False)["value"].mean().reset_index()
    points = _points(design).loc[means["point"]].reset_index(drop=True)
    experiments = points.assign(
        scenario=means["point"].to_numpy(), policy=means["scenario"].to_numpy(), model="acs_abm"
    )
    return experiments, {of: means["value"].to_numpy(dtype=np.float64)}


def discover(
    design: Design,
    outcomes: pd.DataFrame,
    condition: Condition,
    *,
    density: float = DENSITY,
    most: int = 1,
) -> Discovery:
    """Find boxes of each scenario.

    Parameters
    ----------
    design, outcomes
        As in :func:`ema_cases`.
    condition
        What makes a run one of interest; a point is one where at least half of its replicates are.
    density
        Of the boxes that PRIM passes through, the one that covers most with at least this density
        is taken, of equals the one that restricts least; the densest where none has it.
    most
        How many boxes to look for, each among the points that earlier ones leave.

    Raises
    ------
    StudyError
        If nothing is varied, ``density`` is no share, or all points or none are of interest.
    """
    if not design.parameters:
        raise StudyError("the study varies no parameter: there is nothing to discover")
    if not 0 < density <= 1:
        raise StudyError(f"density: {density:g} is out of range; it takes a share up to 1")
    if most < 1:
        raise StudyError(f"boxes: {most} is out of range; it takes a whole number, 1 or more")
    text = f"{condition.of} {condition.sign} {condition.limit:.15g}"
    parts, refused = [], []
    for name, rows in outcomes.groupby("scenario", sort=False):
        try:
            parts.append(_boxes(design, rows, condition, text, str(name), density, most))
        except StudyError as error:
            refused.append(error)
    if not parts:  # a scenario in which it holds everywhere or nowhere is no reason to drop others
        raise refused[0]
    boxes, limits, cases = (pd.concat(rows, ignore_index=True) for rows in zip(*parts, strict=True))
    return Discovery(text, density, boxes, limits, cases, most)


def _boxes(
    design: Design, rows: pd.DataFrame, condition: Condition, text: str, scenario: str,
    density: float, most: int,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Return boxes, limits and cases of one scenario."""
    held = condition.holds(rows["value"]).groupby(rows["point"]).mean()
    of_interest = (held >= OF_REPLICATES).to_numpy()
    if of_interest.all() or not of_interest.any():
        which = "every point" if of_interest.any() else "no point"
        values = rows.groupby("point")["value"].mean()
        raise StudyError(
            f"condition '{text}' holds at {which} of '{scenario}', whose means lie between "
            f"{values.min():g} and {values.max():g}: there is nothing to tell apart"
        )
    points = _points(design).loc[held.index].reset_index(drop=True)
    prim = _prim(points, of_interest)
    boxes, limits = [], []
    for number in range(1, most + 1):
        found = _next_box(prim, density)
        if found is None:
            break
        row, box, quasi = found
        inside = _inside(points, box)
        boxes.append(
            {"scenario": scenario, "box": number, "coverage": float(row["coverage"]),
             "density": float(row["density"]), "points": int(row["n"]),
             "of_interest": int(row["k"]), "points_in_all": len(points),
             "of_interest_in_all": int(of_interest.sum()),
             "holds_in_runs": float(held.to_numpy()[inside].mean()),
             "reached": float(row["density"]) >= density}
        )  # fmt: skip
        limits += [
            {"scenario": scenario, "box": number, "parameter": name,
             **_limit(design, points, name, box[name], quasi[name])}
            for name in quasi
        ]  # fmt: skip
    cases = points.assign(
        scenario=scenario, point=held.index, value=rows.groupby("point")["value"].mean().to_numpy(),
        held=held.to_numpy(), of_interest=of_interest,
    )  # fmt: skip
    return pd.DataFrame(boxes, columns=BOX), pd.DataFrame(limits, columns=LIMIT), cases


def _points(design: Design) -> pd.DataFrame:
    """Return the points with parameters as columns; switches and lists as names.

    Whole numbers are floats: the ends of a box may lie between two of them.
    """
    table = pd.DataFrame(list(design.points), columns=list(design.parameters))
    for name in table:
        first = design.points[0][list(design.parameters).index(str(name))]
        if isinstance(first, bool | tuple):
            table[name] = table[name].map(str).astype("category")
        else:
            table[name] = table[name].astype(np.float64)
    return table


def _prim(points: pd.DataFrame, of_interest: Bools) -> Any:
    """Return EMA Workbench's PRIM over the points."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of optional parts, and of what pandas plans
        try:
            from ema_workbench.analysis.prim import Prim  # noqa: PLC0415 - optional, and slow
        except ImportError:
            raise StudyError(
                "discovery needs EMA Workbench: install the extra with "
                "python -m pip install 'acs_abm[discovery]'"
            ) from None
        # it counts what is of interest by the threshold, so any above 0; which box to take is
        # decided from all that it passes through
        return Prim(points, of_interest, threshold=1e-9, mass_min=LEAST_MASS)


def _next_box(prim: Any, density: float) -> tuple[pd.Series, pd.DataFrame, dict[str, Any]] | None:
    """Find a box among the points that are left; none where none is of interest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = prim.find_box()
        if found is None or not len(found.peeling_trajectory):
            return None
        passed = found.peeling_trajectory.reset_index(drop=True)
        dense = passed[passed["density"] >= density]
        ranked = dense if len(dense) else passed[passed["density"] == passed["density"].max()]
        order = {"coverage": False, "res_dim": True, "density": False}  # the simplest of equals
        ranked = ranked.sort_values(list(order), ascending=list(order.values()), kind="stable")
        place = int(ranked.index[0])
        found.select(place)
    row = passed.loc[place]
    if not row["k"] or not row["res_dim"]:
        return None
    return row, found.box_lims[place], found.qp[place]


def _inside(points: pd.DataFrame, box: pd.DataFrame) -> Bools:
    inside = np.ones(len(points), dtype=bool)
    for name in points:
        edges = list(box[name])
        if isinstance(edges[0], set | frozenset):
            inside &= points[name].isin(edges[0]).to_numpy()
        else:
            inside &= points[name].between(edges[0], edges[1]).to_numpy()
    return inside


def _limit(
    design: Design, points: pd.DataFrame, name: str, edges: pd.Series, quasi: list[float]
) -> dict[str, Any]:
    """Return the ends of a box, what the design spans, and quasi-p-values."""
    if isinstance(edges.iloc[0], set | frozenset):
        allowed = ", ".join(sorted(map(str, edges.iloc[0])))
        nothing = dict.fromkeys(("low", "high", "spans_from", "spans_to", "p_high"), np.nan)
        return {**nothing, "p_low": float(quasi[0]), "allowed": allowed}
    place = design.parameters.index(name)
    spans_from = design.low[place] if design.low else float(points[name].min())
    spans_to = design.high[place] if design.high else float(points[name].max())
    p_low, p_high = (np.nan if value < 0 else float(value) for value in quasi)
    low = spans_from if np.isnan(p_low) else float(edges.iloc[0])
    high = spans_to if np.isnan(p_high) else float(edges.iloc[1])
    return {"low": low, "high": high, "spans_from": spans_from, "spans_to": spans_to,
            "p_low": p_low, "p_high": p_high, "allowed": ""}  # fmt: skip
