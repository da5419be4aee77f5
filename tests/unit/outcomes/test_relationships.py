"""Trust rises slowly, falls fast, and remembers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.outcomes.relationships import Relationships, after_bad, after_events

P = Relationships()
SHARE = st.floats(0, 1)
EVENTS = st.lists(st.tuples(SHARE, SHARE, st.floats(0, 4)), max_size=40)
LIMITS = {name: st.floats(0, 1) for name in ("gain", "loss", "damage")}


def one(value: float) -> np.ndarray:
    return np.array([value])


def after_good(trust: np.ndarray, damage: np.ndarray, size: np.ndarray) -> np.ndarray:
    return after_events(trust, damage, size, np.zeros_like(size), 0.0, P)[0]


def after_fading(damage: np.ndarray, quarters: float) -> np.ndarray:
    nothing = np.zeros_like(damage)
    return after_events(nothing, damage, nothing, nothing, quarters, P)[1]


def test_events_by_hand():
    # good 0.15: 0.5 + 0.10 · 0.15 · (1 − 0.2 − 0.5); bad 0.4: 0.5 − 0.30 · 0.4 · 0.5
    assert after_good(one(0.5), one(0.2), one(0.15))[0] == pytest.approx(0.5045)
    trust, damage = after_bad(one(0.5), one(0.2), one(0.4), P)
    assert trust[0] == pytest.approx(0.44)
    assert damage[0] == pytest.approx(0.392)  # 0.2 + 0.6 · 0.4 · 0.8
    assert after_fading(one(0.392), 1.0)[0] == pytest.approx(0.38024)


@given(SHARE, EVENTS, st.builds(Relationships, **LIMITS))
def test_trust_and_damage_stay_between_0_and_1_whatever_happens(trust, events, p):
    held, damage = one(trust), one(0.0)
    for good, bad, quarters in events:
        held, damage = after_events(held, damage, one(good), one(bad), quarters, p)
        assert -1e-12 <= held[0] <= 1 + 1e-12
        assert -1e-12 <= damage[0] <= 1 + 1e-12


def test_two_bad_events_at_once_are_no_worse_than_the_worst():
    p = Relationships(loss=1.0, damage=1.0)
    trust, damage = after_events(one(0.5), one(0.0), one(0.0), one(1.8), 1.0, p)
    assert (trust[0], damage[0]) == (0.0, 1.0)


def test_in_one_quarter_damage_fades_then_the_good_counts_then_the_bad():
    # damage 0.2 → 0.194; trust 0.5 + 0.1 · 0.15 · 0.306 = 0.50459; bad 0.05: · (1 − 0.015)
    trust, damage = after_events(one(0.5), one(0.2), one(0.15), one(0.05), 1.0, P)
    assert trust[0] == pytest.approx(0.497021, abs=1e-6)
    assert damage[0] == pytest.approx(0.21818)  # 0.194 + 0.6 · 0.05 · 0.806


@given(SHARE, SHARE, SHARE)
def test_a_good_event_never_lowers_trust_and_a_bad_one_never_raises_it(trust, damage, size):
    assert after_good(one(trust), one(damage), one(size))[0] >= trust
    fallen, harmed = after_bad(one(trust), one(damage), one(size), P)
    assert fallen[0] <= trust
    assert harmed[0] >= damage - 1e-12


@given(st.floats(0, 0.9), st.floats(0.05, 1), st.integers(1, 300))
def test_past_damage_caps_how_far_trust_recovers(trust, size, quarters):
    fallen, damage = after_bad(one(trust), one(0.0), one(size), P)
    cap = 1.0 - damage[0]
    held = fallen
    for _ in range(quarters):
        held = after_good(held, damage, one(1.0))
    assert held[0] <= max(cap, fallen[0]) + 1e-12


def test_trust_is_lost_faster_than_it_is_won():
    won = after_good(one(0.5), one(0.0), one(0.5))[0] - 0.5
    lost = 0.5 - after_bad(one(0.5), one(0.0), one(0.5), P)[0][0]
    assert lost > 2 * won


@given(SHARE)
def test_damage_fades_the_same_by_months_as_by_the_quarter(damage):
    by_months = one(damage)
    for _ in range(3):
        by_months = after_fading(by_months, 1 / 3)
    np.testing.assert_allclose(by_months, after_fading(one(damage), 1.0))
    assert by_months[0] <= damage


def test_rows_are_each_their_own():
    trust, damage, size = np.array([0.2, 0.9]), np.array([0.0, 0.5]), np.array([0.0, 1.0])
    fallen, harmed = after_bad(trust, damage, size, P)
    assert fallen.tolist() == pytest.approx([0.2, 0.63])
    assert harmed.tolist() == pytest.approx([0.0, 0.8])
    assert trust.tolist() == [0.2, 0.9]
