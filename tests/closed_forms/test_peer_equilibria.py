"""Where imitation settles: the binary model of Brock and Durlauf, and Granovetter's thresholds.

Both use the utility of the package with nothing in it but a constant, the value of independence
and the term of peers, in a population where everybody is everybody's peer.
"""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.chance import Chance, organisation_keys
from acs_abm.decisions.choice import best_option, logit_shares, mixed_noise
from acs_abm.decisions.practice_choice import PracticeChoice

NOISE = 6.9
KEYS = organisation_keys("practice", [f"P{number}" for number in range(40_000)])


def fully_mixed(peers):
    """Return a practice's choice that knows the national share alone."""
    return PracticeChoice(
        peer_value=peers, peer_local_share=0.0, choice_noise=NOISE, lasting_taste=0.0
    )


# ---------------------------------------------------------------- the binary model
#
# Everybody joins with probability Λ((J·p − J/2) / μ), so p settles where p equals it: at a half
# always, and at two further shares as well once J > 4μ = 27.6, when a half no longer attracts.
# At J = 28 the threshold is only just passed: the outer pair stands a tenth from a half.

FIXED_POINTS = {20: [0.5], 27: [0.5], 28: [0.397, 0.5, 0.603], 35: [0.137, 0.5, 0.863]}


@pytest.fixture
def next_share(utility_of_joining):
    def probability(share, peers):
        gain = utility_of_joining(fully_mixed(peers), share, -peers / 2)[0]
        return float(logit_shares(np.array([0.0, gain]), NOISE)[1])

    return probability


@pytest.mark.parametrize("peers", FIXED_POINTS)
def test_imitation_has_one_resting_point_when_weak_and_three_when_strong(peers, next_share):
    grid = np.linspace(0.0005, 0.9999, 1500)  # a half is not on it
    gap = np.array([next_share(share, peers) - share for share in grid])
    crossings = np.flatnonzero(np.diff(np.sign(gap)) != 0)
    assert grid[crossings] == pytest.approx(FIXED_POINTS[peers], abs=1e-3)


@pytest.mark.parametrize(
    ("start", "peers", "settles"),
    [
        (0.0, 28, 0.397),
        (0.49, 28, 0.397),
        (0.51, 28, 0.603),
        (1.0, 28, 0.603),
        (0.0, 35, 0.137),
        (0.49, 35, 0.137),
        (0.51, 35, 0.863),
        (1.0, 35, 0.863),
        (0.0, 20, 0.5),
        (1.0, 20, 0.5),
    ],
)
def test_shares_move_away_from_a_half_to_the_outer_pair_where_there_is_one(
    start, peers, settles, next_share
):
    share = start
    for _ in range(500):
        share = next_share(share, peers)
    assert share == pytest.approx(settles, abs=6e-4)


@pytest.mark.parametrize(
    ("start", "peers", "settles"),
    [
        (0.0, 28, 0.397),
        (1.0, 28, 0.603),
        (0.0, 35, 0.137),
        (0.45, 35, 0.137),
        (0.55, 35, 0.863),
        (1.0, 35, 0.863),
        (0.0, 20, 0.5),
    ],
)
def test_practices_that_draw_their_luck_settle_where_the_closed_form_says(
    start, peers, settles, utility_of_joining
):
    """Near the threshold the way back to rest is slow and chance pushes far.

    With slope m of the map at rest, the share of n practices varies around it with standard
    deviation √(p(1 − p)/n) / √(1 − m²): 0.010 at J = 28 (m = 0.971), 0.002 at J = 35. The mean of
    60 steps is within three of those.
    """
    choice, chance = fully_mixed(peers), Chance(8)
    everybody = np.ones((len(KEYS), 2), dtype=bool)
    share, visited = start, []
    for step in range(180):
        fresh = np.stack([chance.gumbel(f"option {k}", step, KEYS) for k in (0, 1)], axis=1)
        total = choice.choice_noise * mixed_noise(fresh, fresh, choice.lasting_taste)
        total[:, 1] += utility_of_joining(choice, share, -peers / 2)[0]
        share = float(best_option(total, everybody).mean())
        visited.append(share)
    slope = peers / NOISE * settles * (1 - settles)
    spread = np.sqrt(settles * (1 - settles) / len(KEYS) / (1 - slope**2))
    assert np.mean(visited[-60:]) == pytest.approx(settles, abs=3 * spread + 5e-4)


# ---------------------------------------------------------------- Granovetter's thresholds
#
# A practice joins once as many have as its threshold says. With J pounds for all peers, a practice
# that prizes its independence at J·(threshold − ½)/n does just that; the half keeps it from
# standing exactly between the two.


def joined_in_the_end(thresholds, utility_of_joining):
    n, peers = len(thresholds), 10.0
    choice = PracticeChoice(peer_value=peers, peer_local_share=0.0)
    independence = peers * (np.asarray(thresholds) - 0.5) / n
    joined = 0
    for _ in range(n + 1):
        gain = utility_of_joining(choice, joined / n, 0.0, independence)
        total = np.stack([np.zeros(n), gain], axis=1)
        joined = int(best_option(total, np.ones((n, 2), dtype=bool)).sum())
    return joined


def test_a_hundred_practices_with_thresholds_0_to_99_all_join(utility_of_joining):
    assert joined_in_the_end(range(100), utility_of_joining) == 100


def test_with_one_threshold_moved_from_one_to_two_only_one_joins(utility_of_joining):
    thresholds = [0, 2, *range(2, 100)]
    assert joined_in_the_end(thresholds, utility_of_joining) == 1


def test_with_nobody_who_goes_first_nobody_joins(utility_of_joining):
    assert joined_in_the_end([1, *range(1, 100)], utility_of_joining) == 0
