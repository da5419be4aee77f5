"""Changing one part of a rule of the package, so that the reference must disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from acs_abm.columns import World

Seen = dict[str, Callable[[World], Any]]
Change = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What is made of a rule: another rule."""


@contextmanager
def _seen_otherwise(world: World, seen: Seen) -> Iterator[None]:
    """Let some of the state be something else for a while."""
    changed = {path: otherwise(world) for path, otherwise in seen.items()}
    kept = {path: attrgetter(path)(world) for path in seen}
    _put(world, changed)
    try:
        yield
    finally:
        _put(world, kept)


def _put(world: World, values: dict[str, Any]) -> None:
    for path, value in values.items():
        *blocks, name = path.split(".")
        setattr(attrgetter(*blocks)(world) if blocks else world, name, value)


def sees(**seen: Callable[[World], Any]) -> Change:
    """Let a rule, and it alone, see something else; ``ties__whom`` is the column of a block."""
    paths = {name.replace("__", "."): otherwise for name, otherwise in seen.items()}

    def change(rule):
        def changed(world, *rest):
            with _seen_otherwise(world, paths):
                return rule(world, *rest)

        return changed

    return change


def without(parameter: str) -> Change:
    """Let a rule, and it alone, read a parameter as nothing."""
    return sees(scenario=lambda world: world.scenario.change(**{parameter: 0.0}))


def with_nothing(place: int) -> Change:
    """Let an argument of a rule, by its place, be nothing."""

    def change(rule):
        def changed(*given):
            return rule(*given[:place], 0 * given[place], *given[place + 1 :])

        return changed

    return change
