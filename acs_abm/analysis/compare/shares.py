"""Dividing a difference among the levers that made it: order-averaged shares and interaction.

Let v(S) be what a column is where the levers in S stand as in scenario B and the others as in A, so
that v(all) − v(none) is the difference. What a lever adds depends on which others have moved
before. Two answers are given, and they fit together:

*alone*
    v({i}) − v(none): what the lever does to A by itself. These do not add up; what is missing is
    the **interaction**, a line of its own.
*order-averaged*
    what the lever adds when it moves, averaged over all orders in which the levers could be moved:
    its Shapley value. These add up to the difference. A lever that does nothing in any company gets
    nothing, two that do the same get the same, and B compared with A gives the same numbers with
    the other sign, which *alone* does not.

A lever's part of the interaction is its order-averaged share less what it does alone; the parts of
all add up to the interaction. So in the table of an attribution every column adds up to its total
and every line to its order-averaged share: the interaction stands on its own line, and is dealt
out from there.

Reference: Shapley, L. S. (1953), A value for n-person games.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from math import factorial

import numpy as np
from numpy.typing import NDArray

from acs_abm.errors import CommandError

Floats = NDArray[np.float64]
Switched = frozenset[int]


@dataclass(frozen=True)
class Design:
    """Which worlds between A and B to run, and how their outcomes make shares.

    Attributes
    ----------
    n
        How many levers.
    worlds
        Which levers are switched in each world; the first has none, the last all.
    weights
        Order-averaged share of each lever as a weighted sum over worlds: levers × worlds.
    orders
        How many orders were drawn by lot; 0 where all count.
    """

    n: int
    worlds: tuple[Switched, ...]
    weights: Floats
    orders: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether every order counts, none being left to a sample."""
        return self.orders == 0


@dataclass(frozen=True)
class Shares:
    """A difference divided.

    Attributes
    ----------
    total
        The difference, B less A.
    alone, order_averaged
        For each lever (first axis) what it does by itself, and its order-averaged share.
    """

    total: Floats
    alone: Floats
    order_averaged: Floats

    @property
    def interaction(self) -> Floats:
        """What moving the levers together adds to moving each by itself."""
        return np.asarray(self.total - self.alone.sum(axis=0))


def exact_design(n: int) -> Design:
    """Run every combination of levers, which averages over all orders.

    Parameters
    ----------
    n
        How many levers; 2 to the power of n worlds.
    """
    worlds = tuple(
        frozenset(chosen) for size in range(n + 1) for chosen in combinations(range(n), size)
    )
    weights = np.zeros((n, len(worlds)))
    for place, world in enumerate(worlds):
        size = len(world)
        for lever in range(n):
            if lever in world:  # the world after the lever moved
                weights[lever, place] = factorial(size - 1) * factorial(n - size) / factorial(n)
            else:
                weights[lever, place] = -factorial(size) * factorial(n - size - 1) / factorial(n)
    return Design(n, worlds, weights)


def sampled_design(n: int, orders: int, seed: int = 0) -> Design:
    """Average over some orders, each with its reverse, drawn by lot.

    Parameters
    ----------
    n
        How many levers.
    orders
        How many orders, an even number.
    seed
        Of the lot; the same gives the same orders.
    """
    if orders < 2 or orders % 2:
        raise CommandError(f"orders is {orders!r}: it takes an even number, 2 or more")
    lot = np.random.default_rng(seed)
    drawn = [lot.permutation(n).tolist() for _ in range(orders // 2)]
    found: dict[Switched, int] = {frozenset(): 0}
    for lever in range(n):  # each alone, whatever was drawn
        found.setdefault(frozenset({lever}), len(found))
    steps = []
    for order in (*drawn, *(order[::-1] for order in drawn)):
        path = [frozenset(order[:moved]) for moved in range(n + 1)]
        for world in path[:-1]:
            found.setdefault(world, len(found))
        steps += [(lever, *pair) for lever, pair in zip(order, pairwise(path), strict=True)]
    found.setdefault(frozenset(range(n)), len(found))
    weights = np.zeros((n, len(found)))
    for lever, before, after in steps:
        weights[lever, found[after]] += 1 / orders
        weights[lever, found[before]] -= 1 / orders
    return Design(n, tuple(found), weights, orders)


def divide(design: Design, values: Floats) -> Shares:
    """Divide the difference between the last world and the first.

    Parameters
    ----------
    design
        Which worlds were run.
    values
        Their outcomes: worlds along the first axis, anything behind it.
    """
    place = {world: number for number, world in enumerate(design.worlds)}
    single = [place[frozenset({lever})] for lever in range(design.n)]
    return Shares(
        total=np.asarray(values[-1] - values[0]),
        alone=np.asarray(values[single] - values[0]),
        order_averaged=np.tensordot(design.weights, values - values[0], axes=1),
    )
