"""Phase 11: practices decide.

Gathers what the practices that consider know, asks
:mod:`acs_abm.decisions.practice_integration` and carries out the answers.
"""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.contracts.alliance import AllianceRules
from acs_abm.contracts.offer import Offer, OpenedBy
from acs_abm.decisions.choice import Rows, best_option, mixed_noise
from acs_abm.decisions.lmc_position import LMCPosition
from acs_abm.decisions.practice_integration import (
    PracticeChoice,
    PracticeFacts,
    consideration,
    utility,
    utility_terms,
)
from acs_abm.decisions.practice_resistance import (
    PracticeResistance,
    resistance_probability,
    threat,
)
from acs_abm.population.organisations import CoreContract
from acs_abm.stance import Stance
from acs_abm.start import option_table
from acs_abm.steps.payments import income_changes

PIVOTAL_POINTS = 0.05
"""How near its least coverage an agreement must be for one practice to feel decisive."""


def practices_decide(world: World) -> None:
    """Those that consider choose a level, those at level 0 whether to resist, all add-ons."""
    p = world.scenario.values(PracticeChoice)
    luck = world.chance.uniform("practice.considers", world.step, world.population.practices.key)
    campaigned = _in_campaign(world)
    chance = consideration(campaigned, _meets_deadline(world), world.years, p)
    considers = (luck < chance) | (world.practices.addressed_by >= 0)
    _choose_level(world, np.flatnonzero(considers), campaigned, p)
    nobody = np.zeros(1, dtype=bool)
    usual = float(consideration(nobody, nobody, world.years, p)[0])
    _choose_add_ons(world, np.flatnonzero(luck < usual), p)


def _choose_level(world: World, rows: Rows, campaigned: Flags, p: PracticeChoice) -> None:
    if not len(rows):
        return
    facts = gather_facts(world, rows, campaigned, p)
    total = utility(utility_terms(facts, world.options, p))
    noise = level_noise(world, rows, p)
    chosen = best_option(total, p.choice_noise * noise, availability(world, rows))
    practices = world.practices
    left_trust = practices.run_by[rows] >= 0
    practices.agreement[rows] = chosen
    trust_run = _is_trust_run(world)[chosen]
    practices.run_by[rows] = np.where(
        trust_run, np.where(left_trust, practices.run_by[rows], practices.addressed_by[rows]), -1
    )
    _choose_to_resist(world, rows[chosen == 0], campaigned)
    practices.is_resisting[rows[chosen > 0]] = False


def level_noise(world: World, rows: Rows, p: PracticeChoice) -> Floats:
    """Return the noise of each option in units of mu: a lasting taste and today's mood."""
    keys = world.population.practices.key[rows]
    fresh = np.stack(
        [
            world.chance.gumbel(f"practice.choice/{name}", world.step, keys)
            for name in world.options.names
        ],
        axis=1,
    )
    return mixed_noise(world.tastes.practice[rows], fresh, p.lasting_taste)


def gather_facts(
    world: World, rows: Rows, campaigned: Flags, p: PracticeChoice
) -> PracticeFacts:
    """Collect what practices know when they choose a level."""
    practices, population = world.practices, world.population.practices
    options, system = world.options, population.system[rows]
    local, national = _peer_shares(world, rows)
    return PracticeFacts(
        income_change=income_changes(world, rows),
        independence_value=practices.independence_value[rows],
        loss_aversion=practices.loss_aversion[rows],
        ideology=practices.ideology[rows],
        distress=practices.distress[rows],
        contract_stake=practices.contract_stake[rows],
        lead_trust=practices.trust_in_lead[rows],
        national_pressure=world.systems.pressure[system],
        lmc_opposition=lmc_opposition(world)[population.ccg[rows]],
        local_share=local,
        national_share=national,
        relative_gain=np.zeros(len(rows)),
        is_pivotal=_is_pivotal(world)[population.ccg[rows]],
        levels_moved=levels_moved(options.level, options.effort)[practices.agreement[rows]],
        moving_cost_share=np.where(campaigned[rows], p.campaign_relief, 1.0),
    )


def levels_moved(level: Rows, effort: Floats) -> Floats:
    """Return the levels of status quo cost from each option to each other (K × K).

    An offer that names its effort costs that much to enter and to leave.
    """
    moved = np.abs(level[:, np.newaxis] - level).astype(np.float64)
    named = effort > 0
    moved[:, named] = effort[named]
    moved[named, 0] = effort[named]
    np.fill_diagonal(moved, 0.0)
    return moved


def availability(world: World, rows: Rows) -> Flags:
    """Return which options each practice has: independence, what it holds, what is open."""
    practices, date = world.practices, world.clock.date(world.step)
    open_to = np.zeros((len(rows), len(world.options.names)), dtype=bool)
    open_to[:, 0] = True
    for column, offer in enumerate(world.offers, start=1):
        if offer.is_open(date):
            open_to[:, column] = _is_opened(world, offer, rows) & _may_take(world, offer, rows)
    open_to[np.arange(len(rows)), practices.agreement[rows]] = True
    return open_to


def lmc_opposition(world: World) -> Floats:
    """Return how much each committee's opposition counts against each option (LMCs × K).

    Offers of partial and full integration are always judged; others only where the committee
    rejects them. Strength multiplies the effect.
    """
    p = world.scenario.values(LMCPosition)
    stand = world.ccgs.lmc_position
    counts = (world.options.level >= Stance.PARTIAL) | (stand > p.opposes_above)
    return world.ccgs.lmc_strength[:, np.newaxis] * stand * counts


def _peer_shares(world: World, rows: Rows) -> tuple[Floats, Floats]:
    """Return the share of peers at the level of each option or above: local, national."""
    level = world.options.level[world.practices.agreement]
    wanted = world.options.level
    local = np.zeros((len(rows), len(wanted)))
    national = np.zeros(len(wanted))
    near = world.population.practice_peers[rows]
    for height in np.unique(wanted[wanted > 0]):
        at_least = (level >= height).astype(np.float64)
        columns = wanted == height
        national[columns] = at_least.mean()
        if national[columns].any():
            local[:, columns] = (near @ at_least)[:, np.newaxis]
    return local, national


def _in_campaign(world: World) -> Flags:
    """Hub members of systems that campaign for their alliance agreement."""
    campaigning = world.step < world.systems.campaign_until
    in_hub = world.practices.add_ons.any(axis=1)
    return campaigning[world.population.practices.system] & in_hub


def _meets_deadline(world: World) -> Flags:
    """Practices that an offer with money and a deadline reaches in its last quarter."""
    start = world.clock.date(world.step)
    end = start.plus_months(world.clock.months_per_step)
    rows = np.arange(len(world.practices.stance))
    meets = np.zeros(len(rows), dtype=bool)
    for offer in world.offers:
        has_money = offer.terms.payment + offer.terms.payment_once + offer.terms.lost_by_staying_out
        if offer.deadline is not None and start <= offer.deadline < end and has_money > 0:
            meets |= _is_opened(world, offer, rows) & _may_take(world, offer, rows)
    return meets


def _is_opened(world: World, offer: Offer, rows: Rows) -> Flags:
    """Whether whoever opens an offer has put it on each practice's table."""
    population = world.population.practices
    system, ccg = population.system[rows], population.ccg[rows]
    if offer.opened_by is OpenedBy.SYSTEM:
        launched = world.systems.launched[system] >= 0
        return launched | world.ccgs.alliance_live[ccg]
    if offer.opened_by is OpenedBy.PLACE:
        return world.ccgs.contract_level[ccg] == offer.level.level
    if offer.opened_by is OpenedBy.TRUST:
        return world.practices.addressed_by[rows] >= 0
    return np.ones(len(rows), dtype=bool)


def _may_take(world: World, offer: Offer, rows: Rows) -> Flags:
    contracts = [int(CoreContract[name]) for name in offer.open_to]
    return np.isin(world.population.practices.contract[rows], contracts)


def _is_trust_run(world: World) -> Flags:
    by_trust = [offer.opened_by is OpenedBy.TRUST for offer in world.offers]
    return np.array([False, *by_trust])


def _is_pivotal(world: World) -> Flags:
    """Whether a place's coverage is near the least its alliance needs (places × options)."""
    rules = world.scenario.values(AllianceRules)
    by_system = np.array([False, *(o.opened_by is OpenedBy.SYSTEM for o in world.offers)])
    signed = signed_share(world)
    near = np.abs(signed - rules.place_coverage) <= PIVOTAL_POINTS
    return near[:, np.newaxis] & by_system


def signed_share(world: World) -> Floats:
    """Return the share of each place's list at practices that signed an agreement."""
    signed = (world.practices.agreement > 0) & (world.practices.run_by < 0)
    return world.list_share(signed, world.population.practices.ccg, len(world.ccgs.stance))


def _choose_to_resist(world: World, rows: Rows, campaigned: Flags) -> None:
    p = world.scenario.values(PracticeResistance)
    practices, population = world.practices, world.population.practices
    keys = population.key[rows]
    threats = threat(
        -income_changes(world, rows)[:, 0],
        practices.independence_value[rows],
        _autonomy_pressed(world, rows, campaigned),
        world.systems.pressure[population.system[rows]],
        p,
    )
    probability = resistance_probability(
        threats, practices.temper[rows], world.ccgs.lmc_resisting[population.ccg[rows]], p
    )
    luck = world.chance.uniform("practice.resists", world.step, keys)
    practices.is_resisting[rows] = luck < probability


def _autonomy_pressed(world: World, rows: Rows, campaigned: Flags) -> Floats:
    """Largest autonomy lost among offers with a live deadline, a campaign or a contract."""
    population = world.population.practices
    date = world.clock.date(world.step)
    most = np.zeros(len(rows))
    for offer in world.offers:
        if offer.opened_by is OpenedBy.PLACE:
            pressed = world.ccgs.contract_level[population.ccg[rows]] == offer.level.level
        elif offer.opened_by is OpenedBy.SYSTEM:
            pressed = campaigned[rows]
        else:
            pressed = np.zeros(len(rows), dtype=bool)
        if offer.deadline is not None and offer.is_open(date):
            pressed = pressed | _is_opened(world, offer, rows)
        most = np.maximum(most, np.where(pressed, offer.terms.autonomy_lost, 0.0))
    return most


def _choose_add_ons(world: World, rows: Rows, p: PracticeChoice) -> None:
    """Each add-on is its own yes or no, by the same utility with two options."""
    if not len(rows):
        return
    date = world.clock.date(world.step)
    for column, offer in enumerate(world.add_ons):
        holds = world.practices.add_ons[rows, column]
        may = _may_take(world, offer, rows) & offer.is_open(date)
        keys = world.population.practices.key[rows]
        yes = world.chance.gumbel(f"practice.choice/{offer.name}", world.step, keys)
        no = world.chance.gumbel(f"practice.choice/no_{offer.name}", world.step, keys)
        noise = mixed_noise(world.tastes.add_on[rows, column], yes - no, p.lasting_taste)
        gain = add_on_gain(world, rows, column, p)
        wants = gain + p.choice_noise * noise > 0
        world.practices.add_ons[rows, column] = wants & (may | holds)


def add_on_gain(world: World, rows: Rows, column: int, p: PracticeChoice) -> Floats:
    """Return the utility of holding an add-on over not holding it, £k a partner a year."""
    offer, practices = world.add_ons[column], world.practices
    population = world.population.practices
    options = option_table((offer,), 0.0)
    n = len(rows)
    held = practices.add_ons[:, column]
    holds = held[rows]
    horizon = min(offer.terms.duration, 5.0)
    pounds = np.array(
        [-offer.terms.lost_by_staying_out, offer.terms.payment + offer.terms.payment_once / horizon]
    )
    moved = np.where(holds[:, np.newaxis] == np.array([False, True]), 0.0, offer.terms.effort)
    facts = PracticeFacts(
        income_change=practices.value_of_a_pound[rows, np.newaxis] * pounds,
        independence_value=practices.independence_value[rows],
        loss_aversion=practices.loss_aversion[rows],
        ideology=practices.ideology[rows],
        distress=practices.distress[rows],
        contract_stake=np.zeros(n),
        lead_trust=practices.trust_in_lead[rows],
        national_pressure=world.systems.pressure[population.system[rows]],
        lmc_opposition=np.zeros((n, 2)),
        local_share=np.outer(world.population.practice_peers[rows] @ held, [0.0, 1.0]),
        national_share=np.array([0.0, held.mean()]),
        relative_gain=np.zeros(n),
        is_pivotal=np.zeros((n, 2), dtype=bool),
        levels_moved=moved,
        moving_cost_share=np.where(practices.stance[rows] >= Stance.ALLIANCE, 0.5, 1.0),
    )
    total = utility(utility_terms(facts, options, p))
    return total[:, 1] - total[:, 0]


def eligible_practices(world: World) -> Floats:
    """Return how many practices hold or could take each offer, level offers first."""
    everyone = np.arange(len(world.practices.stance))
    counts = availability(world, everyone)[:, 1:].sum(axis=0)
    date = world.clock.date(world.step)
    add_ons = [
        (world.practices.add_ons[:, column] | (_may_take(world, offer, everyone) & offer.is_open(date))).sum()
        for column, offer in enumerate(world.add_ons)
    ]
    return np.array([*counts, *add_ons], dtype=np.float64)
