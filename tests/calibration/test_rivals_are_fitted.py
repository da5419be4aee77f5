"""The rule contest looks for the points at which a rule comes nearest to the targets."""

import sys
from pathlib import Path

import numpy as np
from pretend_targets import LUCK, TARGETS, VARIED

sys.path.insert(0, str(Path(__file__).parents[2] / "experiments" / "rule_contest"))
from fit import TRIED, nearest_units


def test_the_nearest_points_lie_where_the_targets_were_put(calibrated):
    folder, _ = calibrated
    luck = {target.name: LUCK**2 for target in TARGETS}
    inputs, n = len(VARIED), 40
    units = nearest_units(folder / "wave-1", inputs, TARGETS, luck, n, seed=1)
    assert units.shape == (n, inputs)
    assert np.abs(units[:, 0] + units[:, 1] - 1).mean() < 0.05
    assert np.abs(units[:, 2] - 0.8).mean() < 0.05
    assert len(np.unique(units, axis=0)) == n
    every = nearest_units(folder / "wave-1", inputs, TARGETS, luck, TRIED, seed=1)
    assert np.array_equal(every[:n], units)


def test_without_emulators_the_points_are_those_of_the_sequence(calibrated):
    folder, _ = calibrated
    units = nearest_units(folder / "wave-1", len(VARIED), [], {}, 8, seed=1)
    assert 0.2 < units.mean() < 0.8
    assert len(np.unique(units, axis=0)) == 8
