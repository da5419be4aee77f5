"""What would each level of integration do to a trust's own result?

An admission avoided loses its price and saves only what it would have cost at the margin. With e
the money for emergencies, share of income, and a the share of them that a level avoids in the long
run (``integration_effect.alliance``, ``integration_effect.partial``, ``integration_effect.full``)::

    100 · a · e · (c − m · (1 − kept) · (1 − g))        % of income a year

c is what a case costs, as a share of its price, while capacity follows (from
``trust_cost.variable_at_once`` and ``trust_cost.variable_later``); m is ``tariff.marginal_rate``;
kept is the share paid as a budget, and 1 for a trust that holds the contract; g is what an
alliance's pool would pay back, if a saving of that size passed its least rate
(:mod:`acs_abm.contracts.alliance_pool`). At the defaults and by tariff the term is next to nothing
(−0.01 to −0.04 for an acute trust); where all is a budget it adds about 0.3 for an alliance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.decisions.choice import Flags, Floats


@dataclass(frozen=True)
class TrustExposure:
    """How a trust's income hangs on emergency admissions: one number a trust.

    Attributes
    ----------
    emergencies
        Money from emergency admissions, share of its income.
    by_budget
        Share of its contracts that is paid as a budget.
    is_holder
        Whether it was chosen to hold a contract.
    gain_share
        What an alliance pays it of each pound that its commissioners save.
    """

    emergencies: Floats
    by_budget: Floats
    is_holder: Flags
    gain_share: Floats


def result_of_levels(
    exposure: TrustExposure, avoided: Floats, marginal_rate: float, variable: float
) -> Floats:
    """Return the change of a trust's result at each level, % of income (levels by trusts).

    Parameters
    ----------
    avoided
        Share of emergencies that each level avoids in the long run.
    marginal_rate
        Part of the price that the admissions avoided had brought.
    variable
        Part of the price that they had cost.
    """
    level = np.arange(len(avoided))[:, np.newaxis]
    keeps = np.where(exposure.is_holder & (level >= 2), 1.0, exposure.by_budget)
    lost = marginal_rate * (1.0 - keeps) * (1.0 - exposure.gain_share * (level == 1))
    return np.asarray(
        100.0 * avoided[:, np.newaxis] * exposure.emergencies * (variable - lost), dtype=np.float64
    )
