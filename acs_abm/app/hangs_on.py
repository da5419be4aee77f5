"""What an outcome of a study hangs on, as the table that the page draws."""

from __future__ import annotations

from typing import Any

from acs_abm.analysis.compare.headlines import factor, scale, title
from acs_abm.analysis.studies.finding import plain
from acs_abm.analysis.studies.sensitivities import INDICES
from acs_abm.analysis.words import capital, percent
from acs_abm.errors import StudyError
from acs_abm.explore.study.sensitivity import MAIN, METHODS, Sensitivity
from acs_abm.explore.study.study import Study


def sensitivity_table(study: Study, column: str, quarter: str) -> dict[str, Any] | None:
    """Give the parameters of a finished study by how much a measure hangs on them.

    Parameters
    ----------
    study
        Of it every run must be done: an index needs every point.
    column
        The national measure that is judged.
    quarter
        The last quarter of its runs in words, at whose end it is judged.

    Returns
    -------
    dict or None
        What ``PlainTable`` draws; None where the design is one of which no index is made.
    """
    if study.plan.design.kind not in METHODS:
        return None
    table: dict[str, Any] = {"name": "sensitivity", "text_columns": 2, "head": [], "rows": []}
    try:
        found = study.sensitivity(column)
    except StudyError as error:  # as where the outcome is the same at every point
        return {**table, "caption": f"No sensitivity: {error}."}
    index = capital(INDICES[MAIN[found.method]])
    return {
        **table,
        "caption": f"What {title(column)} hangs on at the end of {quarter}, the largest first. "
        "Bold: told apart from a parameter without effect. Low to high: change of the measure "
        f"over the parameter's range, in {scale(column)}. {_luck(found)}",
        "head": ["Parameter", "Scenario", index, "95% interval", "Low to high", "95% interval"],
        "rows": _rows(found, factor(column)),
    }


def _rows(found: Sensitivity, times: float) -> list[dict[str, Any]]:
    own = times if found.method == "morris" else 1.0  # the others are shares, without a unit
    main = found.main.merge(found.swings, on=["scenario", "parameter"], suffixes=("", "_moved"))
    return [
        {
            "cells": [
                row["parameter"],
                row["scenario"],
                plain(own * row["value"]),
                f"{plain(own * row['low'])} to {plain(own * row['high'])}",
                plain(times * row["difference"]),
                f"{plain(times * row['low_moved'])} to {plain(times * row['high_moved'])}",
            ],
            "strong": bool(row["low"] > row["nothing"]),
        }
        for row in main.to_dict("records")
    ]


def _luck(found: Sensitivity) -> str:
    """Say how much of one run is luck, scenario by scenario."""
    shares = [
        f"{percent(row['noise'])} in {row['scenario']}"
        for row in found.noise.to_dict("records")
        if row["noise"] == row["noise"]  # known from two replicates on
    ]
    return f"Share of the variance of one run that is luck: {', '.join(shares)}." if shares else ""
