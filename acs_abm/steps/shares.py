"""Shares of each system's trust income and population, by where its organisations stand."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.stance import ALLIANCE


def trust_share(world: World) -> Floats:
    """Return the share of each system's trust income at ALLIANCE or above."""
    return income_mean(world, (world.trusts.stance >= ALLIANCE).astype(np.float64))


def accepted_share(world: World) -> Floats:
    """Return the share of each system's trust income under an accepted control total."""
    return income_mean(world, world.trusts.accepts_control_total.astype(np.float64))


def ccg_share(world: World) -> Floats:
    """Return the share of each system's population whose CCG is at ALLIANCE or above."""
    return _people_share(world, world.ccgs.stance >= ALLIANCE)


def income_mean(world: World, values: Floats) -> Floats:
    """Return the income-weighted mean over the trusts at home in each system; 0 for none."""
    system, n = world.population.trusts.system, len(world.population.systems.code)
    income = np.bincount(system, world.trusts.income, minlength=n)
    part = np.bincount(system, world.trusts.income * values, minlength=n)
    return np.divide(part, income, out=np.zeros(n), where=income > 0)


def _people_share(world: World, ccgs: Flags) -> Floats:
    """Return the share of each system's population at some of the CCGs."""
    system, people = world.population.ccgs.system, world.population.ccgs.population
    n = len(world.population.systems.code)
    part = np.bincount(system, people * ccgs, minlength=n)
    return part / np.maximum(np.bincount(system, people, minlength=n), 1.0)
