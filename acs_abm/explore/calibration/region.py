"""Which points of the ranges are not ruled out, and how to draw more of them.

A point is implausible for a target when what is expected there is further from what was observed
than observation error, luck, the emulator and the model's discrepancy together explain. Three
standard deviations hold 95% of any distribution with one peak (Pukelsheim 1994).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from acs_abm.errors import StudyError
from acs_abm.explore.calibration.emulator import Emulator
from acs_abm.explore.calibration.scored import Scored

Floats = NDArray[np.float64]

CUTOFF = 3.0
TRIED_AT_A_TIME = 4096


def implausibility(
    observed: float, given: Floats, variance_given: Floats | float, variance: float
) -> Floats:
    """Return how many standard deviations what is given lies from what was observed.

    Parameters
    ----------
    observed
        What was observed.
    given
        What the model gives, or is expected to give, at each point.
    variance_given
        Of the expectation and of luck.
    variance
        Of the observation and of the model's discrepancy.
    """
    spread = np.sqrt(np.asarray(variance_given) + variance)
    distance = np.abs(given - observed)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = distance / spread
    return np.asarray(np.where(distance == 0, 0.0, ratio))


def implausibilities(
    values: pd.DataFrame, luck: Mapping[str, float], targets: Sequence[Scored]
) -> pd.DataFrame:
    """Return the implausibility of each run, a row, for each target, a column.

    Parameters
    ----------
    values
        What each run gives, a column for each target.
    luck
        Variance of luck by target.
    targets
        What was observed.
    """
    scores = {
        target.name: implausibility(
            target.observed,
            values[target.name].to_numpy(dtype=np.float64),
            luck[target.name],
            error_variance(target),
        )
        for target in targets
    }
    return pd.DataFrame(scores, index=values.index)


def error_variance(target: Scored, *, with_discrepancy: bool = True) -> float:
    """Return the variance of a target's observation, and of the model's discrepancy."""
    discrepancy = target.discrepancy if with_discrepancy else 0.0
    return target.observed_sd**2 + discrepancy**2


@dataclass(frozen=True)
class Judge:
    """What one wave rules out.

    Attributes
    ----------
    targets
        What is scored.
    emulators
        The emulator of each target that has one, by its name.
    cutoff
        Implausibility from which a point is ruled out.
    """

    targets: Sequence[Scored]
    emulators: Mapping[str, Emulator]
    cutoff: float = CUTOFF

    def implausibility(self, units: Floats, target: Scored) -> Floats:
        """Return the implausibility of each point for one target."""
        emulator = self.emulators[target.name]
        mean, variance = emulator.predict(units)
        return implausibility(
            target.observed, mean, variance + emulator.noise, error_variance(target)
        )

    def keeps(self, units: Floats) -> NDArray[np.bool_]:
        """Return which points no target rules out."""
        kept = np.arange(len(units))
        for target in self.targets:
            if target.name in self.emulators and kept.size:
                kept = kept[self.implausibility(units[kept], target) < self.cutoff]
        keeps = np.zeros(len(units), dtype=bool)
        keeps[kept] = True
        return keeps


@dataclass(frozen=True)
class Sample:
    """Points that no wave rules out, and how many were tried to find them."""

    units: Floats
    tried: int

    @property
    def share_kept(self) -> float:
        """Share of the ranges' volume that is not ruled out."""
        return len(self.units) / self.tried


def sample_region(
    inputs: int, judges: Sequence[Judge], n: int, seed: int, most_tried: int
) -> Sample:
    """Draw points evenly from what no wave rules out.

    Points of one Sobol' sequence are tried in turn, so that those kept fill the region evenly.

    Raises
    ------
    StudyError
        If too few are found.
    """
    sequence = qmc.Sobol(inputs, scramble=True, rng=seed)
    found: list[Floats] = []
    tried = kept = 0
    while kept < n and tried < most_tried:
        units = np.asarray(sequence.random(TRIED_AT_A_TIME), dtype=np.float64)
        for judge in judges:
            units = units[judge.keeps(units)]
        tried += TRIED_AT_A_TIME
        kept += len(units)
        found.append(units)
    if kept < n:
        raise StudyError(
            f"only {kept} of {tried} points are not ruled out, and {n} were to be run: the targets "
            "leave little or nothing; look at the diagnostics for one that rules out nearly all"
        )
    # the last batch may hold more than are needed: the share is of all that were tried
    whole = np.concatenate(found)
    return Sample(whole[:n], round(tried * n / kept))
