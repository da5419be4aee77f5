"""The luck of a run is as good as a generator's, and addressed rather than consumed."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from acs_abm.chance import Chance, organisation_keys

KEYS = organisation_keys("practice", [f"P{number:05d}" for number in range(20_000)])
STEPS = 400
# Each p-value below is one fixed number: the seeds are fixed. A sound generator gives a value
# under 1e-4 in one test out of ten thousand; a flawed one gives 1e-20.
SUSPICIOUS = 1e-4


def over_steps(seed: int, stream: str, n_keys: int = 500) -> np.ndarray:
    chance = Chance(seed)
    return np.stack([chance.uniform(stream, step, KEYS[:n_keys]) for step in range(STEPS)])


@pytest.mark.parametrize("seed", [0, 1, 2, 2017, -5, 2**63])
def test_draws_over_organisations_are_uniform(seed):
    draws = Chance(seed).uniform("practice.considers", 3, KEYS)
    assert stats.kstest(draws, "uniform").pvalue > SUSPICIOUS
    counts = np.bincount((draws * 256).astype(int), minlength=256)
    assert stats.chisquare(counts).pvalue > SUSPICIOUS


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_draws_of_one_organisation_over_steps_are_uniform(seed):
    chance = Chance(seed)
    draws = np.array([chance.uniform("gate/ACS", step, KEYS[:1])[0] for step in range(20_000)])
    assert stats.kstest(draws, "uniform").pvalue > SUSPICIOUS


def test_the_last_bits_of_a_draw_are_as_even_as_the_first():
    draws = Chance(1).uniform("practice.considers", 0, KEYS)
    low_bits = (draws * 2.0**40).astype(np.uint64) % np.uint64(64)
    assert stats.chisquare(np.bincount(low_bits.astype(int), minlength=64)).pvalue > SUSPICIOUS


def test_pairs_of_neighbouring_steps_fill_the_square_evenly():
    draws = over_steps(1, "practice.considers")
    cells = (draws[:-1] * 16).astype(int) * 16 + (draws[1:] * 16).astype(int)
    counts = np.bincount(cells.ravel(), minlength=256)
    assert stats.chisquare(counts).pvalue > SUSPICIOUS


@pytest.mark.parametrize("lag", [1, 2, 4, 12])
def test_a_draw_says_nothing_about_the_draw_of_a_later_step(lag):
    draws = over_steps(7, "practice.considers")
    assert abs_correlation_p(draws[:-lag], draws[lag:]) > SUSPICIOUS


def test_a_draw_says_nothing_about_the_next_organisation():
    draws = Chance(1).uniform("practice.considers", 0, np.arange(20_000, dtype=np.uint64))
    assert abs_correlation_p(draws[:-1], draws[1:]) > SUSPICIOUS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("practice.choice/alliance", "practice.choice/independent"),
        ("gate/ACS", "gate/SHADOW_ACS"),
        ("a", "b"),
    ],
)
def test_streams_are_independent_of_one_another(one, other):
    assert abs_correlation_p(over_steps(1, one), over_steps(1, other)) > SUSPICIOUS


@pytest.mark.parametrize(("one", "other"), [(1, 2), (0, 1), (10, 1), (1, -1)])
def test_neighbouring_seeds_are_independent(one, other):
    assert abs_correlation_p(over_steps(one, "x"), over_steps(other, "x")) > SUSPICIOUS


def abs_correlation_p(x: np.ndarray, y: np.ndarray) -> float:
    return float(stats.pearsonr(x.ravel(), y.ravel()).pvalue)


def test_every_organisation_of_a_country_has_a_key_of_its_own():
    assert len(np.unique(KEYS)) == len(KEYS)
    assert KEYS[0] != organisation_keys("trust", ["P00000"])[0]


@given(st.integers(-(2**70), 2**70), st.text(max_size=20), st.integers(0, 10_000), st.data())
def test_an_organisations_draw_is_the_same_whoever_else_is_asked(seed, stream, step, data):
    rows = data.draw(st.lists(st.integers(0, 999), min_size=1, max_size=20))
    everybody = Chance(seed).uniform(stream, step, KEYS[:1000])
    some = Chance(seed).uniform(stream, step, KEYS[rows])
    np.testing.assert_array_equal(some, everybody[rows])
    assert ((everybody > 0.0) & (everybody < 1.0)).all()


def test_asking_twice_or_in_another_order_changes_no_draw():
    chance = Chance(5)
    first = chance.uniform("a", 1, KEYS[:50])
    chance.uniform("b", 9, KEYS)
    chance.gumbel("a", 2, KEYS)
    np.testing.assert_array_equal(chance.uniform("a", 1, KEYS[:50]), first)
    np.testing.assert_array_equal(chance.uniform("a", 1, KEYS[:50][::-1]), first[::-1])


def unmixed(bits: int) -> int:
    """Undo the finaliser of SplitMix64, so that a test can ask for any draw there can be."""
    everything = 2**64 - 1
    for shift, factor in ((31, 0x94D049BB133111EB), (27, 0xBF58476D1CE4E5B9), (30, 1)):
        whole = bits
        for _ in range(64 // shift + 1):
            whole = bits ^ (whole >> shift)
        bits = (whole * pow(factor, -1, 2**64)) & everything
    return bits


@pytest.mark.parametrize("bits", [0, 2**64 - 1])
def test_the_least_and_the_most_that_can_be_drawn_are_inside_zero_and_one(bits):
    digest = hashlib.blake2b(b"1/a/1", digest_size=16).digest()
    first, second = (int.from_bytes(half, "little") for half in (digest[:8], digest[8:]))
    key = unmixed((unmixed(bits) - second) % 2**64) ^ first
    draw = Chance(1).uniform("a", 1, np.array([key], dtype=np.uint64))[0]
    assert 0.0 < draw < 1.0
    assert min(draw, 1.0 - draw) < 1e-15  # it is the extreme one that was asked for


def test_drawing_does_not_change_the_keys():
    keys = KEYS[:100].copy()
    Chance(1).uniform("a", 1, keys)
    np.testing.assert_array_equal(keys, KEYS[:100])


@pytest.mark.parametrize("what", ["seed", "stream", "step"])
def test_another_seed_stream_or_step_gives_other_draws(what):
    other = {"seed": 1, "stream": "a", "step": 1, what: {"seed": 2, "stream": "b", "step": 2}[what]}
    here = Chance(1).uniform("a", 1, KEYS)
    there = Chance(other["seed"]).uniform(other["stream"], other["step"], KEYS)
    assert (here == there).sum() == 0


def test_normal_draws_are_standard_normal():
    draws = Chance(3).normal("x", 0, KEYS)
    assert stats.kstest(draws, "norm").pvalue > SUSPICIOUS
    assert draws.mean() == pytest.approx(0.0, abs=4 / np.sqrt(len(KEYS)))
    assert draws.var() == pytest.approx(1.0, abs=4 * np.sqrt(2 / len(KEYS)))


def test_gumbel_draws_are_centred():
    draws = Chance(3).gumbel("x", 0, KEYS)
    assert stats.kstest(draws + np.euler_gamma, "gumbel_r").pvalue > SUSPICIOUS
    assert draws.mean() == pytest.approx(0.0, abs=4 * np.pi / np.sqrt(6 * len(KEYS)))
    assert draws.var() == pytest.approx(np.pi**2 / 6, rel=0.05)


@pytest.mark.parametrize(("a", "b"), [(4.0, 6.0), (5.5, 4.5), (5.0, 3.0), (1.0, 1.0), (0.5, 2.0)])
def test_beta_draws_follow_the_beta_distribution(a, b):
    draws = Chance(3).beta("x", 0, KEYS, a, b)
    exact = stats.beta(a, b)
    assert stats.kstest(draws, exact.cdf).pvalue > SUSPICIOUS
    assert draws.mean() == pytest.approx(exact.mean(), abs=4 * exact.std() / np.sqrt(len(KEYS)))
    assert draws.var() == pytest.approx(exact.var(), rel=0.06)


@pytest.mark.parametrize("shape", [0.5, 2.0, 1 / 0.03])
def test_gamma_draws_have_mean_one_and_the_shape_asked_for(shape):
    draws = Chance(3).gamma("x", 0, KEYS, shape)
    exact = stats.gamma(shape, scale=1 / shape)
    assert stats.kstest(draws, exact.cdf).pvalue > SUSPICIOUS
    assert draws.mean() == pytest.approx(1.0, abs=4 * exact.std() / np.sqrt(len(KEYS)))


@pytest.mark.parametrize("index", [0.2, 0.5, 0.8, 0.99])
def test_stable_draws_have_the_laplace_transform_of_their_index(index):
    draws = np.exp(Chance(3).log_stable("x", 0, KEYS, index))
    for s in (0.05, 0.3, 1.0, 3.0, 20.0):
        seen = np.exp(-s * draws)
        expected = np.exp(-(s**index))
        assert seen.mean() == pytest.approx(expected, abs=4 * seen.std() / np.sqrt(len(KEYS)))


def test_integers_reach_both_ends_equally_often():
    chance = Chance(1)
    drawn = [chance.integer("wave", step, KEYS[0], 6, 10) for step in range(5000)]
    counts = np.bincount(drawn, minlength=11)
    assert counts[:6].sum() == 0
    assert stats.chisquare(counts[6:]).pvalue > SUSPICIOUS


def test_an_integer_between_equal_ends_is_that_number():
    assert Chance(1).integer("wave", 0, KEYS[0], 4, 4) == 4
