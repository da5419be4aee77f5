"""How practices move between stances from year to year: bars of stocks, ribbons of flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from acs_abm.analysis.replicates import quarters_in, replicates_in
from acs_abm.analysis.style import (
    HEADER,
    INK,
    QUIET,
    STANCE_LINES,
    WIDTH,
    house_style,
    panel,
    sheet,
    spread,
)
from acs_abm.analysis.words import STANCES, number

TALL, LABELS, BAR, GAP = 4.2, 2.1, 0.09, 0.012
"""Inches: height of the axes, room for names; width of a bar and space between two, of a step and
of all practices."""
GONE, GONE_COLOUR = "gone", "#B1B4B6"
ORDER = ("practices_full", "practices_partial", "practices_alliance", "practices_independent",
         "practices_resisting", GONE)  # fmt: skip
"""Stances from the top down."""
_NAMES = {column.removeprefix("practices_").upper(): column for column in STANCES}
_LEFT_THE_SCENE = ("closed", "merged")
MOST = 6
"""Dates that are drawn."""

Flows = dict[tuple[str, str], float]


@house_style
def stance_flows(
    national: pd.DataFrame, transitions: pd.DataFrame, source: str = ""
) -> Figure | None:
    """Draw stocks of practices by stance at a few dates, and who moved between them.

    Parameters
    ----------
    national, transitions
        Tables of a run.
    source
        The line below the figure.

    Returns
    -------
    Figure or None
        None where there is one date alone.
    """
    dates = flow_dates(quarters_in(national))
    if len(dates) < 2:
        return None
    stocks, flows = stocks_and_flows(national, transitions, dates)
    total = max(sum(stock.values()) for stock in stocks)
    replicates = replicates_in(national)
    mean = f" Mean of {replicates} replicates." if replicates > 1 else ""
    figure = sheet(
        HEADER + TALL + 0.5,
        "Who moved between stances",
        f"The {number(total)} GP practices open at the end of the first quarter, at each date, and "
        f"who moved to another stance in between (net of moves back and forth).{mean}",
        source,
    )
    axes = panel(figure, 0.3, HEADER, WIDTH - LABELS - 0.3, TALL)
    places = [_stack(stock, total) for stock in stocks]
    for step, moved in enumerate(flows):
        _draw_flows(axes, step, places[step], places[step + 1], stocks, moved, total)
    for step, (stock, place) in enumerate(zip(stocks, places, strict=True)):
        for name in ORDER:
            axes.add_patch(
                Rectangle((step - BAR / 2, place[name]), BAR, stock[name] / total,
                          color=_colour(name), linewidth=0, zorder=3)
            )  # fmt: skip
    _label(axes, stocks[-1], places[-1], total)
    height = 1 + GAP * len(ORDER)
    axes.set(xlim=(-BAR, len(dates) - 1 + BAR), ylim=(height, 0), yticks=[])
    axes.set_xticks(range(len(dates)), [date.replace("-", "\n", 1) for date in dates])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="x", length=0)
    return figure


def flow_dates(quarters: list[str]) -> list[str]:
    """Return a few dates, evenly spread, with the first and the last."""
    steps = np.unique(np.linspace(0, len(quarters) - 1, min(MOST, len(quarters))).round())
    return [quarters[int(step)] for step in steps]


def stocks_and_flows(
    national: pd.DataFrame, transitions: pd.DataFrame, dates: list[str]
) -> tuple[list[dict[str, float]], list[Flows]]:
    """Return stocks at each date and flows between dates, means over replicates.

    What independent practices lose by closing is in no transition: it is what stocks and flows
    leave open.
    """
    replicates = replicates_in(national)
    columns = [name for name in ORDER if name != GONE]
    means = national.groupby("quarter", sort=False)[["practices", *columns]].mean()
    most = float(means["practices"].max())
    stocks = [
        {**{name: float(means[name][date]) for name in columns},
         GONE: max(most - float(means["practices"][date]), 0.0)}
        for date in dates
    ]  # fmt: skip
    rank = {quarter: place for place, quarter in enumerate(quarters_in(national))}
    steps = transitions["quarter"].map(rank)
    flows = []
    for earlier, later in zip(range(len(dates) - 1), range(1, len(dates)), strict=True):
        between = (steps > rank[dates[earlier]]) & (steps <= rank[dates[later]])
        moved = _net(transitions[between], replicates)
        _close_independents(moved, stocks[earlier], stocks[later])
        flows.append(moved)
    return stocks, flows


def flows_table(national: pd.DataFrame, transitions: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the figure: one row a flow."""
    dates = flow_dates(quarters_in(national))
    _, flows = stocks_and_flows(national, transitions, dates)
    rows = [
        {"From": dates[step], "To": dates[step + 1], "Stance before": _name(before),
         "Stance after": _name(after), "Practices": round(n, 1)}
        for step, moved in enumerate(flows)
        for (before, after), n in sorted(moved.items(), key=lambda item: -item[1])
    ]  # fmt: skip
    columns = ["From", "To", "Stance before", "Stance after", "Practices"]
    return pd.DataFrame(rows, columns=columns)


def _net(moves: pd.DataFrame, replicates: int) -> Flows:
    """Return who ended elsewhere than they began, by pair of stances."""
    by_practice = moves.groupby(["replicate", "practice"], sort=False)
    before = by_practice["before"].first().map(_NAMES)
    after = by_practice["after"].last().map(_NAMES)
    after = after.mask(by_practice["why"].last().isin(_LEFT_THE_SCENE), GONE)
    pairs = pd.DataFrame({"before": before, "after": after})
    counted = pairs[pairs["before"] != pairs["after"]].value_counts().reset_index(name="n")
    flows: Flows = defaultdict(float)
    for start, end, n in counted.itertuples(index=False):
        flows[str(start), str(end)] = n / replicates
    return flows


def _close_independents(flows: Flows, first: dict[str, float], last: dict[str, float]) -> None:
    independent = "practices_independent"
    gone = last[GONE] - first[GONE] - sum(n for (_, to), n in flows.items() if to == GONE)
    if gone > 0:
        flows[independent, GONE] += gone


def _stack(stock: dict[str, float], total: float) -> dict[str, float]:
    """Return where each stance's bar begins, from the top."""
    places, below = {}, 0.0
    for name in ORDER:
        places[name] = below
        below += stock[name] / total + GAP
    return places


def _draw_flows(
    axes: Axes, step: int, left: dict[str, float], right: dict[str, float],
    stocks: list[dict[str, float]], moved: Mapping[tuple[str, str], float], total: float,
) -> None:  # fmt: skip
    """Draw a ribbon for each flow, those that stay pale behind."""
    begun, ended = dict(left), dict(right)
    for before in ORDER:
        out = sum(n for (start, _), n in moved.items() if start == before)
        for after in ORDER:
            stays = before == after
            size = max(stocks[step][before] - out, 0.0) if stays else moved.get((before, after), 0)
            if size <= 0:
                continue
            thick = size / total
            colour = _colour(after)
            _ribbon(axes, step, begun[before], ended[after], thick, colour, 0.13 if stays else 0.6)
            begun[before] += thick
            ended[after] += thick


def _ribbon(
    axes: Axes, step: int, top: float, to: float, thick: float, colour: str, alpha: float
) -> None:
    x0, x1 = step + BAR / 2, step + 1 - BAR / 2
    middle = (x0 + x1) / 2
    there = [(x0, top), (middle, top), (middle, to), (x1, to)]
    back = [(x, y + thick) for x, y in reversed(there)]
    points = [*there, *back, (x0, top)]
    curve, line = Path.CURVE4, Path.LINETO
    codes = [Path.MOVETO, curve, curve, curve, line, curve, curve, curve, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=alpha, linewidth=0))


def _label(axes: Axes, stock: dict[str, float], places: dict[str, float], total: float) -> None:
    names = [name for name in ORDER if stock[name] > 0]
    middles = [places[name] + stock[name] / total / 2 for name in names]
    for name, place, middle in zip(names, spread(middles, 0.045, 0.0, 1.05), middles, strict=True):
        text = f"{_name(name)} {number(stock[name])}"
        axes.annotate(
            text, (1.0, middle), (1.03, place), xycoords=axes.get_yaxis_transform(),
            textcoords=axes.get_yaxis_transform(), va="center", color=INK,
            arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.6},
        )  # fmt: skip


def _colour(name: str) -> str:
    return GONE_COLOUR if name == GONE else STANCE_LINES[name][0]


def _name(name: str) -> str:
    return "Closed or merged" if name == GONE else STANCES[name]
