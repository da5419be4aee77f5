"""A wave of a calibration: an ordinary study whose runs give the value of every target."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.explore.study.design import Design
from acs_abm.explore.study.plan import Plan
from acs_abm.explore.study.planning import make_plan
from acs_abm.explore.study.study import Study
from acs_abm.scenario import Scenario

Floats = NDArray[np.float64]


def wave_plan(
    world: Scenario, design: Design, simulate: str, seed: int, replicates: int = 1
) -> Plan:
    """Plan a wave: every point with luck of its own, so that luck does not pass for an effect."""
    return make_plan(
        [world],
        question="Which values of the uncertainties do the calibration targets rule out?",
        design=design,
        replicates=replicates,
        seed=seed,
        paired=False,
        outputs=("national",),
        simulate=simulate,
    )


def values_by_run(folder: Path, names: Sequence[str]) -> pd.DataFrame:
    """Return the value of each target, a column, in each run that was done, a row.

    Parameters
    ----------
    folder
        The study of a wave.
    names
        Names of the targets; empty where a run gave none.
    """
    table = Study(folder).table("national")
    wide = table.pivot_table(index=["point", "replicate"], columns="target", values="value")
    return wide.reindex(columns=list(names))


def luck_of(folder: Path, names: Sequence[str]) -> dict[str, float]:
    """Return the variance of luck for each target, pooled over the points of a study.

    Parameters
    ----------
    folder
        A study with several replicates of each point.
    names
        Names of the targets; 0 for one that too few runs give.
    """
    spread = values_by_run(folder, names).groupby("point").var().mean().fillna(0.0)
    return {str(name): float(value) for name, value in spread.items()}


def units_of(design: Design) -> Floats:
    """Return the points of a design in the unit cube of its ranges."""
    points = np.array(design.points, dtype=np.float64)
    low, high = np.array(design.low), np.array(design.high)
    return np.asarray((points - low) / (high - low))
