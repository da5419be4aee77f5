"""Bands: how far the replicates of one scenario lie apart."""

from __future__ import annotations

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
