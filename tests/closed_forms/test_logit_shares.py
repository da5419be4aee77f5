"""Gumbel-max gives logit shares; a lasting taste changes them a little, by a known amount."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate

from acs_abm.chance import Chance, organisation_keys
from acs_abm.decisions.choice import (
    best_option,
    logistic,
    logit_shares,
    mixed_noise,
    option_luck,
)

KEYS = organisation_keys("practice", [f"P{number}" for number in range(100_000)])
STANDARD_ERRORS = 4.0
"""How far a share may lie from what is expected; seeds are fixed."""

UTILITIES = {
    "all alike": [0.0, 0.0, 0.0, 0.0],
    "one behind": [0.0, 2.0, -6.0, -24.0],
    "one ahead": [5.0, 1.0, 0.0, -5.0],
    "two options": [0.0, 3.0],
    "hardly a chance": [0.0, 40.0, 20.0],
}


def chosen_shares(utility, scale, lasting_taste):
    chance, k = Chance(4), len(utility)
    lasting, fresh = (
        np.stack([chance.gumbel(f"{kind} {option}", 0, KEYS) for option in range(k)], axis=1)
        for kind in ("taste", "mood")
    )
    noise = mixed_noise(lasting, fresh, lasting_taste)
    chosen = best_option(np.array(utility) + scale * noise, np.ones(noise.shape, dtype=bool))
    return np.bincount(chosen, minlength=k) / len(KEYS)


def sampling_error(share):
    return STANDARD_ERRORS * np.sqrt(share * (1 - share) / len(KEYS))


@pytest.mark.parametrize("scale", [4.0, 8.5, 12.0])
@pytest.mark.parametrize("utility", UTILITIES.values(), ids=UTILITIES)
def test_the_best_of_utility_and_gumbel_noise_is_chosen_as_often_as_the_logit_says(utility, scale):
    expected = logit_shares(np.array(utility), scale)
    found = chosen_shares(utility, scale, lasting_taste=0.0)
    assert (np.abs(found - expected) <= sampling_error(expected)).all()


@pytest.mark.parametrize("scale", [4.0, 8.5, 12.0])
def test_all_of_the_noise_lasting_gives_the_logit_too(scale):
    """One Gumbel draw is as good as another: the logit holds at both ends of the mixture."""
    expected = logit_shares(np.array(UTILITIES["one ahead"]), scale)
    found = chosen_shares(UTILITIES["one ahead"], scale, lasting_taste=1.0)
    assert (np.abs(found - expected) <= sampling_error(expected)).all()


# ---------------------------------------------------------------- a taste and a mood together
#
# A sum of two scaled Gumbel draws is not a Gumbel draw: mean and variance are kept (the weights
# are roots of shares that sum to one), but the sum is nearer to the normal distribution. With two
# options the difference of the noises is √s·l₁ + √(1−s)·l₂ for two logistic draws, so that
#
#     share of the first = ∫ Λ((x − √s·l) / √(1−s)) · Λ(l) · Λ(−l) dl,   x = (u₁ − u₂) / μ
#
# which has no shorter form. It lies between Λ(x) − 0.011 and Λ(x) + 0.002 for x > 0: the better
# option is chosen up to one point in a hundred less often than the plain logit says.


def mixed_share(x, lasting_taste):
    mood = np.sqrt(1.0 - lasting_taste)

    def density(taste):
        given_taste = logistic((x - np.sqrt(lasting_taste) * taste) / mood)
        return given_taste * logistic(taste) * logistic(-taste)

    return integrate.quad(density, -40.0, 40.0)[0]


@pytest.mark.parametrize("lasting_taste", [0.35, 0.5, 0.7, 0.95])
def test_with_a_lasting_taste_the_better_of_two_loses_at_most_a_point_in_a_hundred(lasting_taste):
    apart = np.linspace(0.0, 8.0, 81)
    mixed = np.array([mixed_share(x, lasting_taste) for x in apart])
    deviation = mixed - logistic(apart)
    assert -0.011 < deviation.min() < -0.001
    assert deviation.max() < 0.002
    assert deviation[0] == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("lasting_taste", [0.35, 0.7])
@pytest.mark.parametrize("apart", [0.5, 1.2, 3.0])
def test_with_a_lasting_taste_two_options_have_the_shares_of_the_mixture(apart, lasting_taste):
    expected = mixed_share(apart, lasting_taste)
    found = chosen_shares([8.5 * apart, 0.0], 8.5, lasting_taste)[0]
    assert abs(found - expected) <= sampling_error(expected)


@pytest.mark.parametrize("scale", [4.0, 8.5, 12.0])
@pytest.mark.parametrize("utility", UTILITIES.values(), ids=UTILITIES)
def test_with_a_lasting_taste_the_logit_is_right_to_a_point_in_a_hundred(utility, scale):
    """More than two options, for which no bound is known: largest difference measured 0.009."""
    expected = logit_shares(np.array(utility), scale)
    found = chosen_shares(utility, scale, lasting_taste=0.7)
    assert (np.abs(found - expected) <= 0.011 + sampling_error(expected)).all()


# ---------------------------------------------------------------- all ways to integrate alike
#
# Nested logit with one nest. With σ the similarity, λ = 1 − σ and I = log Σ exp(u_j / λμ) over the
# nest, the nest is chosen with probability exp(λI) / (exp(u_0 / μ) + exp(λI)), and option j of it
# with probability exp(u_j / λμ − I).


def nested_shares(utility, scale, similarity):
    own, u = 1.0 - similarity, np.array(utility) / scale
    inclusive = np.logaddexp.reduce(u[1:] / own)
    nest = logistic(own * inclusive - u[0])
    return np.concatenate([[1.0 - nest], nest * np.exp(u[1:] / own - inclusive)])


def nested_choices(utility, scale, similarity):
    names = ("independent", *(f"option {number}" for number in range(1, len(utility))))
    luck = option_luck(Chance(8), "nest", 0, KEYS, names, similarity)
    chosen = best_option(np.array(utility) + scale * luck, np.ones(luck.shape, dtype=bool))
    return np.bincount(chosen, minlength=len(utility)) / len(KEYS)


@pytest.mark.parametrize("similarity", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("utility", UTILITIES.values(), ids=UTILITIES)
def test_with_similar_options_shares_are_those_of_the_nested_logit(utility, similarity):
    expected = nested_shares(utility, 8.5, similarity)
    found = nested_choices(utility, 8.5, similarity)
    assert (np.abs(found - expected) <= sampling_error(expected)).all()


def test_without_similarity_the_nested_logit_is_the_plain_one():
    for utility in UTILITIES.values():
        plain = logit_shares(np.array(utility), 8.5)
        np.testing.assert_allclose(nested_shares(utility, 8.5, 0.0), plain)


def test_options_that_differ_by_nothing_are_one_option_twice():
    """Four alike: the plain logit leaves a quarter independent, a nest of twins nearly a half."""
    assert nested_choices([0.0] * 4, 8.5, 0.0)[0] == pytest.approx(0.25, abs=0.01)
    assert nested_choices([0.0] * 4, 8.5, 0.95)[0] == pytest.approx(0.486, abs=0.01)
