"""Figures: functions from tidy tables to a Matplotlib figure, in the house style.

Each takes tables with ``replicate`` first, as :class:`acs_abm.explore.runs.Results` holds them,
and the line that stands below the figure. :func:`stances` draws straight from results;
:mod:`acs_abm.analysis.illustrations` draws all that a run has. Figures of a study are in the
modules beside these, and are not loaded with them.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from acs_abm.analysis.figures.gate_conditions import gate_conditions
from acs_abm.analysis.figures.governance import governance_and_trust
from acs_abm.analysis.figures.joining import who_joined
from acs_abm.analysis.figures.offers import offers_signed
from acs_abm.analysis.figures.stage_areas import systems_by_stage
from acs_abm.analysis.figures.stance_flows import stance_flows
from acs_abm.analysis.figures.stance_lines import practice_stances
from acs_abm.analysis.figures.tile_map import stage_map
from acs_abm.analysis.figures.timeline import stage_timeline
from acs_abm.analysis.style import source_of
from acs_abm.explore.runs import Results

__all__ = [
    "gate_conditions",
    "governance_and_trust",
    "offers_signed",
    "practice_stances",
    "stage_map",
    "stage_timeline",
    "stance_flows",
    "stances",
    "systems_by_stage",
    "who_joined",
]


def stances(results: Results) -> Figure:
    """Draw practices by stance over time, with bands where there are replicates.

    Parameters
    ----------
    results
        What a run gave.
    """
    return practice_stances(results.tables["national"], source_of(results))
