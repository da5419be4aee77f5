"""What practices know when they choose: options open to them, facts, luck (part of phase 11)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.contracts.alliance import AllianceRules
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import Rows, mixed_noise
from acs_abm.decisions.lmc_position import LMCPosition
from acs_abm.decisions.practice_integration import PracticeChoice
from acs_abm.decisions.practice_options import PracticeFacts
from acs_abm.population.neighbours import peers_at_or_above
from acs_abm.stance import PARTIAL
from acs_abm.steps.payments import income_changes

PIVOTAL_POINTS = 0.05
"""How near its least coverage an agreement must be for one practice to feel decisive."""


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


def in_campaign(world: World) -> Flags:
    """Hub members of systems that campaign for their alliance agreement."""
    campaigning = world.step < world.systems.campaign_until
    campaigned: Flags = campaigning[world.population.practices.system] & world.in_hub
    return campaigned
