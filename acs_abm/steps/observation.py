"""Phases 6 and 7: governance and capability mature; trust moves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from acs_abm.columns import Event, Flags, Floats, Rows, Small, World
from acs_abm.compiled import kernel
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.local_authority_partnership import (
    LocalAuthorityPartnership,
    joining_hazard,
)
from acs_abm.outcomes.governance import Maturity, governance_after, health_management_after
from acs_abm.outcomes.relationships import Relationships, after_events
from acs_abm.stages.stage import Gives, Stage
from acs_abm.stance import ALLIANCE
from acs_abm.start import relationship_mix
from acs_abm.steps.beliefs import learn_from_results
from acs_abm.steps.leads import change_leads
from acs_abm.steps.money.gains import practices_just_paid
from acs_abm.steps.payments import has_fund
from acs_abm.steps.rights import has_right
from acs_abm.steps.ties import live_together


def mature(world: World) -> None:
    """Governance and population health management grow; leads change; councils may join."""
    p = world.scenario.values(Maturity)
    systems, years = world.systems, world.years
    change_leads(world)
    growth = np.array([rule.terms.governance_growth for rule in world.calendar.stages])
    systems.governance = governance_after(
        systems.governance,
        growth[systems.stage],
        systems.relationships,
        systems.lead_quality,
        years,
        p,
    )
    fund = fund_received(world)
    spent = p.fund_for_capability * fund
    spent += p.redeployed * has_right(world, Gives.REDEPLOYED_STAFF)
    systems.health_management = health_management_after(systems.health_management, spent, years, p)
    keys = world.population.systems.key
    luck = world.chance.uniform("council.joins", world.step, keys)
    council = world.scenario.values(LocalAuthorityPartnership)
    hazard = joining_hazard(systems.governance, fund, council)
    joins = ~systems.councils_joined & (luck < hazard_probability(hazard, years))
    systems.councils_joined |= joins
    for row in np.flatnonzero(joins):
        code = world.population.systems.code[row]
        world.event_log.append(Event(world.step, "council", code, "joined the partnership"))
    luck = world.chance.uniform("system.choice_mechanism", world.step + 1, keys)
    sets_up = luck < hazard_probability(p.choice_mechanism_hazard, years)
    systems.has_choice_mechanism |= sets_up & (systems.stage >= Stage.CANDIDATE)


def fund_received(world: World) -> Floats:
    """Return the transformation money that reaches each system, £ per head a year."""
    p = world.scenario.values(Maturity)
    return p.fund_per_head * (1.0 - p.fund_diverted) * has_fund(world).astype(np.float64)


def observe(world: World) -> None:
    """Beliefs follow results; trust rises with working together, falls with broken promises."""
    learn_from_results(world)
    p = world.scenario.values(Relationships)
    live_together(world, _works_together(world))
    _practices_observe(world, p)
    mix = relationship_mix(world) + world.systems.relationships_offset
    world.systems.relationships = np.clip(mix, 0.0, 1.0)


def _works_together(world: World) -> Flags:
    return world.systems.stage >= Stage.CANDIDATE


def _practices_observe(world: World, p: Relationships) -> None:
    """Practices trust CCG and lead by what they do together, national bodies by their money."""
    practices, home, quarters = world.practices, world.population.practices, world.quarters
    seen = _seen_by_practices(
        practices.stance,
        practices.agreement,
        home.ccg,
        home.system,
        _works_together(world),
        practices_just_paid(world),
        world.payments,
        _Sizes(
            together=p.working_together * quarters,
            apart=p.planning_together * quarters,
            gain=p.gain_settled,
            kept=p.payment_kept * quarters,
            resisting=p.neighbours_resisting * quarters * world.ccgs.lmc_resisting,
            diverted=_money_diverted(world, p),
        ),
    )
    practices.trust_in_ccg, practices.damage_in_ccg = after_events(
        practices.trust_in_ccg, practices.damage_in_ccg, seen.good, seen.bad, quarters, p
    )
    practices.trust_in_lead, practices.damage_in_lead = after_events(
        practices.trust_in_lead,
        practices.damage_in_lead,
        seen.good,
        seen.bad + seen.diverted,
        quarters,
        p,
    )
    practices.trust_in_national, practices.damage_in_national = after_events(
        practices.trust_in_national,
        practices.damage_in_national,
        seen.paid,
        seen.diverted,
        quarters,
        p,
    )


class _Sizes(NamedTuple):
    """How good or bad is what may happen to a practice in this step.

    ``together`` and ``apart``: an alliance or a candidate system, or none; ``gain``: a part of a
    settlement; ``kept``: a payment; ``resisting``: neighbours that do (one a CCG);
    ``diverted``: the fund, to deficits (one a system).
    """

    together: float
    apart: float
    gain: float
    kept: float
    resisting: Floats
    diverted: Floats


class _Seen(NamedTuple):
    """What happened to each practice: ``good`` and ``bad`` locally, ``paid`` and ``diverted``."""

    good: Floats
    bad: Floats
    paid: Floats
    diverted: Floats


@kernel
def _seen_by_practices(
    stance: Small,
    agreement: Rows,
    ccg: Rows,
    system: Rows,
    works_together: Flags,
    just_paid: Floats,
    flows: Floats,
    size: _Sizes,
) -> _Seen:
    n = stance.size
    good, paid = np.empty(n), np.zeros(n)
    for row in range(n):
        allied = stance[row] >= ALLIANCE
        good[row] = size.together if allied or works_together[system[row]] else size.apart
        good[row] += size.gain * just_paid[row]
        if allied and flows[ccg[row], agreement[row]] > 0.0:
            paid[row] = size.kept
    return _Seen(good, size.resisting[ccg], paid, size.diverted[system])


def _money_diverted(world: World, p: Relationships) -> Floats:
    """Return, each April, how bad it is in each system that its fund goes to deficits."""
    if not world.clock.opens_financial_year(world.step):
        return np.zeros(len(world.systems.stage))
    share = world.scenario.values(Maturity).fund_diverted
    return share * p.money_diverted * has_fund(world).astype(np.float64)
