"""Who joined, who resisted, who was taken on: shares of practices by class, first and last."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from acs_abm.analysis.replicates import quarters_in, replicates_in, summarise
from acs_abm.analysis.style import (
    HEADER,
    INK,
    QUIET,
    STANCE_LINES,
    canvas,
    house_style,
    panel,
    sheet,
)
from acs_abm.analysis.words import GROUPINGS, number, percent

SHARES = {
    "joined": "Joined by agreement",
    "resisting": "Resisting",
    "trust_run": "Run by a trust",
}
ALL = "All practices"
_COLOURS = {
    "joined": STANCE_LINES["practices_alliance"][0],
    "resisting": STANCE_LINES["practices_resisting"][0],
    "trust_run": STANCE_LINES["practices_full"][0],
}
ROW, HEAD, SPACE = 0.235, 0.26, 0.3
"""Inches a row takes, the name of a grouping takes above its rows, and free above that."""
NAMES, PANEL, BETWEEN = 2.1, 2.3, 0.35


def shares_of_groups(groups: pd.DataFrame) -> pd.DataFrame:
    """Return what share of each class's practices joined, resists or is run by a trust.

    Parameters
    ----------
    groups
        The groups table.

    Returns
    -------
    pandas.DataFrame
        ``replicate``, ``quarter``, ``grouping``, ``group``, ``practices`` and the shares
        ``joined``, ``resisting`` and ``trust_run``; classes without practices are left out.
    """
    held = groups.loc[groups["practices"] > 0]
    by_agreement = (
        held["practices_alliance"]
        + held["practices_partial"]
        + held["practices_full"]
        - held["practices_trust_run"]
    )
    key = ["replicate", "quarter", "grouping", "group", "practices"]
    return held[key].assign(
        joined=by_agreement / held["practices"],
        resisting=held["practices_resisting"] / held["practices"],
        trust_run=held["practices_trust_run"] / held["practices"],
    )


def with_everybody(groups: pd.DataFrame) -> pd.DataFrame:
    """Put the class of all practices before the others; every grouping adds up to it."""
    one = groups.loc[groups["grouping"] == groups["grouping"].iloc[0]]
    counts = [name for name in groups.columns if name.startswith("practices")]
    everybody = one.groupby(["replicate", "quarter"], sort=False)[counts].sum().reset_index()
    return pd.concat([everybody.assign(grouping="", group=ALL), groups], ignore_index=True)


@house_style
def who_joined(groups: pd.DataFrame, source: str = "") -> Figure:
    """Draw the shares of practices that joined, resist and are run by a trust, by class.

    Parameters
    ----------
    groups
        The groups table.
    source
        The line below the figure.
    """
    first, last = _ends(groups)
    shares = shares_of_groups(with_everybody(groups))
    summary = summarise(shares, ["quarter", "grouping", "group"], list(SHARES))
    classes = summary[["grouping", "group"]].drop_duplicates()
    rows = _rows(classes)
    height = max(place for _, _, place in rows) + ROW
    replicates = replicates_in(groups)
    figure = sheet(
        HEADER + 0.3 + height + 0.45,
        "Who joined, who resisted, who was taken on by a trust",
        f"Share of the practices of each class. Filled dot: end of {last}"
        + (f"; ring: end of {first}." if first != last else ".")
        + (f" Means of {replicates} replicates; pale bars: 10th to 90th percentile at the end."
           if replicates > 1 else "")
        + " Joined: in an alliance or beyond, trust-run practices apart. The three scales differ.",
        source,
    )  # fmt: skip
    top = HEADER + 0.3
    names = canvas(figure)
    for grouping in filter(None, classes["grouping"].unique()):
        place = min(p for g, _, p in rows if g == grouping) - HEAD
        name = GROUPINGS.get(grouping, grouping)
        names.text(0.15, top + place, name, weight="bold", va="center")
    for _, group, place in rows:
        names.text(NAMES - 0.1, top + place, group, ha="right", va="center")
    for place, (share, title) in enumerate(SHARES.items()):
        left = NAMES + place * (PANEL + BETWEEN)
        axes = panel(figure, left, top, PANEL, height)
        axes.set_title(title, loc="left", size=9, weight="bold", pad=4)
        _draw_share(axes, summary, share, [place for *_, place in rows], (first, last))
        axes.set_ylim(height, 0)
    return figure


def joining_table(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the figure: one row a class."""
    first, last = _ends(groups)
    everybody = with_everybody(groups)
    means = shares_of_groups(everybody).groupby(["grouping", "group", "quarter"], sort=False)
    table = means[["practices", *SHARES]].mean()
    quarters = (first, last) if first != last else (last,)
    rows = []
    for grouping, group in dict.fromkeys(
        zip(everybody["grouping"], everybody["group"], strict=True)
    ):
        if (grouping, group, last) not in table.index:
            continue
        practices = number(table.loc[(grouping, group, last), "practices"])
        row = [GROUPINGS.get(grouping, grouping) or ALL, group if grouping else "", practices]
        for share in SHARES:
            row.extend(
                percent(table.loc[(grouping, group, quarter), share]) for quarter in quarters
            )
        rows.append(row)
    heads = [f"{title}, {quarter}" for title in SHARES.values() for quarter in quarters]
    return pd.DataFrame(rows, columns=["Grouping", "Class", "Practices", *heads])


def _ends(groups: pd.DataFrame) -> tuple[str, str]:
    quarters = quarters_in(groups)
    return quarters[0], quarters[-1]


def _rows(classes: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Place every class: grouping, class and inches below the top of the panel."""
    rows, place, grouping_before = [], 0.0, ""
    for grouping, group in classes.itertuples(index=False):
        place += ROW if grouping == grouping_before else HEAD + SPACE
        rows.append((grouping, group, place))
        grouping_before = grouping
    return rows


def _draw_share(
    axes: Axes, summary: pd.DataFrame, share: str, places: list[float], ends: tuple[str, str]
) -> None:
    """Draw one share for every class: where it began, where it ended, its band, its number."""
    colour = _COLOURS[share]
    of_share = summary.loc[summary["measure"] == share]
    start, end = (
        of_share.loc[of_share["quarter"] == quarter].reset_index(drop=True) for quarter in ends
    )
    fell = end["mean"] < start["mean"]  # then the number stands left of the dot, not by the ring
    furthest = np.maximum(start["mean"], np.maximum(end["mean"], end["high"]))
    largest = max(float(furthest.max()), 0.01)
    axes.set_xlim((-0.2 if fell.any() else -0.02) * largest, 1.28 * largest)
    axes.hlines(places, 0, largest * 1.28, color="#EEEFEF", linewidth=0.8, zorder=0)
    axes.hlines(places, end["low"], end["high"], color=colour, linewidth=8, alpha=0.22)
    axes.hlines(places, start["mean"], end["mean"], color=colour, linewidth=1.4)
    if ends[0] != ends[1]:
        axes.plot(
            start["mean"], places, "o", color="white", markeredgecolor=colour, markersize=5.5,
            clip_on=False,
        )  # fmt: skip
    axes.plot(end["mean"], places, "o", color=colour, markersize=6.5, clip_on=False)
    beside = np.where(fell, end["low"] - 0.045 * largest, furthest + 0.045 * largest)
    for place, x, mean, is_left in zip(places, beside, end["mean"], fell, strict=True):
        side = "right" if is_left else "left"
        axes.text(x, place, percent(mean), size=8, ha=side, va="center", color=INK)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}%"))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_facecolor("none")
    axes.tick_params(axis="x", length=3, labelcolor=QUIET)
