"""Bass's diffusion: a hazard that rises with those who have adopted, turned into steps."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.chance import Chance, organisation_keys
from acs_abm.decisions.choice import hazard_probability

INNOVATION, IMITATION = 0.03, 0.38
YEARS = np.arange(1, 8)
ADOPTED = [0.036, 0.085, 0.151, 0.233, 0.331, 0.439, 0.549]
"""F(t) = (1 − e^−(p+q)t) / (1 + q/p · e^−(p+q)t) at t = 1 to 7 years, to three figures."""


def expected_path(steps_a_year):
    """Return the share adopted at the end of each year, everybody's luck averaged out."""
    share, path = 0.0, []
    for step in range(7 * steps_a_year):
        hazard = INNOVATION + IMITATION * share
        share += (1.0 - share) * float(hazard_probability(hazard, 1.0 / steps_a_year))
        if (step + 1) % steps_a_year == 0:
            path.append(share)
    return np.array(path)


def test_small_steps_follow_the_curve_of_bass():
    assert expected_path(500) == pytest.approx(ADOPTED, abs=1e-3)


def test_halving_the_step_halves_the_error_and_a_quarter_is_good_to_three_points_in_a_hundred():
    exact = expected_path(4000)
    errors = [np.abs(expected_path(steps) - exact).max() for steps in (4, 8, 16)]
    assert errors[0] < 0.03
    assert errors[0] / errors[1] == pytest.approx(2.0, rel=0.1)
    assert errors[1] / errors[2] == pytest.approx(2.0, rel=0.1)


def test_adopters_who_draw_their_luck_follow_the_curve_of_bass():
    keys = organisation_keys("practice", [f"P{number}" for number in range(40_000)])
    chance, steps_a_year = Chance(5), 50
    adopted = np.zeros(len(keys), dtype=bool)
    path = []
    for step in range(7 * steps_a_year):
        hazard = INNOVATION + IMITATION * adopted.mean()
        luck = chance.uniform("adopts", step, keys)
        adopted |= luck < hazard_probability(hazard, 1.0 / steps_a_year)
        if (step + 1) % steps_a_year == 0:
            path.append(adopted.mean())
    # Imitation multiplies early luck: four times the sampling error of a share of a half.
    assert np.array(path) == pytest.approx(ADOPTED, abs=4 * 0.0025 + 0.003)
