"""The tidy table of an attribution: every national column and quarter, lever by lever."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from acs_abm.analysis.compare.differences import values_of
from acs_abm.analysis.compare.levers import Lever
from acs_abm.analysis.compare.shares import Design, divide
from acs_abm.analysis.replicates import quarters_in
from acs_abm.explore.intervals import Floats, interval
from acs_abm.measures.compared import ATTRIBUTION

INTERACTION, TOTAL = "interaction", "total"


def attribution_table(
    design: Design, levers: Sequence[Lever], worlds: Sequence[pd.DataFrame], measures: Sequence[str]
) -> pd.DataFrame:
    """Divide every difference among the levers.

    Parameters
    ----------
    design
        Which worlds were run.
    levers
        Those of the design, in its order.
    worlds
        National table of each world, all over the same replicates.
    measures
        Columns to divide.

    Returns
    -------
    pandas.DataFrame
        For each quarter and measure a line for each lever, then ``interaction``, then ``total``.
        ``alone`` and ``order_averaged`` both add up to the total, ``from_interaction`` to nothing.
    """
    shares = divide(design, np.stack([values_of(world, measures) for world in worlds]))
    nothing = np.zeros_like(shares.total)
    lines = [
        *(
            (lever.name, shares.alone[i], shares.order_averaged[i])
            for i, lever in enumerate(levers)
        ),
        (INTERACTION, shares.interaction, nothing),
        (TOTAL, shares.total, shares.total),
    ]
    quarters = quarters_in(worlds[0])
    parts = [_line(*line, quarters, measures) for line in lines]
    table = pd.concat(parts, keys=range(len(parts)), names=["line", None]).reset_index("line")
    table["step"] = table["quarter"].map({quarter: step for step, quarter in enumerate(quarters)})
    table["place"] = table["measure"].map({name: place for place, name in enumerate(measures)})
    table = table.sort_values(["step", "place", "line"], ignore_index=True)
    return table[[column.name for column in ATTRIBUTION]]


def _line(
    name: str, alone: Floats, averaged: Floats, quarters: Sequence[str], measures: Sequence[str]
) -> pd.DataFrame:
    """Sum one lever up over replicates, for every quarter and measure."""
    alone_low, alone_high = interval(alone)
    low, high = interval(averaged)
    cells = {
        "alone": alone.mean(axis=0),
        "alone_low": alone_low,
        "alone_high": alone_high,
        "from_interaction": (averaged - alone).mean(axis=0),
        "order_averaged": averaged.mean(axis=0),
        "low": low,
        "high": high,
    }
    table = pd.DataFrame({column: values.ravel() for column, values in cells.items()})
    table.insert(0, "quarter", np.repeat(np.asarray(quarters, dtype=object), len(measures)))
    table.insert(1, "measure", list(measures) * len(quarters))
    table.insert(2, "lever", name)
    return table
