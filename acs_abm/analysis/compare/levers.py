"""What counts as a lever that was changed between two scenarios.

A scenario is taken apart into *parts*: its calendar, the date of its mandate, each offer on its
table, each value that differs from the default, each dated change of an offer's term. A lever is a
part that differs, or several that cannot move apart:

* an offer that is there in one scenario only, or is defined differently, moves with all its terms;
* a calendar moves with every value of its stages, gates, waves and dates;
* rules of the author's own move with the values that they declare;
* the least and the most of a wave of selections move together.

So whatever is taken from either scenario, the rest from the other, is a scenario that can be run.
How a scenario came about (``extends``), its name and its texts are no part of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from acs_abm.clock import Date
from acs_abm.contracts.offer import OfferDocument
from acs_abm.contracts.offer_change import OfferChange
from acs_abm.errors import CommandError
from acs_abm.explore.one_world import expect_same_steps
from acs_abm.parameters import Value
from acs_abm.scenario import WAVE_SIZES, Scenario
from acs_abm.stages.calendar_file import load_calendar, name_of_calendar


class Part(NamedTuple):
    """One part of a scenario: its kind and its name.

    ``kind`` is ``calendar``, ``rules``, ``mandate``, ``offer``, ``value`` or ``change`` (dated, of
    a term).
    """

    kind: str
    name: str


CALENDAR, MANDATE = Part("calendar", "calendar"), Part("mandate", "mandate_from")
RULES = Part("rules", "rules")
_FIRST = ("calendar", "rules", "offer", "mandate", "value", "change")
"""Which part of a lever names it, and the order of levers."""


@dataclass(frozen=True)
class Change:
    """One part in which two scenarios differ.

    Attributes
    ----------
    part
        Which.
    label
        The part in plain words.
    in_a, in_b
        What it is in either scenario, as text.
    meaning
        What it means, where it is declared; else empty.
    """

    part: Part
    label: str
    in_a: str
    in_b: str
    meaning: str = ""


@dataclass(frozen=True)
class Lever:
    """What is switched from scenario A to scenario B in one go.

    Attributes
    ----------
    name
        Short name in tables.
    label
        The lever in plain words.
    changes
        The parts that it moves.
    """

    name: str
    label: str
    changes: tuple[Change, ...]


def expect_same_frame(a: Scenario, b: Scenario) -> tuple[Scenario, Scenario]:
    """Return two scenarios over the same quarters, ending where the shorter one does.

    Raises
    ------
    CommandError
        If they do not begin together or do not have steps of the same length.
    """
    expect_same_steps(a, b)
    last = min(a.until, b.until, key=lambda until: Date.parse(until, end=True).index)
    return a.change(until=last), b.change(until=last)


def changed_levers(a: Scenario, b: Scenario) -> tuple[Lever, ...]:
    """Return every lever that was changed between two scenarios.

    Parameters
    ----------
    a, b
        Scenarios over the same quarters.

    Returns
    -------
    tuple of Lever
        Calendar first, then rules, offers, mandate, values, dated changes, each by name.

    Raises
    ------
    CommandError
        If nothing was.
    """
    parts_a, parts_b = _parts(a), _parts(b)
    either = sorted({*parts_a, *parts_b}, key=lambda p: (_FIRST.index(p.kind), p.name))
    differing = [part for part in either if parts_a.get(part) != parts_b.get(part)]
    if not differing:
        raise CommandError(
            f"'{a.name}' and '{b.name}' are the same world: nothing that could change a result "
            "differs"
        )
    leaders = {e.name: CALENDAR for s in (a, b) for e in load_calendar(s.calendar).parameters}
    leaders |= {name: RULES for s in (a, b) for name in s.of_own_rules}
    bundles: dict[Part, list[Part]] = {}
    for part in differing:
        bundles.setdefault(_leader(part, set(differing), leaders), []).append(part)
    return tuple(_lever([_change(part, a, b) for part in parts]) for parts in bundles.values())


def between(a: Scenario, b: Scenario, switched: Iterable[Lever]) -> Scenario:
    """Return scenario A with some levers where scenario B has them.

    Parameters
    ----------
    a, b
        Scenarios over the same quarters.
    switched
        Some of :func:`changed_levers`, or groups of them.
    """
    mixed, other = _parts(a), _parts(b)
    for lever in switched:
        for change in lever.changes:
            mixed.pop(change.part, None)
            if change.part in other:
                mixed[change.part] = other[change.part]
    return _put_together(a, mixed)


def merged(name: str, label: str, levers: Sequence[Lever]) -> Lever:
    """Make one lever of several."""
    return Lever(name, label, tuple(change for lever in levers for change in lever.changes))


def _parts(scenario: Scenario) -> dict[Part, Any]:
    """Take a scenario apart; what is not there has no part."""
    parts: dict[Part, Any] = {CALENDAR: scenario.calendar}
    if scenario.rules:
        parts[RULES] = scenario.rules
    if scenario.mandate_from:
        parts[MANDATE] = scenario.mandate_from
    for document in scenario.offers:
        parts[Part("offer", document.offer.name)] = _Terms(document)
    for name, value in scenario.overrides.items():
        if value != scenario.parameter(name).default:
            parts[Part("value", name)] = value
    for change in scenario.offer_changes:
        part = Part("change", change.parameter)
        parts[part] = (*parts.get(part, ()), change)
    return parts


@dataclass(frozen=True, eq=False)
class _Terms:
    """An offer as it acts: two that differ only in their texts are the same."""

    document: OfferDocument

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Terms) and self._acts() == other._acts()

    __hash__ = None  # type: ignore[assignment]

    def _acts(self) -> tuple[object, ...]:
        plain = dataclasses.replace(self.document.offer, label="", why="")
        return plain, [(p.name, p.default, p.low, p.high) for p in self.document.parameters]


def _put_together(frame: Scenario, parts: Mapping[Part, Any]) -> Scenario:
    """Make a scenario of its parts; its name and its quarters are those of the frame."""
    of_kind: dict[str, dict[str, Any]] = {kind: {} for kind in _FIRST}
    for part, content in parts.items():
        of_kind[part.kind][part.name] = content
    values: dict[str, Value] = dict(sorted(of_kind["value"].items()))
    changes: list[OfferChange] = [one for many in of_kind["change"].values() for one in many]
    return dataclasses.replace(
        frame,
        calendar=of_kind["calendar"][CALENDAR.name],
        rules=of_kind["rules"].get(RULES.name, ()),
        mandate_from=of_kind["mandate"].get(MANDATE.name, ""),
        offers=tuple(terms.document for terms in of_kind["offer"].values()),
        overrides=MappingProxyType(values),
        offer_changes=tuple(sorted(changes, key=lambda change: change.date.index)),
    ).validated()


def _leader(part: Part, differing: set[Part], leaders: Mapping[str, Part]) -> Part:
    """Return the part that another moves with; itself where it moves alone."""
    if part.kind == "value" and part.name in leaders:
        leader = leaders[part.name]
        return leader if leader in differing else _first_of_pair(part, differing)
    if part.kind in {"value", "change"} and part.name.startswith("offer."):
        offer = Part("offer", part.name.split(".")[1])
        return offer if offer in differing else part
    return part


def _first_of_pair(part: Part, differing: set[Part]) -> Part:
    for least, most in WAVE_SIZES:
        first = Part("value", f"wave.{least}")
        if part.name == f"wave.{most}" and first in differing:
            return first
    return part


def _lever(changes: list[Change]) -> Lever:
    first = min(changes, key=lambda change: _FIRST.index(change.part.kind))
    if len(changes) == 1 or first.part.kind in {"calendar", "rules", "offer"}:
        return Lever(_name(first.part), first.label, tuple(changes))
    return Lever(
        " + ".join(_name(change.part) for change in changes),
        " and ".join(change.label for change in changes),
        tuple(changes),
    )


def _name(part: Part) -> str:
    return {"offer": f"offer.{part.name}", "change": f"{part.name} (dated)"}.get(
        part.kind, part.name
    )


def _change(part: Part, a: Scenario, b: Scenario) -> Change:
    texts = [_text(part, scenario, other) for scenario, other in ((a, b), (b, a))]
    label, meaning = _words(part, a, b)
    return Change(part, label, texts[0], texts[1], meaning)


def _words(part: Part, a: Scenario, b: Scenario) -> tuple[str, str]:
    labels = {d.offer.name: d.offer.label for scenario in (b, a) for d in scenario.offers}
    if part.kind == "calendar":
        return "calendar of stages, gates and dates", ""
    if part.kind == "rules":
        return "rules of the author's own", ""
    if part.kind == "mandate":
        return "national mandate", ""
    if part.kind == "offer":
        return f"offer “{labels[part.name]}”", ""
    entry = (a if part.name in a.catalogue else b).parameter(part.name)
    *front, last = part.name.split(".")
    plain = last.replace("_", " ")
    where = " ".join(front).replace("_", " ")
    if front[0] == "offer":
        where = f"offer “{labels[front[1]]}”"
    elif front[0] == "stage":
        where = f"stage “{where.removeprefix('stage ')}”"
    later = ", changes in the course of the run" if part.kind == "change" else ""
    return f"{where}: {plain}{later}", entry.meaning


def _text(part: Part, scenario: Scenario, other: Scenario) -> str:
    """Write what a part is in a scenario."""
    parts = _parts(scenario)
    content = parts.get(part)
    if part.kind == "offer":
        if content is None:
            return "not on offer"
        return "on other terms" if part in _parts(other) else "on offer"
    if part.kind == "value":
        return _value(part.name, scenario)
    if part.kind == "calendar":
        return name_of_calendar(scenario.calendar)
    if part.kind == "change":
        return reduce(_then, content or (), "") or "none"
    if part.kind == "rules":
        content = ", ".join(content or ())
    return str(content or "none")


def _then(before: str, change: OfferChange) -> str:
    return f"{before}{', ' if before else ''}{change.value:g} from {change.date}"


def _value(name: str, scenario: Scenario) -> str:
    if name not in scenario.catalogue:
        return "does not exist"
    value, unit = scenario.value(name), scenario.parameter(name).unit
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = f"{cast('float', value):g}"
    if unit.startswith("£"):
        thousands, _, rest = unit[1:].partition(" ")
        return f"£{number}{thousands} {rest}".strip()
    return f"{number} {unit}".strip()
