"""What an outcome hangs on, in words, as a table and as bars."""

from __future__ import annotations

import math

import pandas as pd

from acs_abm.analysis.compare.differences import Row, is_clear, rows_by
from acs_abm.analysis.figures.sensitivity_bars import sensitivity_bars
from acs_abm.analysis.studies.finding import Finding, between, named, plain, worded
from acs_abm.analysis.words import capital, listed, percent, sentence
from acs_abm.explore.study.sensitivity import MAIN, Sensitivity

INDICES = {
    "ST": "total Sobol' index",
    "S1": "first-order Sobol' index",
    "mu_star": "mean absolute elementary effect",
    "mu": "mean elementary effect",
    "sigma": "spread of elementary effects",
    "delta": "delta",
    "median": "PAWN index, median",
}
"""Each index in words."""


def tell_sensitivity(
    found: Sensitivity, label: str = "", source: str = "", against: str | None = None
) -> Finding:
    """Put a sensitivity analysis into words, a table and a figure.

    Parameters
    ----------
    found
        What :meth:`acs_abm.explore.study.study.Study.sensitivity` returns.
    label
        The outcome in words; made from its columns where there is none.
    source
        The line below the figure.
    against
        The scenario from which differences were taken.
    """
    about = (label or worded(found.of)) + (f", less {against}" if against else "")
    asked = f"{found.of} {found.method}" + (f" against {against}" if against else "")
    claims = []
    varies, scenarios = set(found.indices["scenario"]), list(found.noise["scenario"])
    for scenario in scenarios:
        noise = found.noise[found.noise["scenario"] == scenario].iloc[0]
        if scenario not in varies:
            claims.append(
                f"In {scenario}, {about} is {plain(noise['mean'])} at every point: it hangs on "
                "none of the parameters."
            )
            continue
        main = found.main[found.main["scenario"] == scenario].reset_index(drop=True)
        swings = rows_by(found.swings[found.swings["scenario"] == scenario], "parameter")
        place = f"In {scenario}, " if len(scenarios) > 1 else ""
        says = _ranking(main, found.method, swings)
        if main["low"].iloc[0] > main["nothing"].iloc[0]:
            claims.append(sentence(f"{place}{about} hangs most on {says}"))
        else:
            method = found.method.capitalize() if found.method != "pawn" else "PAWN"
            claims.append(
                f"{place}{method} tells no parameter apart from one without effect on {about}; the "
                f"largest index is that of {says}."
            )
        more = [] if found.method == "morris" else _other_swings(main, swings)
        claims += [*_others(main), *more, _luck(noise)]
    return Finding(
        f"sensitivity_{named(asked)}",
        f"What {about} hangs on",
        tuple(claims),
        found.indices,
        sensitivity_bars(found, about, source),
    )


def _ranking(main: pd.DataFrame, method: str, swings: dict[str, Row]) -> str:
    """Name what comes first, with its interval and whether it is sure to come first."""
    top = main.iloc[0]
    index = INDICES[MAIN[method]]
    text = (
        f"{top['parameter']}: {index} {plain(top['value'])} ({between(top['low'], top['high'])}). "
        f"{capital(_swing(swings[top['parameter']], method))}"
    )
    if len(main) > 1 and not top["low"] > main.iloc[1]["high"]:
        second = main.iloc[1]
        text += (
            f". Its interval overlaps that of {second['parameter']} "
            f"({plain(second['value'])}, {between(second['low'], second['high'])}): which of the "
            "two comes first is not certain"
        )
    return text


def _swing(row: Row, method: str) -> str:
    difference = f"{plain(row['difference'])}, {between(row['low'], row['high'])}"
    if method == "morris":
        return f"over its whole range it moves the outcome on average by {difference}"
    return (
        f"from the lowest to the highest quarter of its values the outcome goes from "
        f"{plain(row['low_mean'])} to {plain(row['high_mean'])} (difference {difference})"
    )


def _others(main: pd.DataFrame) -> list[str]:
    rest = main.iloc[1:]
    clear, unclear = rest[rest["low"] > rest["nothing"]], main[main["low"] <= main["nothing"]]
    said = []
    if len(clear):
        each = [
            f"{row['parameter']} ({plain(row['value'])}, {between(row['low'], row['high'])})"
            for _, row in clear.iterrows()
        ]
        said.append(sentence(f"After it come {listed(each, most=5)}"))
    if len(unclear):
        names = listed(list(unclear["parameter"]), most=9)
        said.append(f"Not told apart from a parameter without effect: {names}.")
    return said


def _other_swings(main: pd.DataFrame, swings: dict[str, Row]) -> list[str]:
    """Name the other parameters of which low and high values differ clearly in the outcome."""
    rows = [swings[name] for name in main["parameter"].iloc[1:] if is_clear(swings[name])]
    each = [
        f"{row['parameter']} ({plain(row['difference'])}, {between(row['low'], row['high'])})"
        for row in rows
    ]
    if not each:
        return []
    return [f"Low and high values differ clearly in the outcome also of {listed(each, most=9)}."]


def _luck(noise: pd.Series) -> str:
    if math.isnan(noise["noise"]):
        return "With one replicate it cannot be said how much of it is luck."
    return (
        f"Noise index: {percent(noise['noise'])} of the variance of one run is luck, and "
        f"{percent(noise['noise_of_mean'])} of that between the means of {noise['replicates']} "
        f"replicates at {noise['points']} points."
    )
