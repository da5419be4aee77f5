"""What every decision shares, against closed forms and brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from acs_abm.chance import Chance, organisation_keys
from acs_abm.decisions.choice import (
    best_option,
    hazard_probability,
    logistic,
    logit_shares,
    mixed_noise,
    option_luck,
    uncertain_value,
)

MONEY = st.floats(-50, 50)
SPREAD = st.floats(0.01, 30)
AVERSION = st.floats(1, 5)
KEYS = organisation_keys("practice", [f"P{number}" for number in range(100_000)])


def value(mean: float, sd: float, loss_aversion: float) -> float:
    return float(uncertain_value(np.array(mean), np.array(sd), np.array(loss_aversion)))


@given(MONEY, SPREAD, AVERSION)
@settings(max_examples=settings.default.max_examples // 2)  # integration is slow
def test_the_value_of_a_gamble_is_its_gains_less_its_losses_weighed(mean, sd, aversion):
    density = stats.norm(mean, sd).pdf
    reach = mean + 12 * sd, mean - 12 * sd
    gains = integrate.quad(lambda x: x * density(x), 0, max(reach[0], 0), points=[max(mean, 0)])[0]
    losses = integrate.quad(lambda x: -x * density(x), min(reach[1], 0), 0, points=[min(mean, 0)])[
        0
    ]
    assert value(mean, sd, aversion) == pytest.approx(gains - aversion * losses, abs=1e-6)


@pytest.mark.parametrize(("mean", "worth"), [(4.0, 4.0), (0.0, 0.0), (-4.0, -10.0)])
def test_a_certain_change_is_worth_itself_or_a_loss_felt_more(mean, worth):
    assert value(mean, 0.0, 2.5) == worth
    assert value(mean, 1e-9, 2.5) == pytest.approx(worth, abs=1e-8)


def test_a_fair_gamble_is_worth_less_than_nothing():
    # λ = 2.5, s = 5: −(2.5 − 1) · 5 · φ(0) = −1.5 · 5 · 0.39894 = −2.99207
    assert value(0.0, 5.0, 2.5) == pytest.approx(-2.99207, abs=1e-5)


@given(MONEY, SPREAD)
def test_who_minds_losses_no_more_than_gains_only_counts(mean, sd):
    assert value(mean, sd, 1.0) == pytest.approx(mean)


@given(MONEY, SPREAD, AVERSION, st.floats(0.001, 20))
def test_more_money_is_worth_more_and_more_risk_less(mean, sd, aversion, more):
    assert value(mean + more, sd, aversion) > value(mean, sd, aversion)
    assert value(mean, sd + more, aversion) <= value(mean, sd, aversion) + 1e-9
    assert value(mean, sd, aversion + more) <= value(mean, sd, aversion) + 1e-9


@given(MONEY, SPREAD, AVERSION, st.floats(0.1, 10))
def test_the_value_does_not_depend_on_the_unit_of_money(mean, sd, aversion, unit):
    assert value(unit * mean, unit * sd, aversion) == pytest.approx(
        unit * value(mean, sd, aversion), abs=1e-8
    )


@given(st.floats(-1e6, 1e6), st.floats(0, 1e4), st.floats(1, 100))
def test_the_value_stays_between_the_mean_and_all_of_it_lost(mean, sd, aversion):
    found = value(mean, sd, aversion)
    assert np.isfinite(found)
    worst = mean - (aversion - 1) * (abs(mean) + sd)
    tiny = 1e-9 * (1 + abs(worst))
    assert worst - tiny <= found <= mean + tiny


def test_logit_shares_of_two_options_are_the_logistic_of_their_difference():
    shares = logit_shares(np.array([[3.0, 1.0]]), 4.0)
    assert shares[0, 0] == pytest.approx(1 / (1 + np.exp(-0.5)))
    assert shares.sum() == pytest.approx(1.0)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=5), st.floats(0.1, 20), MONEY)
def test_logit_shares_sum_to_one_keep_the_order_and_ignore_a_common_amount(utility, scale, more):
    u = np.array([utility])
    shares = logit_shares(u, scale)
    assert shares.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(logit_shares(u + more, scale), shares, atol=1e-9)
    best, worst = u.argmax(), u.argmin()
    assert shares[0, best] >= shares[0, worst]


def test_a_lasting_taste_repeats_a_choice_and_a_mood_does_not():
    chance = Chance(4)
    lasting = chance.gumbel("taste", 0, KEYS)
    moods = [chance.gumbel("mood", step, KEYS) for step in (1, 2)]
    correlations = []
    for share in (0.0, 0.7, 1.0):
        first, second = (mixed_noise(lasting, mood, share) for mood in moods)
        correlations.append(np.corrcoef(first, second)[0, 1])
        assert first.mean() == pytest.approx(0.0, abs=0.02)
        assert first.var() == pytest.approx(np.pi**2 / 6, rel=0.03)
    assert correlations == pytest.approx([0.0, 0.7, 1.0], abs=0.02)


def test_only_available_options_are_chosen_and_ties_go_to_the_first():
    utility = np.array([[1.0, 5.0, 5.0], [1.0, 5.0, 9.0], [-9.0, 5.0, 9.0]])
    available = np.array([[True, True, True], [True, True, False], [True, False, False]])
    assert best_option(utility, available).tolist() == [1, 1, 0]


@given(st.floats(0, 5), st.sampled_from([1 / 12, 0.25, 1.0]))
def test_a_hazard_over_a_year_is_the_same_however_the_year_is_cut(hazard, years):
    once = float(hazard_probability(hazard, 1.0))
    steps = round(1 / years)
    assert 1 - (1 - float(hazard_probability(hazard, years))) ** steps == pytest.approx(once)
    assert 0 <= once < 1


def test_the_logistic_is_a_half_at_zero_and_symmetric():
    x = np.linspace(-800, 800, 41)
    np.testing.assert_allclose(logistic(x) + logistic(-x), 1.0)
    assert float(logistic(0.0)) == 0.5


# ---------------------------------------------------------------- options in one nest

NEST = ("independent", "alliance", "partial", "full")
SUSPICIOUS = 1e-4


def luck_of(similarity: float) -> np.ndarray:
    return option_luck(Chance(6), "choice", 3, KEYS, NEST, similarity)


@pytest.mark.parametrize("similarity", [0.0, 0.3, 0.6, 0.8])
def test_however_alike_the_options_the_luck_of_each_is_a_centred_gumbel_draw(similarity):
    for column in luck_of(similarity).T:
        assert stats.kstest(column + np.euler_gamma, "gumbel_r").pvalue > SUSPICIOUS
        assert column.mean() == pytest.approx(0.0, abs=4 * np.pi / np.sqrt(6 * len(KEYS)))
        assert column.var() == pytest.approx(np.pi**2 / 6, rel=0.03)


@pytest.mark.parametrize("similarity", [0.0, 0.3, 0.6, 0.8])
def test_options_of_the_nest_share_luck_and_independence_does_not(similarity):
    found = np.corrcoef(luck_of(similarity), rowvar=False)
    expected = np.eye(len(NEST))
    expected[1:, 1:] = np.where(np.eye(3), 1.0, 1.0 - (1.0 - similarity) ** 2)
    np.testing.assert_allclose(found, expected, atol=0.02)


def test_without_similarity_the_draws_are_those_of_the_plain_logit():
    chance = Chance(6)
    plain = [chance.gumbel(f"choice/{name}", 3, KEYS) for name in NEST]
    np.testing.assert_array_equal(luck_of(0.0), np.stack(plain, axis=1))


@pytest.mark.parametrize("similarity", [1e-300, 1e-45, 1e-17])
def test_a_similarity_too_small_to_tell_from_zero_is_the_plain_logit(similarity):
    np.testing.assert_array_equal(luck_of(similarity), luck_of(0.0))


@pytest.mark.parametrize("similarity", [1.2e-16, 1e-12])
def test_the_least_similarity_that_can_be_told_from_zero_gives_finite_luck(similarity):
    np.testing.assert_allclose(luck_of(similarity), luck_of(0.0), atol=1e-6)
