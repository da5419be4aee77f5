"""Phases 5 and 10: trusts' year is settled against control totals; trusts decide."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.trust_control_total import TrustControlTotal, shortfall
from acs_abm.decisions.trust_integration import TrustFacts, TrustIntegration, alliance_terms
from acs_abm.decisions.trust_runs_practices import TrustRunsPractices, most_distressed
from acs_abm.population.neighbours import distances
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE
from acs_abm.steps.joining import considers_now, is_early, join_or_leave, joining_noise, may_ally
from acs_abm.steps.shares import income_mean


def settle_year(world: World) -> None:
    """In January to March, compare each trust's result with its control total."""
    if not world.clock.closes_financial_year(world.step):
        return
    p = world.scenario.values(TrustControlTotal)
    luck = world.chance.normal("trust.outturn", world.step, world.population.trusts.key)
    world.trusts.shortfall = shortfall(world.trusts.asked, luck, p)
    world.systems.shortfall = income_mean(world, world.trusts.shortfall)
    back = world.calendar.rule(Stage.ACS).back
    excess = back.control_total_excess if back else 0.0
    over = world.systems.shortfall > excess
    over &= world.systems.stage >= Stage.ACS
    world.systems.years_over = np.where(over, world.systems.years_over + 1, 0)


def trusts_decide(world: World) -> None:
    """Trusts that consider join or leave their alliance; some offer to run practices."""
    p = world.scenario.values(TrustIntegration)
    trusts, system = world.trusts, world.population.trusts.system
    keys = world.population.trusts.key
    member = trusts.stance >= ALLIANCE
    facts = TrustFacts(
        partner_trust=trusts.trust_in_partners,
        peer_share=income_mean(world, member.astype(np.float64))[system],
        pressure=world.systems.pressure[system],
        margin=trusts.margin,
        is_member=member.astype(np.float64),
    )
    gain = sum(alliance_terms(facts, p).values(), start=np.zeros(len(member)))
    early = is_early(world)[system] & ~member
    considers = considers_now(world, "trust", keys, early, p.considers_early, p.considers_later)
    considers &= may_ally(world)[system]
    noise = joining_noise(world, "trust", keys, world.tastes.trust, p.lasting_taste)
    join_or_leave(trusts.stance, considers, gain + p.choice_noise * noise > 0)
    trusts.has_left = member & (trusts.stance < ALLIANCE)
    _offer_to_run_practices(world)


def _offer_to_run_practices(world: World) -> None:
    """Each April, trusts that offer to run practices address distressed ones.

    Those of their own CCG come first. A trust that begins to offer does so from the next April on,
    whichever month of the year it began in.
    """
    world.practices.addressed_by[:] = -1
    if not any(offer.opened_by is OpenedBy.TRUST for offer in world.offers):
        return
    p = world.scenario.values(TrustRunsPractices)
    trusts, population = world.trusts, world.population
    may = world.fixtures.may_run_practices
    luck = world.chance.uniform("trust.starts_to_run", world.step, population.trusts.key)
    offered = trusts.runs_practices.copy()
    begins = may & ~offered & (luck < hazard_probability(p.start_hazard, world.years))
    trusts.runs_practices |= begins
    for row in np.flatnonzero(begins):
        code = population.trusts.code[row]
        world.event_log.append(Event(world.step, "trust", code, "offers to run practices"))
    if not world.clock.opens_financial_year(world.step):
        return
    practices, fixtures = world.practices, world.fixtures
    free = (practices.run_by < 0) & (practices.distress > p.least_distress)
    free &= practices.contract_is_live  # it is the contract that a trust takes over
    for row in np.flatnonzero(offered):
        near = fixtures.near_trust(int(row), p.reach)
        near = near[free[near]]
        seat, places = fixtures.trust_places[row : row + 1], fixtures.practice_places[near]
        apart = distances(seat, places)[0]
        is_own = population.practices.ccg[near] == fixtures.trust_ccg[row]
        chosen = near[most_distressed(practices.distress[near], apart, is_own, p)]
        practices.addressed_by[chosen] = row
        free[chosen] = False
