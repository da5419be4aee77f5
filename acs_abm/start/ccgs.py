"""How CCGs, their places and their local medical committees begin."""

from __future__ import annotations

import numpy as np

from acs_abm.chance import Chance
from acs_abm.columns import NEVER, CCGColumns, Floats
from acs_abm.contracts.alliance import AllianceRules
from acs_abm.decisions.lmc_position import LMCPosition
from acs_abm.evidence import published_in
from acs_abm.population.commissioner_start import CommissionerStanding
from acs_abm.population.organisations import Population
from acs_abm.population.system_start import PlaceStanding
from acs_abm.scenario import Scenario
from acs_abm.stance import Stance
from acs_abm.start.first_values import first_step


def ccg_columns(
    population: Population,
    places: PlaceStanding,
    bodies: CommissionerStanding,
    trust_in_partners: Floats,
    n_options: int,
    chance: Chance,
    scenario: Scenario,
) -> CCGColumns:
    """Return where CCGs and their places stand before the first step."""
    ccgs = population.ccgs
    n = len(ccgs.code)
    lmc = scenario.values(LMCPosition)
    protected = scenario.values(AllianceRules).vanguard_protection
    steps = protected * scenario.clock.steps_per_quarter
    test_areas_from = first_step(published_in("test_areas"), scenario.clock)
    return CCGColumns(
        stance=np.where(places.is_vanguard, int(Stance.ALLIANCE), 0).astype(np.int8),
        trust_in_partners=trust_in_partners.copy(),
        is_vanguard=places.is_vanguard.copy(),
        is_test_area=places.is_test_area & (test_areas_from == 0),
        alliance_live=places.is_vanguard.copy(),
        cannot_break_before=np.where(places.is_vanguard, steps, 0).astype(np.int64),
        contract_level=np.zeros(n, dtype=np.int8),
        contract_live=np.zeros(n, dtype=bool),
        contract_since=np.full(n, NEVER, dtype=np.int64),
        live_since=np.full(n, NEVER, dtype=np.int64),
        checkpoints_passed=np.zeros(n, dtype=np.int8),
        checkpoint_tries=np.zeros(n, dtype=np.int8),
        assurance_due=np.full(n, NEVER, dtype=np.int64),
        holder=np.full(n, -1, dtype=np.int64),
        holder_trust=np.full(n, -1, dtype=np.int64),
        closed_until=np.full(n, NEVER, dtype=np.int64),
        premium_withdrawn=np.zeros(n, dtype=bool),
        withdrawal_known=np.zeros(n, dtype=bool),
        reactivation_right=np.full(n, NEVER, dtype=np.int64),
        lmc_strength=chance.beta("lmc.strength", 0, ccgs.key, lmc.strength_a, lmc.strength_b),
        lmc_position=np.zeros((n, n_options)),
        lmc_resisting=np.zeros(n),
        lmc_balloted=np.full(n, NEVER, dtype=np.int64),
        lmc_ballots=np.zeros(n, dtype=np.int64),
        contracts_let=np.zeros(n, dtype=np.int64),
        contracts_ended=np.zeros(n, dtype=np.int64),
        officer=bodies.officer.copy(),
        officer_since=np.full(n, NEVER, dtype=np.int64),
        is_delegated=bodies.is_delegated.copy(),
        decided_by=np.arange(n),
    )
