"""Bands: how far runs lie apart, and how much of it is luck."""

from __future__ import annotations

import numpy as np
import pandas as pd

LOW, HIGH = 0.1, 0.9


def bands(national: pd.DataFrame) -> pd.DataFrame:
    """Return 10th, 50th and 90th percentile and mean over replicates.

    Parameters
    ----------
    national
        The national table of several replicates.

    Returns
    -------
    pandas.DataFrame
        One row for each quarter and numeric column: quarter, measure, low, median, high, mean.
    """
    measures = national.select_dtypes("number").columns.drop("replicate")
    long = national.melt(id_vars="quarter", value_vars=list(measures), var_name="measure")
    by_cell = long.astype({"value": float}).groupby(["quarter", "measure"], sort=False)["value"]
    spread = pd.DataFrame(
        {
            "low": by_cell.quantile(LOW),
            "median": by_cell.median(),
            "high": by_cell.quantile(HIGH),
            "mean": by_cell.mean(),
        }
    )
    cells = [list(national["quarter"].unique()), list(measures)]
    by_quarter: pd.MultiIndex = pd.MultiIndex.from_product(cells, names=["quarter", "measure"])
    return spread.reindex(by_quarter).reset_index()


def parted(values: pd.Series, members: pd.Series) -> tuple[float, float]:
    """Part the spread of runs into that of parameters and that of luck.

    Parameters
    ----------
    values
        What each run gave.
    members
        The member of an ensemble, or the point of a design, that each run took.

    Returns
    -------
    tuple
        Standard deviation over members, and of replicates within one; luck is 0 where no member
        has more than one replicate, and is then part of the first.
    """
    by_member = values.groupby(members)
    within = float(by_member.var().mean())
    within = within if np.isfinite(within) else 0.0
    between = float(by_member.mean().var()) if len(by_member) > 1 else 0.0
    # means of few replicates carry some luck of their own
    of_parameters = max(between - within / float(by_member.size().mean()), 0.0)
    return float(np.sqrt(of_parameters)), float(np.sqrt(within))
