"""Phase 11: practices decide.

Gathers what the practices that consider know (:mod:`acs_abm.steps.practice_facts`), asks
:mod:`acs_abm.decisions.practice_integration` and carries out the answers.
"""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.compiled import kernel
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import Rows, most_of_open
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import Consideration, consideration
from acs_abm.decisions.practice_resistance import (
    PracticeResistance,
    resistance_probability,
    threat,
)
from acs_abm.steps.add_ons import choose_add_ons
from acs_abm.steps.payments import lost_when_addressed
from acs_abm.steps.practice_facts import (
    availability,
    best_level,
    in_campaign,
    is_opened_by,
    opened_at_places,
    sought_at_places,
)
from acs_abm.steps.promises import choose_promises
from acs_abm.steps.returns import give_notice


def practices_decide(world: World) -> None:
    """Those that consider choose a level, what to promise and whether to resist; then add-ons.

    Practices decide together, each by what was so before any of them moved, or one after
    another in random order (``practice.one_at_a_time``).
    """
    p = world.scenario.values(PracticeChoice)
    campaigned = in_campaign(world)
    chance = considers_with(world, campaigned, p)
    keys = world.population.practices.key
    luck = world.chance.uniform("practice.considers", world.step, keys)
    rows = np.flatnonzero(luck < chance)
    if p.one_at_a_time:
        order = np.argsort(world.chance.uniform("practice.order", world.step, keys[rows]))
        for row in rows[order]:
            _decide(world, np.array([row]), campaigned, p)
    else:
        _decide(world, rows, campaigned, p)
    world.practices.is_shaken[:] = False
    choose_add_ons(world, luck, p)
    give_notice(world, campaigned, p)


def considers_with(world: World, campaigned: Flags, p: PracticeChoice) -> Floats:
    """Return the probability that each practice considers in this step."""
    practices = world.practices
    return _chances(
        consideration(world.years, p),
        campaigned,
        meets_deadline(world),
        practices.is_shaken,
        practices.addressed_by,
        practices.is_open,
    )


@kernel
def _chances(
    likely: Consideration,
    campaigned: Flags,
    meets_deadline: Flags,
    is_shaken: Flags,
    addressed_by: Rows,
    is_open: Flags,
) -> Floats:
    """Return the largest of what holds for each practice; who is addressed always considers."""
    chance = np.zeros(is_open.size)
    for row in np.flatnonzero(is_open):
        chance[row] = likely.campaign if campaigned[row] else likely.usual
        if meets_deadline[row]:
            chance[row] = max(chance[row], likely.deadline)
        if is_shaken[row]:
            chance[row] = max(chance[row], likely.shock)
        if addressed_by[row] >= 0:
            chance[row] = 1.0
    return chance


def _decide(world: World, rows: Rows, campaigned: Flags, p: PracticeChoice) -> None:
    """Let some practices choose, each by what is so now."""
    opened = opened_at_places(world)
    _choose_level(world, rows, opened, campaigned, p)
    choose_promises(world, rows, campaigned, p)
    world.practices.is_resisting[rows] = False
    free = (world.practices.agreement[rows] == 0) & (world.practices.promise[rows] == 0)
    _choose_to_resist(world, rows[free], campaigned, opened)


def _choose_level(
    world: World, rows: Rows, opened: Flags, campaigned: Flags, p: PracticeChoice
) -> None:
    """Let each practice take the best of the options open to it."""
    available = availability(world, rows, opened)
    chosen = world.practices.agreement[rows]  # who has no other option keeps what it holds
    has_choice = _with_choice(available)
    if len(has_choice):
        chosen[has_choice] = best_level(
            world, rows[has_choice], available[has_choice], campaigned, p
        )
    practices = world.practices
    stays = practices.agreement[rows] == chosen
    practices.agreement[rows] = chosen
    run_by = np.where(stays, practices.run_by[rows], practices.addressed_by[rows])
    by_trust = is_opened_by(world, OpenedBy.TRUST)
    practices.run_by[rows] = np.where(by_trust[chosen], run_by, -1)


@kernel
def _with_choice(available: Flags) -> Rows:
    """Return the rows with more than one option."""
    has_choice = np.zeros(len(available), dtype=np.bool_)
    for i in range(len(available)):
        has_choice[i] = available[i].sum() > 1
    return np.flatnonzero(has_choice)


def meets_deadline(world: World) -> Flags:
    """Practices that an offer with money and a deadline reaches in its last step."""
    start = world.clock.date(world.step)
    end = start.plus_months(world.clock.months_per_step)
    meets = np.zeros(len(world.practices.stance), dtype=bool)
    for column, offer in enumerate(world.offers, start=1):
        if offer.closes_with_money(start, end):
            opened = opened_at_places(world)[:, column][world.population.practices.ccg]
            meets |= opened & world.fixtures.may_take[:, column]
    return meets


def _choose_to_resist(world: World, rows: Rows, campaigned: Flags, opened: Flags) -> None:
    p = world.scenario.values(PracticeResistance)
    practices, population = world.practices, world.population.practices
    threats = threat(
        practices.value_of_a_pound[rows] * lost_by_staying_out(world, rows),
        practices.independence_value[rows],
        autonomy_pressed(world, rows, campaigned, opened),
        world.systems.pressure[population.system[rows]],
        p,
    )
    probability = resistance_probability(
        threats, practices.temper[rows], world.ccgs.lmc_resisting[population.ccg[rows]], p
    )
    luck = world.chance.uniform("practice.resists", world.step, population.key[rows])
    practices.is_resisting[rows] = luck < probability


def lost_by_staying_out(world: World, rows: Rows) -> Floats:
    """Return what practices lose by taking no offer at all, £ per weighted patient a year."""
    date, lost = world.clock.date(world.step), world.lost[world.population.practices.ccg[rows], 0]
    is_addressed = world.practices.addressed_by[rows] >= 0
    for missed in lost_when_addressed(world):
        if missed:
            lost += missed * is_addressed
    for column, offer in enumerate(world.add_ons):
        if offer.is_open(date):
            out = (
                ~world.practices.add_ons[rows, column]
                & world.fixtures.may_take_add_on[rows, column]
            )
            lost += offer.terms.lost_by_staying_out * out
    return lost


def autonomy_pressed(world: World, rows: Rows, campaigned: Flags, opened: Flags) -> Floats:
    """Largest autonomy lost among offers with a live deadline, a campaign or a contract."""
    by_place, by_campaign = np.zeros(opened.shape[1]), 0.0
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.PLACE or offer.deadline is not None:
            by_place[column] = offer.terms.autonomy_lost
        elif offer.opened_by is OpenedBy.SYSTEM:
            by_campaign = max(by_campaign, offer.terms.autonomy_lost)
    at_place = most_of_open(by_place, opened | sought_at_places(world))
    most = at_place[world.population.practices.ccg[rows]]
    return np.maximum(most, by_campaign * campaigned[rows])


def eligible_practices(world: World) -> Floats:
    """Return how many practices hold, promised or could take each offer, level offers first."""
    opened = opened_at_places(world) | sought_at_places(world)
    agreement = world.practices.agreement
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.TRUST:
            opened[:, column] = False
    counts = (opened * world.takers_by_place).sum(axis=0)
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
    on_offer = np.array([offer.is_open(date) for offer in world.add_ons], dtype=bool)
    may = world.practices.add_ons | (world.fixtures.may_take_add_on & on_offer)
    may &= world.practices.is_open[:, np.newaxis]
    return np.concatenate([counts[1:], may.sum(axis=0)]).astype(np.float64)
