"""What lets systems pass: governance, relationships, capability, trust and expectation."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from acs_abm.analysis.figures.over_time import (
    Series,
    draw_lines,
    label_ends,
    series_of,
    time_axis,
)
from acs_abm.analysis.replicates import quarters_in, replicates_in, summarise
from acs_abm.analysis.style import HEADER, SERIES_LINES, WIDTH, house_style, panel, sheet

CAPABILITIES = {
    "governance": "Governance (G)",
    "relationships": "Relationships (R)",
    "population_health_management": "Population health management",
    "trust_in_national": "Practices' trust in national bodies",
    "national_expectation": "National expectation",
}
TALL = 3.0
LABELS = 3.5
"""Inches right of a panel, for its labels."""


@house_style
def governance_and_trust(national: pd.DataFrame, source: str = "") -> Figure:
    """Draw governance, relationships, capability, trust and national expectation over time.

    Parameters
    ----------
    national
        The national table.
    source
        The line below the figure.
    """
    summary = summarise(national, ["quarter"], list(CAPABILITIES))
    lines = []
    for (measure, name), look in zip(CAPABILITIES.items(), SERIES_LINES, strict=True):
        line = series_of(summary, measure, name, *look)
        lines.append(Series(f"{name} {line.end:.2f}", *look, line.summary))
    replicates = replicates_in(national)
    subtitle = (
        "Index from 0 (none) to 1 (full) at the end of each quarter. Governance, relationships and "
        "population health management: mean of systems; trust: mean of practices by list size."
    )
    if replicates > 1:
        subtitle += f" Means of {replicates} replicates; bands: 10th to 90th percentile."
    figure = sheet(
        HEADER + 0.1 + TALL + 0.5, "Governance, relationships and trust", subtitle, source
    )
    axes = panel(figure, 0.75, HEADER + 0.1, WIDTH - 0.75 - LABELS, TALL)
    draw_lines(axes, lines, has_bands=replicates > 1)
    axes.set_ylim(0, 1)
    time_axis(axes, quarters_in(national))
    label_ends(axes, lines)
    return figure


def governance_table(national: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the figure of governance and trust: one row a quarter."""
    means = national.groupby("quarter", sort=False)[list(CAPABILITIES)].mean().round(3)
    return means.rename(columns=CAPABILITIES).rename_axis("Quarter").reset_index()
