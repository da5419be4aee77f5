"""How good the emulators of a wave are, and how much of the ranges it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from acs_abm.explore.calibration.emulator import Emulator
from acs_abm.explore.calibration.scored import Scored

Floats = NDArray[np.float64]


def left_out(
    target: Scored, emulator: Emulator, units: Floats, given: Floats, inputs: Sequence[str]
) -> dict[str, Any]:
    """Set an emulator's predictions beside runs that it was not fitted to.

    Parameters
    ----------
    target
        What is emulated.
    emulator
        Its emulator.
    units, given
        The points that were left out, and what the model gave there.
    inputs
        Names of all inputs.

    Returns
    -------
    dict
        Error of the prediction, spread of what was given, share explained, and the share of runs
        within two and three standard deviations (95% and 99.7% where all is well).
    """
    row: dict[str, Any] = {
        "target": target.name,
        "inputs": " ".join(inputs[column] for column in emulator.active),
        "noise_sd": np.sqrt(emulator.noise),
        "tested": len(given),
    }
    if len(given) == 0:
        return row
    mean, variance = emulator.predict(units)
    error = given - mean
    total = np.sqrt(variance + emulator.noise)
    within = np.abs(error) / np.where(total > 0, total, np.inf)
    spread = float(((given - given.mean()) ** 2).mean())
    return {
        **row,
        "emulator_sd": float(np.sqrt(variance.mean())),
        "error": float(np.sqrt((error**2).mean())),
        "spread": float(np.sqrt(spread)),
        "explained": float(1 - (error**2).mean() / spread) if spread > 0 else np.nan,
        "within_2": float((within <= 2).mean()),
        "within_3": float((within <= 3).mean()),
    }


def summary_of_wave(
    number: int, points: int, share_before: float, share_after: float
) -> dict[str, Any]:
    """Say how much of the ranges was left before and after a wave."""
    return {
        "wave": number,
        "points": points,
        "share_before": share_before,
        "share_after": share_after,
        "kept_of_before": share_after / share_before,
    }
