"""What an agreement pays, to whom it flows, and what that does to a partner's income."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.decisions.choice import Rows
from acs_abm.decisions.practice_integration import PracticeChoice
from acs_abm.stages.stage import Gives, Stage

LONGEST_HORIZON = 5.0
"""Years over which a one-off payment, or the risk of a broken promise, is counted at most."""


def has_fund(world: World) -> Flags:
    """Return the systems that receive a share of the devolved transformation fund."""
    if world.clock.date(world.step) < world.calendar.fund_from:
        return np.zeros(len(world.systems.stage), dtype=bool)
    gives = [Gives.TRANSFORMATION_FUND in rule.gives for rule in world.calendar.stages]
    return np.array(gives)[world.systems.stage]


def payment_flows(world: World) -> Floats:
    """Return what each option would pay, £ per weighted patient a year (systems × options).

    A payment flows where the system has reached the stage the offer names; a local premium is
    worth less by the risk that it is withdrawn.
    """
    hazard = world.scenario.values(PracticeChoice).reneging_hazard
    flows = np.zeros((len(world.systems.stage), len(world.options.names)))
    for column, offer in enumerate(world.offers, start=1):
        horizon = min(offer.terms.duration, LONGEST_HORIZON)
        kept = 1.0 - hazard * horizon / 2.0 if offer.is_premium_local else 1.0
        reached = (
            world.systems.stage >= Stage[offer.pays_from_stage] if offer.pays_from_stage else True
        )
        yearly = offer.terms.payment * kept + offer.terms.payment_once / horizon
        flows[:, column] = yearly * reached
    return flows


def losses(world: World) -> Floats:
    """Return what a practice loses by each option, £ per weighted patient a year.

    Staying out of an offer that is open to take costs what the offer says is then lost, under
    every option but the offer itself.
    """
    date = world.clock.date(world.step)
    lost = np.zeros(len(world.options.names))
    for column, offer in enumerate(world.offers, start=1):
        if offer.is_open(date):
            lost[column] = offer.terms.lost_by_staying_out
    return lost.sum() - lost


def income_changes(world: World, rows: Rows, columns: Rows) -> Floats:
    """Return the change of a partner's income under some options, £k a year (rows × columns)."""
    practices = world.practices
    pounds = (world.payments - world.lost)[:, columns]
    change = pounds[world.population.practices.system[rows]]
    change *= practices.value_of_a_pound[rows, np.newaxis]
    for place in np.flatnonzero(world.options.is_salaried[columns]):
        change[:, place] += practices.salary[rows] - practices.income[rows]
    return change
