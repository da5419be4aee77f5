"""Phases 5, 9 and 10: trusts' year is settled; CCGs decide; trusts decide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import Event, Flags, Floats, Small, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import hazard_probability, mixed_noise
from acs_abm.decisions.commissioner_strategy import CommissionerFacts, CommissionerStrategy
from acs_abm.decisions.commissioner_strategy import alliance_terms as ccg_terms
from acs_abm.decisions.trust_control_total import TrustControlTotal, shortfall
from acs_abm.decisions.trust_integration import TrustFacts, TrustIntegration
from acs_abm.decisions.trust_integration import alliance_terms as trust_terms
from acs_abm.decisions.trust_runs_practices import TrustRunsPractices, most_distressed
from acs_abm.population.neighbours import distances
from acs_abm.stages.stage import Gives, Stage
from acs_abm.stance import ALLIANCE, FULL, INDEPENDENT, PARTIAL, Stance
from acs_abm.steps.assurance import begin_assurance, may_enter

EARLY_QUARTERS = 4
"""Quarters after its system advances in which an organisation considers more often."""


def settle_year(world: World) -> None:
    """In January to March, compare each trust's result with its control total."""
    if not world.clock.closes_financial_year(world.step):
        return
    p = world.scenario.values(TrustControlTotal)
    luck = world.chance.normal("trust.outturn", world.step, world.population.trusts.key)
    world.trusts.shortfall = shortfall(world.trusts.asked, luck, p)
    world.systems.shortfall = _income_mean(world, world.trusts.shortfall)
    back = world.calendar.rule(Stage.ACS).back
    excess = back.control_total_excess if back else 0.0
    over = world.systems.shortfall > excess
    over &= world.systems.stage >= Stage.ACS
    world.systems.years_over = np.where(over, world.systems.years_over + 1, 0)


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
    gain = sum(ccg_terms(facts, p).values(), start=np.zeros(len(member)))
    early = _is_early(world)[system] & ~member
    considers = _considers(world, "ccg", keys, early, p.considers_early, p.considers_later)
    considers &= _may_ally(world)[system]
    joins = (
        gain + p.choice_noise * _noise(world, "ccg", keys, world.tastes.ccg, p.lasting_taste) > 0
    )
    _move(ccgs.stance, considers, joins)
    _begin_procurements(world, p)


def trusts_decide(world: World) -> None:
    """Trusts that consider join or leave their alliance; some offer to run practices."""
    p = world.scenario.values(TrustIntegration)
    trusts, system = world.trusts, world.population.trusts.system
    keys = world.population.trusts.key
    member = trusts.stance >= ALLIANCE
    facts = TrustFacts(
        partner_trust=trusts.trust_in_partners,
        peer_share=_income_mean(world, member.astype(np.float64))[system],
        pressure=world.systems.pressure[system],
        margin=trusts.margin,
        is_member=member.astype(np.float64),
    )
    gain = sum(trust_terms(facts, p).values(), start=np.zeros(len(member)))
    early = _is_early(world)[system] & ~member
    considers = _considers(world, "trust", keys, early, p.considers_early, p.considers_later)
    considers &= _may_ally(world)[system]
    noise = _noise(world, "trust", keys, world.tastes.trust, p.lasting_taste)
    _move(trusts.stance, considers, gain + p.choice_noise * noise > 0)
    trusts.has_left = member & (trusts.stance < ALLIANCE)
    _offer_to_run_practices(world)


def trust_share(world: World) -> Floats:
    """Return the share of each system's trust income at ALLIANCE or above."""
    return _income_mean(world, (world.trusts.stance >= ALLIANCE).astype(np.float64))


def accepted_share(world: World) -> Floats:
    """Return the share of each system's trust income under an accepted control total."""
    return _income_mean(world, world.trusts.accepts_control_total.astype(np.float64))


def ccg_share(world: World) -> Floats:
    """Return the share of each system's population whose CCG is at ALLIANCE or above."""
    system, people = world.population.ccgs.system, world.population.ccgs.population
    n = len(world.population.systems.code)
    member = world.ccgs.stance >= ALLIANCE
    part = np.bincount(system, people * member, minlength=n)
    return part / np.maximum(np.bincount(system, people, minlength=n), 1.0)


def _income_mean(world: World, values: Floats) -> Floats:
    """Return the income-weighted mean over the trusts at home in each system; 0 for none."""
    system, n = world.population.trusts.system, len(world.population.systems.code)
    income = np.bincount(system, world.trusts.income, minlength=n)
    part = np.bincount(system, world.trusts.income * values, minlength=n)
    return np.divide(part, income, out=np.zeros(n), where=income > 0)


def _is_early(world: World) -> Flags:
    """Return the systems that advanced within the last four quarters."""
    quarters = (world.step - world.systems.advanced) * world.quarters
    return quarters < EARLY_QUARTERS


def _may_ally(world: World) -> Flags:
    """Return the systems whose stage gives the right to an alliance agreement."""
    gives = [Gives.ALLIANCE_AGREEMENT in rule.gives for rule in world.calendar.stages]
    return np.array(gives)[world.systems.stage] & (world.alliance_column > 0)


def _considers(
    world: World, kind: str, keys: NDArray[np.uint64], early: Flags, soon: float, later: float
) -> Flags:
    """Whether each organisation considers; in months a third as often, so no oftener a year."""
    chance = np.where(early, soon, later) * world.quarters
    return world.chance.uniform(f"{kind}.considers", world.step, keys) < chance


def _noise(
    world: World, kind: str, keys: NDArray[np.uint64], lasting: Floats, share: float
) -> Floats:
    yes = world.chance.gumbel(f"{kind}.choice/alliance", world.step, keys)
    no = world.chance.gumbel(f"{kind}.choice/independent", world.step, keys)
    return mixed_noise(lasting, yes - no, share)


def _move(stance: Small, considers: Flags, joins: Flags) -> None:
    """Carry out a yes or no of those at INDEPENDENT or ALLIANCE."""
    movable = considers & (stance <= ALLIANCE)
    stance[movable & joins] = ALLIANCE
    stance[movable & ~joins] = INDEPENDENT


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
