"""How do the holder of a budget, its commissioner and practices share gains and losses?

Within a corridor around the budget everything is the holder's. Beyond it a part goes to the
commissioner; a stop-loss bounds what the holder can lose, a cap what it can keep. With budget B, a
gain G or loss L of the year and a corridor of width c::

    to the commissioner = g · max(G − c·B, 0), and what is above the holder's cap
    to practices        = p · (G − the commissioner's g part)
    holder keeps        = the rest of G, at most cap · B
    holder loses        = L − l · max(L − c·B, 0), at most stop · B; the commissioner bears the rest

g, l, p, cap and stop are terms of the contract (:mod:`acs_abm.contracts.partial`,
:mod:`acs_abm.contracts.full`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Corridor:
    """Terms, shares of the budget or of what lies beyond the corridor.

    Attributes
    ----------
    width
        Half of the corridor, share of the budget.
    gain_shared, loss_shared
        What the commissioner gets of gains, and bears of losses, beyond it.
    stop_loss
        Most that the holder loses, share of the budget.
    practices_share
        Practices' part of the gain that is not the commissioner's.
    profit_cap
        Most that the holder keeps, share of the budget; more is the commissioner's.
    """

    width: float
    gain_shared: float
    loss_shared: float
    stop_loss: float
    practices_share: float
    profit_cap: float


@dataclass(frozen=True)
class Settlement:
    """Who gets what of a year's result, £ by place; what somebody pays is negative.

    The three add up to the result.
    """

    holder: Floats
    commissioner: Floats
    practices: Floats


def settle(budget: Floats, spending: Floats, terms: Corridor) -> Settlement:
    """Share the result of a year.

    Parameters
    ----------
    budget, spending
        Pounds of the year.
    """
    result = budget - spending
    gain, loss = np.maximum(result, 0.0), np.maximum(-result, 0.0)
    edge = terms.width * budget
    shared = terms.gain_shared * np.maximum(gain - edge, 0.0)
    practices = terms.practices_share * (gain - shared)
    kept = np.minimum(gain - shared - practices, terms.profit_cap * budget)
    borne = terms.loss_shared * np.maximum(loss - edge, 0.0)
    lost = np.minimum(loss - borne, terms.stop_loss * budget)
    return Settlement(kept - lost, (gain - practices - kept) - (loss - lost), practices)
