"""Every lever at three values: the sign, and a size written down before it was run."""

from __future__ import annotations

import numpy as np
import pytest
from lever_table import MOVES, found_for, levers

from acs_abm.model import find_systems

LEVERS = levers()
BY_AS_MUCH = [
    pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=lever.missed))
    if lever.missed
    else name
    for name, lever in LEVERS.items()
]
FIVE_SYSTEMS = ("BCWB", "GM", "SYB", "DER", "DOR")  # three contract test areas among them
FEW_SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def five_systems(england):
    return england.restrict(find_systems(england, FIVE_SYSTEMS))


def test_every_row_says_which_way_its_measure_goes():
    assert all(lever.sign for lever in LEVERS.values())


@pytest.fixture(scope="module")
def england_moved(england):
    """Return what each lever moves in England, worked out once."""
    known = {}

    def moved(name):
        if name not in known:
            known[name] = found_for(LEVERS[name], england)
        return known[name]

    return moved


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_moves_five_systems_the_right_way(name, five_systems):
    lever = LEVERS[name]
    change = [
        lever.measured(2, seed, five_systems, **lever.five_systems)
        - lever.measured(0, seed, five_systems, **lever.five_systems)
        for seed in FEW_SEEDS
    ]
    assert lever.sign * np.mean(change) > 0, change


@pytest.mark.slow
@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_moves_england_the_right_way(name, england_moved):
    whole = england_moved(name)["whole"]
    assert LEVERS[name].sign * whole.low > 0 < LEVERS[name].sign * whole.high, whole


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_AS_MUCH)
def test_a_lever_moves_england_by_as_much_as_was_expected(name, england_moved):
    found, expected = england_moved(name), LEVERS[name].expected
    outside = {
        move: found[move]
        for move in MOVES
        if not expected[move][0] <= found[move].mean <= expected[move][1]
    }
    assert not outside
