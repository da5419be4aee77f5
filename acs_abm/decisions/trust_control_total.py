"""Does a trust accept the control total it is offered for the year, and what does it earn by it?

Each April a trust is asked for an improvement A, normal with mean ``control_total.asked_mean`` and
standard deviation ``control_total.asked_sd``, in per cent of income; one in deficit for
``control_total.deficit_weight`` of what is above ``control_total.deficit_level`` on top. It accepts
with probability::

    logistic((money · P(A is met) − k · max(A − a, 0) + g) / μ),    P(A is met) = Φ((a − A) / s)

a is ``control_total.reachable``, s ``control_total.outturn_sd``, k ``control_total.miss_penalty``,
g ``control_total.goodwill``, μ ``control_total.choice_noise``; the money is
``control_total.money_acute`` per cent of income a year, ``control_total.money_other`` for trusts
that are not acute.

The plan for a quarter is a quarter of (forecast + A − a). Results are income for work less costs,
luck of standard deviation s a year among them. What they are below plans adds up to the shortfall
of the year, averaged over a system by income. Each quarter a trust that accepted earns
``control_total.finance_part`` of the money where the year so far meets the control total (or, for
the part that goes by a joint result, where the system's does), and the rest where waiting times are
met too, which happens with probability ``control_total.access_met``. NHS Improvement pays it.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from acs_abm.decisions.choice import Flags, Floats, logistic
from acs_abm.parameters import Role, declares, parameter


@declares("control_total")
class TrustControlTotal:
    """How hard control totals are and what hangs on them; values in per cent of income."""

    asked_mean: float = parameter(
        1.0,
        unit="% of income",
        low=0.5,
        high=1.5,
        role=Role.LEVER,
        meaning="Improvement asked beyond a trust's own forecast, mean.",
        source="assumption",
    )
    asked_sd: float = parameter(
        1.8,
        unit="% of income",
        low=0.9,
        high=2.7,
        meaning="Spread between trusts in the improvement asked.",
        source="assumption",
    )
    deficit_level: float = parameter(
        1.0,
        unit="% of income",
        low=0.5,
        high=1.5,
        meaning="Deficit above which a trust is asked for more.",
        source="assumption",
    )
    deficit_weight: float = parameter(
        0.2,
        unit="multiple",
        low=0.1,
        high=0.3,
        meaning="How much of the deficit above that level is asked for on top.",
        source="assumption",
    )
    reachable: float = parameter(
        0.8,
        unit="% of income",
        low=0.4,
        high=1.2,
        meaning="Improvement that a trust can reach as often as not.",
        source="assumption",
    )
    outturn_sd: float = parameter(
        1.5,
        unit="% of income",
        low=0.75,
        high=2.25,
        limits=(0.01, 22.5),
        meaning="Spread of a year's result around what was reachable.",
        source="assumption",
    )
    money_acute: float = parameter(
        2.4,
        unit="% of income",
        low=1.2,
        high=3.6,
        role=Role.LEVER,
        symbol="STF_j",
        meaning="Sustainability money at stake for an acute trust.",
        source="assumption on a fund of £1.8bn, £1.5bn of it for emergency providers",
    )
    money_other: float = parameter(
        0.4,
        unit="% of income",
        low=0.2,
        high=0.6,
        role=Role.LEVER,
        meaning="Sustainability money at stake for any other trust.",
        source="assumption",
    )
    finance_part: float = parameter(
        0.7,
        unit="share of money",
        low=0.5,
        high=1,
        role=Role.LEVER,
        meaning="Sustainability money that asks for nothing but the control total.",
        source="rules of the fund in 2016/17",
    )
    access_met: float = parameter(
        0.5,
        unit="probability a quarter",
        low=0.25,
        high=0.75,
        meaning="Probability that a trust meets the waiting times that the rest asks for too.",
        source="assumption: waits are not simulated",
    )
    miss_penalty: float = parameter(
        0.3,
        unit="multiple",
        low=0.15,
        high=0.45,
        meaning="Cost of each per cent asked beyond what is reachable (twice 0.15).",
        source="assumption",
    )
    goodwill: float = parameter(
        0.35,
        unit="% of income",
        low=0.17,
        high=0.53,
        meaning="What accepting is worth beside the money.",
        source="assumption",
    )
    choice_noise: float = parameter(
        0.6,
        unit="% of income",
        low=0.3,
        high=0.9,
        limits=(0.01, 9.0),
        meaning="Scale of what the model does not know about this choice.",
        source="assumption",
    )


def sustainability_money(is_acute: Flags, p: TrustControlTotal) -> Floats:
    """Return the sustainability money at stake for each trust, % of its income a year."""
    return np.where(is_acute, p.money_acute, p.money_other)


def chance_of_meeting(asked: Floats, p: TrustControlTotal) -> Floats:
    """Return the probability that a trust meets what it is asked for (% of income)."""
    return np.asarray(ndtr((p.reachable - asked) / p.outturn_sd), dtype=np.float64)


def acceptance_probability(asked: Floats, money: Floats, p: TrustControlTotal) -> Floats:
    """Return the probability that a trust accepts its control total.

    Parameters
    ----------
    asked
        Improvement asked beyond its own forecast, % of income.
    money
        Sustainability money at stake, % of income.
    """
    worry = p.miss_penalty * np.maximum(asked - p.reachable, 0.0)
    value = money * chance_of_meeting(asked, p) - worry + p.goodwill
    return logistic(value / p.choice_noise)


def expected_money(is_acute: Flags, margin: Floats, p: TrustControlTotal) -> Floats:
    """Return what a trust may expect of the fund in a year, % of its income.

    Parameters
    ----------
    margin
        Surplus after sustainability money, share of income.

    Notes
    -----
    For the improvement asked of such a trust on average.
    """
    deficit = np.maximum(-100.0 * margin - p.deficit_level, 0.0)
    asked = p.asked_mean + p.deficit_weight * deficit
    money = sustainability_money(is_acute, p)
    parts = p.finance_part + (1.0 - p.finance_part) * p.access_met
    chance = acceptance_probability(asked, money, p) * chance_of_meeting(asked, p)
    return money * chance * parts


def quarters_plan(asked: Floats, forecast: Floats, p: TrustControlTotal) -> Floats:
    """Return the result that a control total asks of a quarter, share of a year's income.

    Parameters
    ----------
    asked
        Improvement asked beyond the trust's own forecast, % of income a year.
    forecast
        Result that is as likely as not, share of income a year. A trust's own forecast lies
        below it by what it can reach.
    """
    return 0.25 * (forecast + (asked - p.reachable) / 100.0)


def outturn_luck(luck: Floats, p: TrustControlTotal) -> Floats:
    """Return what luck adds to a quarter's result, share of a year's income.

    Four quarters add up to a year with the spread of an outturn; ``luck`` is standard normal.
    """
    return 0.5 * p.outturn_sd * luck / 100.0


def money_earned(
    met: Flags, met_together: Flags, joint_share: Floats, access: Flags, p: TrustControlTotal
) -> Floats:
    """Return which share of a quarter's sustainability money trusts that accepted earn.

    The part for finance is on where the year so far meets the control total. The part for access
    needs waiting times to be met too. Where a system shares a control total, some of the money
    goes by the joint result.

    Parameters
    ----------
    met, met_together
        Whether each trust, and all of its system together, meet their control totals so far.
    joint_share
        Share of the money that goes by the joint result.
    access
        Whether each trust meets waiting times in the quarter.
    """
    finance = (1.0 - joint_share) * met + joint_share * met_together
    return finance * (p.finance_part + (1.0 - p.finance_part) * access)
