"""Where care systems and their councils stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns.arrays import Flags, Floats, Rows, Small


@dataclass
class SystemColumns:
    """Where care systems, and the councils in them, stand.

    Attributes
    ----------
    rating
        Progress rating of July 2017, 1 to 4.
    finance_rank
        Rank in mean trust margin at the start, 0 (worst) to 1.
    is_candidate_named, is_devolution, has_vanguard
        Flags.
    stage
        :class:`~acs_abm.stages.stage.Stage` reached.
    quarters_in_stage
        Quarters since it was reached; large where time is served.
    governance, health_management, relationships
        G, PHM and R, 0 to 1; ``relationships_offset`` makes R begin where it began.
    lead
        Row of the lead trust; −1 for none.
    lead_quality
        0 to 1.
    is_selected, has_choice_mechanism, councils_joined
        Flags.
    advanced
        Step in which it last reached CANDIDATE or SHADOW_ACS (0 for those that begin there).
    launched
        Step in which its alliance agreement was launched.
    campaign_until
        Step before which it campaigns.
    pressure
        National expectation bearing on it, 0 to 1.
    shortfall
        By how much its trusts fell short of control totals last year, share of income.
    years_over
        Financial years running in which it was over its control totals.
    hub_coverage, alliance_coverage
        Share of the list at hub members; at practices at ALLIANCE or above by agreement.
    votes_to_share, shares_control_total
        Share of the money at stake that voted for sharing one control total this financial
        year, 0 where there was no vote; whether the vote was carried.
    largest_acute, largest_community
        Row of each system's acute, and community, trust with the largest income; −1 for none.
    """

    rating: Small
    finance_rank: Floats
    is_candidate_named: Flags
    is_devolution: Flags
    has_vanguard: Flags
    stage: Small
    quarters_in_stage: NDArray[np.int64]
    governance: Floats
    health_management: Floats
    relationships: Floats
    relationships_offset: Floats
    lead: Rows
    lead_quality: Floats
    is_selected: Flags
    has_choice_mechanism: Flags
    councils_joined: Flags
    advanced: NDArray[np.int64]
    launched: NDArray[np.int64]
    campaign_until: NDArray[np.int64]
    pressure: Floats
    shortfall: Floats
    years_over: NDArray[np.int64]
    hub_coverage: Floats
    alliance_coverage: Floats
    votes_to_share: Floats
    shares_control_total: Flags
    largest_acute: Rows
    largest_community: Rows
