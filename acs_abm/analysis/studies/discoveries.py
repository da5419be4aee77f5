"""Under which values of the parameters something happens, in words, as a table and as boxes."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from acs_abm.analysis.figures.discovery_boxes import discovery_boxes
from acs_abm.analysis.studies.finding import Finding, named, plain, worded
from acs_abm.analysis.words import count, listed, percent, sentence
from acs_abm.explore.study.discovery import DENSITY, Discovery
from acs_abm.explore.study.outcome import Condition

SURE = 0.05
"""Quasi-p-value above which an end of a box may be chance."""


def tell_discovery(
    found: Discovery, label: str = "", source: str = "", against: str | None = None
) -> Finding:
    """Put a discovery into words, a table and a figure.

    Parameters
    ----------
    found
        What :meth:`acs_abm.explore.study.study.Study.discover` returns.
    label
        The outcome in words; made from its columns where there is none.
    source
        The line below the figure.
    against
        The scenario from which differences were taken.
    """
    asked = Condition.parse(found.condition)
    less = f", less {against}," if against else ""
    about = f"{label or worded(asked.of)}{less} {asked.sign} {asked.limit:g}"
    scenarios = list(dict.fromkeys(found.cases["scenario"]))
    claims = []
    for scenario in scenarios:
        place = f"In {scenario}: " if len(scenarios) > 1 else ""
        cases = found.cases[found.cases["scenario"] == scenario]
        claims.append(
            f"{place}{about} holds at {cases['of_interest'].sum()} of {count(len(cases), 'point')} "
            f"(in at least half of a point's replicates)."
        )
        boxes = found.boxes[found.boxes["scenario"] == scenario]
        if boxes.empty:
            claims.append("No range of a parameter was found that tells them apart.")
        for _, box in boxes.iterrows():
            claims += _box_claims(box, found)
    table = found.boxes.merge(found.limits, on=["scenario", "box"], how="left")
    return Finding(
        f"discovery_{named(_asked(found, against))}",
        f"Where {about}",
        tuple(claims),
        table,
        discovery_boxes(found, about, source),
    )


def _asked(found: Discovery, against: str | None) -> str:
    """Return the condition with whatever else was asked that is not usual."""
    parts = [
        found.condition,
        f"against {against}" if against else "",
        f"density {found.density:.15g}" if found.density != DENSITY else "",
        f"boxes {found.most}" if found.most != 1 else "",
    ]
    return " ".join(filter(None, parts))


def limit_words(row: pd.Series) -> str:
    """Say what a box asks of one parameter."""
    name = row["parameter"]
    if row["allowed"]:
        return f"{name} is {row['allowed']}"
    low, high = math.isnan(row["p_low"]), math.isnan(row["p_high"])
    if low and not high:
        return f"{name} is at most {plain(row['high'])}"
    if high and not low:
        return f"{name} is at least {plain(row['low'])}"
    return f"{name} is {plain(row['low'])} to {plain(row['high'])}"


def _box_claims(box: pd.Series, found: Discovery) -> list[str]:
    mine = (found.limits["scenario"] == box["scenario"]) & (found.limits["box"] == box["box"])
    rows = [row for _, row in found.limits[mine].iterrows()]
    said = [
        sentence(
            f"It mostly holds where {listed([limit_words(row) for row in rows], most=9)}: "
            f"{box['of_interest']} of the {box['points']} points there (density "
            f"{percent(box['density'])}), which are {percent(box['coverage'])} of all such points "
            f"(coverage). There it holds in {percent(box['holds_in_runs'])} of runs"
        )
    ]
    chance = [row["parameter"] for row in rows if _may_be_chance(row)]
    if chance:
        said.append(sentence(f"This may be chance (quasi-p above 0.05): {listed(chance, most=9)}"))
    if not box["reached"]:
        said.append(f"No box has the density of {percent(found.density)} that was asked for.")
    return said


def _may_be_chance(row: pd.Series) -> bool:
    values: list[Any] = [row["p_low"], row["p_high"]]
    return any(value > SURE for value in values if not math.isnan(value))
