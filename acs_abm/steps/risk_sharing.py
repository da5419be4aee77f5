"""Phase 2: each April care systems vote on sharing one control total."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Floats, World
from acs_abm.decisions.system_risk_sharing import (
    RiskSharing,
    SharingFacts,
    share_for,
    terms,
    votes_for,
)
from acs_abm.decisions.trust_control_total import TrustControlTotal, sustainability_money
from acs_abm.population.organisations import TrustType
from acs_abm.stages.stage import Stage


def vote_on_sharing(world: World) -> None:
    """Let the trusts of every system from SHADOW_ACS up vote on sharing a control total."""
    if not world.clock.opens_financial_year(world.step):
        return
    p, systems = world.scenario.values(RiskSharing), world.systems
    facts = sharing_facts(world)
    worth = np.sum(list(sharing_terms(world).values()), axis=0)
    votes = votes_for(worth, sharing_luck(world), p)
    may_vote = systems.stage >= Stage.SHADOW_ACS
    systems.votes_to_share = np.where(may_vote, share_for(facts, votes), 0.0)
    systems.shares_control_total = may_vote & (systems.votes_to_share >= p.majority)
    for row in np.flatnonzero(systems.shares_control_total):
        detail = f"{systems.votes_to_share[row]:.2f} of the money at stake for it"
        code = world.population.systems.code[row]
        world.event_log.append(Event(world.step, "system", code, "shares a control total", detail))


def sharing_facts(world: World) -> SharingFacts:
    """Collect what trusts know when they vote."""
    system, systems = world.population.trusts.system, world.systems
    return SharingFacts(
        system=system,
        asked=world.trusts.asked,
        income=world.trusts.income,
        money=money_at_stake(world),
        relationships=systems.relationships[system],
        systems=len(systems.stage),
    )


def sharing_terms(world: World) -> dict[str, Floats]:
    """Return what sharing is worth to each trust, by reason."""
    p, totals = world.scenario.values(RiskSharing), world.scenario.values(TrustControlTotal)
    return terms(sharing_facts(world), p, totals)


def sharing_luck(world: World) -> Floats:
    """Return the uniform draw behind each trust's vote in this step."""
    return world.chance.uniform("trust.votes_to_share", world.step, world.population.trusts.key)


def money_at_stake(world: World) -> Floats:
    """Return the sustainability money at stake for each trust, % of its income a year."""
    is_acute = world.population.trusts.type == TrustType.ACUTE
    return sustainability_money(is_acute, world.scenario.values(TrustControlTotal))
