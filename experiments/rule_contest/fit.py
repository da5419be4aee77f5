"""Where in its ranges a rule comes nearest to the targets, as its emulators have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from acs_abm.explore.calibration.judging import judge_of_wave
from acs_abm.explore.calibration.region import CUTOFF
from acs_abm.explore.calibration.scored import Scored
from acs_abm.explore.study.design import sobol_units

Floats = NDArray[np.float64]

TRIED = 4096
"""Points that the emulators are asked about, for every rival alike."""
SECOND = 1
"""How far the seed of these points lies from that of the first round's."""


def nearest_units(
    folder: Path,
    inputs: int,
    targets: Sequence[Scored],
    luck: Mapping[str, float],
    n: int,
    seed: int,
) -> Floats:
    """Return the points, of many tried, at which a rule is expected to come nearest.

    An emulator of each target is fitted to four in five runs of the first round, as in a wave of
    the calibration. Nearest is the least mean square of the
    implausibilities that they give. Where the runs are too few for emulators the points are as good
    as any.

    Parameters
    ----------
    folder
        The study of the first round.
    inputs
        How many parameters the rule has.
    targets
        What it is fitted to.
    luck
        Variance of luck of each target.
    n
        How many points.
    seed
        Of the points tried.

    Returns
    -------
    numpy.ndarray
        Points × parameters, in the unit cube of the ranges.
    """
    judge, _ = judge_of_wave(folder, targets, luck, CUTOFF)
    units = sobol_units(inputs, TRIED, seed + SECOND)
    distance = np.zeros(len(units))
    for target in targets:
        if target.name in judge.emulators:
            distance += judge.implausibility(units, target) ** 2
    return units[np.argsort(distance, kind="stable")[:n]]
