"""Results of one system are heard in similar ones."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.outcomes.demonstration import Demonstration, shown, similar_systems

P = Demonstration()
DEPRIVATION = np.array([10.0, 12.0, 30.0])


def test_the_most_alike_in_deprivation_are_the_most_similar_and_nobody_to_itself():
    similar = similar_systems(DEPRIVATION, P)
    assert similar[0, 1] > similar[0, 2] > 0
    assert similar[1, 0] == similar[0, 1]
    assert (np.diag(similar) == 0).all()


def test_admissions_avoided_elsewhere_are_worth_something():
    similar = similar_systems(DEPRIVATION, P)
    told = shown(np.array([0.0, -0.02, 0.0]), np.array([0.0, 0.5, 0.0]), similar, P)
    assert told[[0, 2]] == pytest.approx([2 * P.value, 2 * P.value])
    assert np.isnan(told[1])  # nobody else has anything to show


def test_disruption_elsewhere_deters():
    similar = similar_systems(DEPRIVATION, P)
    assert shown(np.array([0.01, 0, 0]), np.array([1.0, 0, 0]), similar, P)[1] < 0


def test_more_similar_systems_count_more():
    similar = similar_systems(DEPRIVATION, P)
    effect, coverage = np.array([0.0, -0.03, -0.01]), np.array([0.0, 0.5, 0.5])
    heard = shown(effect, coverage, similar, P)[0]
    assert 100 * P.value * 0.02 < heard < 100 * P.value * 0.03


def test_systems_all_alike_are_all_similar():
    similar = similar_systems(np.full(3, 20.0), P)
    assert similar[~np.eye(3, dtype=bool)] == pytest.approx(1.0)
