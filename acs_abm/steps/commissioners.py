"""Phase 9: CCGs decide."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.commissioner_strategy import (
    CommissionerFacts,
    CommissionerStrategy,
    alliance_terms,
)
from acs_abm.stance import ALLIANCE, FULL, PARTIAL, Stance
from acs_abm.steps.assurance import begin_assurance, may_enter
from acs_abm.steps.joining import considers_now, is_early, join_or_leave, joining_noise, may_ally


def ccgs_decide(world: World) -> None:
    """CCGs that consider join or leave their alliance; some begin to procure a contract."""
    p = world.scenario.values(CommissionerStrategy)
    ccgs, system = world.ccgs, world.population.ccgs.system
    keys = world.population.ccgs.key
    member = ccgs.stance >= ALLIANCE
    facts = CommissionerFacts(
        practice_aversion=_practice_aversion(world),
        partner_trust=ccgs.trust_in_partners,
        dependence=np.full(len(member), world.options.dependence[world.alliance_column]),
        pressure=world.systems.pressure[system],
        neighbour_share=_neighbour_share(world, member),
        is_member=member.astype(np.float64),
    )
    gain = sum(alliance_terms(facts, p).values(), start=np.zeros(len(member)))
    early = is_early(world)[system] & ~member
    considers = considers_now(world, "ccg", keys, early, p.considers_early, p.considers_later)
    considers &= may_ally(world)[system]
    joins = (
        gain + p.choice_noise * joining_noise(world, "ccg", keys, world.tastes.ccg, p.lasting_taste)
        > 0
    )
    join_or_leave(ccgs.stance, considers, joins)
    _begin_procurements(world, p)


def _practice_aversion(world: World) -> Floats:
    """Autonomy an alliance would take from practices, in units of £25k a partner."""
    lost = world.options.autonomy_lost[world.alliance_column]
    return world.mean_by_ccg(lost * world.practices.independence_value / 25.0)


def _neighbour_share(world: World, member: Flags) -> Floats:
    return world.fixtures.ccg_neighbours @ member.astype(np.float64)


def _begin_procurements(world: World, p: CommissionerStrategy) -> None:
    """Begin early engagement for a single contract at some of the places that may have one."""
    levels = {o.level.level for o in world.offers if o.opened_by is OpenedBy.PLACE}
    if not levels:
        return
    ccgs, system = world.ccgs, world.population.ccgs.system
    ready = world.systems.governance >= p.procures_governance
    free = (ccgs.contract_level == 0) & (world.step >= ccgs.closed_until)
    ready_places = may_enter(world) & (ready[system] | ccgs.is_test_area)
    chance = np.where(ready_places, hazard_probability(p.procures_hazard, world.years), 0.0)
    new_test_area = world.fixtures.test_area_from == world.step
    chance = np.where(new_test_area, p.procures_test_area, chance)
    keys = world.population.ccgs.key
    begins = free & (world.chance.uniform("ccg.procures", world.step, keys) < chance)
    if not begins.any():
        return
    wants_full = world.chance.uniform("ccg.procures_full", world.step, keys) < p.procures_full
    wanted = np.where(wants_full, FULL, PARTIAL)
    begins &= np.isin(wanted, list(levels))
    ccgs.contract_level[begins] = wanted[begins]
    begin_assurance(world, begins)
    for row in np.flatnonzero(begins):
        name = Stance(int(wanted[row])).name
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "procurement began", name))
