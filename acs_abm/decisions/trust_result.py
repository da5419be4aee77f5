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

from typing import NamedTuple

import numpy as np

from acs_abm.compiled import kernel
from acs_abm.decisions.choice import Flags, Floats
from acs_abm.stance import ALLIANCE, PARTIAL


class TrustExposure(NamedTuple):
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
    return _results(exposure, avoided, marginal_rate, variable)


@kernel
def _results(
    exposure: TrustExposure, avoided: Floats, marginal_rate: float, variable: float
) -> Floats:
    n, levels = exposure.emergencies.size, avoided.size
    results = np.empty((levels, n))
    for level in range(levels):
        for i in range(n):
            holds = exposure.is_holder[i] and level >= PARTIAL
            keeps = 1.0 if holds else exposure.by_budget[i]
            shared = exposure.gain_share[i] if level == ALLIANCE else 0.0
            lost = marginal_rate * (1.0 - keeps) * (1.0 - shared)
            results[level, i] = 100.0 * avoided[level] * exposure.emergencies[i] * (variable - lost)
    return results
