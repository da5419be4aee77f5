"""What every decision shares: the value of an uncertain income, noise, and the best option.

*Value.* A change of income that is normal with mean m and standard deviation s is worth, to
somebody for whom a loss weighs λ times as much as a gain::

    V(m, s, λ) = E[gain] − λ · E[loss] = m − (λ − 1) · (s·φ(m/s) − m·Φ(−m/s))

in the unit of m; φ and Φ are the density and distribution of the standard normal.

*Noise.* Each option gets Gumbel noise of the decider's scale μ, with mean 0. A share ρ of its
variance is a lasting taste, drawn once; the rest is the mood of the day: √ρ · lasting + √(1 − ρ) ·
fresh. Options but independence may lie in one nest of similarity σ (a nested logit); at 0 it is the
plain logit.

*Choice.* The best available option is taken; ties go to the first. A yearly hazard h makes an event
in a step of Δ years with probability 1 − exp(−hΔ).

References
----------
Holte, Sivey, Abelsen and Olsen, Health Economics 2016 (loss aversion of GPs); Cardell, Econometric
Theory 1997 (noise of a nested logit).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from acs_abm.chance import EULER_GAMMA, Chance, Keys
from acs_abm.compiled import elementwise, kernel

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Small = NDArray[np.int8]

_PDF_AT_ZERO = 1.0 / math.sqrt(2.0 * math.pi)
_ROOT_HALF = math.sqrt(0.5)


def uncertain_value(mean: Floats, sd: Floats | float, loss_aversion: Floats) -> Floats:
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
    value: Floats = _values_of(mean, sd, loss_aversion)
    return value


@kernel
def value_of(mean: float, sd: float, loss_aversion: float) -> float:
    """Value one uncertain change of income: :func:`uncertain_value` for compiled rules."""
    if sd <= 0.0:
        return mean if mean >= 0.0 else loss_aversion * mean
    z = mean / sd
    density = math.exp(-0.5 * z * z) * _PDF_AT_ZERO
    expected_loss = sd * density - mean * 0.5 * math.erfc(z * _ROOT_HALF)
    return mean - (loss_aversion - 1.0) * expected_loss


@elementwise(3)
def _values_of(mean: float, sd: float, loss_aversion: float) -> float:
    return value_of(mean, sd, loss_aversion)


def option_luck(
    chance: Chance, stream: str, step: int, keys: Keys, names: Sequence[str], similarity: float
) -> Floats:
    """Draw the noise of options, centred Gumbel of scale 1 (organisations × options).

    Parameters
    ----------
    chance
        The luck of the run.
    stream
        What the draws are for; each option's own are under its name.
    step
        When.
    keys
        Whose.
    names
        Options; all but ``independent`` lie in one nest.
    similarity
        How alike the options of the nest are: 0 for the plain logit, towards 1 for options
        that differ by nothing but their utility.

    References
    ----------
    Cardell, Econometric Theory 1997: the shared part of a nested logit's noise is the logarithm
    of a positive stable variable.
    """
    luck = chance.gumbels([f"{stream}/{name}" for name in names], step, keys)
    own = 1.0 - similarity
    if own < 1.0:  # a similarity too small to tell from zero is the plain logit
        shared = (
            chance.log_stable(f"{stream}/nest", step, keys, own) - similarity / own * EULER_GAMMA
        )
        nested = np.array([name != "independent" for name in names])
        luck[:, nested] = own * (luck[:, nested] + shared[:, np.newaxis])
    return luck


def mixed_noise(lasting: Floats, fresh: Floats, lasting_share: float) -> Floats:
    """Combine a lasting taste with the mood of the day, both centred Gumbel draws.

    With ``lasting_share`` 0 the choice is the plain multinomial logit.
    """
    return np.sqrt(lasting_share) * lasting + np.sqrt(1.0 - lasting_share) * fresh


def best_option(utility: Floats, available: Flags) -> Rows:
    """Return the column of the best available option in each row; ties go to the first.

    Parameters
    ----------
    utility
        Rows by options, noise included.
    available
        Which options a row has; each row has at least one.
    """
    return _best_of(utility, available)


@kernel
def _best_of(utility: Floats, available: Flags) -> Rows:
    n, options = utility.shape
    best = np.zeros(n, dtype=np.int64)
    for row in range(n):
        most = -np.inf
        for option in range(options):
            if available[row, option] and utility[row, option] > most:
                best[row], most = option, utility[row, option]
    return best


@kernel
def most_of_open(value: Floats, is_open: Flags) -> Floats:
    """Return the largest value among the options open to each row; those closed count as 0."""
    most = np.full(len(is_open), -np.inf)
    for row in range(len(is_open)):
        for option in range(value.size):
            most[row] = max(most[row], value[option] * is_open[row, option])
    return most


def logit_shares(utility: Floats, scale: float) -> Floats:
    """Return the probability of each option (last axis) under a multinomial logit."""
    weights = np.exp((utility - utility.max(axis=-1, keepdims=True)) / scale)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float64)


def nested_shares(
    utility: Floats, available: Flags, scale: float, similarity: float, in_nest: Flags
) -> Floats:
    """Return the probability of each available option under a nested logit with one nest.

    Parameters
    ----------
    utility, available
        Rows by options; each row has at least one option.
    scale
        Scale of the noise.
    similarity
        How alike the options of the nest are, as in :func:`option_luck`; with 0 these are the
        shares of the plain logit.
    in_nest
        Which options lie in the nest.
    """
    own = 1.0 - similarity
    best = np.where(available, utility, -np.inf).max(axis=1, keepdims=True)
    inside = np.where(available & in_nest, np.exp((utility - best) / (own * scale)), 0.0)
    alone = np.where(available & ~in_nest, np.exp((utility - best) / scale), 0.0)
    within = inside.sum(axis=1, keepdims=True)
    nest = within**own
    shares = np.divide(inside, within, out=np.zeros_like(inside), where=within > 0.0)
    total: Floats = (alone + nest * shares) / (alone.sum(axis=1, keepdims=True) + nest)
    return total


def logistic(x: Floats | float) -> Floats:
    """Return 1 / (1 + exp(−x))."""
    return np.asarray(expit(x), dtype=np.float64)


def hazard_probability(per_year: Floats | float, years: float) -> Floats:
    """Turn a yearly hazard into the probability of at least one event."""
    return np.asarray(-np.expm1(-np.asarray(per_year) * years), dtype=np.float64)
