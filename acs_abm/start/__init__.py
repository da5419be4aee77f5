"""How a run begins: traits are drawn, starting stances set, columns filled.

Everything is drawn for the whole population and then cut down to the systems that were asked
for, so that an organisation begins the same whichever others are in the run.
"""

from acs_abm.start.activity import (
    disrupts,
    follow_mergers,
    let_patients_choose,
    long_run_effects,
    offer_in_force,
    planned_demand,
)
from acs_abm.start.begin import begin
from acs_abm.start.capability import place_capability
from acs_abm.start.options import levels_moved, option_table
from acs_abm.start.practice_life import added_hours
from acs_abm.start.relationships import relationship_mix
from acs_abm.start.systems import best_lead, largest_of_type

__all__ = [
    "added_hours",
    "begin",
    "best_lead",
    "disrupts",
    "follow_mergers",
    "largest_of_type",
    "let_patients_choose",
    "levels_moved",
    "long_run_effects",
    "offer_in_force",
    "option_table",
    "place_capability",
    "planned_demand",
    "relationship_mix",
]
