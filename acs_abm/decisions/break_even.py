"""What payment would have made the difference, with luck held fixed?

An option is chosen when its utility and luck together beat every other's. All of it but the value
of income is given, so the value that income would need is exact, and the income that has that value
is found by Newton's method on a strictly increasing function: never by running the model again.
With V the value of an uncertain income (:mod:`acs_abm.decisions.choice`), m its mean, g the amount
by which the option falls short, v what a pound per weighted patient is worth to a partner::

    payment = (V⁻¹(V(m) + g) − m) / v        £ per weighted patient a year

It is told by ``explain`` and moves nothing.
"""

from __future__ import annotations

import math

from acs_abm.decisions.choice import value_of

TOLERANCE = 1e-10
MOST_ITERATIONS = 100


def income_worth(value: float, sd: float, loss_aversion: float) -> float:
    """Return the mean change of income that is worth a value: the inverse of ``value_of``.

    Parameters
    ----------
    value
        What the change is worth, in any unit of money.
    sd
        Standard deviation of the change; zero where it is certain.
    loss_aversion
        How many times a loss weighs as much as a gain.
    """
    if sd <= 0.0:
        return value if value >= 0.0 else value / loss_aversion
    mean = value
    for _ in range(MOST_ITERATIONS):
        gap = value_of(mean, sd, loss_aversion) - value
        if abs(gap) < TOLERANCE:
            break
        below = 0.5 * math.erfc(mean / sd * math.sqrt(0.5))
        mean -= gap / (1.0 + (loss_aversion - 1.0) * below)
    return mean


def break_even_payment(
    short_of: float,
    income_change: float,
    sd: float,
    loss_aversion: float,
    value_of_a_pound: float,
) -> float:
    """Return the further payment at which an option would just have been preferred.

    Parameters
    ----------
    short_of
        By how much the option's utility and luck fall short of the best other's, £k a partner
        a year; negative for the option that was chosen.
    income_change
        Mean change of income under the option, £k a partner a year.
    sd
        Its standard deviation.
    loss_aversion
        How many times a loss weighs as much as a gain.
    value_of_a_pound
        Partner income (£k) from £1 per weighted patient.

    Returns
    -------
    float
        Pounds per weighted patient a year on top of what the offer pays; negative for what
        could have been taken away.
    """
    needed = value_of(income_change, sd, loss_aversion) + short_of
    return (income_worth(needed, sd, loss_aversion) - income_change) / value_of_a_pound
