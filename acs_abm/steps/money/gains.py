"""What organisations see of one another's gains."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.contracts.allocations import Allocations, price_level
from acs_abm.stance import ALLIANCE
from acs_abm.steps.money.books import years_since_first


def gain_a_partner(world: World) -> Floats:
    """Return what each practice's partners got of the last settlement, £k each."""
    practices, gain = world.practices, world.money.practices.last_gain
    level = price_level(years_since_first(world), world.scenario.values(Allocations))
    return gain / np.maximum(practices.partners, 1e-9) / 1000.0 / level


def gains_just_settled(world: World) -> tuple[Flags, Flags]:
    """Return the trusts that got a gain in this step, and the places whose alliance paid one."""
    pays = world.money.places.gain_trusts > 0.0
    if not world.clock.closes_financial_year(world.step):
        pays = np.zeros_like(pays)
    start, bodies = world.money.start, world.trusts.body
    trust = bodies[start.pair_trust]
    got = pays[start.pair_ccg] & (world.trusts.stance[trust] >= ALLIANCE)
    got &= world.money.pair_weight > 0.0
    gained = np.zeros(len(bodies), dtype=bool)
    gained[trust[got]] = True
    return gained, pays


def practices_just_paid(world: World) -> Floats:
    """Return 1 for practices that got a part of a gain in this step."""
    if not world.clock.closes_financial_year(world.step):
        return np.zeros(len(world.practices.stance))
    return (world.money.practices.last_gain > 0.0).astype(np.float64)


def relative_gain(world: World, rows: Rows) -> Floats:
    """Return by how much trusts gained more than each practice, £k a partner, not below 0.

    Gains of the last settlement, £ per head of list, times the practice's patients a partner.
    """
    practices, places = world.practices, world.money.places
    if not (places.gain_trusts.any() or places.gain_holder.any()):
        return np.zeros(len(rows))
    held_by_trust = np.where(world.ccgs.holder_trust >= 0, places.gain_holder, 0.0)
    return _more_than_partners(
        (places.gain_trusts + held_by_trust) / np.maximum(world.list_by_ccg, 1.0),
        world.money.practices.last_gain,
        practices.list_size,
        practices.partners,
        price_level(years_since_first(world), world.scenario.values(Allocations)),
        world.population.practices.ccg,
        rows,
    )


@kernel
def _more_than_partners(
    a_head: Floats,
    last_gain: Floats,
    list_size: Floats,
    partners: Floats,
    level: float,
    ccg: Rows,
    rows: Rows,
) -> Floats:
    more = np.empty(rows.size)
    for i, row in enumerate(rows):
        theirs = a_head[ccg[row]] * list_size[row] - last_gain[row]
        more[i] = max(theirs, 0.0) / max(partners[row], 1e-9) / 1000.0 / level
    return more
