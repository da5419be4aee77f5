"""What is a provider paid for what it does: activity at its price.

Prices are scaled once so that the activity expected in the first year costs ``tariff.emergency``,
``tariff.a_and_e``, ``tariff.elective`` and ``tariff.outpatient`` pounds a weighted head, and grow
by ``tariff.uplift`` per cent a year. With a what came, less its winter and in cases of usual cost,
and b the emergencies expected in the first year::

    emergencies that count = a − (1 − m) · max(a − b, 0)
    V(trust) = g · Σ p·a over urgent streams + h · Σ p·a over planned streams        £

m is ``tariff.marginal_rate``, g the trust's share of the place's acute care at the start, h its
share of planned care now (:mod:`acs_abm.contracts.leakage`). What goes to nobody in the run goes to
independent providers. Block services grow with the core allocation; NHS England pays for
specialised services, training, research and patients from outside the run.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


class Priced(IntEnum):
    """Streams of activity that have a price."""

    EMERGENCY = 0
    AE = 1
    ELECTIVE = 2
    OUTPATIENT = 3


@declares("tariff")
class Tariff:
    """Prices and what bends them."""

    uplift: float = parameter(
        0.1,
        unit="% a year",
        low=-1.0,
        high=1.2,
        role=Role.LEVER,
        meaning="Growth of prices: uplift for costs less efficiency asked.",
        source="from memory of the tariff 2017-19 (about 2.1% less 2.0%): check",
    )
    marginal_rate: float = parameter(
        0.7,
        unit="share of price",
        low=0.3,
        high=1.0,
        role=Role.LEVER,
        meaning="What is paid for emergency admissions above the baseline.",
        source="marginal rate for emergencies from 2016/17 (HFMA)",
    )
    emergency: float = parameter(
        211.0,
        unit="£ per head a year",
        low=105,
        high=316,
        meaning="Spending on emergency admissions in the first year.",
        source="nine tenths of £13.7bn (NAO), derived",
    )
    a_and_e: float = parameter(
        60.0,
        unit="£ per head a year",
        low=30,
        high=90,
        meaning="Spending on A&E attendances in the first year.",
        source="attendances × £148 (reference costs 2016/17), derived",
    )
    elective: float = parameter(
        150.0,
        unit="£ per head a year",
        low=75,
        high=225,
        meaning="Spending on elective and day case care in the first year.",
        source="from memory of public accounts: check",
    )
    outpatient: float = parameter(
        135.0,
        unit="£ per head a year",
        low=70,
        high=200,
        meaning="Spending on outpatient care in the first year.",
        source="from memory of public accounts: check",
    )


def first_spending(p: Tariff) -> Floats:
    """Return what is spent on each priced stream in the first year, £ per head."""
    return np.array([p.emergency, p.a_and_e, p.elective, p.outpatient])


def prices(money: Floats, activity: Floats) -> Floats:
    """Scale prices once, so that the activity expected in the first year costs its money.

    Parameters
    ----------
    money
        Pounds a year by stream.
    activity
        Expected activity a year by stream.

    Returns
    -------
    Floats
        Pounds a unit; 0 for a stream without activity.
    """
    return np.divide(money, activity, out=np.zeros_like(money), where=activity > 0.0)


def price_index(years: int, p: Tariff) -> float:
    """Return prices so many financial years after the first, against the first year's."""
    return float((1.0 + p.uplift / 100.0) ** years)


def paid_activity(activity: Floats, baseline: Floats, p: Tariff) -> Floats:
    """Return activity in units that are paid in full.

    Parameters
    ----------
    activity
        By place and stream (places × streams), this step.
    baseline
        Emergency admissions of each place in the same time in the first year; those above it
        count at the marginal rate.
    """
    counted = activity.copy()
    emergencies = activity[:, Priced.EMERGENCY]
    above = np.maximum(emergencies - baseline, 0.0)
    counted[:, Priced.EMERGENCY] = emergencies - (1.0 - p.marginal_rate) * above
    return counted
