"""What every decision shares: the value of an uncertain income, noise, and the best option."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

_PDF_AT_ZERO = 1.0 / np.sqrt(2.0 * np.pi)


def uncertain_value(mean: Floats, sd: Floats, loss_aversion: Floats) -> Floats:
    """Value an uncertain change of income by someone who minds losses more than gains.

    Parameters
    ----------
    mean, sd
        Mean and standard deviation of the change, normal, in any unit of money.
    loss_aversion
        How many times a loss weighs as much as a gain; 1 for somebody who only counts.

    Returns
    -------
    Floats
        E[gain] − loss_aversion · E[loss], in the unit of ``mean``. Where ``sd`` is zero the
        change is certain.

    References
    ----------
    Holte, Sivey, Abelsen and Olsen, Health Economics 2016 (GPs weigh losses about threefold).
    """
    certain = sd <= 0.0
    spread = np.where(certain, 1.0, sd)
    z = mean / spread
    expected_loss = spread * _PDF_AT_ZERO * np.exp(-0.5 * z * z) - mean * ndtr(-z)
    expected_loss = np.where(certain, np.maximum(-mean, 0.0), expected_loss)
    return np.asarray(mean - (loss_aversion - 1.0) * expected_loss, dtype=np.float64)


def mixed_noise(lasting: Floats, fresh: Floats, lasting_share: float) -> Floats:
    """Combine a lasting taste with the mood of the day, both centred Gumbel draws.

    With ``lasting_share`` 0 the choice is the plain multinomial logit.
    """
    return np.sqrt(lasting_share) * lasting + np.sqrt(1.0 - lasting_share) * fresh


def best_option(utility: Floats, noise: Floats, available: Flags) -> Rows:
    """Return the column of the best available option in each row; ties go to the first.

    Parameters
    ----------
    utility, noise
        Rows by options, both in the unit of the decision.
    available
        Which options a row has; each row has at least one.
    """
    return np.argmax(np.where(available, utility + noise, -np.inf), axis=1)


def logit_shares(utility: Floats, scale: float) -> Floats:
    """Return the probability of each option (last axis) under a multinomial logit."""
    weights = np.exp((utility - utility.max(axis=-1, keepdims=True)) / scale)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float64)


def logistic(x: Floats | float) -> Floats:
    """Return 1 / (1 + exp(−x))."""
    return np.asarray(expit(x), dtype=np.float64)


def hazard_probability(per_year: Floats | float, years: float) -> Floats:
    """Turn a yearly hazard into the probability of at least one event."""
    return np.asarray(-np.expm1(-np.asarray(per_year) * years), dtype=np.float64)
