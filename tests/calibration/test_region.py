"""Implausibility, and members that are far enough apart, for any numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from acs_abm.explore.calibration.emulator import Emulator
from acs_abm.explore.calibration.members import TOO_NEAR, far_apart
from acs_abm.explore.calibration.region import Judge, implausibility, sample_region
from acs_abm.explore.calibration.scored import Scored

NUMBERS = st.floats(-1e6, 1e6)
VARIANCES = st.floats(1e-6, 1e6)


@given(NUMBERS, NUMBERS, VARIANCES, VARIANCES, st.floats(0, 1e6))
def test_more_uncertainty_never_makes_a_point_less_plausible(observed, given_, luck, error, more):
    here = implausibility(observed, np.array([given_]), luck, error)
    wider = implausibility(observed, np.array([given_]), luck, error + more)
    assert 0 <= wider[0] <= here[0]
    assert here[0] == pytest.approx(abs(observed - given_) / np.sqrt(luck + error))


def test_without_any_error_only_the_observation_itself_is_plausible():
    assert implausibility(3.0, np.array([3.0, 4.0]), 0.0, 0.0).tolist() == [0.0, np.inf]


def test_a_target_that_a_run_does_not_give_says_nothing():
    assert np.isnan(implausibility(3.0, np.array([np.nan]), 0.1, 0.1)).all()


@given(arrays(float, st.tuples(st.integers(1, 30), st.just(2)), elements=st.floats(0, 0.05)))
def test_no_two_members_are_near_on_all_parameters_and_whoever_is_left_out_has_a_near_one(units):
    kept = far_apart(units)
    away = np.abs(units[:, None, :] - units[None, kept, :]).max(axis=2)
    apart = away[kept]
    np.fill_diagonal(apart, np.inf)
    assert (apart > TOO_NEAR).all()
    left_out = np.setdiff1d(np.arange(len(units)), kept)
    assert (away[left_out] <= TOO_NEAR).any(axis=1).all()


def test_a_sample_lies_in_the_region_and_tells_its_share():
    rises = Emulator((0,), np.array([0.0, 1.0]), None, 0.0, 0.0)  # gives its first input
    target = Scored("t", 0.5, 0.1 / 3, 0.0)
    judge = Judge([target], {"t": rises})
    sample = sample_region(3, [judge], 200, seed=1, most_tried=8192)
    assert (np.abs(sample.units[:, 0] - 0.5) < 0.1).all()
    assert sample.share_kept == pytest.approx(0.2, rel=0.02)
    assert sample.units[:, 1:].min() < 0.05
    assert sample.units[:, 1:].max() > 0.95
