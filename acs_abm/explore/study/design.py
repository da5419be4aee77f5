"""Designs: which points a study runs, from the plausible ranges of parameters.

A point is a value for each varied parameter. Every design is a pure function of what is asked and
of its seed, so that a study can be planned again to the same points.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from acs_abm.errors import CommandError, StudyError
from acs_abm.explore.batch import listed, whole_number
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
    listed_rows = _rows(rows)
    if not listed_rows or not listed_rows[0]:
        raise StudyError("points: give at least one, with at least one parameter")
    names = tuple(listed_rows[0])
    for place, point in enumerate(listed_rows, start=1):
        if set(point) != set(names):
            different = ", ".join(sorted(set(point) ^ set(names)))
            raise StudyError(f"points: point {place} and point 1 differ in: {different}")
    values = tuple(tuple(_plain(point[name]) for name in names) for point in listed_rows)
    return Design("points", names, values)


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
    n = of.size if members is None else _whole("ensemble: members", members, 1)
    if not 1 <= n <= of.size:
        raise StudyError(f"ensemble: members is {n}: {of.name} has {of.size}")
    rows = of.members.iloc[:n].itertuples(index=False, name=None)
    return Design(ENSEMBLE, tuple(map(str, of.members.columns)), tuple(rows))


def grid(values: Mapping[str, Iterable[Any]]) -> Design:
    """Run every combination of the values listed for each parameter.

    Raises
    ------
    StudyError
        If no parameter, or no list of at least one value of each, is given.
    """
    if not isinstance(values, Mapping):
        raise StudyError(f"grid: {values!r} is not a mapping from parameter to a list of values")
    try:
        lists = [listed(f"grid: {name}", each) for name, each in values.items()]
    except CommandError as error:
        raise StudyError(str(error)) from None
    if not lists or not all(lists):
        raise StudyError("grid: give at least one parameter, and at least one value of each")
    return Design("grid", tuple(values), tuple(itertools.product(*lists)))


def random_points(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Draw ``n`` points evenly and independently."""
    return _spanned("random", ranges, lambda k: np.random.default_rng(seed).random((n, k)), n, seed)


def latin_hypercube(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Draw ``n`` points of which each parameter's ``n`` strata hold one (McKay et al. 1979)."""
    return _spanned(
        "latin_hypercube", ranges, lambda k: qmc.LatinHypercube(k, rng=seed).random(n), n, seed
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
    n = _whole("sobol: n", n, 1)
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

    return _spanned("sobol", ranges, saltelli, n, seed)


def sobol_sequence(ranges: Ranges, n: int, seed: int = 1) -> Design:
    """Make the first ``n`` points of a scrambled Sobol' sequence, which fill the ranges evenly."""
    return _spanned("sobol_sequence", ranges, lambda k: sobol_units(k, n, seed), n, seed)


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

    return _spanned("morris", ranges, trajectories, n, seed)


def _spanned(kind: str, ranges: Ranges, draw: Any, n: int, seed: int = 1) -> Design:
    """Scale points of the unit cube to ranges; whole numbers are spread evenly over theirs."""
    _whole(f"{kind}: n", n, 1)
    _whole(f"{kind}: seed", seed, 0)
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
        ranges = {entry.name: entry for entry in _parameters(kind, ranges)}
    spans = []
    for name, span in ranges.items():
        if isinstance(span, Parameter):
            if span.low is None or span.high is None:
                raise StudyError(f"{kind}: {name} is not a number and has no range; use a grid")
            spans.append((name, span.low, span.high, isinstance(span.default, int)))
        else:
            spans.append((name, *_ends(kind, name, span), False))
    return spans


def _ends(kind: str, name: str, span: Iterable[Any]) -> tuple[float, float]:
    """Return the ends of a range, numbers the lower of which comes first."""
    try:
        low, high = map(float, span)
    except (TypeError, ValueError):
        raise StudyError(f"{kind}: {name}: {span!r} is no range, such as (0, 1)") from None
    if not low < high or not math.isfinite(high - low):
        raise StudyError(f"{kind}: {name}: from {low:g} to {high:g} is no range")
    return low, high


def _parameters(kind: str, written: object) -> list[Parameter]:
    found: list[Any] = list(written) if isinstance(written, Iterable) else [written]
    if not all(isinstance(entry, Parameter) for entry in found):
        raise StudyError(
            f"{kind}: {written!r} is neither a mapping from parameter to range, such as "
            "{'practice.status_quo': (0, 1)}, nor a list of parameters"
        )
    return found


def _rows(written: object) -> list[Mapping[str, Any]]:
    found: list[Any] = list(written) if isinstance(written, Iterable) else [written]
    if isinstance(written, Mapping) or not all(isinstance(row, Mapping) for row in found):
        raise StudyError(f"points: {written!r} is not a list of mappings from parameter to value")
    return found


def _whole(name: str, value: object, at_least: int) -> int:
    """Return a whole number that a design was asked for."""
    try:
        return whole_number(name, value, at_least)
    except CommandError as error:
        raise StudyError(str(error)) from None


def _plain(value: Any) -> Any:
    """Return a number of NumPy as one of Python, which can be written into a plan."""
    return value.item() if isinstance(value, np.generic) else value


def _scaled(unit: Floats, low: float, high: float, is_whole: bool) -> list[Any]:  # noqa: FBT001
    if is_whole:
        whole = np.floor(low + unit * (high - low + 1)).clip(low, high)
        return [int(value) for value in whole]
    return [float(value) for value in low + unit * (high - low)]
