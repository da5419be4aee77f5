"""Phase 8: local medical committees take positions; some ballot their members."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import value_of
from acs_abm.decisions.lmc_position import (
    LMCPosition,
    may_ballot,
    position,
    quarters_of_delay,
)
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.steps.assurance import slow_assurance
from acs_abm.steps.payments import income_changes
from acs_abm.steps.practice_facts import is_opened_by, sought_at_places


def take_positions(world: World) -> None:
    """Each April, committees judge every option; once a quarter, some ballot on what is pressed.

    A ballot is reported, and slows the assurance of a contract on which it is held.
    """
    _count_resisting(world)
    if world.step == 0 or world.clock.opens_financial_year(world.step):
        _judge_options(world)
    if world.clock.closes_quarter(world.step):
        _hold_ballots(world)


def mean_gains(world: World) -> list[Floats]:
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


def published_at_places(world: World) -> Flags:
    """Return which options are pressed in each committee's area (CCGs × options).

    Those of a contract that is procured there, and the alliance while the system campaigns.
    """
    published = sought_at_places(world)
    campaigns = (world.step < world.systems.campaign_until)[world.population.ccgs.system]
    published[:, is_opened_by(world, OpenedBy.SYSTEM)] |= campaigns[:, np.newaxis]
    return published


def _judge_options(world: World) -> None:
    p, ccgs = world.scenario.values(LMCPosition), world.ccgs
    trust = world.mean_by_ccg(world.practices.trust_in_national)
    for column, gain in enumerate(mean_gains(world), start=1):
        ccgs.lmc_position[:, column] = position(gain, trust, ccgs.lmc_resisting, p)


def _hold_ballots(world: World) -> None:
    """A committee that may ballot does, on the option that it is most against."""
    p, ccgs = world.scenario.values(LMCPosition), world.ccgs
    since = (world.step - ccgs.lmc_balloted) // world.clock.steps_per_quarter
    may = may_ballot(ccgs.lmc_position, published_at_places(world), since, p)
    places = np.flatnonzero(may.any(axis=1))
    if not len(places):
        return
    options = np.where(may, ccgs.lmc_position, -1.0)[places].argmax(axis=1)
    ccgs.lmc_balloted[places] = world.step
    ccgs.lmc_ballots[places] += 1
    _report_ballots(world, places, options)
    on_contract = is_opened_by(world, OpenedBy.PLACE)[options]
    slowed = places[on_contract]
    slow_assurance(world, slowed, quarters_of_delay(ccgs.lmc_strength[slowed], p))


def _report_ballots(world: World, places: Rows, options: Rows) -> None:
    """Count votes: one for each partner, against what would leave the partner worse off."""
    share = np.empty(len(places))
    for option in set(options.tolist()):
        share[options == option] = _voting_against(world, places[options == option], option)
    for place, option, part in zip(places, options, share, strict=True):
        detail = f"{world.offers[option - 1].name}, {100 * part:.0f}% against"
        code = world.population.ccgs.code[place]
        world.event_log.append(Event(world.step, "lmc", code, "ballot", detail))


def _voting_against(world: World, places: Rows, option: int) -> Floats:
    """Return the share of partners at some places whom an option would leave worse off."""
    n_ccgs, home = len(world.ccgs.stance), world.population.practices.ccg
    votes = np.zeros(n_ccgs, dtype=bool)
    votes[places] = True
    members = np.flatnonzero(votes[home])
    partners = world.practices.partners[members]
    against = partners * (_gains(world, option, members) < 0.0)
    shares = np.bincount(home[members], against, n_ccgs)[places]
    return shares / np.bincount(home[members], partners, n_ccgs)[places]


def _gains(world: World, column: int, rows: Rows | None = None) -> Floats:
    """Return practices' gain in income, autonomy, rescue and working together."""
    options, practices = world.options, world.practices
    rescue = world.scenario.values(PracticeChoice).rescue_value
    rows = np.arange(len(practices.stance)) if rows is None else rows
    return _gains_of(
        income_changes(world, rows, np.array([column])),
        practices.loss_aversion,
        practices.independence_value,
        practices.distress,
        float(options.income_sd[column]),
        float(options.autonomy_lost[column]),
        rescue * float(options.dependence[column]),
        float(options.intrinsic_value[column]),
        rows,
    )


@kernel
def _gains_of(
    income: Floats,
    loss_aversion: Floats,
    independence_value: Floats,
    distress: Floats,
    income_sd: float,
    autonomy_lost: float,
    rescue: float,
    intrinsic_value: float,
    rows: Rows,
) -> Floats:
    gains = np.empty(rows.size)
    for i, row in enumerate(rows):
        gains[i] = (
            value_of(income[i, 0], income_sd, loss_aversion[row])
            - independence_value[row] * autonomy_lost
            + rescue * distress[row]
            + intrinsic_value
        )
    return gains


def _count_resisting(world: World) -> None:
    practices, ccg = world.practices, world.population.practices.ccg
    world.ccgs.lmc_resisting = _share_resisting(
        ccg, practices.is_resisting, practices.is_open, len(world.ccgs.stance)
    )


@kernel
def _share_resisting(ccg: Rows, resists: Flags, is_open: Flags, n_ccgs: int) -> Floats:
    share, count = np.zeros(n_ccgs), np.zeros(n_ccgs)
    for row in range(ccg.size):
        share[ccg[row]] += resists[row]
        count[ccg[row]] += is_open[row]
    return share / np.maximum(count, 1.0)
