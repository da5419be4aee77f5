"""Who signed what was on offer, beside who could have."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from acs_abm.analysis.figures.over_time import time_axis
from acs_abm.analysis.replicates import quarters_in, replicates_in, summarise
from acs_abm.analysis.style import HEADER, QUIET, house_style, panel, sheet
from acs_abm.analysis.words import listed, number, percent, spell_offer

COLUMNS = 3
WIDE, TALL, TITLE, BELOW = 2.6, 1.35, 0.42, 0.5
LEFT, BETWEEN = 0.6, 0.6
COLOUR = "#12436D"


@house_style
def offers_signed(
    offers: pd.DataFrame, labels: Mapping[str, str] | None = None, source: str = ""
) -> Figure | None:
    """Draw, for each offer, how many practices hold it and how many could.

    Parameters
    ----------
    offers
        The offers table.
    labels
        Name of an offer in words; from its name in the table where there is none.
    source
        The line below the figure.

    Returns
    -------
    Figure or None
        None where nobody could take an offer.
    """
    most_open = offers.groupby("offer", sort=False)["eligible"].max()
    names = [str(name) for name in most_open.index if most_open[name] > 0]
    closed = [_name(labels, str(name)) for name in most_open.index if most_open[name] == 0]
    if not names:
        return None
    rows = -(-len(names) // COLUMNS)
    replicates = replicates_in(offers)
    figure = sheet(
        HEADER + rows * (TITLE + TALL + BELOW),
        "Offers signed",
        "Practices that hold each offer (solid line) and those that hold it or could take it in "
        "that quarter (grey, dotted). Number of practices; every panel has its own scale."
        + (f" Means of {replicates} replicates; bands: 10th to 90th percentile."
           if replicates > 1 else "")
        + (f" Open to nobody during the run: {listed(closed)}." if closed else ""),
        source,
    )  # fmt: skip
    summary = summarise(offers, ["quarter", "offer"], ["signed", "eligible"])
    quarters = quarters_in(offers)
    for place, name in enumerate(names):
        row, column = divmod(place, COLUMNS)
        left = LEFT + column * (WIDE + BETWEEN)
        top = HEADER + TITLE + row * (TITLE + TALL + BELOW)
        axes = panel(figure, left, top, WIDE, TALL)
        _draw_offer(axes, summary.loc[summary["offer"] == name], quarters)
        axes.set_title(_heading(labels, name, summary), size=9, weight="bold", loc="left", pad=5)
    return figure


def offers_table(offers: pd.DataFrame, labels: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return who had signed at the end: one row an offer."""
    last = offers.loc[offers["quarter"] == quarters_in(offers)[-1]]
    means = last.groupby("offer", sort=False)[["signed", "eligible", "signed_share"]].mean()
    return pd.DataFrame(
        {
            "Offer": [_name(labels, str(name)) for name in means.index],
            "Hold it": [number(value) for value in means["signed"]],
            "Hold it or could take it": [number(value) for value in means["eligible"]],
            "Share": [percent(v) if pd.notna(v) else "none could" for v in means["signed_share"]],
        }
    )


def _name(labels: Mapping[str, str] | None, offer: str) -> str:
    return (labels or {}).get(offer, spell_offer(offer))


def _end(summary: pd.DataFrame, offer: str, measure: str) -> float:
    rows = summary.loc[(summary["offer"] == offer) & (summary["measure"] == measure)]
    return float(rows["mean"].iloc[-1])


def _heading(labels: Mapping[str, str] | None, offer: str, summary: pd.DataFrame) -> str:
    signed, eligible = (_end(summary, offer, measure) for measure in ("signed", "eligible"))
    held = f"{number(signed)} of {number(eligible)}" if eligible else "open to none"
    return f"{_name(labels, offer)}\n{held} at the end"


def _draw_offer(axes: Axes, summary: pd.DataFrame, quarters: list[str]) -> None:
    signed = summary.loc[summary["measure"] == "signed"]
    eligible = summary.loc[summary["measure"] == "eligible"]
    x = np.arange(len(quarters))
    marker = "o" if len(quarters) <= 8 else ""
    axes.plot(
        x, eligible["mean"], color=QUIET, linestyle=(0, (1.2, 1.4)), linewidth=1.3,
        marker=marker, markersize=3,
    )  # fmt: skip
    axes.fill_between(x, signed["low"], signed["high"], color=COLOUR, alpha=0.16, linewidth=0)
    axes.plot(x, signed["mean"], color=COLOUR, marker=marker, markersize=4)
    highest = max(float(eligible["mean"].max()), float(signed["high"].max()), 1.0)
    axes.set(xlim=(-0.5, max(len(quarters) - 0.5, 0.5)), ylim=(0, 1.08 * highest))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    time_axis(axes, quarters, most=4)
