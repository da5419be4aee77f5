"""What practices know when they choose: options open to them, facts, luck (part of phase 11)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from acs_abm.columns import NEVER, Flags, Floats, Small, World
from acs_abm.compiled import kernel
from acs_abm.contracts.alliance import AllianceRules
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import Rows, best_option, mixed_noise, option_luck
from acs_abm.decisions.lmc_position import LMCPosition
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import utility
from acs_abm.decisions.practice_options import PracticeFacts
from acs_abm.population.neighbours import peers_at_or_above
from acs_abm.stance import PARTIAL
from acs_abm.steps.money.gains import relative_gain
from acs_abm.steps.payments import income_changes

PIVOTAL_POINTS = 0.05
"""How near its least coverage an agreement must be for one practice to feel decisive."""


def in_campaign(world: World) -> Flags:
    """Return the hub members who are campaigned for.

    By a system for its alliance agreement, or at a place for the single contract whose early
    engagement has begun.
    """
    ccgs, population = world.ccgs, world.population.practices
    quarters = world.scenario.values(AllianceRules).campaign_quarters
    begun = world.step - ccgs.contract_since < quarters * world.clock.steps_per_quarter
    for_contract = begun & (ccgs.contract_level > 0) & ~ccgs.contract_live
    for_alliance = world.step < world.systems.campaign_until
    campaigned: Flags = for_alliance[population.system] | for_contract[population.ccg]
    return campaigned & world.in_hub


def is_opened_by(world: World, who: OpenedBy) -> Flags:
    """Return which options somebody opens; independence is opened by nobody."""
    return world.fixtures.opened_by[who]


def opened_at_places(world: World) -> Flags:
    """Return which options whoever opens them has opened at each place (CCGs × options).

    An option of a single contract is open where one is live that goes at least as far. What a
    trust opens it opens to single practices; here it counts as open.
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
            opened[:, column] = ccgs.contract_live & (ccgs.contract_level >= offer.level.level)
        else:
            opened[:, column] = True
    return opened


def sought_at_places(world: World) -> Flags:
    """Return which options of a single contract may be promised at each place (CCGs × options).

    Where a contract is being procured every option that goes at most as far may be promised.
    """
    date, ccgs = world.clock.date(world.step), world.ccgs
    sought = np.zeros((len(ccgs.stance), len(world.options.names)), dtype=bool)
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.PLACE and offer.is_open(date):
            sought[:, column] = ~ccgs.contract_live & (ccgs.contract_level >= offer.level.level)
    return sought


def availability(world: World, rows: Rows, opened: Flags) -> Flags:
    """Return which options each practice has (rows × options).

    Independence, what it holds, and what is open to it. Whose core contract is suspended or
    ended has only options without one; the way back is a decision of its own
    (:mod:`acs_abm.decisions.practice_return`).
    """
    practices = world.practices
    return _open_to(
        opened,
        world.fixtures.may_take,
        is_opened_by(world, OpenedBy.TRUST),
        world.options.gives_up_contract,
        rows,
        world.population.practices.ccg,
        practices.addressed_by,
        practices.contract_is_live,
        practices.agreement,
    )


@kernel
def _open_to(
    opened: Flags,
    may_take: Flags,
    by_trust: Flags,
    gives_up_contract: Flags,
    rows: Rows,
    ccg: Rows,
    addressed_by: Rows,
    contract_is_live: Flags,
    agreement: Rows,
) -> Flags:
    open_to = np.empty((rows.size, by_trust.size), dtype=np.bool_)
    for place, row in enumerate(rows):
        for option in range(by_trust.size):
            is_open = opened[ccg[row], option] and may_take[row, option]
            if by_trust[option]:
                is_open = is_open and addressed_by[row] >= 0
            if not contract_is_live[row]:
                is_open = is_open and gives_up_contract[option]
            open_to[place, option] = is_open or option == agreement[row]
    return open_to


def level_noise(world: World, rows: Rows, columns: Rows, p: PracticeChoice) -> Floats:
    """Return the noise of some options in units of mu: a lasting taste and today's mood."""
    keys = world.population.practices.key[rows]
    names = [world.options.names[column] for column in columns]
    fresh = option_luck(world.chance, "practice.choice", world.step, keys, names, p.nest_similarity)
    lasting = world.tastes.practice.T[columns[:, np.newaxis], rows].T  # laid out as fresh is
    return mixed_noise(lasting, fresh, p.lasting_taste)


def gather_facts(
    world: World,
    rows: Rows,
    columns: Rows,
    campaigned: Flags,
    p: PracticeChoice,
    *,
    of_peers: bool = True,
) -> PracticeFacts:
    """Collect what practices know when they choose among the options of some columns.

    What peers hold takes longest to find: it is left at 0 for a choice that does not ask.
    """
    practices, home = world.practices, world.population.practices
    wanted = world.options.level[columns]
    local, national = np.zeros((len(rows), len(columns))), np.zeros(len(columns))
    if of_peers:
        local, national = _peer_shares(world, rows, wanted)
    own = _own_facts(
        rows,
        columns,
        practices.independence_value,
        practices.loss_aversion,
        practices.ideology,
        practices.distress,
        practices.contract_stake,
        practices.suspended_since,
        practices.has_ended_contract,
        practices.trust_in_lead,
        world.systems.pressure,
        home.system,
        practices.agreement,
        world.fixtures.levels_moved,
        campaigned,
        p.campaign_relief,
    )
    return PracticeFacts(
        income_change=income_changes(world, rows, columns),
        independence_value=own.independence_value,
        loss_aversion=own.loss_aversion,
        ideology=own.ideology,
        distress=own.distress,
        contract_stake=own.contract_stake,
        lead_trust=own.lead_trust,
        national_pressure=own.national_pressure,
        lmc_opposition=lmc_opposition(world, rows, columns),
        local_share=local,
        national_share=national,
        relative_gain=relative_gain(world, rows),
        is_pivotal=_is_pivotal(world, home.ccg[rows], columns, p),
        levels_moved=own.levels_moved,
        moving_cost_share=own.moving_cost_share,
    )


class _OwnFacts(NamedTuple):
    """What practices know of themselves, as in :class:`PracticeFacts`."""

    independence_value: Floats
    loss_aversion: Floats
    ideology: Floats
    distress: Floats
    contract_stake: Floats
    lead_trust: Floats
    national_pressure: Floats
    levels_moved: Floats
    moving_cost_share: Floats


@kernel
def _own_facts(
    rows: Rows,
    columns: Rows,
    independence_value: Floats,
    loss_aversion: Floats,
    ideology: Floats,
    distress: Floats,
    contract_stake: Floats,
    suspended_since: Rows,
    has_ended_contract: Flags,
    trust_in_lead: Floats,
    pressure: Floats,
    system: Rows,
    agreement: Rows,
    levels_moved: Floats,
    campaigned: Flags,
    campaign_relief: float,
) -> _OwnFacts:
    """Look up, for some practices, what they know of themselves: their stake, while it is live."""
    moved = np.empty((rows.size, columns.size))
    stake, relief = np.zeros(rows.size), np.ones(rows.size)
    for i, row in enumerate(rows):
        if suspended_since[row] == NEVER and not has_ended_contract[row]:
            stake[i] = contract_stake[row]
        if campaigned[row]:
            relief[i] = campaign_relief
        for k, option in enumerate(columns):
            moved[i, k] = levels_moved[agreement[row], option]
    return _OwnFacts(
        independence_value[rows],
        loss_aversion[rows],
        ideology[rows],
        distress[rows],
        stake,
        trust_in_lead[rows],
        pressure[system[rows]],
        moved,
        relief,
    )


def best_level(
    world: World, rows: Rows, available: Flags, campaigned: Flags, p: PracticeChoice
) -> Rows:
    """Return the option of highest utility plus noise for each practice."""
    columns = _open_to_any(available)
    facts = gather_facts(world, rows, columns, campaigned, p)
    available = available[:, columns]
    total = utility(facts, world.options.take(columns), p, available)
    total += p.choice_noise * level_noise(world, rows, columns, p)
    return np.asarray(columns[best_option(total, available)], dtype=np.int64)


@kernel
def _open_to_any(available: Flags) -> Rows:
    """Return the options that any practice has."""
    found = np.zeros(available.shape[1], dtype=np.bool_)
    for i in range(len(available)):
        for option in range(found.size):
            found[option] |= available[i, option]
    return np.flatnonzero(found)


def lmc_opposition(world: World, rows: Rows, columns: Rows) -> Floats:
    """Return how much its committee's opposition counts with each practice (rows × columns).

    Offers of partial and full integration are always judged; others only where the committee
    rejects them. Strength multiplies the effect.
    """
    return _opposition(
        world.ccgs.lmc_position,
        world.ccgs.lmc_strength,
        world.options.level,
        world.scenario.values(LMCPosition).opposes_above,
        world.population.practices.ccg,
        rows,
        columns,
    )


@kernel
def _opposition(
    position: Floats,
    strength: Floats,
    level: Rows,
    opposes_above: float,
    ccg: Rows,
    rows: Rows,
    columns: Rows,
) -> Floats:
    opposition = np.zeros((rows.size, columns.size))
    for i, row in enumerate(rows):
        for k, option in enumerate(columns):
            stand = position[ccg[row], option]
            if level[option] >= PARTIAL or stand > opposes_above:
                opposition[i, k] = strength[ccg[row]] * stand
    return opposition


def _peer_shares(world: World, rows: Rows, wanted: Rows) -> tuple[Floats, Floats]:
    """Return the share of peers at each wanted level or above: local, national."""
    level, count = _levels_held(world.practices.agreement, world.options.level)
    local = peers_at_or_above(world.peers, rows, level, len(count) - 1)
    return local.take(wanted, axis=1), (count / max(world.n_open, 1))[wanted]


@kernel
def _levels_held(agreement: Rows, level_of: Rows) -> tuple[Small, Rows]:
    """Return the level each practice signed for, and how many signed for each or above; 0 for 0.

    Levels are small numbers, so that all of them stay at hand in the processor.
    """
    level = np.empty(agreement.size, dtype=np.int8)
    count = np.zeros(level_of.max() + 1, dtype=np.int64)
    for row in range(agreement.size):
        level[row] = level_of[agreement[row]]
        count[level[row]] += 1
    count[0] = 0
    for height in range(count.size - 2, 0, -1):
        count[height] += count[height + 1]
    return level, count


def _is_pivotal(world: World, ccg: Rows, columns: Rows, p: PracticeChoice) -> Floats:
    """Return 1 where a place's coverage is near the least its alliance needs (places × options)."""
    pivotal = np.zeros((len(ccg), len(columns)))
    if p.pivotal_value and world.alliance_column:
        least = world.scenario.values(AllianceRules).place_coverage
        near = np.abs(signed_share(world) - least) <= PIVOTAL_POINTS
        pivotal[:, columns == world.alliance_column] = near[ccg, np.newaxis]
    return pivotal


def signed_share(world: World) -> Floats:
    """Return the share of each place's list at practices that signed an agreement."""
    return world.mean_by_ccg((world.practices.agreement > 0) & (world.practices.run_by < 0))
