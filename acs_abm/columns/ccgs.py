"""Where CCGs, their places and their local medical committees stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns.arrays import Flags, Floats, Rows, Small


@dataclass
class CCGColumns:
    """Where CCGs, and the places and local medical committees that go with them, stand.

    Attributes
    ----------
    stance
        Stance in force.
    trust_in_partners
        Mean trust in the other organisations of its system (:class:`TieColumns` has each), the
        larger counting more.
    is_vanguard, is_test_area
        Flags of the place.
    alliance_live
        Whether an alliance agreement is in force at the place.
    cannot_break_before
        Step before which that agreement cannot break.
    contract_level
        Level of the single contract being procured or held at the place; 0 for none.
    contract_live
        Whether a single contract is live.
    contract_since
        Step in which early engagement for it began.
    live_since
        Step in which a contract last went live.
    checkpoints_passed, checkpoint_tries
        Checkpoints of assurance passed, 0 to 3; tries at the next that failed.
    assurance_due
        Step of the next checkpoint; after the last, step in which the process lapses.
    holder, holder_trust
        Who was chosen to hold the contract
        (:class:`~acs_abm.decisions.contract_holder.Holder`) and, where that is a trust alone or
        in a joint venture, its row; −1 for nobody.
    closed_until
        Step before which no new contract may be sought, after one failed, lapsed or ended.
    premium_withdrawn
        Whether the payments promised locally at the place were withdrawn.
    withdrawal_known
        Whether a year was settled since: what is no longer expected disappoints nobody again.
    reactivation_right
        Step in which practices at the place last got the right to reactivate a contract that
        they suspended, because system or place was sent back.
    lmc_strength
        Strength of the local medical committee, 0 to 1.
    lmc_position
        How far it is against each option: committees by options, 0 to 1.
    lmc_resisting
        Share of its practices that resist.
    lmc_balloted, lmc_ballots
        Step of its last ballot; ballots so far.
    contracts_let, contracts_ended
        Single contracts of the place that went live, and that ended, so far.
    officer, officer_since
        Number of the CCG's accountable officer: CCGs with the same one share it. Step since
        which they do.
    is_delegated
        Whether the CCG commissions general practice.
    decided_by
        Row of the CCG that decides for each place: its own, or that into which it merged.
    """

    stance: Small
    trust_in_partners: Floats
    is_vanguard: Flags
    is_test_area: Flags
    alliance_live: Flags
    cannot_break_before: Rows
    contract_level: Small
    contract_live: Flags
    contract_since: NDArray[np.int64]
    live_since: Rows
    checkpoints_passed: Small
    checkpoint_tries: Small
    assurance_due: Rows
    holder: Rows
    holder_trust: Rows
    closed_until: NDArray[np.int64]
    premium_withdrawn: Flags
    withdrawal_known: Flags
    reactivation_right: Rows
    lmc_strength: Floats
    lmc_position: Floats
    lmc_resisting: Floats
    lmc_balloted: Rows
    lmc_ballots: Rows
    contracts_let: Rows
    contracts_ended: Rows
    officer: Rows
    officer_since: Rows
    is_delegated: Flags
    decided_by: Rows

    @property
    def is_living(self) -> Flags:
        """Whether each CCG is a body of its own: not merged into another."""
        living: Flags = self.decided_by == np.arange(len(self.decided_by))
        return living

    @property
    def shares_officer(self) -> Flags:
        """Whether each CCG shares its accountable officer with another."""
        bodies = np.bincount(self.officer[self.is_living])
        return bodies[self.officer] > 1
