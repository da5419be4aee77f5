"""Where NHS trusts stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.columns.arrays import Flags, Floats, Rows, Small


@dataclass
class TrustColumns:
    """Where trusts stand.

    Attributes
    ----------
    income, margin, rating, segment
        As in :class:`~acs_abm.population.trust_accounts.TrustAccounts`.
    stance
        Stance in force.
    trust_in_partners
        Mean trust in the other organisations of its system (:class:`TieColumns` has each), the
        larger counting more.
    asked
        Improvement asked by this year's control total, per cent of income.
    accepts_control_total
        Whether it accepted this year's control total.
    shortfall
        By how much it fell short of last year's, share of income.
    has_left
        Whether it left its alliance in this step.
    runs_practices
        Whether it has begun to offer to run practices.
    in_group
        Whether it works in a group of trusts.
    merged_into
        Row of the trust that it was merged into; −1 where it still stands. What has merged has
        no income and counts nowhere.
    disrupted_until
        Step before which a merger disrupts it.
    shortfall_so_far
        By how much it falls short of this financial year's control total so far, share of a
        year's income.
    money_earned
        Share of the sustainability money of the last quarter that it earned.
    next_inspection
        Step of its next inspection by the CQC.
    """

    income: Floats
    margin: Floats
    rating: Small
    segment: Small
    stance: Small
    trust_in_partners: Floats
    asked: Floats
    accepts_control_total: Flags
    shortfall: Floats
    has_left: Flags
    runs_practices: Flags
    in_group: Flags
    merged_into: Rows
    disrupted_until: Rows
    shortfall_so_far: Floats
    money_earned: Floats
    next_inspection: Rows

    @property
    def is_standing(self) -> Flags:
        """Which trusts have not been merged into another."""
        standing: Flags = self.merged_into < 0
        return standing

    @property
    def body(self) -> Rows:
        """Row of the trust that stands for each: itself, or that into which it merged."""
        return np.where(self.is_standing, np.arange(len(self.merged_into)), self.merged_into)
