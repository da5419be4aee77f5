"""Phases 6 to 8: governance and capability mature; trust moves; committees take positions."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.decisions.choice import hazard_probability, uncertain_value
from acs_abm.decisions.lmc_position import LMCPosition, position
from acs_abm.decisions.local_authority_partnership import (
    LocalAuthorityPartnership,
    joining_hazard,
)
from acs_abm.decisions.practice_integration import PracticeChoice
from acs_abm.outcomes.governance import Maturity, governance_after, health_management_after
from acs_abm.outcomes.relationships import Relationships, after_events
from acs_abm.population.system_start import SystemStart
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE
from acs_abm.start import relationship_mix
from acs_abm.steps.beliefs import learn_from_results
from acs_abm.steps.payments import has_fund, income_changes
from acs_abm.steps.trust_facts import resisting_share


def mature(world: World) -> None:
    """Governance and population health management grow; leads change; councils may join."""
    p = world.scenario.values(Maturity)
    systems, years = world.systems, world.years
    _change_leads(world, p)
    growth = np.array([rule.terms.governance_growth for rule in world.calendar.stages])
    systems.governance = governance_after(
        systems.governance,
        growth[systems.stage],
        systems.relationships,
        systems.lead_quality,
        years,
        p,
    )
    money = (
        p.fund_per_head
        * (1.0 - p.fund_diverted)
        * p.fund_for_capability
        * has_fund(world).astype(np.float64)
    )
    systems.health_management = health_management_after(systems.health_management, money, years, p)
    keys = world.population.systems.key
    luck = world.chance.uniform("council.joins", world.step, keys)
    hazard = joining_hazard(systems.governance, world.scenario.values(LocalAuthorityPartnership))
    systems.councils_joined |= luck < hazard_probability(hazard, years)
    luck = world.chance.uniform("system.choice_mechanism", world.step + 1, keys)
    sets_up = luck < hazard_probability(p.choice_mechanism_hazard, years)
    systems.has_choice_mechanism |= sets_up & (systems.stage >= Stage.CANDIDATE)


def observe(world: World) -> None:
    """Beliefs follow results; trust rises with working together, falls with broken promises."""
    learn_from_results(world)
    p = world.scenario.values(Relationships)
    _organisations_observe(world, p)
    _practices_observe(world, p)
    mix = relationship_mix(world) + world.systems.relationships_offset
    world.systems.relationships = np.clip(mix, 0.0, 1.0)


def take_positions(world: World) -> None:
    """Each April, committees form a view of every option that could be pressed on members."""
    _count_resisting(world)
    if world.step and not world.clock.opens_financial_year(world.step):
        return
    p = world.scenario.values(LMCPosition)
    trust = world.mean_by_ccg(world.practices.trust_in_national)
    for column, gain in enumerate(_mean_gains(world)):
        world.ccgs.lmc_position[:, column + 1] = position(gain, trust, p)


def _mean_gains(world: World) -> list[Floats]:
    """Return members' mean gain from each option but independence, £k a partner a year.

    What is paid seldom changes, so a gain is worked out again only when it has.
    """
    flows = world.payments - world.lost
    gains = []
    for column in range(1, len(world.options.names)):
        known = world.gains_known.get(column)
        if known is None or not np.array_equal(known[0], flows[:, column]):
            known = (flows[:, column], world.mean_by_ccg(_gains(world, column)))
            world.gains_known[column] = known
        gains.append(known[1])
    return gains


def _gains(world: World, column: int) -> Floats:
    """Return each practice's gain in income, autonomy, rescue and working together."""
    options, practices = world.options, world.practices
    rescue = world.scenario.values(PracticeChoice).rescue_value
    everyone = np.arange(len(practices.stance))
    income = income_changes(world, everyone, np.array([column]))[:, 0]
    return (
        uncertain_value(income, options.income_sd[column], practices.loss_aversion)
        - practices.independence_value * options.autonomy_lost[column]
        + rescue * options.dependence[column] * practices.distress
        + options.intrinsic_value[column]
    )


def _change_leads(world: World, p: Maturity) -> None:
    systems, keys = world.systems, world.population.systems.key
    luck = world.chance.uniform("system.lead_changes", world.step, keys)
    changes = luck < hazard_probability(p.lead_change_hazard, world.years)
    if not changes.any():
        return
    start = world.scenario.values(SystemStart)
    drawn = world.chance.beta(
        "system.new_lead", world.step, keys, start.lead_quality_a, start.lead_quality_b
    )
    systems.lead_quality = np.where(changes, drawn, systems.lead_quality)
    systems.governance *= np.where(changes, 1.0 - p.lead_change_loss, 1.0)


def _works_together(world: World) -> Flags:
    return world.systems.stage >= Stage.CANDIDATE


def _organisations_observe(world: World, p: Relationships) -> None:
    """Trusts and CCGs trust partners more the longer they work together, less if trusts resist."""
    together = _works_together(world)
    bad = p.neighbours_resisting * world.quarters * resisting_share(world)
    for block, system in (
        (world.trusts, world.population.trusts.system),
        (world.ccgs, world.population.ccgs.system),
    ):
        allied = (block.stance >= ALLIANCE) | together[system]
        good = np.where(allied, p.working_together, p.planning_together) * world.quarters
        block.trust_in_partners, block.damage_in_partners = after_events(
            block.trust_in_partners, block.damage_in_partners, good, bad[system], world.quarters, p
        )


def _practices_observe(world: World, p: Relationships) -> None:
    """Practices trust CCG and lead by what they do together, national bodies by their money."""
    practices, ccg = world.practices, world.population.practices.ccg
    system = world.population.practices.system
    allied = (practices.stance >= ALLIANCE) | _works_together(world)[system]
    good = np.where(allied, p.working_together, p.planning_together) * world.quarters
    bad = (p.neighbours_resisting * world.quarters * world.ccgs.lmc_resisting)[ccg]
    diverted = _money_diverted(world, p)[system]
    for name, harm in (("ccg", bad), ("lead", bad + diverted)):
        trust, damage = after_events(
            getattr(practices, f"trust_in_{name}"),
            getattr(practices, f"damage_in_{name}"),
            good,
            harm,
            world.quarters,
            p,
        )
        setattr(practices, f"trust_in_{name}", trust)
        setattr(practices, f"damage_in_{name}", damage)
    paid = _is_paid(world) * (p.payment_kept * world.quarters)
    practices.trust_in_national, practices.damage_in_national = after_events(
        practices.trust_in_national,
        practices.damage_in_national,
        paid,
        diverted,
        world.quarters,
        p,
    )


def _money_diverted(world: World, p: Relationships) -> Floats:
    """Return, each April, how bad it is in each system that its fund goes to deficits."""
    if not world.clock.opens_financial_year(world.step):
        return np.zeros(len(world.systems.stage))
    share = world.scenario.values(Maturity).fund_diverted
    return share * p.money_diverted * has_fund(world).astype(np.float64)


def _is_paid(world: World) -> Floats:
    """Return 1 for practices whose agreement is in force and pays."""
    flows = world.payments > 0.0
    ccg = world.population.practices.ccg
    in_force = world.practices.stance >= ALLIANCE
    return (flows[ccg, world.practices.agreement] & in_force).astype(np.float64)


def _count_resisting(world: World) -> None:
    resists = world.practices.is_resisting.astype(np.float64)
    ccg = world.population.practices.ccg
    n_ccgs = len(world.ccgs.stance)
    count = np.bincount(ccg, minlength=n_ccgs)
    world.ccgs.lmc_resisting = np.bincount(ccg, resists, minlength=n_ccgs) / np.maximum(count, 1)
