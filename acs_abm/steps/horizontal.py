"""Phases 10 and 14: acute trusts join or leave groups; trusts merge."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, World
from acs_abm.decisions.choice import hazard_probability, mixed_noise
from acs_abm.decisions.trust_horizontal import (
    GroupFacts,
    TrustHorizontal,
    group_terms,
    pairs_to_merge,
)
from acs_abm.decisions.trust_integration import TrustIntegration
from acs_abm.population.organisations import TrustType
from acs_abm.stance import INDEPENDENT
from acs_abm.start import largest_of_type


def choose_groups(world: World) -> None:
    """Acute trusts that think of it join or leave a group of trusts."""
    p, keys = world.scenario.values(TrustHorizontal), world.population.trusts.key
    chance = p.group_considers * world.quarters
    considers = world.chance.uniform("trust.considers_group", world.step, keys) < chance
    considers &= _acute(world) & world.trusts.is_standing
    if not considers.any():
        return
    values = world.scenario.values(TrustIntegration)
    worth = np.sum(list(worth_of_group(world).values()), axis=0)
    joins = worth + values.choice_noise * group_noise(world, values.lasting_taste) > 0.0
    world.trusts.in_group = np.where(considers, joins, world.trusts.in_group)


def worth_of_group(world: World) -> dict[str, Floats]:
    """Return the terms of a group over standing alone, one number a trust."""
    trusts, system = world.trusts, world.population.trusts.system
    income, n = trusts.income * _acute(world), len(world.systems.stage)
    total = np.bincount(system, income, minlength=n)
    grouped = np.bincount(system, income * trusts.in_group, minlength=n)
    share = np.divide(grouped, total, out=np.zeros(n), where=total > 0.0)
    facts = GroupFacts(
        partner_trust=trusts.trust_in_partners,
        peer_share=share[system],
        margin=trusts.margin,
        in_group=trusts.in_group.astype(np.float64),
    )
    p, values = world.scenario.values(TrustHorizontal), world.scenario.values(TrustIntegration)
    return group_terms(facts, p, values)


def group_noise(world: World, lasting_share: float) -> Floats:
    """Return the noise of a group over standing alone: a lasting taste and the mood of the day."""
    keys, gumbels = world.population.trusts.key, world.chance.gumbels
    taste = gumbels(["trust.taste/group", "trust.taste/alone"], 0, keys)
    mood = gumbels(["trust.choice/group", "trust.choice/alone"], world.step, keys)
    return mixed_noise(taste[:, 0] - taste[:, 1], mood[:, 0] - mood[:, 1], lasting_share)


def merge_trusts(world: World) -> None:
    """Merge some trusts into others of their type and system; all they had goes with them."""
    p, trusts = world.scenario.values(TrustHorizontal), world.population.trusts
    pairs = pairs_to_merge(
        world.chance.uniform("trust.merges", world.step, trusts.key),
        np.full(len(trusts.code), hazard_probability(p.merger_hazard, world.years)),
        trusts.type.astype(np.int64),
        trusts.system,
        world.trusts.income,
        world.fixtures.trust_places,
    )
    for smaller, larger in pairs:
        _merge(world, smaller, larger, p)
    if pairs:
        _find_largest(world)


def _merge(world: World, smaller: int, larger: int, p: TrustHorizontal) -> None:
    trusts = world.trusts
    income = trusts.income[[smaller, larger]]
    for column in (
        trusts.margin,
        trusts.asked,
        trusts.shortfall,
        trusts.shortfall_so_far,
        trusts.money_earned,
        world.money.trusts.forecast,
    ):
        column[larger] = np.average(column[[smaller, larger]], weights=income)
    trusts.margin[larger] += p.productivity_gain / 100.0
    world.money.trusts.saving[larger] += p.productivity_gain / 100.0
    trusts.income[larger], trusts.income[smaller] = income.sum(), 0.0
    trusts.runs_practices[larger] |= trusts.runs_practices[smaller]
    trusts.stance[smaller] = INDEPENDENT
    for flags in (trusts.runs_practices, trusts.accepts_control_total, trusts.in_group):
        flags[smaller] = False
    trusts.disrupted_until[larger] = (
        world.step + 1 + p.disruption_quarters * world.clock.steps_per_quarter
    )
    trusts.merged_into[smaller] = larger
    for rows in (
        trusts.merged_into,
        world.systems.lead,
        world.ccgs.holder_trust,
        world.practices.run_by,
        world.practices.addressed_by,
    ):
        rows[rows == smaller] = larger
    codes = world.population.trusts.code
    world.event_log.append(Event(world.step, "trust", codes[smaller], "merged into", codes[larger]))


def _find_largest(world: World) -> None:
    trusts, income, n = world.population.trusts, world.trusts.income, len(world.systems.stage)
    world.systems.largest_acute = largest_of_type(trusts, income, TrustType.ACUTE, n)
    world.systems.largest_community = largest_of_type(trusts, income, TrustType.COMMUNITY, n)


def _acute(world: World) -> Flags:
    acute: Flags = world.population.trusts.type == TrustType.ACUTE
    return acute
