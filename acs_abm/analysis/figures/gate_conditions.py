"""What the gates are failed for."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from acs_abm.analysis.gate_failures import GateTally, tally_gates
from acs_abm.analysis.replicates import replicates_in
from acs_abm.analysis.style import (
    HEADER,
    INK,
    QUIET,
    STANCE_LINES,
    WIDTH,
    canvas,
    house_style,
    panel,
    sheet,
)
from acs_abm.analysis.words import capital, count, number, percent, plural

ROW, HEAD, SPACE = 0.25, 0.26, 0.28
"""Inches a condition takes, the heading of a gate takes, and free between two gates."""
NAMES = 3.75


@house_style
def gate_conditions(gates: pd.DataFrame, source: str = "") -> Figure | None:
    """Draw, for each gate, in what share of its failures each condition was short.

    Parameters
    ----------
    gates
        The gates table.
    source
        The line below the figure.

    Returns
    -------
    Figure or None
        None where no gate was failed.
    """
    tallies = [tally for tally in tally_gates(gates) if tally.failed]
    if not tallies:
        return None
    replicates = replicates_in(gates)
    height = sum(HEAD + SPACE + ROW * len(tally.conditions) for tally in tallies)
    figure = sheet(
        HEADER + height + 0.35,
        "What gates were failed for",
        "Share of failed evaluations in which a condition was short; dark part: in which it was "
        "the only one. A gate is evaluated each quarter for every organisation that has served "
        "its time and waits before it."
        + (f" {replicates} replicates together." if replicates > 1 else ""),
        source,
    )
    names = canvas(figure)
    top = HEADER + 0.1
    for tally in tallies:
        names.text(0.15, top + HEAD / 2, _heading(tally), weight="bold", va="center")
        top += HEAD
        rows = len(tally.conditions)
        axes = panel(figure, NAMES, top, WIDTH - NAMES - 0.6, ROW * rows)
        _draw_gate(axes, tally)
        for row, condition in enumerate(tally.conditions):
            middle = top + ROW * (row + 0.5)
            names.text(NAMES - 0.1, middle, condition.label, ha="right", va="center")
        top += ROW * rows + SPACE
        if tally is tallies[-1]:
            _scale(axes)
    return figure


def gate_table(gates: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the figure: one row a condition of a gate."""
    rows = [
        (
            capital(tally.name), number(tally.evaluated), number(tally.failed), condition.label,
            percent(condition.short_share), percent(condition.only_share),
        )
        for tally in tally_gates(gates)
        for condition in tally.conditions
    ]  # fmt: skip
    heads = ["Gate to", "Evaluations", "Failed", "Condition", "Short", "The only one short"]
    return pd.DataFrame(rows, columns=heads)


def _heading(tally: GateTally) -> str:
    share = percent(tally.failed / tally.evaluated)
    return (
        f"Gate to {tally.name}: {count(tally.failed, 'failure')} in {number(tally.evaluated)} "
        f"{plural(tally.evaluated, 'evaluation')} ({share})"
    )


def _draw_gate(axes: Axes, tally: GateTally) -> None:
    colour = STANCE_LINES["practices_alliance"][0]
    rows = range(len(tally.conditions))
    short = [condition.short_share for condition in tally.conditions]
    only = [condition.only_share for condition in tally.conditions]
    axes.barh(rows, [1] * len(short), height=0.72, color="#F2F4F7")
    axes.barh(rows, short, height=0.72, color="#8FB1D6")
    axes.barh(rows, only, height=0.72, color=colour)
    for row, share in zip(rows, short, strict=True):
        axes.text(1.012, row, percent(share), size=8, va="center", color=INK)
    axes.set(xlim=(0, 1), ylim=(len(short) - 0.5, -0.5), xticks=[], yticks=[])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _scale(axes: Axes) -> None:
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.tick_params(axis="x", length=3, labelcolor=QUIET)
