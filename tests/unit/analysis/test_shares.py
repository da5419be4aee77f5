"""Dividing a difference: made-up set functions whose Shapley values are known by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.analysis.compare.shares import (
    Design,
    Shares,
    divide,
    exact_design,
    sampled_design,
)
from acs_abm.errors import CommandError

Outcome = Callable[[frozenset[int]], float]


def divided(design: Design, outcome: Outcome) -> Shares:
    return divide(design, np.array([outcome(world) for world in design.worlds]))


def by_all_orders(n: int, outcome: Outcome) -> np.ndarray:
    """Average what each lever adds over every order, one by one: the definition."""
    added = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        for moved, lever in enumerate(order):
            before = frozenset(order[:moved])
            added[lever] += outcome(before | {lever}) - outcome(before)
    return added / len(orders)


def any_outcome(seed: int) -> Outcome:
    """Return a set function without any structure."""

    def outcome(world: frozenset[int]) -> float:
        address = [seed, *(1 + lever for lever in sorted(world))]
        return float(np.random.default_rng(address).normal(0, 100))

    return outcome


def test_the_glove_game():
    """One left glove (0), two right ones: a pair is worth 1. Known values: 2/3, 1/6, 1/6."""
    found = divided(exact_design(3), lambda world: float(0 in world and len(world) > 1))
    assert found.order_averaged == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert found.alone == pytest.approx([0, 0, 0])
    assert found.interaction == pytest.approx(1)


def test_levers_that_do_not_meet_have_no_interaction():
    effects = np.array([3.0, -1.0, 0.5])
    found = divided(exact_design(3), lambda world: 7 + sum(effects[lever] for lever in world))
    assert found.order_averaged == pytest.approx(effects)
    assert found.alone == pytest.approx(effects)
    assert found.interaction == pytest.approx(0, abs=1e-12)


def test_two_levers_that_only_work_together_share_what_they_do():
    found = divided(exact_design(2), lambda world: 10.0 * (len(world) == 2))
    assert found.order_averaged == pytest.approx([5, 5])
    assert found.interaction == pytest.approx(10)


def test_levers_of_which_one_is_enough_share_and_their_interaction_is_negative():
    found = divided(exact_design(3), lambda world: 6.0 * bool(world))
    assert found.order_averaged == pytest.approx([2, 2, 2])
    assert found.alone == pytest.approx([6, 6, 6])
    assert found.interaction == pytest.approx(6 - 18)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_all_combinations_are_all_orders(n):
    outcome = any_outcome(n)
    found = divided(exact_design(n), outcome)
    assert found.order_averaged == pytest.approx(by_all_orders(n, outcome))
    assert len(exact_design(n).worlds) == 2**n


designs = st.one_of(
    st.integers(1, 6).map(exact_design),
    st.builds(sampled_design, st.integers(2, 9), st.sampled_from([2, 4, 8]), st.integers(0, 99)),
)


@given(designs, st.integers(0, 10**6))
def test_shares_add_up_to_the_difference_whatever_the_outcomes(design, seed):
    outcome = any_outcome(seed)
    found = divided(design, outcome)
    total = outcome(frozenset(range(design.n))) - outcome(frozenset())
    assert found.total == pytest.approx(total)
    assert found.order_averaged.sum() == pytest.approx(total, abs=1e-9)
    assert found.alone.sum() + found.interaction == pytest.approx(total, abs=1e-9)
    for lever in range(design.n):
        alone = outcome(frozenset({lever})) - outcome(frozenset())
        assert found.alone[lever] == pytest.approx(alone)


@given(designs, st.integers(0, 10**6), st.data())
def test_a_lever_that_does_nothing_gets_exactly_nothing(design, seed, data):
    idle = data.draw(st.integers(0, design.n - 1))
    outcome = any_outcome(seed)
    found = divided(design, lambda world: outcome(world - {idle}))
    assert found.order_averaged[idle] == pytest.approx(0, abs=1e-9)
    assert found.alone[idle] == 0


@given(st.integers(2, 6), st.integers(0, 10**6), st.data())
def test_two_levers_that_do_the_same_get_the_same(n, seed, data):
    one, other = data.draw(st.permutations(range(n)))[:2]
    outcome = any_outcome(seed)

    def alike(world: frozenset[int]) -> float:
        rest = world - {one, other}
        return outcome(rest) + 3.0 * len(world & {one, other}) * (1 + len(rest))

    found = divided(exact_design(n), alike)
    assert found.order_averaged[one] == pytest.approx(found.order_averaged[other])


@given(designs, st.integers(0, 10**6))
def test_b_compared_with_a_gives_the_same_shares_with_the_other_sign(design, seed):
    """Of drawn orders too: each is drawn with its reverse."""
    outcome, everything = any_outcome(seed), frozenset(range(design.n))
    there = divided(design, outcome)
    back = divided(design, lambda world: outcome(everything - world))
    assert back.order_averaged == pytest.approx(-there.order_averaged, abs=1e-9)


def test_many_orders_drawn_come_near_to_all():
    outcome = any_outcome(3)
    exact = divided(exact_design(5), outcome).order_averaged
    near = divided(sampled_design(5, 4000), outcome).order_averaged
    assert np.abs(near - exact).max() < 0.1 * np.abs(exact).max()


def test_the_same_orders_are_drawn_each_time():
    first, again = sampled_design(8, 6), sampled_design(8, 6)
    assert first.worlds == again.worlds
    np.testing.assert_array_equal(first.weights, again.weights)
    assert not first.is_exact


@pytest.mark.parametrize("orders", [0, 3, -2])
def test_an_odd_number_of_orders_is_refused(orders):
    with pytest.raises(CommandError, match="even number"):
        sampled_design(4, orders)


def test_outcomes_may_have_any_shape_behind_the_worlds():
    design = exact_design(3)
    values = np.random.default_rng(1).normal(size=(8, 5, 4))
    found = divide(design, values)
    assert found.order_averaged.shape == (3, 5, 4)
    np.testing.assert_allclose(found.order_averaged.sum(axis=0), values[-1] - values[0])
    one = divide(design, values[:, 2, 3])
    np.testing.assert_allclose(found.order_averaged[:, 2, 3], one.order_averaged)
