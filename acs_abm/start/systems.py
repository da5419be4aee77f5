"""How care systems begin, and which trust leads one."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import NEVER, Floats, Rows, SystemColumns, TrustColumns
from acs_abm.decisions.system_lead import SystemLead, merit
from acs_abm.population.organisations import Population, Trusts, TrustType
from acs_abm.population.standing import share_below, shared_rank
from acs_abm.population.system_start import SystemStanding
from acs_abm.population.trust_accounts import TrustAccounts, home_income
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage

TIME_SERVED = 99
"""Quarters in stage of an organisation that begins with its time served."""


def largest_of_type(trusts: Trusts, income: Floats, kind: TrustType, n_systems: int) -> Rows:
    """Return the row of each system's trust of a type with the largest income; −1 for none."""
    largest = np.full(n_systems, -1, dtype=np.int64)
    of_kind = np.flatnonzero(trusts.type == kind)
    by_income = of_kind[np.argsort(income[of_kind], kind="stable")]
    largest[trusts.system[by_income]] = by_income  # the last one written is the largest
    return largest


def finance_rank(population: Population, accounts: TrustAccounts) -> Floats:
    """Rank systems by the margin of their own trusts together; no trust counts as none."""
    n_systems = len(population.systems.code)
    income = home_income(population.trusts, accounts.income, n_systems)
    surplus = home_income(population.trusts, accounts.income * accounts.margin, n_systems)
    return share_below(np.divide(surplus, income, out=np.zeros(n_systems), where=income > 0))


def system_columns(
    population: Population,
    standing: SystemStanding,
    finance: Floats,
    trusts: TrustColumns,
    esteem: Floats,
    scenario: Scenario,
) -> SystemColumns:
    """Return where care systems stand before the first step."""
    n = len(population.systems.code)
    candidate = standing.is_candidate
    return SystemColumns(
        rating=standing.rating.copy(),
        finance_rank=finance,
        is_candidate_named=candidate.copy(),
        is_devolution=standing.is_devolution.copy(),
        has_vanguard=standing.has_vanguard.copy(),
        stage=np.where(candidate, int(Stage.CANDIDATE), int(Stage.STP)).astype(np.int8),
        quarters_in_stage=np.where(candidate, TIME_SERVED, 0),
        governance=standing.governance.copy(),
        health_management=standing.health_management.copy(),
        relationships=standing.relationships.copy(),
        relationships_offset=np.zeros(n),
        lead=np.array(
            [
                best_lead(population, trusts, esteem, row, scenario.values(SystemLead))
                for row in range(n)
            ],
            dtype=np.int64,
        ),
        lead_quality=standing.lead_quality.copy(),
        is_selected=np.zeros(n, dtype=bool),
        has_choice_mechanism=standing.has_choice_mechanism.copy(),
        councils_joined=np.zeros(n, dtype=bool),
        advanced=np.where(candidate, 0, NEVER),
        launched=np.full(n, NEVER, dtype=np.int64),
        campaign_until=np.full(n, NEVER, dtype=np.int64),
        pressure=np.zeros(n),
        shortfall=np.zeros(n),
        years_over=np.zeros(n, dtype=np.int64),
        hub_coverage=np.zeros(n),
        alliance_coverage=np.zeros(n),
        votes_to_share=np.zeros(n),
        shares_control_total=np.zeros(n, dtype=bool),
        largest_acute=largest_of_type(population.trusts, trusts.income, TrustType.ACUTE, n),
        largest_community=largest_of_type(population.trusts, trusts.income, TrustType.COMMUNITY, n),
    )


def best_lead(
    population: Population,
    trusts: TrustColumns,
    esteem: Floats,
    system: int,
    p: SystemLead,
    instead_of: int = -1,
) -> int:
    """Return the row of the trust with the most merit to lead a system; −1 where none works.

    ``esteem`` is the mean trust of its partners in each trust. A system without a trust of its
    own takes its lead from its partners. Another than ``instead_of`` is taken where there is one.
    """
    rows = np.flatnonzero(population.trusts.system == system)
    if not len(rows):
        rows = np.flatnonzero(population.trusts.partner_of[:, system])
    rows = rows[trusts.is_standing[rows]]
    if not len(rows):
        return -1
    size_rank = shared_rank(trusts.income[rows])
    rating = trusts.rating[rows].astype(np.float64)
    merits = merit(esteem[rows], rating, size_rank, p)
    if len(rows) > 1:
        merits[rows == instead_of] = -np.inf
    return int(rows[np.argmax(merits)])
