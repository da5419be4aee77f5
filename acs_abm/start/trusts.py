"""How trusts begin."""

from __future__ import annotations

import numpy as np

from acs_abm.chance import Chance
from acs_abm.columns import NEVER, Floats, TrustColumns
from acs_abm.decisions.trust_horizontal import TrustHorizontal
from acs_abm.evidence import practices_run_by_trusts
from acs_abm.population.organisations import Population, TrustType
from acs_abm.population.trust_accounts import TrustAccounts
from acs_abm.scenario import Scenario
from acs_abm.start.first_values import first_inspection


def trust_columns(
    population: Population,
    accounts: TrustAccounts,
    trust_in_partners: Floats,
    chance: Chance,
    scenario: Scenario,
) -> TrustColumns:
    """Return where trusts stand before the first step."""
    trusts = population.trusts
    n = len(trusts.code)
    running = practices_run_by_trusts(scenario.clock.start)
    in_groups = scenario.values(TrustHorizontal).start_share
    return TrustColumns(
        income=accounts.income.copy(),
        margin=accounts.margin.copy(),
        rating=accounts.rating.copy(),
        segment=accounts.segment.copy(),
        stance=np.zeros(n, dtype=np.int8),
        trust_in_partners=trust_in_partners.copy(),
        asked=np.zeros(n),
        accepts_control_total=np.zeros(n, dtype=bool),
        shortfall=np.zeros(n),
        has_left=np.zeros(n, dtype=bool),
        runs_practices=np.array([code in running for code in trusts.code], dtype=bool),
        in_group=(trusts.type == TrustType.ACUTE)
        & (chance.uniform("trust.in_group", 0, trusts.key) < in_groups),
        merged_into=np.full(n, -1, dtype=np.int64),
        disrupted_until=np.full(n, NEVER, dtype=np.int64),
        shortfall_so_far=np.zeros(n),
        money_earned=np.zeros(n),
        next_inspection=first_inspection("trust", trusts.key, accounts.rating, chance, scenario),
    )
