"""From the runs of a wave to what they rule out: an emulator of each target, fitted and tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from acs_abm.explore.calibration.diagnostics import left_out
from acs_abm.explore.calibration.emulator import FEWEST_POINTS, MOST_POINTS, fit_emulator
from acs_abm.explore.calibration.region import Judge
from acs_abm.explore.calibration.scored import Scored
from acs_abm.explore.calibration.waves import units_of, values_by_run
from acs_abm.explore.study.study import Study

FITTED_SHARE = 0.8
"""Share of a wave's points that emulators are fitted to; the others test them."""


def judge_of_wave(
    folder: Path, targets: Sequence[Scored], luck: Mapping[str, float], cutoff: float
) -> tuple[Judge, pd.DataFrame]:
    """Fit emulators to most points of a wave, and test them on the others.

    Parameters
    ----------
    folder
        The study of the wave.
    targets
        What is scored; a target that too few runs give has no emulator and rules out nothing.
    luck
        Variance of luck for each target.
    cutoff
        Implausibility from which a point is ruled out.

    Returns
    -------
    tuple
        The judge, and one row for each emulator that tells how it did.
    """
    values = values_by_run(folder, [target.name for target in targets])
    design = Study(folder).plan.design
    units = units_of(design)[values.index.get_level_values("point")]
    fitted = np.arange(len(values)) < min(MOST_POINTS, round(FITTED_SHARE * len(values)))
    emulators, tests = {}, []
    for target in targets:
        given = values[target.name].to_numpy(dtype=np.float64)
        there = np.isfinite(given)
        first, rest = there & fitted, there & ~fitted
        if first.sum() < FEWEST_POINTS:
            continue
        emulator = fit_emulator(units[first], given[first], luck[target.name])
        emulators[target.name] = emulator
        tests.append(left_out(target, emulator, units[rest], given[rest], design.parameters))
    return Judge(targets, emulators, cutoff), pd.DataFrame(tests)
