"""The state of a run: one block of arrays for each kind of organisation, one row each.

Blocks of :mod:`acs_abm.population.organisations` say what an organisation is and never change;
the blocks here say where it stands and are written only by :mod:`acs_abm.steps`. Mesa agents
(:mod:`acs_abm.agents`) are views of rows of both.
"""

from acs_abm.columns.activity import ActivityColumns, Catchment
from acs_abm.columns.arrays import NEVER, Flags, Floats, Rows, Small
from acs_abm.columns.ccgs import CCGColumns
from acs_abm.columns.fixtures import Fixtures, Groups, Tastes
from acs_abm.columns.log import VERDICTS, Event, GateRecord, TransitionRecord
from acs_abm.columns.neighbours import CCGNeighbours
from acs_abm.columns.practice_life import PracticeLife
from acs_abm.columns.practices import PracticeColumns
from acs_abm.columns.systems import SystemColumns
from acs_abm.columns.ties import TieColumns
from acs_abm.columns.trusts import TrustColumns
from acs_abm.columns.world import World, weighted_mean

__all__ = [
    "NEVER",
    "VERDICTS",
    "ActivityColumns",
    "CCGColumns",
    "CCGNeighbours",
    "Catchment",
    "Event",
    "Fixtures",
    "Flags",
    "Floats",
    "GateRecord",
    "Groups",
    "PracticeColumns",
    "PracticeLife",
    "Rows",
    "Small",
    "SystemColumns",
    "Tastes",
    "TieColumns",
    "TransitionRecord",
    "TrustColumns",
    "World",
    "weighted_mean",
]
