"""Hubs and other add-ons: each is its own yes or no beside any stance (part of phase 11)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, World
from acs_abm.decisions.choice import Rows, mixed_noise
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import consideration, utility
from acs_abm.decisions.practice_options import PracticeFacts
from acs_abm.population.neighbours import peers_at_or_above
from acs_abm.stance import ALLIANCE


def choose_add_ons(world: World, luck: Floats, p: PracticeChoice) -> None:
    """Each add-on is its own yes or no, by the same utility with two options.

    Parameters
    ----------
    luck
        The draw of each practice that decides whether it considers.
    """
    date = world.clock.date(world.step)
    for column, offer in enumerate(world.add_ons):
        considers = luck < considers_add_on_with(world, column, p)
        rows = np.flatnonzero(considers & world.practices.is_open)
        holds = world.practices.add_ons[rows, column]
        may = world.fixtures.may_take_add_on[rows, column] & offer.is_open(date)
        keys = world.population.practices.key[rows]
        streams = [f"practice.choice/{answer}" for answer in (offer.name, f"no_{offer.name}")]
        yes, no = world.chance.gumbels(streams, world.step, keys).T
        noise = mixed_noise(world.tastes.add_on[rows, column], yes - no, p.lasting_taste)
        gain = add_on_gain(world, rows, column, p)
        wants = gain + p.choice_noise * noise > 0
        world.practices.add_ons[rows, column] = wants & (may | holds)


def considers_add_on_with(world: World, column: int, p: PracticeChoice) -> float:
    """Return the probability that a practice considers an add-on in this step.

    Campaigns are for agreements; a deadline with money behind it counts for add-ons too.
    """
    start = world.clock.date(world.step)
    end = start.plus_months(world.clock.months_per_step)
    likely = consideration(world.years, p)
    closes = world.add_ons[column].closes_with_money(start, end)
    return likely.deadline if closes else likely.usual


def add_on_gain(world: World, rows: Rows, column: int, p: PracticeChoice) -> Floats:
    """Return the utility of holding an add-on over not holding it, £k a partner a year."""
    offer, practices = world.add_ons[column], world.practices
    population = world.population.practices
    n, value = len(rows), practices.value_of_a_pound[rows]
    held = practices.add_ons[:, column].astype(np.int8)
    holds = practices.add_ons[rows, column]
    income, moved = np.empty((n, 2)), np.empty((n, 2))
    income[:, 0] = value * -offer.terms.lost_by_staying_out
    income[:, 1] = value * world.add_on_payments[population.ccg[rows], column]
    moved[:, 0] = np.where(holds, offer.terms.effort, 0.0)
    moved[:, 1] = np.where(holds, 0.0, offer.terms.effort)
    facts = PracticeFacts(
        income_change=income,
        independence_value=practices.independence_value[rows],
        loss_aversion=practices.loss_aversion[rows],
        ideology=practices.ideology[rows],
        distress=practices.distress[rows],
        contract_stake=np.zeros(n),
        lead_trust=practices.trust_in_lead[rows],
        national_pressure=world.systems.pressure[population.system[rows]],
        lmc_opposition=np.zeros((n, 2)),
        local_share=peers_at_or_above(world.peers, rows, held, 1),
        national_share=np.array([0.0, np.count_nonzero(held) / max(world.n_open, 1)]),
        relative_gain=np.zeros(n),
        is_pivotal=np.zeros((n, 2)),
        levels_moved=moved,
        moving_cost_share=np.where(practices.stance[rows] >= ALLIANCE, p.add_on_relief, 1.0),
    )
    total = utility(facts, world.fixtures.add_on_options[column], p)
    return total[:, 1] - total[:, 0]
