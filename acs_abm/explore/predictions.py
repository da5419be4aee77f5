"""Predictions written down before they are judged: every national measure and offer, by quarter."""

from __future__ import annotations

import pandas as pd

from acs_abm.contracts.offer import shipped_offers
from acs_abm.explore.job import Job, Setting, Tables, do_job

SIMULATE = "acs_abm.explore.predictions:with_offers"
KEYS = ("member", "replicate", "quarter")


def signed_column(offer: str) -> str:
    """Return the name of the column that says which share of those eligible signed an offer."""
    return f"offer_{offer}_signed_share"


def with_offers(setting: Setting, job: Job) -> Tables:
    """Run a model; its table ``national`` has a column for every offer too.

    An offer that is not on the table has a share of 0.
    """
    asked = Setting(setting.population, setting.systems, ("national", "offers"), setting.ledger)
    tables = do_job(asked, job)
    wide = tables["offers"].pivot_table(index="quarter", columns="offer", values="signed_share")
    names = sorted({*shipped_offers(), *map(str, wide.columns)})
    wide = wide.reindex(columns=names).fillna(0.0)
    wide.columns = pd.Index([signed_column(name) for name in names])
    return {"national": tables["national"].join(wide, on="quarter")}
