"""How the coefficient of variation settles as replicates are added, a small chart an outcome."""

from __future__ import annotations

from matplotlib.figure import Figure

from acs_abm.analysis.places import shortened
from acs_abm.analysis.style import (
    HEADER,
    INK,
    LEFT,
    QUIET,
    SERIES_LINES,
    WIDTH,
    house_style,
    panel,
    sheet,
)
from acs_abm.explore.study.settling import TOLERANCE, Settling

ACROSS, TALL, HEAD, FOOT = 3, 1.5, 0.5, 0.5
"""Charts side by side; inches of a chart, above and below it."""


@house_style
def settling_lines(found: Settling, scenario: str, source: str = "") -> Figure:
    """Draw the coefficient of variation against the number of replicates.

    Parameters
    ----------
    found
        Paths and what was concluded.
    scenario
        Whose.
    source
        The line below the figure.
    """
    path = found.path[found.path["scenario"] == scenario]
    outcomes = list(dict.fromkeys(path["outcome"]))
    rows = -(-len(outcomes) // ACROSS)
    figure = sheet(
        HEADER + rows * (HEAD + TALL + FOOT),
        f"How many replicates are enough: {scenario}",
        "Coefficient of variation (standard deviation over mean) of the first replicates, in many "
        f"orders: median and the band that holds 95% of orders. Grey: within {TOLERANCE:.0%} of "
        "its last value. Dashed: from where on it stays there.",
        source,
    )
    each = (WIDTH - LEFT) / ACROSS
    enough = found.summary[found.summary["scenario"] == scenario].set_index("outcome")["enough"]
    for place, name in enumerate(outcomes):
        lines = path[path["outcome"] == name]
        left = LEFT + 0.45 + each * (place % ACROSS)
        top = HEADER + HEAD + (place // ACROSS) * (HEAD + TALL + FOOT)
        axes = panel(figure, left, top, each - 0.7, TALL)
        x, last = lines["replicates"], float(lines["variation"].iloc[-1])
        axes.axhspan(last * (1 - TOLERANCE), last * (1 + TOLERANCE), color="#F2F4F7", zorder=0)
        axes.fill_between(
            x, lines["low"], lines["high"], color=SERIES_LINES[0][0], alpha=0.2, linewidth=0
        )
        axes.plot(x, lines["variation"], color=SERIES_LINES[0][0])
        number = float(enough[name])
        if number == number:  # noqa: PLR0124 - a number
            axes.axvline(number, color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
            told = f"{number:.0f} are enough"
        else:
            told = "has not settled"
        axes.set_title(f"{shortened(name, 40)}\n{told}", size=8.5, loc="left", color=INK)
        axes.set(xlim=(float(x.min()), max(float(x.max()), 3.0)), ylim=(0, None))
        axes.set_xlabel("replicates", size=8, color=QUIET)
        axes.grid(axis="y")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.locator_params(nbins=5)
    return figure
