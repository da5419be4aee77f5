"""Phase 11: practices decide.

Gathers what the practices that consider know, asks
:mod:`acs_abm.decisions.practice_integration` and carries out the answers.
"""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.contracts.alliance import AllianceRules
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import Rows, best_option, mixed_noise
from acs_abm.decisions.lmc_position import LMCPosition
from acs_abm.decisions.practice_integration import (
    PracticeChoice,
    PracticeFacts,
    consideration,
    utility,
)
from acs_abm.decisions.practice_resistance import (
    PracticeResistance,
    resistance_probability,
    threat,
)
from acs_abm.population.neighbours import peers_at_or_above
from acs_abm.stance import ALLIANCE, PARTIAL
from acs_abm.steps.payments import LONGEST_HORIZON, income_changes

PIVOTAL_POINTS = 0.05
"""How near its least coverage an agreement must be for one practice to feel decisive."""


def practices_decide(world: World) -> None:
    """Those that consider choose a level, those at level 0 whether to resist, all add-ons."""
    p = world.scenario.values(PracticeChoice)
    luck = world.chance.uniform("practice.considers", world.step, world.population.practices.key)
    campaigned = _in_campaign(world)
    usual, campaign, deadline = consideration(world.years, p)
    considers = luck < usual
    thinks_of_add_ons = np.flatnonzero(considers)
    considers |= campaigned & (luck < campaign)
    considers |= _meets_deadline(world) & (luck < deadline)
    considers |= world.practices.addressed_by >= 0
    _choose_level(world, np.flatnonzero(considers), campaigned, p)
    _choose_add_ons(world, thinks_of_add_ons, p)


def _choose_level(world: World, rows: Rows, campaigned: Flags, p: PracticeChoice) -> None:
    """Let each practice take the best of the options open to it."""
    opened = opened_at_places(world)
    available = availability(world, rows, opened)
    few = available[:, _rarely_open(world)].any(axis=1)
    chosen = np.zeros(len(rows), dtype=np.int64)
    for group in (~few & (available.sum(axis=1) > 1), few):
        if group.any():
            chosen[group] = _best_level(world, rows[group], available[group], campaigned, p)
    practices = world.practices
    stays = practices.agreement[rows] == chosen
    practices.agreement[rows] = chosen
    run_by = np.where(stays, practices.run_by[rows], practices.addressed_by[rows])
    practices.run_by[rows] = np.where(_is_trust_run(world)[chosen], run_by, -1)
    practices.is_resisting[rows] = False
    _choose_to_resist(world, rows[chosen == 0], campaigned, opened)


def _rarely_open(world: World) -> Rows:
    """Return the options that few practices ever have; theirs are worked out apart, for speed."""
    columns = np.arange(1, len(world.options.names))
    return columns[columns != world.alliance_column]


def _best_level(
    world: World, rows: Rows, available: Flags, campaigned: Flags, p: PracticeChoice
) -> Rows:
    """Return the option of highest utility plus noise for each practice."""
    columns = np.flatnonzero(available.any(axis=0))
    facts = gather_facts(world, rows, columns, campaigned, p)
    total = utility(facts, world.options.take(columns), p)
    total += p.choice_noise * level_noise(world, rows, columns, p)
    return columns[best_option(total, available[:, columns])]


def level_noise(world: World, rows: Rows, columns: Rows, p: PracticeChoice) -> Floats:
    """Return the noise of some options in units of mu: a lasting taste and today's mood."""
    keys = world.population.practices.key[rows]
    fresh = np.empty((len(rows), len(columns)))
    for place, column in enumerate(columns):
        name = world.options.names[column]
        fresh[:, place] = world.chance.gumbel(f"practice.choice/{name}", world.step, keys)
    return mixed_noise(world.tastes.practice[np.ix_(rows, columns)], fresh, p.lasting_taste)


def gather_facts(
    world: World, rows: Rows, columns: Rows, campaigned: Flags, p: PracticeChoice
) -> PracticeFacts:
    """Collect what practices know when they choose among the options of some columns."""
    practices, population = world.practices, world.population.practices
    options, system, ccg = world.options, population.system[rows], population.ccg[rows]
    local, national = _peer_shares(world, rows, options.level[columns])
    moved = world.fixtures.levels_moved[:, columns]
    return PracticeFacts(
        income_change=income_changes(world, rows, columns),
        independence_value=practices.independence_value[rows],
        loss_aversion=practices.loss_aversion[rows],
        ideology=practices.ideology[rows],
        distress=practices.distress[rows],
        contract_stake=practices.contract_stake[rows]
        * ~options.gives_up_contract[practices.agreement[rows]],
        lead_trust=practices.trust_in_lead[rows],
        national_pressure=world.systems.pressure[system],
        lmc_opposition=lmc_opposition(world)[:, columns][ccg],
        local_share=local,
        national_share=national,
        relative_gain=np.zeros(len(rows)),
        is_pivotal=_is_pivotal(world, p)[:, columns][ccg],
        levels_moved=moved[practices.agreement[rows]],
        moving_cost_share=np.where(campaigned[rows], p.campaign_relief, 1.0),
    )


def availability(world: World, rows: Rows, opened: Flags) -> Flags:
    """Return which options each practice has: independence, what it holds, what is open."""
    practices, ccg = world.practices, world.population.practices.ccg[rows]
    open_to = opened[ccg] & world.fixtures.may_take[rows]
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.TRUST:
            open_to[:, column] &= practices.addressed_by[rows] >= 0
    open_to[np.arange(len(rows)), practices.agreement[rows]] = True
    return open_to


def opened_at_places(world: World) -> Flags:
    """Return which options whoever opens them has opened at each place (places × options).

    What a trust opens it opens to single practices; here it counts as open.
    """
    date, ccgs = world.clock.date(world.step), world.ccgs
    launched = (world.systems.launched >= 0)[world.population.ccgs.system]
    opened = np.zeros((len(ccgs.stance), len(world.options.names)), dtype=bool)
    opened[:, 0] = True
    for column, offer in enumerate(world.offers, start=1):
        if not offer.is_open(date):
            continue
        if offer.opened_by is OpenedBy.SYSTEM:
            opened[:, column] = launched | ccgs.alliance_live
        elif offer.opened_by is OpenedBy.PLACE:
            opened[:, column] = ccgs.contract_level == offer.level.level
        else:
            opened[:, column] = True
    return opened


def lmc_opposition(world: World) -> Floats:
    """Return how much each committee's opposition counts against each option (LMCs × K).

    Offers of partial and full integration are always judged; others only where the committee
    rejects them. Strength multiplies the effect.
    """
    p = world.scenario.values(LMCPosition)
    stand = world.ccgs.lmc_position
    counts = (world.options.level >= PARTIAL) | (stand > p.opposes_above)
    return world.ccgs.lmc_strength[:, np.newaxis] * stand * counts


def _peer_shares(world: World, rows: Rows, wanted: Rows) -> tuple[Floats, Floats]:
    """Return the share of peers at each wanted level or above: local, national."""
    level = world.options.level[world.practices.agreement]
    highest = int(world.options.level.max())
    local = peers_at_or_above(world.population.practice_peers, rows, level, highest)
    count = np.bincount(level, minlength=highest + 1)[::-1].cumsum()[::-1] / len(level)
    count[0] = 0.0
    return local.take(wanted, axis=1), count[wanted]


def _in_campaign(world: World) -> Flags:
    """Hub members of systems that campaign for their alliance agreement."""
    campaigning = world.step < world.systems.campaign_until
    campaigned: Flags = campaigning[world.population.practices.system] & world.in_hub
    return campaigned


def _meets_deadline(world: World) -> Flags:
    """Practices that an offer with money and a deadline reaches in its last step."""
    start = world.clock.date(world.step)
    end = start.plus_months(world.clock.months_per_step)
    meets = np.zeros(len(world.practices.stance), dtype=bool)
    for column, offer in enumerate(world.offers, start=1):
        terms = offer.terms
        has_money = terms.payment + terms.payment_once + terms.lost_by_staying_out > 0
        if has_money and offer.deadline is not None and start <= offer.deadline < end:
            opened = opened_at_places(world)[:, column][world.population.practices.ccg]
            meets |= opened & world.fixtures.may_take[:, column]
    return meets


def _is_trust_run(world: World) -> Flags:
    by_trust = [offer.opened_by is OpenedBy.TRUST for offer in world.offers]
    return np.array([False, *by_trust])


def _is_pivotal(world: World, p: PracticeChoice) -> Floats:
    """Return 1 where a place's coverage is near the least its alliance needs (places × options)."""
    pivotal = np.zeros((len(world.ccgs.stance), len(world.options.names)))
    if p.pivotal_value and world.alliance_column:
        least = world.scenario.values(AllianceRules).place_coverage
        near = np.abs(signed_share(world) - least) <= PIVOTAL_POINTS
        pivotal[:, world.alliance_column] = near
    return pivotal


def signed_share(world: World) -> Floats:
    """Return the share of each place's list at practices that signed an agreement."""
    return world.mean_by_ccg((world.practices.agreement > 0) & (world.practices.run_by < 0))


def _choose_to_resist(world: World, rows: Rows, campaigned: Flags, opened: Flags) -> None:
    p = world.scenario.values(PracticeResistance)
    practices, population = world.practices, world.population.practices
    threats = threat(
        practices.value_of_a_pound[rows] * world.lost[0],
        practices.independence_value[rows],
        _autonomy_pressed(world, rows, campaigned, opened),
        world.systems.pressure[population.system[rows]],
        p,
    )
    probability = resistance_probability(
        threats, practices.temper[rows], world.ccgs.lmc_resisting[population.ccg[rows]], p
    )
    luck = world.chance.uniform("practice.resists", world.step, population.key[rows])
    practices.is_resisting[rows] = luck < probability


def _autonomy_pressed(world: World, rows: Rows, campaigned: Flags, opened: Flags) -> Floats:
    """Largest autonomy lost among offers with a live deadline, a campaign or a contract."""
    opened = opened[world.population.practices.ccg[rows]]
    most = np.zeros(len(rows))
    for column, offer in enumerate(world.offers, start=1):
        pressed = opened[:, column]
        if offer.opened_by is OpenedBy.SYSTEM and offer.deadline is None:
            pressed = campaigned[rows]
        elif offer.opened_by is not OpenedBy.PLACE and offer.deadline is None:
            continue
        most = np.maximum(most, np.where(pressed, offer.terms.autonomy_lost, 0.0))
    return most


def _choose_add_ons(world: World, rows: Rows, p: PracticeChoice) -> None:
    """Each add-on is its own yes or no, by the same utility with two options."""
    if not len(rows):
        return
    date = world.clock.date(world.step)
    for column, offer in enumerate(world.add_ons):
        holds = world.practices.add_ons[rows, column]
        may = world.fixtures.may_take_add_on[rows, column] & offer.is_open(date)
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
    n = len(rows)
    held = practices.add_ons[:, column].astype(np.int64)
    holds = practices.add_ons[rows, column]
    horizon = min(offer.terms.duration, LONGEST_HORIZON)
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
        local_share=peers_at_or_above(world.population.practice_peers, rows, held, 1),
        national_share=np.array([0.0, held.mean()]),
        relative_gain=np.zeros(n),
        is_pivotal=np.zeros((n, 2)),
        levels_moved=moved,
        moving_cost_share=np.where(practices.stance[rows] >= ALLIANCE, p.add_on_relief, 1.0),
    )
    total = utility(facts, world.fixtures.add_on_options[column], p)
    return total[:, 1] - total[:, 0]


def eligible_practices(world: World) -> Floats:
    """Return how many practices hold or could take each offer, level offers first."""
    opened, agreement = opened_at_places(world), world.practices.agreement
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.TRUST:
            opened[:, column] = False
    counts = (opened * world.fixtures.takers_by_place).sum(axis=0)
    holders = np.flatnonzero(agreement > 0)
    held = agreement[holders]
    counted = opened[world.population.practices.ccg[holders], held]
    counted &= world.fixtures.may_take[holders, held]
    counts += np.bincount(held[~counted], minlength=len(counts))
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.TRUST:
            addressed = world.practices.addressed_by >= 0
            counts[column] += (addressed & (agreement != column)).sum()
    date = world.clock.date(world.step)
    is_open = np.array([offer.is_open(date) for offer in world.add_ons], dtype=bool)
    may = world.practices.add_ons | (world.fixtures.may_take_add_on & is_open)
    return np.concatenate([counts[1:], may.sum(axis=0)]).astype(np.float64)
