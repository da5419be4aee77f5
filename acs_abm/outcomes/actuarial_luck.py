"""How many come, given how many are expected? Luck turned into counts by inverse distribution.

Each number follows from one uniform, so that a draw stays addressed: a sampler that rejects would
consume a varying number of draws. Every list has a gamma multiplier of mean 1 and variance
``demand.year_variance`` for each year and stream, and a Poisson count in each step: a small list
has real actuarial risk. The formulas are approximations where an exact inversion would cost too
much (Wilson and Hilferty 1931; Cornish and Fisher); ``tests/unit/outcomes/test_actuarial_luck.py``
measures by how much they err.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import kernel

Floats = NDArray[np.float64]

EXACT_BELOW = 12.0
"""Poisson means below which a count is found by adding up probabilities."""


@kernel
def _middle_quantile(share: float) -> float:
    """Return the normal quantile of a share from 0.075 to 0.925."""
    q = share - 0.5
    r = 0.180625 - q * q
    above = (
        (((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r
            + 6.7265770927008700853e4) * r + 4.5921953931549871457e4) * r
          + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
        + 1.3314166789178437745e2
    ) * r + 3.3871328727963666080e0  # fmt: skip
    below = (
        (((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r
            + 3.9307895800092710610e4) * r + 2.1213794301586595867e4) * r
          + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
        + 4.2313330701600911252e1
    ) * r + 1.0  # fmt: skip
    return q * above / below


@kernel
def _outer_quantile(depth: float) -> float:
    """Return the normal quantile, its sign apart, of a share whose depth is from 1.6 to 5.

    The depth of a share is the root of minus the logarithm of the nearer tail.
    """
    r = depth - 1.6
    above = (
        (((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r
            + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0) * r
          + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
        + 4.63033784615654529590e0
    ) * r + 1.42343711074968357734e0  # fmt: skip
    below = (
        (((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r
            + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1) * r
          + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
        + 2.05319162663775882187e0
    ) * r + 1.0  # fmt: skip
    return above / below


@kernel
def _far_quantile(depth: float) -> float:
    """Return what :func:`_outer_quantile` does of a share deeper than 5."""
    r = depth - 5.0
    above = (
        (((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
            + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2) * r
          + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
        + 5.46378491116411436990e0
    ) * r + 6.65790464350110377720e0  # fmt: skip
    below = (
        (((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r
            + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4) * r
          + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
        + 5.99832206555887937690e-1
    ) * r + 1.0  # fmt: skip
    return above / below


@kernel
def normal_quantiles(shares: Floats, quantiles: Floats) -> None:
    """Fill ``quantiles`` with standard normal quantiles of shares, to about 16 digits.

    The middle is worked out for all, then the seventh that lies outside again: each in loops
    without a branch, which compile to vector instructions.

    References
    ----------
    Wichura, Algorithm AS 241, Applied Statistics 37, 1988 (PPND16).
    """
    for row in range(shares.size):
        quantiles[row] = _middle_quantile(shares[row])
    outer = _outside_the_middle(shares)
    depth, size = np.empty(outer.size), np.empty(outer.size)
    for place in range(outer.size):
        share = shares[outer[place]]
        depth[place] = math.sqrt(-math.log(share if share < 0.5 else 1.0 - share))
    for place in range(outer.size):
        size[place] = _outer_quantile(depth[place])
    for place in range(outer.size):
        if depth[place] > 5.0:
            size[place] = _far_quantile(depth[place])
        quantiles[outer[place]] = -size[place] if shares[outer[place]] < 0.5 else size[place]


@kernel
def _outside_the_middle(shares: Floats) -> NDArray[np.int64]:
    """Return the rows of shares that lie outside 0.075 to 0.925."""
    rows, found = np.empty(shares.size, dtype=np.int64), 0
    for row in range(shares.size):
        rows[found] = row  # kept only if it lies outside
        found += abs(shares[row] - 0.5) > 0.425
    return rows[:found]


@kernel
def _small_count(mean: float, share: float) -> float:
    """Return the Poisson count at a share of the distribution by adding up probabilities."""
    count, probability = 0.0, math.exp(-mean)
    total = probability
    while total < share and probability > 1e-18:
        count += 1.0
        probability *= mean / count
        total += probability
    return count


@kernel
def poisson_counts(expected: Floats, shares: Floats, counts: Floats) -> None:
    """Fill ``counts`` with the Poisson count of each mean at each share of its distribution.

    Below a mean of 12 exact; above it by the expansion of Cornish and Fisher about the normal
    quantile, with Sheppard's correction for whole numbers.
    """
    normal_quantiles(shares, counts)
    for row in range(expected.size):
        z, spread = counts[row], math.sqrt(expected[row] + 1e-300)  # a mean of 0 divides nothing
        square = z * z
        found = expected[row] + spread * z + (square - 1.0) / 6.0
        found -= z * (2.0 + square) / (72.0 * spread)
        counts[row] = np.ceil(found - 0.5)
    for row in range(expected.size):
        if expected[row] < EXACT_BELOW:
            counts[row] = _small_count(expected[row], shares[row])


@kernel
def gamma_multipliers(shares: Floats, variance: float, multipliers: Floats) -> None:
    """Fill ``multipliers`` with gamma quantiles of mean 1 (Wilson and Hilferty 1931).

    Parameters
    ----------
    shares
        Where in the distribution each lies, above 0 and below 1.
    variance
        One over the shape; 0 for no luck at all.
    """
    ninth = variance / 9.0
    normal_quantiles(shares, multipliers)
    for row in range(shares.size):
        root = max(1.0 - ninth + math.sqrt(ninth) * multipliers[row], 0.0)
        multipliers[row] = root * root * root
