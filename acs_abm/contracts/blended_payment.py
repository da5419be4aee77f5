"""What is a body paid whose money comes partly by population budget, partly by activity?

With χ the agreed share of the budget::

    payment = χ · budget + (1 − χ) · activity at its price

The share at which a change of practice that costs activity pays for itself is exact too: see
``break_even_share``.

References
----------
Basu, Phillips, Song, Bitton and Landon, Health Affairs 2017.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def blended_payment(budget: ArrayLike, tariff: ArrayLike, budget_share: ArrayLike) -> Floats:
    """Return the payment: the agreed share of a budget and the rest by activity.

    Parameters
    ----------
    budget
        Population budget, £ a period; broadcasts with the others.
    tariff
        Activity at its prices, £ in the same period.
    budget_share
        Share of the contract's value paid as a budget, 0 (tariff) to 1 (capitation).

    Returns
    -------
    Floats
        Pounds in the same period.

    Notes
    -----
    As in mixed payment of American practices (Basu et al. 2017, Health Affairs 36(9)), where the
    surplus of a practice is a straight line in the share of its patients who are paid for by head.
    """
    share = np.asarray(budget_share, dtype=np.float64)
    by_head = share * np.asarray(budget, dtype=np.float64)
    payment: Floats = by_head + (1.0 - share) * np.asarray(tariff, dtype=np.float64)
    return payment


def break_even_share(
    budget: ArrayLike, tariff: ArrayLike, cost: ArrayLike, surplus_before: ArrayLike
) -> Floats:
    """Return the least budget share at which a change of practice pays for itself.

    Parameters
    ----------
    budget, tariff, cost
        Of the changed practice, £ a period.
    surplus_before
        Surplus without the change, £ in the same period.

    Returns
    -------
    Floats
        0 where the change pays whatever the share; infinity where it never does.
    """
    short_at_tariff = np.asarray(surplus_before) - (np.asarray(tariff) - np.asarray(cost))
    gained_by_head = np.asarray(budget, dtype=np.float64) - np.asarray(tariff)
    never = (short_at_tariff > 0.0) & (gained_by_head < short_at_tariff)
    share = np.divide(
        short_at_tariff,
        gained_by_head,
        out=np.zeros(np.broadcast(short_at_tariff, gained_by_head).shape),
        where=(short_at_tariff > 0.0) & ~never,
    )
    least: Floats = np.where(never, np.inf, share)
    return least
