"""Every lever at three values: the sign, and a size written down before it was first run."""

from __future__ import annotations

import numpy as np
import pytest
from lever_table import MOVES, found_for, levers

from acs_abm.model import find_systems

LEVERS = levers()
MOVING = [name for name, lever in LEVERS.items() if lever.sign]
FIVE_SYSTEMS = ("BCWB", "GM", "SYB", "DER", "DOR")  # three contract test areas among them
FEW_SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def five_systems(england):
    return england.restrict(find_systems(england, FIVE_SYSTEMS))


@pytest.mark.parametrize("name", MOVING)
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
def test_a_lever_moves_england_by_as_much_as_was_expected(name, england):
    lever = LEVERS[name]
    found = found_for(lever, england)
    whole = found["whole"]
    print(f"{name}: {whole.mean:.3f} ({whole.low:.3f} to {whole.high:.3f})")
    assert not lever.sign or lever.sign * whole.low > 0 < lever.sign * whole.high
    for move in MOVES:
        low, high = lever.judged_by[move]
        assert low <= found[move].mean <= high, (move, found[move])
