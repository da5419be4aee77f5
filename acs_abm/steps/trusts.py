"""Phase 10: trusts decide."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import best_option, hazard_probability, most_of_open
from acs_abm.decisions.trust_integration import TrustIntegration, autonomy_lost, utility
from acs_abm.decisions.trust_resistance import TrustResistance, resistance_probability, threat
from acs_abm.decisions.trust_runs_practices import TrustRunsPractices, most_distressed
from acs_abm.stance import ALLIANCE, INDEPENDENT, RESISTING
from acs_abm.steps.horizontal import choose_groups
from acs_abm.steps.joining import considers_now, is_early
from acs_abm.steps.trust_facts import (
    integration_noise,
    level_of,
    levels_open,
    pressure_on_trusts,
    resisting_share,
    trust_facts,
)


def trusts_decide(world: World) -> None:
    """Trusts choose a level, whether to resist, whether to be in a group, whom to offer to run."""
    p, trusts = world.scenario.values(TrustIntegration), world.trusts
    was_member = trusts.stance >= ALLIANCE
    open_to = levels_open(world)
    _fall_back(world, open_to)
    considers = trusts_considering(world, open_to, p)
    noise = integration_noise(world, p.lasting_taste)
    chosen = best_option(utility(trust_facts(world), p) + p.choice_noise * noise, open_to)
    stays_out = considers & (chosen == INDEPENDENT)
    if stays_out.any():
        resists = _luck_to_resist(world) < chance_to_resist(world, open_to)
        chosen[stays_out & resists] = RESISTING
    trusts.stance = np.where(considers, chosen, trusts.stance).astype(np.int8)
    trusts.has_left = was_member & (trusts.stance < ALLIANCE)
    choose_groups(world)
    _offer_to_run_practices(world)


def trusts_considering(world: World, open_to: Flags, p: TrustIntegration) -> Flags:
    """Return which trusts consider in this step: sooner where their system has just advanced."""
    keys, system = world.population.trusts.key, world.population.trusts.system
    early = is_early(world)[system] & (world.trusts.stance < ALLIANCE)
    considers = considers_now(world, "trust", keys, early, p.considers_early, p.considers_later)
    return considers & open_to[:, 1:].any(axis=1) & world.trusts.is_standing


def chance_to_resist(world: World, open_to: Flags) -> Floats:
    """Return the probability that each trust resists if it takes level 0."""
    system, p = world.population.trusts.system, world.scenario.values(TrustIntegration)
    pressed = most_of_open(autonomy_lost(p), open_to)
    threats = threat(pressed, pressure_on_trusts(world), p.independence_value)
    rule = world.scenario.values(TrustResistance)
    return resistance_probability(threats, resisting_share(world)[system], rule)


def _luck_to_resist(world: World) -> Floats:
    return world.chance.uniform("trust.resists", world.step, world.population.trusts.key)


def _fall_back(world: World, open_to: Flags) -> None:
    """Take trusts whose system has no contract of their level any more to the next below."""
    trusts = world.trusts
    if not (trusts.stance > ALLIANCE).any():
        return
    level = level_of(trusts.stance)
    there = open_to & (np.arange(open_to.shape[1]) <= level[:, np.newaxis])
    highest = (there * np.arange(open_to.shape[1])).max(axis=1)
    lost = (level > ALLIANCE) & (highest < level)
    trusts.stance[lost] = highest[lost]


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
    may = world.fixtures.may_run_practices & trusts.is_standing
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
    free &= (
        practices.is_open & practices.contract_is_live
    )  # it is the contract that a trust takes over
    for row in np.flatnonzero(offered):
        near, apart = _near(
            fixtures.trust_places[row],
            fixtures.practice_places,
            fixtures.west_to_east,
            fixtures.eastings,
            free,
            p.reach,
        )
        is_own = population.practices.ccg[near] == fixtures.trust_ccg[row]
        chosen = near[most_distressed(practices.distress[near], apart, is_own, p)]
        practices.addressed_by[chosen] = row
        free[chosen] = False


@kernel
def _near(
    seat: Floats, places: Floats, west_to_east: Rows, eastings: Floats, free: Flags, reach: float
) -> tuple[Rows, Floats]:
    """Return the free practices no further east or west than that, and how far they are (km)."""
    first, last = np.searchsorted(eastings, seat[0] - reach), eastings.size
    band = west_to_east[first:last][eastings[first:last] < seat[0] + reach]
    rows = np.sort(band[free[band]])
    apart = np.empty(rows.size)
    for i, row in enumerate(rows):
        apart[i] = np.hypot(seat[0] - places[row, 0], seat[1] - places[row, 1])
    return rows, apart
