"""What the Care Quality Commission finds, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.chance import Chance, organisation_keys
from acs_abm.decisions.regulator_inspection import Inspection, quarters_between, rating_after

P = Inspection()


def after(rating: int, luck: float, improves: float = 0.8) -> int:
    return int(rating_after(np.array([rating], dtype=np.int8), np.array([luck]), improves, P)[0])


@pytest.mark.parametrize(
    ("rating", "luck", "expected"),
    [
        (2, 0.79, 3), (2, 0.81, 2), (2, 0.96, 1), (1, 0.1, 2), (1, 0.99, 1),
        (3, 0.17, 2), (3, 0.19, 3), (4, 0.01, 4), (4, 0.99, 4),
    ],
)  # fmt: skip
def test_what_an_inspection_finds(rating, luck, expected):
    assert after(rating, luck) == expected


def test_whoever_is_below_good_is_seen_twice_as_often():
    rating = np.array([1, 2, 3, 4], dtype=np.int8)
    assert quarters_between(rating, P).tolist() == [4, 4, 8, 8]


def test_the_published_ratings_of_practices_hold_about_steady():
    keys = organisation_keys("practice", [f"P{n}" for n in range(20_000)])
    rating = np.repeat(np.array([1, 2, 3, 4], dtype=np.int8), [400, 1600, 17_200, 800])
    due = np.floor(Chance(1).uniform("first", 0, keys) * quarters_between(rating, P))
    for quarter in range(24):
        here = due <= quarter
        luck = Chance(1).uniform("inspection", quarter, keys)
        rating[here] = rating_after(rating[here], luck[here], P.practice_improves, P)
        due[here] = quarter + quarters_between(rating, P)[here]
    shares = np.bincount(rating, minlength=5)[1:] / len(rating)
    assert shares == pytest.approx([0.02, 0.08, 0.86, 0.04], abs=0.035)
