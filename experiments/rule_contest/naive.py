"""Baselines that need no model: the last value that was published, half, nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scores import target_row

from acs_abm.evidence import Target, calibration_targets, last_month
from acs_abm.explore.calibration.region import error_variance, implausibility
from acs_abm.explore.calibration.scored import observed_value, scored_targets
from acs_abm.explore.target_runs import target_name

LAST, HALF, NOBODY = "last value", "half", "nobody"


def naive_rows(luck: Mapping[str, float]) -> pd.DataFrame:
    """Return one row for each target and each baseline that it has, judged as a run is."""
    observed = {
        target_name(target): target for rows in calibration_targets().values() for target in rows
    }
    rows = []
    for scored in scored_targets():
        for name, value in baselines(observed[scored.name]):
            score = implausibility(
                scored.observed, np.array([value]), luck[scored.name], error_variance(scored)
            )
            rows.append(target_row(scored, name, pd.Series([value]), pd.Series(score)))
    return pd.DataFrame(rows)


def baselines(target: Target) -> Iterator[tuple[str, float]]:
    """Give the baselines of a target; half is of shares only, for of counts nobody says of what."""
    before = [row for row in calibration_targets()[target.id] if _is_earlier(row, target)]
    if before:
        yield LAST, observed_value(max(before, key=lambda row: last_month(row.date).index))
    if target.unit.startswith("%"):
        yield HALF, 50.0
    yield NOBODY, 0.0


def _is_earlier(row: Target, target: Target) -> bool:
    is_same = (row.measure, row.unit) == (target.measure, target.unit)
    return is_same and last_month(row.date).index < last_month(target.date).index
