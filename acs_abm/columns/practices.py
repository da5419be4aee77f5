"""Where general practices stand."""

from __future__ import annotations

from dataclasses import dataclass

from acs_abm.columns.arrays import NEVER, Flags, Floats, Rows, Small


@dataclass
class PracticeColumns:
    """Where practices stand.

    Attributes
    ----------
    is_open
        Whether the practice still stands; who closed or merged holds nothing and counts nowhere.
    list_size, weighted_list
        Registered and weighted patients now.
    distress, partners, income, value_of_a_pound, salary, independence_value, contract_stake, \
loss_aversion, ideology, temper
        As in :class:`~acs_abm.population.traits.Traits`.
    trust_in_ccg, trust_in_lead, trust_in_national
        Trust, 0 to 1; ``damage_...`` is the lasting damage that caps each.
    stance
        Stance in force (:class:`~acs_abm.stance.Stance`).
    agreement
        Column of the option signed; 0 for none. An alliance agreement that was signed is in
        force only where the place's alliance is.
    promise
        Column of the single contract promised before there is one; 0 for none.
    belief
        What it believes of the uncertain part of each option's income, £k a partner a year
        (practices by options).
    suspended_since
        Step in which its core contract was suspended; ``NEVER`` where it was not.
    has_ended_contract
        Whether its core contract was ended for good.
    returns_at
        Step in which its suspended contract is live again, notice being given; ``NEVER``
        where none was.
    is_shaken
        Whether its state changed sharply in the last step, so that it thinks again.
    is_resisting
        Whether an independent practice acts against the change.
    add_ons
        Holds each add-on offer: practices by add-ons (the hub is one).
    is_close
        Hub members that work closely enough to commit to more.
    run_by
        Row of the trust that runs the practice; −1 for none.
    addressed_by
        Row of the trust that offers to run it this step; −1 for none.
    rating, next_inspection
        CQC rating, 1 (inadequate) to 4 (outstanding); step of the next inspection.
    """

    is_open: Flags
    list_size: Floats
    weighted_list: Floats
    distress: Floats
    partners: Floats
    income: Floats
    value_of_a_pound: Floats
    salary: Floats
    independence_value: Floats
    contract_stake: Floats
    loss_aversion: Floats
    ideology: Floats
    temper: Floats
    trust_in_ccg: Floats
    trust_in_lead: Floats
    trust_in_national: Floats
    damage_in_ccg: Floats
    damage_in_lead: Floats
    damage_in_national: Floats
    stance: Small
    agreement: Rows
    promise: Rows
    belief: Floats
    suspended_since: Rows
    has_ended_contract: Flags
    returns_at: Rows
    is_shaken: Flags
    is_resisting: Flags
    add_ons: Flags
    is_close: Flags
    run_by: Rows
    addressed_by: Rows
    rating: Small
    next_inspection: Rows

    @property
    def contract_is_live(self) -> Flags:
        """Whether each practice's core contract is neither suspended nor ended."""
        live: Flags = (self.suspended_since == NEVER) & ~self.has_ended_contract
        return live
