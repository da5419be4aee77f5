"""Does a practice take its suspended contract back?

A practice that suspended its GMS or PMS contract may reactivate it in windows every
``practice_return.window_years`` years, after ``practice_return.notice_quarters`` quarters of
notice. When the time for notice comes it goes if::

    u(independent) − u(staying) − c − (1 − k) · income, at later windows only, + noise  >  0

by the utility of :mod:`acs_abm.decisions.practice_integration` with every term counted; c is
``practice_return.transition_cost``, k ``practice_return.patients_kept``: patients follow by default
only at the first window. Where its system is sent back a window of its own
opens at once, like a first one; where the contract of its place ends, its own lives again without
asking. One that ended its contract has no way back.
"""

from __future__ import annotations

import numpy as np

from acs_abm.clock import QUARTERS_A_YEAR
from acs_abm.decisions.choice import Flags, Floats, Rows
from acs_abm.parameters import Role, declares, parameter


@declares("practice_return")
class PracticeReturn:
    """When a suspended contract may be reactivated, and what that costs."""

    window_years: int = parameter(
        2,
        unit="years",
        low=1,
        high=5,
        limits=(1, 50),
        role=Role.LEVER,
        meaning="Years from one window to the next.",
        source="draft ACO contract 2017: every two years",
    )
    notice_quarters: int = parameter(
        4,
        unit="quarters",
        low=1,
        high=8,
        limits=(0, 40),
        role=Role.LEVER,
        meaning="How long before a window a practice gives notice.",
        source="draft ACO contract 2017: twelve months",
    )
    transition_cost: float = parameter(
        5.0,
        unit="£k a year",
        low=0,
        high=15,
        meaning="Cost of setting up again, a partner, as a yearly sum.",
        source="assumption",
    )
    patients_kept: float = parameter(
        0.8,
        unit="share",
        low=0.4,
        high=1,
        role=Role.LEVER,
        meaning="Patients that come along at a later window; at the first all do.",
        source="assumption",
    )


def windows_passed(quarters: Rows, p: PracticeReturn) -> Rows:
    """Return how many windows have come since a contract was suspended so many quarters ago."""
    return quarters // (p.window_years * QUARTERS_A_YEAR)


def notice_is_due(quarters: Rows, p: PracticeReturn) -> Flags:
    """Return whether a window is exactly the time of notice away.

    Parameters
    ----------
    quarters
        Quarters since the contract was suspended.
    """
    between = p.window_years * QUARTERS_A_YEAR
    coming = quarters + p.notice_quarters
    return np.asarray((coming % between == 0) & (coming > 0) & (quarters >= 0), dtype=bool)


def return_gain(
    independent: Floats, staying: Floats, income: Floats, is_first: Flags, p: PracticeReturn
) -> Floats:
    """Return what going back is worth over staying, £k a partner a year.

    Parameters
    ----------
    independent, staying
        Utility of independence and of what the practice holds.
    income
        A partner's income as an independent practice, £k a year.
    is_first
        Whether the coming window is the first, at which patients follow.
    """
    lost = np.where(is_first, 0.0, (1.0 - p.patients_kept) * income)
    return independent - staying - p.transition_cost - lost
