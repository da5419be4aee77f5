"""Who is near whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from acs_abm.population import england_2017
from acs_abm.population.neighbours import (
    ccg_neighbours,
    distances,
    practice_peers,
    project,
    system_neighbours,
    unproject,
)

LATITUDES = st.floats(50, 55.5)
LONGITUDES = st.floats(-5, 1.5)


def place(points):
    """Degrees of points in kilometres around the middle of England."""
    return unproject(project(np.array([52.7]), np.array([-1.0])) + np.array(points, dtype=float))


def test_london_is_as_far_from_york_as_the_map_says():
    points = project(np.array([51.507, 53.959]), np.array([-0.128, -1.081]))
    assert distances(points, points)[0, 1] == pytest.approx(280, rel=0.01)


def test_projection_can_be_undone():
    latitude, longitude = np.array([50.1, 55.0]), np.array([-5.0, 1.0])
    back = unproject(project(latitude, longitude))
    np.testing.assert_allclose(back, [latitude, longitude])


def test_peers_are_the_ccgs_other_practices_nearby_by_list_size():
    latitude, longitude = place([[0, 0], [3, 0], [0, 9], [20, 0], [1, 0]])
    ccg = np.array([0, 0, 0, 0, 1], dtype=np.int32)
    size = np.array([5.0, 1000, 3000, 9000, 7000])
    peers = practice_peers(latitude, longitude, ccg, size).toarray()
    np.testing.assert_allclose(peers[0], [0, 0.25, 0.75, 0, 0])
    assert peers[3, :3] == pytest.approx([5 / 4005, 1000 / 4005, 3000 / 4005])
    assert not peers[4].any()


@settings(deadline=None)
@given(
    latitude=arrays.arrays(np.float64, 15, elements=LATITUDES),
    longitude=arrays.arrays(np.float64, 15, elements=LONGITUDES),
    ccg=arrays.arrays(np.int32, 15, elements=st.integers(0, 4)),
    radius=st.floats(0, 300),
)
def test_weights_of_peers_sum_to_one_and_stay_within_the_ccg(latitude, longitude, ccg, radius):
    size = np.arange(1.0, 16.0)
    peers = practice_peers(latitude, longitude, ccg, size, radius).toarray()
    alone = np.bincount(ccg, minlength=5)[ccg] == 1
    np.testing.assert_allclose(peers.sum(axis=1), np.where(alone, 0, 1))
    assert not peers[ccg[:, None] != ccg[None, :]].any()
    assert not peers.diagonal().any()


def test_a_ccg_between_two_others_parts_them():
    latitude, longitude = place([[0, 0], [10, 0], [20, 0]])
    beside = ccg_neighbours(latitude, longitude)
    assert beside.tolist() == [[False, True, False], [True, False, True], [False, True, False]]


def test_an_island_has_its_nearest_neighbour():
    latitude, longitude = place([[0, 0], [10, 0], [200, 0]])
    beside = ccg_neighbours(latitude, longitude)
    assert beside[2].tolist() == [False, True, False]


@settings(deadline=None)
@given(
    latitude=arrays.arrays(np.float64, 10, elements=LATITUDES),
    longitude=arrays.arrays(np.float64, 10, elements=LONGITUDES),
)
def test_neighbours_are_mutual_and_nobody_is_alone(latitude, longitude):
    beside = ccg_neighbours(latitude, longitude)
    assert np.array_equal(beside, beside.T)
    assert not beside.diagonal().any()
    assert beside.any(axis=1).all()


@pytest.mark.parametrize("n_ccgs", [0, 1])
def test_one_ccg_has_no_neighbour(n_ccgs):
    assert not ccg_neighbours(np.full(n_ccgs, 52.0), np.zeros(n_ccgs)).any()


def test_systems_touch_where_their_ccgs_do():
    beside = np.zeros((4, 4), dtype=bool)
    beside[0, 1] = beside[1, 0] = beside[1, 2] = beside[2, 1] = True
    found = system_neighbours(beside, np.array([0, 0, 1, 2], dtype=np.int32), 3)
    assert np.argwhere(found).tolist() == [[0, 1], [1, 0]]


def test_the_rule_finds_the_published_neighbours_of_england():
    england = england_2017()
    found = system_neighbours(england.ccg_neighbours, england.ccgs.system, 44)
    published = england.system_neighbours
    assert (found & published).sum() / found.sum() > 0.95
    assert (found & published).sum() / published.sum() > 0.8
