"""Emulators: what the model would give for a target at a point that was not run.

A linear trend in the few inputs that matter, and a Gaussian process on what it leaves over. With
hundreds of uncertainties most do nothing to one target: those that do are chosen by forward
selection, and what the others do, together with luck, is the emulator's noise.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from acs_abm.errors import StudyError

Floats = NDArray[np.float64]

MOST_POINTS = 500
"""Points that one emulator is fitted to, at most."""
MOST_ACTIVE = 12
POINTS_AN_INPUT = 15
"""Points that each input of a trend takes at least: fewer fit luck."""
BY_CHANCE = 0.05
"""Probability that any of the inputs is chosen by chance alone, at each step."""
FEWEST_POINTS = 40
"""Points below which nothing is emulated."""


@dataclass(frozen=True)
class Emulator:
    """What a target is expected to be, anywhere in the ranges.

    Attributes
    ----------
    active
        Columns of the inputs that matter.
    trend
        Constant and slope of each active input.
    process
        The fitted Gaussian process of what the trend leaves over; None where nothing is left.
    scale
        Standard deviation that the process works in.
    noise
        Variance of luck and of all inputs that are not active.
    """

    active: tuple[int, ...]
    trend: Floats
    process: Any
    scale: float
    noise: float

    def predict(self, units: Floats) -> tuple[Floats, Floats]:
        """Return the expected value at each point, and the variance of that expectation.

        Parameters
        ----------
        units
            Points of the unit cube, one a row, every input.
        """
        chosen = units[:, list(self.active)]
        mean = self.trend[0] + chosen @ self.trend[1:]
        if self.process is None:
            return mean, np.zeros(len(units))
        rest, sd = self.process.predict(chosen, return_std=True)
        # the process counts its noise into the deviation; here it is kept apart
        variance = np.maximum(sd**2 - self.process.kernel_.k2.noise_level, 0)
        return mean + rest * self.scale, variance * self.scale**2


def fit_emulator(units: Floats, values: Floats, least_noise: float = 0.0) -> Emulator:
    """Fit an emulator of one target.

    Parameters
    ----------
    units
        Points of the unit cube, one a row.
    values
        What the model gave at each.
    least_noise
        Variance of luck alone, below which the noise cannot be.

    Raises
    ------
    StudyError
        If there are too many points, or too few.
    """
    if not FEWEST_POINTS <= len(values) <= MOST_POINTS:
        raise StudyError(
            f"an emulator is fitted to {FEWEST_POINTS} to {MOST_POINTS} points, not {len(values)}"
        )
    active = active_inputs(units, values)
    chosen = units[:, list(active)]
    trend = _trend(chosen, values)
    rest = values - trend[0] - chosen @ trend[1:]
    scale = float(rest.std())
    if not active or scale <= 1e-9 * max(1.0, float(np.abs(values).max())):
        return Emulator(active, trend, None, scale, max(scale**2, least_noise))
    process, noise = _fit_process(chosen, rest / scale)
    return Emulator(active, trend, process, scale, max(noise * scale**2, least_noise))


def active_inputs(units: Floats, values: Floats) -> tuple[int, ...]:
    """Choose the inputs that matter, one after another, by what is not yet explained.

    An input that raises a target in one half of its range and lowers it as much in the other is
    missed: only slopes are seen.
    """
    centred = units - units.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0))
    spread[spread == 0] = np.inf
    active: list[int] = []
    rest = values - values.mean()
    most = min(MOST_ACTIVE, len(values) // POINTS_AN_INPUT)
    # of many inputs the largest correlation is large by chance (Bonferroni)
    least = norm.isf(BY_CHANCE / 2 / units.shape[1]) / np.sqrt(len(values))
    while len(active) < most and rest.std() > 1e-12:
        correlation = np.abs(centred.T @ rest) / (spread * np.sqrt((rest**2).sum()))
        correlation[active] = 0
        best = int(correlation.argmax())
        if correlation[best] < least:
            break
        active.append(best)
        chosen = units[:, active]
        trend = _trend(chosen, values)
        rest = values - trend[0] - chosen @ trend[1:]
    return tuple(active)


def _trend(chosen: Floats, values: Floats) -> Floats:
    design = np.column_stack([np.ones(len(values)), chosen])
    return np.asarray(np.linalg.lstsq(design, values, rcond=None)[0])


def processes() -> Any:
    """Return scikit-learn's Gaussian processes.

    Raises
    ------
    StudyError
        If the extra is not installed.
    """
    try:
        from sklearn import gaussian_process  # noqa: PLC0415 - an extra
    except ImportError:
        raise StudyError(
            "calibration needs scikit-learn: install the extra, pip install acs_abm[calibration]"
        ) from None
    return gaussian_process


def _fit_process(chosen: Floats, rest: Floats) -> tuple[Any, float]:
    """Fit the process; return it and the variance of its noise."""
    gaussian_process = processes()
    inputs, kernels = chosen.shape[1], gaussian_process.kernels
    kernel = kernels.ConstantKernel(0.5, (1e-3, 1e2)) * kernels.Matern(
        np.full(inputs, 1.5), (0.1, 30), nu=2.5
    ) + kernels.WhiteKernel(0.5, (1e-6, 2))
    process = gaussian_process.GaussianProcessRegressor(kernel, alpha=1e-9)
    with warnings.catch_warnings():
        # a length or a variance at its bound says that an input is all but linear: it may be
        warnings.simplefilter("ignore")
        process.fit(chosen, rest)
    return process, float(process.kernel_.k2.noise_level)
