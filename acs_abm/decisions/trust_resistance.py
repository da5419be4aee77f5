"""Does a trust that stays out act against the change?

The second stage of a trust's choice, of the same form as a practice's. A trust that takes level 0
resists with probability::

    logistic(w · T · (1 + o · share of the system's trusts that resist) − c)
    T = pressure · φ_T · autonomy lost at the highest level open        % of income a year

w is ``trust_resistance.threat_weight``, o ``trust_resistance.others_weight``, c
``trust_resistance.caution``. Resisting trusts lower the trust of others in the system.
"""

from __future__ import annotations

from acs_abm.decisions.choice import Floats, logistic
from acs_abm.parameters import declares, parameter


@declares("trust_resistance")
class TrustResistance:
    """How a trust comes to resist; as strong as in a practice of the usual temper."""

    threat_weight: float = parameter(
        8.0,
        unit="per % of income",
        low=4,
        high=12,
        meaning="Weight of the autonomy pressed on a trust, times national expectation.",
        source="assumption: a practice's, a quarter of its usual value of independence",
    )
    others_weight: float = parameter(
        2.0,
        unit="multiple",
        low=1,
        high=3,
        meaning="How much more a threat counts where all other trusts resist.",
        source="assumption, as for practices",
    )
    caution: float = parameter(
        4.5,
        unit="log odds",
        low=2.25,
        high=6.75,
        meaning="What keeps a trust that is not threatened from resisting.",
        source="assumption, as for practices",
    )


def threat(autonomy: Floats, pressure: Floats, value: float) -> Floats:
    """Return what is pressed on each trust, % of income a year.

    Parameters
    ----------
    autonomy
        Share of its autonomy lost at the highest level open to it.
    pressure
        National expectation bearing on its system, 0 to 1.
    value
        What it would give to keep all of its autonomy, % of income.
    """
    return pressure * value * autonomy


def resistance_probability(threats: Floats, others: Floats, p: TrustResistance) -> Floats:
    """Return the probability that a trust at level 0 resists.

    Parameters
    ----------
    threats
        What is pressed on it, % of income a year.
    others
        Share of its system's trust income that resists already.
    """
    return logistic(p.threat_weight * threats * (1.0 + p.others_weight * others) - p.caution)
