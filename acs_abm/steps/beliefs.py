"""What practices learn from a year's results, their own and their neighbours' (part of phase 7)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, World
from acs_abm.compiled import kernel
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.practice_beliefs import PracticeBeliefs, beliefs_after
from acs_abm.outcomes.demonstration import Demonstration, shown
from acs_abm.stance import ALLIANCE
from acs_abm.steps.money.gains import gain_a_partner
from acs_abm.steps.payments import kept_share


def learn_from_results(world: World) -> None:
    """Each January to March, move beliefs about uncertain income towards what was got.

    Where a practice has no result of its own, and no neighbour has, it goes by what similar
    systems show.
    """
    if not world.clock.closes_financial_year(world.step):
        return
    own, elsewhere = results_of_the_year(world), shown_elsewhere(world)
    world.ccgs.withdrawal_known = world.ccgs.premium_withdrawn.copy()
    known = np.flatnonzero(~(np.isnan(own) & np.isnan(elsewhere)).all(axis=0))
    if not len(known):
        return
    p, belief = world.scenario.values(PracticeBeliefs), world.practices.belief.copy()
    for option in known:
        mine = own[:, option]
        neighbours = results_of_neighbours(world, mine)
        nobody = np.isnan(mine) & np.isnan(neighbours)
        neighbours = np.where(nobody, elsewhere[:, option], neighbours)
        belief[:, option] = beliefs_after(belief[:, option], mine, neighbours, p)
    world.practices.belief = belief
    world.gains_known.clear()


def results_of_neighbours(world: World, own: Floats) -> Floats:
    """Return the mean result of each practice's neighbours; NaN where none has one."""
    known = ~np.isnan(own)
    if not known.any():
        return own
    peers, result = world.peers, np.where(known, own, 0.0)
    return _mean_of_peers(peers.indptr, peers.indices, peers.data, result, known.astype(np.float64))


@kernel
def _mean_of_peers(
    starts: np.ndarray, peers: np.ndarray, weights: Floats, result: Floats, known: Floats
) -> Floats:
    """Return the weighted mean of the results known; there is no branch to guess in the loop."""
    means = np.full(known.size, np.nan)
    for row in range(known.size):
        total = weight = 0.0
        for entry in range(starts[row], starts[row + 1]):
            total += weights[entry] * result[peers[entry]]
            weight += weights[entry] * known[peers[entry]]
        if weight > 0.0:
            means[row] = total / weight
    return means


def shown_elsewhere(world: World) -> Floats:
    """Return what similar systems let practices expect of agreements (practices × options).

    NaN where no similar system has an agreement in force, and for options that are none.
    """
    n, home = len(world.systems.stage), world.population.ccgs.system
    effect = world.list_by_ccg * world.activity.effect
    by_system = np.bincount(home, effect, n) / np.maximum(world.list_by_system, 1.0)
    p = world.scenario.values(Demonstration)
    known = shown(by_system, world.systems.alliance_coverage, world.activity.similar, p)
    results = _nothing_known(world)
    for column, offer in enumerate(world.offers, start=1):
        if offer.level >= ALLIANCE and offer.opened_by is not OpenedBy.TRUST:
            results[:, column] = known[world.population.practices.system]
    return results


def results_of_the_year(world: World) -> Floats:
    """Return what practices got beyond what was known, £k a partner (practices × options).

    NaN where there is nothing uncertain or nothing in force. A local premium that was paid beats
    the expectation that some would not be; one that was withdrawn in this year falls short of it.
    Members of an alliance or a single contract got their part of its saving, or nothing.
    """
    practices, ccg = world.practices, world.population.practices.ccg
    gain = gain_a_partner(world)
    results = _nothing_known(world)
    for column, offer in enumerate(world.offers, start=1):
        holds = (practices.agreement == column) & (practices.stance >= ALLIANCE)
        if offer.opened_by in (OpenedBy.SYSTEM, OpenedBy.PLACE):
            results[holds, column] = gain[holds]
        if not offer.is_premium_local or not offer.terms.payment:
            continue
        paid = np.where(world.ccgs.premium_withdrawn, 0.0, 1.0)
        counted_on = np.where(world.ccgs.withdrawal_known, 0.0, kept_share(world, offer))
        beyond = offer.terms.payment * (paid - counted_on)[ccg[holds]]
        before = np.nan_to_num(results[holds, column])
        results[holds, column] = before + beyond * practices.value_of_a_pound[holds]
    return results


def _nothing_known(world: World) -> Floats:
    """Return NaN for each practice and option; those of one option lie side by side."""
    shape = len(world.practices.stance), len(world.options.names)
    return np.full(shape, np.nan, order="F")
