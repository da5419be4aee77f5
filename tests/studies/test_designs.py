"""Points of designs: where the methods' papers say they are."""

import numpy as np
import pytest

import acs_abm as acs
from acs_abm.errors import StudyError

RANGES = {"a": (0.0, 1.0), "b": (-2.0, 6.0), "c": (10.0, 11.0)}
SPANNED = [acs.random_points, acs.latin_hypercube, acs.sobol, acs.morris]


def unit(design):
    points = np.array(design.points, dtype=float)
    return (points - np.array(design.low)) / (np.array(design.high) - np.array(design.low))


@pytest.mark.parametrize("make", SPANNED)
def test_points_span_the_ranges_and_follow_from_the_seed(make):
    design = make(RANGES, 16, seed=3)
    assert design == make(RANGES, 16, seed=3)
    assert design != make(RANGES, 16, seed=4)
    inside = unit(design)
    assert ((inside >= -1e-12) & (inside <= 1 + 1e-12)).all()
    assert (inside.max(axis=0) - inside.min(axis=0) > 0.6).all()


def test_each_stratum_of_a_latin_hypercube_holds_one_point():
    strata = np.floor(unit(acs.latin_hypercube(RANGES, 20)) * 20)
    assert all(sorted(column) == list(range(20)) for column in strata.T)


def test_a_sobol_design_holds_pairs_and_what_lies_between():
    k, points = 3, np.array(acs.sobol(RANGES, 8).points)
    assert points.shape == (8 * (k + 2), k)
    for block in points.reshape(8, k + 2, k):
        first, second = block[0], block[-1]
        for place in range(k):
            expected = first.copy()
            expected[place] = second[place]
            assert (block[place + 1] == expected).all()


def test_the_indices_of_ishigami_come_out_right():
    """Saltelli's (2010) and Jansen's estimators, at the exact values of a = 7, b = 0.1."""
    k, n = 3, 4096
    design = acs.sobol(dict.fromkeys("xyz", (-np.pi, np.pi)), n)
    x, y, z = np.array(design.points).T
    f = (np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)).reshape(n, k + 2)
    first, second = f[:, 0], f[:, -1]
    variance = np.concatenate([first, second]).var()
    main = [(second * (f[:, i + 1] - first)).mean() / variance for i in range(k)]
    total = [((first - f[:, i + 1]) ** 2).mean() / 2 / variance for i in range(k)]
    assert main == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_a_walk_of_morris_changes_each_parameter_once_by_two_thirds():
    walks = unit(acs.morris(RANGES, 30)).reshape(30, 4, 3)
    steps = np.abs(np.diff(walks, axis=1))
    assert np.allclose(steps.sum(axis=1), 2 / 3)
    assert ((steps > 1e-9).sum(axis=2) == 1).all()
    assert np.allclose(walks * 3, np.round(walks * 3))


def test_morris_finds_the_slopes_of_a_plane():
    walks = np.array(acs.morris(RANGES, 10).points).reshape(10, 4, 3)
    slopes = np.array([5.0, -1.0, 0.0])
    for walk in walks:
        rise, step = np.diff(walk @ slopes), np.diff(walk, axis=0)
        place = np.abs(step).argmax(axis=1)
        assert np.allclose(rise / step[range(3), place], slopes[place])


def test_whole_numbers_are_drawn_evenly_over_their_range(plan):
    whole = {
        name: entry
        for name, entry in plan.catalogue.items()
        if entry.is_number and isinstance(entry.default, int)
    }
    assert whole
    design = acs.latin_hypercube(whole, 50)
    for place, entry in enumerate(whole.values()):
        values = {point[place] for point in design.points}
        assert all(isinstance(value, int) and entry.is_plausible(value) for value in values)
        assert {int(entry.low), int(entry.high)} <= values or entry.high - entry.low > 20


def test_a_grid_holds_every_combination():
    assert acs.grid({"a": [1, 2], "b": [True]}).points == ((1, True), (2, True))


def test_values_of_numpy_are_taken_as_plain_numbers():
    grid = acs.grid({"a": np.arange(2), "b": np.linspace(0, 1, 2)})
    assert grid == acs.grid({"a": [0, 1], "b": [0.0, 1.0]})
    assert acs.points([{"a": np.int64(3)}]).points == ((3,),)
    values = [value for point in grid.points for value in point]
    assert {type(value) for value in values} == {int, float}


@pytest.mark.parametrize(
    "make",
    [
        lambda: acs.sobol(RANGES, 12),
        lambda: acs.morris({}, 4),
        lambda: acs.random_points(RANGES, 0),
        lambda: acs.random_points({"a": (1, 1)}, 4),
        lambda: acs.grid({"a": []}),
        lambda: acs.points([]),
        lambda: acs.points([{"a": 1}, {"b": 1}]),
        lambda: acs.points(5),
        lambda: acs.points([5]),
        lambda: acs.points({"a": 1}),
        lambda: acs.grid(5),
        lambda: acs.grid({"a": 5}),
        lambda: acs.grid({"a": "ab"}),
        lambda: acs.latin_hypercube({"a": ("a", "b")}, n=2),
        lambda: acs.latin_hypercube({"a": 5}, n=2),
        lambda: acs.latin_hypercube({"a": (0, float("inf"))}, n=2),
        lambda: acs.random_points({"a": (-1e308, 1e308)}, n=2),
        lambda: acs.random_points(5, n=2),
        lambda: acs.random_points(["a"], n=2),
        lambda: acs.sobol(RANGES, n=2.5),
        lambda: acs.random_points(RANGES, n=2.5),
        lambda: acs.random_points(RANGES, n=2, seed=-1),
        lambda: acs.morris(RANGES, n="2"),
        lambda: acs.latin_hypercube(RANGES, n=2, seed=-1),
        lambda: acs.morris(RANGES, n=2, seed=0.5),
    ],
)
def test_designs_that_make_no_sense_are_refused(make):
    with pytest.raises(StudyError):
        make()
