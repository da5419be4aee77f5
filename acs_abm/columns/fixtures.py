"""What is drawn or worked out once and never changes in a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acs_abm.columns.arrays import Flags, Floats, Rows, Small
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.practice_options import Options


@dataclass(frozen=True)
class Tastes:
    """Lasting tastes: centred Gumbel draws that belong to an organisation, not to a day.

    ``practice`` is practices by options, ``add_on`` practices by add-ons (yes against no),
    ``promise`` one for each practice (promising nothing); ``trust`` is trusts, ``ccg`` CCGs, by
    levels.
    """

    practice: Floats
    add_on: Floats
    promise: Floats
    trust: Floats
    ccg: Floats


@dataclass(frozen=True)
class Groups:
    """Classes by which results are told apart, one small number a practice.

    ``deprivation``, ``list_size`` and ``distress`` are fifths at the start, lowest 0;
    ``rurality`` is 0 urban, 1 rural.
    """

    deprivation: Small
    rurality: Small
    list_size: Small
    distress: Small


@dataclass(frozen=True)
class Fixtures:
    """What follows from the population and the offers and never changes in a run.

    Attributes
    ----------
    may_take, may_take_add_on
        Whether a practice's core contract allows each option (practices × options) and each
        add-on (practices × add-ons).
    opened_by
        Which options each kind of opener opens; independence is opened by nobody.
    add_on_options
        For each add-on, the two options of its yes or no.
    levels_moved
        Levels of status quo cost from each option to each other (options × options).
    closure_scale
        One over the mean of the relative hazard of closing, over the country at the start.
    may_run_practices
        Whether a trust is of a type that may run practices.
    practice_places, trust_places
        Positions in kilometres: easting, northing.
    trust_ccg
        Row of the CCG whose centre is nearest to each trust: its own.
    practices_by_ccg, first_of_ccg
        Rows of practices CCG by CCG of the start, and where those of each CCG begin (one more
        for the end).
    west_to_east, eastings
        Rows of practices in the order of their easting, and their eastings in that order.
    test_area_from, devolved_from
        Step in which a place becomes a contract test area and a system a devolution area; 0
        where it is one at the start, ``NEVER`` where it does not.
    """

    may_take: Flags
    may_take_add_on: Flags
    opened_by: Mapping[OpenedBy, Flags]
    add_on_options: tuple[Options, ...]
    levels_moved: Floats
    closure_scale: float
    may_run_practices: Flags
    practice_places: Floats
    trust_places: Floats
    trust_ccg: Rows
    practices_by_ccg: Rows
    first_of_ccg: Rows
    west_to_east: Rows
    eastings: Floats
    test_area_from: Rows
    devolved_from: Rows
