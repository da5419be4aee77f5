"""How far each rule lies from each target, in standard deviations (implausibility)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from acs_abm.explore.calibration.region import CUTOFF, implausibilities
from acs_abm.explore.calibration.scored import Scored, scored_targets

MODEL = "all terms"
OF_PRACTICES = ("T06", "T08", "T09", "T12", "T15", "P1", "P2", "P3", "P4")
"""Targets that decisions of practices enter; the others are nearly the same for every rival."""


def is_of_practices(name: str) -> bool:
    """Whether decisions of practices enter a target."""
    return name.split(maxsplit=1)[0] in OF_PRACTICES


def scores_of(values: pd.DataFrame, luck: Mapping[str, float]) -> pd.DataFrame:
    """Return the implausibility of each run, a row, for each target, a column.

    Luck is charged to all rivals alike, so that none gains by being erratic.
    """
    return implausibilities(values, luck, scored_targets())


def of_each_target(
    spread: Mapping[str, pd.DataFrame],
    fitted: Mapping[str, pd.DataFrame],
    luck: Mapping[str, float],
) -> pd.DataFrame:
    """Return one row for each target and rival: the best and the median of its fitted runs.

    ``median_before`` is the median of the runs over the whole of its ranges.
    """
    rows = []
    for rival, values in fitted.items():
        scores, before = scores_of(values, luck), scores_of(spread[rival], luck)
        rows += [
            target_row(target, rival, values[target.name], scores[target.name])
            | {"median_before": before[target.name].median()}
            for target in scored_targets()
        ]
    return pd.DataFrame(rows)


def target_row(
    target: Scored, rival: str, values: pd.Series, scores: pd.Series
) -> dict[str, object]:
    """Return what a rival gives for one target."""
    return {
        "target": target.name,
        "of_practices": is_of_practices(target.name),
        "observed": target.observed,
        "rival": rival,
        "median_gives": values.median(),
        "best": scores.min(),
        "median": scores.median(),
        "runs": int(scores.notna().sum()),
    }


def summary(
    spread: Mapping[str, pd.DataFrame],
    fitted: Mapping[str, pd.DataFrame],
    luck: Mapping[str, float],
    varied: Mapping[str, int],
) -> pd.DataFrame:
    """Return one row for each rival, over the targets that decisions of practices enter.

    ``best_point`` is the fitted run that comes nearest to all of them at once, by the root of the
    mean square of its implausibilities; ``median_before`` the median over the whole of its ranges.
    """
    rows = []
    for rival, values in fitted.items():
        of_practices, distance = distances(values, luck)
        best = of_practices.loc[distance.idxmin()]
        rows.append(
            {
                "rival": rival,
                "parameters": varied[rival],
                "runs": len(values),
                "targets": of_practices.shape[1],
                "not_ruled_out": int((of_practices.fillna(0) < CUTOFF).all(axis=1).sum()),
                "best_point": distance.min(),
                "median_point": distance.median(),
                "median_before": distances(spread[rival], luck)[1].median(),
                "missed_by_best": int((best >= CUTOFF).sum()),
            }
        )
    return pd.DataFrame(rows)


def distances(
    values: pd.DataFrame, luck: Mapping[str, float]
) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Return implausibilities of targets of practices, and each run's distance from all of them."""
    scores = scores_of(values, luck)
    of_practices = scores[[name for name in scores if is_of_practices(str(name))]]
    return of_practices, np.sqrt((of_practices**2).mean(axis=1))
