"""Which practices begin in an alliance, run by a trust or resisting."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import World
from acs_abm.contracts.alliance import AllianceRules
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.practice_resistance import PracticeResistance, resistance_probability
from acs_abm.evidence import practices_run_by_trusts
from acs_abm.stance import INDEPENDENT, Stance


def set_starting_stances(world: World) -> None:
    """Vanguard members in their local alliance, trust-run clusters, a few who resist."""
    practices, population = world.practices, world.population
    rules = world.scenario.values(AllianceRules)
    alliance = world.alliance_column
    if alliance:
        luck = world.chance.uniform("practice.vanguard_member", 0, population.practices.key)
        member = world.ccgs.is_vanguard[population.practices.ccg] & world.in_hub
        member &= luck < rules.vanguard_membership
        practices.agreement[member] = alliance
        practices.stance[member] = int(Stance.ALLIANCE)
    else:
        world.ccgs.alliance_live[:] = False
        world.ccgs.stance[:] = INDEPENDENT
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.TRUST:
            _set_trust_run(world, column)
    nothing = np.zeros_like(practices.temper)
    resist = resistance_probability(
        nothing,
        practices.temper,
        nothing,
        world.scenario.values(PracticeResistance),
    )
    luck = world.chance.uniform("practice.resists_at_start", 0, population.practices.key)
    practices.is_resisting = (practices.stance == 0) & (luck < resist)
    practices.stance[practices.is_resisting] = int(Stance.RESISTING)


def _set_trust_run(world: World, option: int) -> None:
    """Give the trusts known to run practices the most distressed of their nearest CCG."""
    population, practices = world.population, world.practices
    running = practices_run_by_trusts(world.clock.start)
    for trust, code in enumerate(population.trusts.code):
        if code not in running:
            continue
        rows = np.flatnonzero(population.practices.ccg == world.fixtures.trust_ccg[trust])
        order = np.argsort(-practices.distress[rows], kind="stable")
        chosen = rows[order[: running[code]]]
        practices.run_by[chosen] = trust
        practices.agreement[chosen] = option
        practices.stance[chosen] = int(Stance.FULL)
