"""Who came for what, where they went and what integration does to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.columns.arrays import Flags, Floats, Rows


@dataclass(frozen=True)
class Catchment:
    """What never changes about who needs what and who can go where.

    Attributes
    ----------
    need
        How much more or less each practice's list brings than the country's.
    first_emergency
        Shares of each CCG's emergencies at each trust of the start (CCGs × trusts).
    starts, trust, pull, is_own
        Hospitals within reach of each practice for planned care: where its own begin (one more
        than practices), their rows, their weight by distance, whether they belong to its system.
    outside, outside_squared
        Weight of everything outside the run and of independent providers in the choices of each
        practice, and the sum of squared weights.
    """

    need: Floats
    first_emergency: Floats
    starts: Rows
    trust: Rows
    pull: Floats
    is_own: Flags
    outside: Floats
    outside_squared: Floats


@dataclass
class ActivityColumns:
    """Demand of the step and what became of it; streams as in ``outcomes.demand.Stream``.

    Attributes
    ----------
    catchment
        What never changes.
    year_luck
        What the luck of this financial year multiplies demand by (streams × practices).
    expected, counts
        Expected in this step, and what came: whole numbers (practices × streams).
    by_ccg
        What came, by CCG of the start (CCGs × streams).
    trust_share_emergency, trust_share_elective
        Shares of each CCG's emergencies and A&E, and of its planned patients, at each trust of
        the run (CCGs × trusts); what is missing to 1 goes elsewhere.
    variety
        How varied the choices of hospital are in each system: 1 less the sum of squared shares.
    first_variety, first_capacity
        The same, and planned patients that each trust could see a year, at the start.
    first_share_elective
        Shares of planned patients at the start, by trust of the start (CCGs × trusts).
    similar
        How similar each system is to each other.
    mergers_followed
        Mergers of trusts that the shares above already follow.
    wait
        Weeks that planned patients wait at each trust.
    first_lag, second_lag
        Stages of the lag with which integration is felt at each place.
    disruption
        What joining an agreement still adds to emergencies at each place, a share.
    effect
        Present proportional change of emergencies at each place: second stage plus disruption.
    seen_in_force
        Column of the agreement in force when each practice was last looked at; 0 for none.
    """

    catchment: Catchment
    year_luck: Floats
    expected: Floats
    counts: Floats
    by_ccg: Floats
    trust_share_emergency: Floats
    trust_share_elective: Floats
    variety: Floats
    first_variety: Floats
    first_capacity: Floats
    first_share_elective: Floats
    similar: Floats
    mergers_followed: int
    wait: Floats
    first_lag: Floats
    second_lag: Floats
    disruption: Floats
    effect: Floats
    seen_in_force: Rows

    @property
    def choice_index(self) -> Floats:
        """Variety of choices of hospital in each system relative to the start; 1 where none was."""
        return np.divide(
            self.variety,
            self.first_variety,
            out=np.ones_like(self.variety),
            where=self.first_variety > 0.0,
        )
