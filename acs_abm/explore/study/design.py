"""Designs: which points a study runs, from the plausible ranges of parameters.

A point is a value for each varied parameter. Every design is a pure function of what is asked and
of its seed, so that a study can be planned again to the same points.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from acs_abm.errors import StudyError
from acs_abm.explore.ensemble import Ensemble, with_member
from acs_abm.parameters import Parameter
from acs_abm.scenario import Scenario

Point = tuple[Any, ...]
Floats = NDArray[np.float64]
Ranges = Mapping[str, Parameter | tuple[float, float]] | Iterable[Parameter]

ENSEMBLE = "ensemble"
"""Kind of a design whose points are the members of an ensemble."""

MORRIS_LEVELS = 4
"""Levels of Morris's grid; 4 is usual (Morris 1991; Saltelli et al. 2008, chapter 3)."""


@dataclass(frozen=True)
class Design:
    """Points to run.

    Attributes
    ----------
    kind
        How they were chosen.
    parameters
        Names of the varied parameters.
    points
        A value for each of them, for each point.
    low, high
        What the points span; empty where values were listed.
    """

    kind: str
    parameters: tuple[str, ...] = ()
    points: tuple[Point, ...] = ((),)
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def continues(self, other: Design) -> bool:
        """Whether this is a Sobol' design with the points of another, in its order, and more.

        Only this one is added to: the first points of a longer sequence are those of a shorter
        one, and together they are as even as if they had been asked for at once.
        """
        return (
            self.kind == other.kind == "sobol"
            and (self.parameters, self.low, self.high) == (other.parameters, other.low, other.high)
            and len(self.points) > len(other.points)
            and self.points[: len(other.points)] == other.points
        )

    def world(self, base: Scenario, point: int) -> Scenario:
        """Return a scenario at a point, counted from 0."""
        values = dict(zip(self.parameters, self.points[point], strict=True))
        if self.kind == ENSEMBLE:
            return with_member(base, values, point + 1)
        return base.change(**values) if values else base


AS_THEY_ARE = Design("one")
"""One point that varies nothing."""


def points(rows: Sequence[Mapping[str, Any]]) -> Design:
    """Run the points of a list; each gives a value to the same parameters.

    Raises
    ------
    StudyError
        If there are none, or they do not name the same parameters.
    """
    if not rows or not rows[0]:
        raise StudyError("points: give at least one, with at least one parameter")
    names = tuple(rows[0])
    for place, point in enumerate(rows, start=1):
        if set(point) != set(names):
            different = ", ".join(sorted(set(point) ^ set(names)))
            raise StudyError(f"points: point {place} and point 1 differ in: {different}")
    return Design("points", names, tuple(tuple(point[name] for name in names) for point in rows))


def ensemble(of: Ensemble, members: int | None = None) -> Design:
    """Run members of an ensemble, from the first; each scenario keeps what it sets itself.

    Parameters
    ----------
    of
        The ensemble.
    members
        How many; all where there is no number.

    Raises
    ------
    StudyError
        If there are not so many.
    """
    n = of.size if members is None else members
    if not 1 <= n <= of.size:
        raise StudyError(f"ensemble: members is {n}: {of.name} has {of.size}")
    rows = of.members.iloc[:n].itertuples(index=False, name=None)
    return Design(ENSEMBLE, tuple(map(str, of.members.columns)), tuple(rows))


def grid(values: Mapping[str, Sequence[Any]]) -> Design:
    """Run every combination of the values listed for each parameter.

    Raises
    ------
    StudyError
        If no parameter, or no value of one, is given.
    """
    if not values or not all(values.values()):
        raise StudyError("grid: give at least one parameter, and at least one value of each")
    return Design("grid", tuple(values), tuple(itertools.product(*values.values())))


def random_points(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Draw ``n`` points evenly and independently."""
    return _spanned("random", ranges, lambda k: np.random.default_rng(seed).random((n, k)), n)


def latin_hypercube(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Draw ``n`` points of which each parameter's ``n`` strata hold one (McKay et al. 1979)."""
    return _spanned(
        "latin_hypercube", ranges, lambda k: qmc.LatinHypercube(k, rng=seed).random(n), n
    )


def sobol(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Make the ``n × (k + 2)`` points from which Sobol' indices are read (Saltelli et al. 2010).

    Of each of ``n`` pairs of points A and B of one Sobol' sequence: A, then A with one coordinate
    of B for each of the ``k`` parameters, then B: the order in which SALib expects them.

    Raises
    ------
    StudyError
        If ``n`` is not a power of two: the sequence is balanced only there.
    """
    if n < 2 or n & (n - 1):
        below = 2 ** max(1, n.bit_length() - 1)
        raise StudyError(f"sobol: n is {n}: it takes a power of two, such as {below}")

    def saltelli(k: int) -> Floats:
        pairs = qmc.Sobol(2 * k, scramble=True, rng=seed).random(n)
        first, second = pairs[:, :k], pairs[:, k:]
        points = np.repeat(first[:, None, :], k + 2, axis=1)
        for place in range(k):
            points[:, place + 1, place] = second[:, place]
        points[:, k + 1, :] = second
        return points.reshape(-1, k)

    return _spanned("sobol", ranges, saltelli, n)


def sobol_sequence(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Make the first ``n`` points of a scrambled Sobol' sequence, which fill the ranges evenly."""
    return _spanned("sobol_sequence", ranges, lambda k: sobol_units(k, n, seed), n)


def sobol_units(k: int, n: int, seed: int) -> Floats:
    """Return points of a scrambled Sobol' sequence in the unit cube of ``k`` dimensions."""
    whole = qmc.Sobol(k, scramble=True, rng=seed).random_base2((n - 1).bit_length())
    return np.asarray(whole[:n], dtype=np.float64)


def scaled_points(kind: str, ranges: Ranges, units: Floats) -> Design:
    """Scale chosen points of the unit cube, one a row, to the ranges."""
    return _spanned(kind, ranges, lambda _: units, len(units))


def morris(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Walk ``n`` trajectories, each changing one parameter at a time (Morris 1991).

    Each has ``k + 1`` points on a grid of four levels; a step is two thirds of the range.
    """

    def trajectories(k: int) -> Floats:
        luck = np.random.default_rng(seed)
        step = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))
        walks = np.empty((n, k + 1, k))
        for walk in walks:
            # a start from which each coordinate can move a step up; some then walk it backwards
            walk[:] = luck.integers(0, MORRIS_LEVELS // 2, k) / (MORRIS_LEVELS - 1)
            for place, coordinate in enumerate(luck.permutation(k), start=1):
                walk[place:, coordinate] += step
            backwards = luck.random(k) < 0.5
            walk[:, backwards] = 1 - walk[:, backwards]
        return cast("Floats", walks.reshape(-1, k))

    return _spanned("morris", ranges, trajectories, n)


def _spanned(kind: str, ranges: Ranges, draw: Any, n: int) -> Design:
    """Scale points of the unit cube to ranges; whole numbers are spread evenly over theirs."""
    if n < 1:
        raise StudyError(f"{kind}: n is {n}: it takes a whole number, 1 or more")
    spans = _spans(kind, ranges)
    if not spans:
        raise StudyError(f"{kind}: give at least one parameter")
    units = np.asarray(draw(len(spans)), dtype=np.float64)
    columns = [_scaled(units[:, place], *span[1:]) for place, span in enumerate(spans)]
    return Design(
        kind,
        tuple(name for name, _, _, _ in spans),
        tuple(zip(*columns, strict=True)),
        tuple(low for _, low, _, _ in spans),
        tuple(high for _, _, high, _ in spans),
    )


def _spans(kind: str, ranges: Ranges) -> list[tuple[str, float, float, bool]]:
    """Return name, low, high of each parameter, and whether it is a whole number."""
    if not isinstance(ranges, Mapping):
        ranges = {entry.name: entry for entry in ranges}
    spans = []
    for name, span in ranges.items():
        if isinstance(span, Parameter):
            if span.low is None or span.high is None:
                raise StudyError(f"{kind}: {name} is not a number and has no range; use a grid")
            spans.append((name, span.low, span.high, isinstance(span.default, int)))
        else:
            low, high = float(span[0]), float(span[1])
            if not low < high:
                raise StudyError(f"{kind}: {name}: from {low:g} to {high:g} is no range")
            spans.append((name, low, high, False))
    return spans


def _scaled(unit: Floats, low: float, high: float, is_whole: bool) -> list[Any]:  # noqa: FBT001
    if is_whole:
        whole = np.floor(low + unit * (high - low + 1)).clip(low, high)
        return [int(value) for value in whole]
    return [float(value) for value in low + unit * (high - low)]
