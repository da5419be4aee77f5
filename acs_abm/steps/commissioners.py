"""Phase 9: CCGs decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from acs_abm.chance import Keys
from acs_abm.columns import Event, Flags, Floats, Rows, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.ccg_mergers import CCGMergers, influence_lost
from acs_abm.decisions.choice import best_option, mixed_noise
from acs_abm.decisions.commissioner_resistance import (
    CommissionerResistance,
    resistance_probability,
    threat,
)
from acs_abm.decisions.commissioner_strategy import (
    LEVELS,
    CommissionerFacts,
    CommissionerStrategy,
    Levels,
    consideration,
    level_terms,
    may_choose,
)
from acs_abm.decisions.judicial_review import JudicialReview, opposition
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE, FULL, INDEPENDENT, PARTIAL, RESISTING, Stance
from acs_abm.steps.assurance import begin_assurance, may_enter
from acs_abm.steps.ccg_bodies import are_abolished
from acs_abm.steps.court import share_resisting
from acs_abm.steps.joining import is_early, may_ally


@dataclass(frozen=True)
class Deliberation:
    """How every CCG would decide in a step, whether or not it considers.

    Attributes
    ----------
    terms
        Terms of each level, £ per head: CCGs by levels each.
    noise
        What luck adds to each level, £ per head.
    available
        Levels open to it.
    chance, draw, considers
        Probability of considering, its draw, and whether it does.
    best
        Level of the highest utility, luck included.
    threat
        What it is threatened with, £ per head.
    resists_chance, resists_draw, resists
        Probability of resisting at level 0, its draw, and whether it would.
    """

    terms: Mapping[str, Floats]
    noise: Floats
    available: Flags
    chance: Floats
    draw: Floats
    considers: Flags
    best: Rows
    threat: Floats
    resists_chance: Floats
    resists_draw: Floats
    resists: Flags

    @property
    def utility(self) -> Floats:
        """Utility of each level without luck, £ per head."""
        return sum(self.terms.values(), start=np.zeros_like(self.noise))


def ccgs_decide(world: World) -> None:
    """CCGs that consider choose a level; some begin to procure, some resist.

    A merged CCG decides for each of its places, with one set of facts and one luck.
    """
    found = deliberate(world)
    chosen = np.where((found.best == INDEPENDENT) & found.resists, RESISTING, found.best)
    stance = world.ccgs.stance
    stance[found.considers] = chosen[found.considers]
    _begin_procurements(world, found.considers & (found.best >= PARTIAL))


def deliberate(world: World) -> Deliberation:
    """Work out how every CCG would decide; changes nothing."""
    p = world.scenario.values(CommissionerStrategy)
    keys = deciding_keys(world)
    facts = commissioner_facts(world, p)
    terms = level_terms(facts, levels_offered(world), p)
    available = _available(world, p)
    noise = p.choice_noise * _noise(world, p)
    utility = sum(terms.values(), start=noise)
    chance = _consideration(world, p)
    draw = world.chance.uniform("ccg.considers", world.step, keys)
    r = world.scenario.values(CommissionerResistance)
    threats = threat(terms["role"], terms["practices"], available, facts.pressure)
    resisting = world.ccg_neighbours.share(world.ccgs.stance == RESISTING)
    resists_chance = resistance_probability(threats, resisting, r)
    resists_draw = world.chance.uniform("ccg.resists", world.step, keys)
    return Deliberation(
        terms=terms,
        noise=noise,
        available=available,
        chance=chance,
        draw=draw,
        considers=draw < chance,
        best=best_option(utility, available),
        threat=threats,
        resists_chance=resists_chance,
        resists_draw=resists_draw,
        resists=resists_draw < resists_chance,
    )


def commissioner_facts(world: World, p: CommissionerStrategy) -> CommissionerFacts:
    """Gather what CCGs know."""
    ccgs, system = world.ccgs, world.population.ccgs.system
    level = np.maximum(ccgs.stance, INDEPENDENT).astype(np.float64)
    at_or_above = [world.ccg_neighbours.share(level >= k) for k in range(1, len(LEVELS))]
    against = opposition(share_resisting(world), world.scenario.values(JudicialReview))
    return CommissionerFacts(
        independence_value=_together(world, world.mean_by_ccg(world.practices.independence_value)),
        gp_influence=gp_influence(world, p),
        opposition=against,
        partner_trust=_together(world, ccgs.trust_in_partners),
        pressure=world.systems.pressure[system],
        neighbours_at=np.column_stack([np.zeros_like(level), *at_or_above]),
        is_test_area=ccgs.is_test_area,
        level=level,
    )


def gp_influence(world: World, p: CommissionerStrategy) -> Floats:
    """Return how much practices count in each governing body.

    Less where officers are shared, CCGs merged or a system takes over; hardly where statute
    has made the system's board of them.
    """
    ccgs, m = world.ccgs, world.scenario.values(CCGMergers)
    if are_abolished(world):
        return np.full(len(ccgs.stance), m.influence_on_system_board)
    at_acs = world.systems.stage[world.population.ccgs.system] >= Stage.ACS
    places = np.bincount(ccgs.decided_by, minlength=len(at_acs))[ccgs.decided_by]
    shares, merged = ccgs.shares_officer.astype(np.float64), (places > 1).astype(np.float64)
    lost = influence_lost(shares, merged, m) + p.influence_lost_at_acs * at_acs
    return np.maximum(p.gp_board_influence - lost, 0.0)


def levels_offered(world: World) -> Levels:
    """Return what the first offer of each level says; nothing where there is none."""
    options, columns = world.options, np.zeros(len(LEVELS), dtype=np.int64)
    columns[ALLIANCE] = world.alliance_column
    for column, offer in reversed(list(enumerate(world.offers, start=1))):
        if offer.opened_by is OpenedBy.PLACE:
            columns[offer.level.level] = column
    return Levels(
        options.autonomy_lost[columns], options.dependence[columns], options.pressure[columns]
    )


def _available(world: World, p: CommissionerStrategy) -> Flags:
    ccgs, system = world.ccgs, world.population.ccgs.system
    ready = (world.systems.governance >= p.procures_governance)[system] | ccgs.is_test_area
    free = world.step >= ccgs.closed_until
    sought = {offer.level.level for offer in world.offers if offer.opened_by is OpenedBy.PLACE}
    return may_choose(
        may_ally(world)[system] | ccgs.alliance_live,
        may_enter(world) & ready & free,
        (PARTIAL in sought, FULL in sought),
    )


def _noise(world: World, p: CommissionerStrategy) -> Floats:
    keys = deciding_keys(world)
    streams = [f"ccg.choice/{name}" for name in LEVELS]
    fresh = world.chance.gumbels(streams, world.step, keys)
    lasting = world.tastes.ccg[world.ccgs.decided_by]
    return mixed_noise(lasting, fresh, p.lasting_taste)


def _consideration(world: World, p: CommissionerStrategy) -> Floats:
    """Return the probability of considering: none while a contract is sought or held."""
    ccgs = world.ccgs
    early = is_early(world)[world.population.ccgs.system] & (ccgs.stance <= INDEPENDENT)
    new_test_area = world.fixtures.test_area_from == world.step
    chance = consideration(early, new_test_area, world.quarters, p)
    return np.where(ccgs.contract_level > 0, 0.0, chance)


def deciding_keys(world: World) -> Keys:
    """Return the address of the CCG that decides for each place."""
    return world.population.ccgs.key[world.ccgs.decided_by]


def _together(world: World, values: Floats) -> Floats:
    """Return the mean of something over the places of each place's CCG, weighted by patients."""
    ccg, people = world.ccgs.decided_by, world.population.ccgs.population
    if world.ccgs.is_living.all():
        return values
    total = np.bincount(ccg, people, minlength=len(ccg))
    return (np.bincount(ccg, people * values, minlength=len(ccg)) / np.maximum(total, 1.0))[ccg]


def _begin_procurements(world: World, begins: Flags) -> None:
    """Begin early engagement for a single contract at the places whose CCG chose one."""
    if not begins.any():
        return
    ccgs = world.ccgs
    ccgs.contract_level[begins] = ccgs.stance[begins]
    begin_assurance(world, begins)
    for row in np.flatnonzero(begins):
        name = Stance(int(ccgs.stance[row])).name
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "procurement began", name))
