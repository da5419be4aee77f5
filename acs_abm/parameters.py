"""What a parameter is, and the catalogue of all that are declared in code.

A rule owns the parameters it uses: it declares them once, beside itself, as the fields of a
small frozen data class::

    @declares("practice")
    class PracticeChoice:
        status_quo: float = parameter(
            9.0,
            unit="£k a level",
            low=2,
            high=15,
            symbol="SQ",
            meaning="Cost of moving one level away from where the practice is.",
            source="fitted by hand: ...",
        )

The rule reads ``p.status_quo``; everybody else calls it ``practice.status_quo``. Sliders,
sensitivity designs, the reference page and the checks on a scenario file all come from these
declarations. Numbers of offers, gates and calendars are declared in their YAML files and join
the same catalogue (:mod:`acs_abm.scenario`).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from numbers import Real
from pathlib import Path
from typing import Any, TypeVar, dataclass_transform

from acs_abm.documents import expect_keys
from acs_abm.errors import ParameterError, nearest

Value = float | int | bool | tuple[str, ...]
Group = TypeVar("Group")

STRESS = 10.0
"""How many times the plausible range a value may leave it: room for stress tests, while a
misplaced decimal point is still refused."""


class Role(StrEnum):
    """Who sets a parameter."""

    LEVER = "lever"
    UNCERTAINTY = "uncertainty"
    CONSTANT = "constant"


@dataclass(frozen=True)
class Parameter:
    """One declared number, switch or list of names.

    Attributes
    ----------
    name
        Dotted plain name, ``practice.status_quo``.
    default
        Value where a scenario says nothing.
    unit
        Unit, such as ``£k a year`` or ``share``.
    low, high
        Plausible range: what designs and sliders span. None for switches and lists.
    role
        Lever (policy can set it), uncertainty (nobody knows) or constant.
    meaning, source
        What it is, and where the default comes from (or "assumption").
    symbol
        Symbol in the equations, where it has one.
    at_least, at_most
        What is accepted at all; wider than the plausible range.
    choices
        Names that a list may hold.
    """

    name: str
    default: Value
    unit: str
    low: float | None
    high: float | None
    role: Role
    meaning: str
    source: str
    symbol: str = ""
    at_least: float = -math.inf
    at_most: float = math.inf
    choices: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether the parameter is a quantity that a design can vary."""
        return not isinstance(self.default, bool | tuple)

    def check(self, value: object) -> Value:
        """Return the value in the parameter's own type.

        Raises
        ------
        ParameterError
            If the value has the wrong type, is not finite or is out of bounds. The message
            names the parameter, the value and what is allowed.
        """
        if isinstance(self.default, bool):
            return self._switch(value)
        if isinstance(self.default, tuple):
            return self._names(value)
        return self._number(value)

    def is_plausible(self, value: Value) -> bool:
        """Whether a value lies within the plausible range."""
        if self.low is None or self.high is None or isinstance(value, tuple):
            return True
        return self.low <= value <= self.high

    def allowed(self) -> str:
        """Say in words what is accepted."""
        if isinstance(self.default, bool):
            return "true or false"
        if isinstance(self.default, tuple):
            return "a list of names out of " + ", ".join(self.choices)
        kind = "a whole number" if isinstance(self.default, int) else "a number"
        bounds = f"{kind} from {self.at_least:g} to {self.at_most:g}"
        return f"{bounds} {self.unit} (plausible {self.low:g} to {self.high:g})"

    def _refuse(self, value: object, why: str) -> ParameterError:
        shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
        return ParameterError(f"{self.name} is {shown}: {why}; it takes {self.allowed()}")

    def _switch(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self._refuse(value, "not a switch")
        return value

    def _names(self, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            value = [value] if value else []
        if not isinstance(value, list | tuple):
            raise self._refuse(value, "not a list of names")
        for item in value:
            if item not in self.choices:
                raise self._refuse(
                    value, f"'{item}' is not known{nearest(str(item), self.choices)}"
                )
        return tuple(sorted(set(value)))

    def _number(self, value: object) -> float | int:
        if isinstance(value, bool) or not isinstance(value, Real):
            raise self._refuse(value, "not a number")
        number = _as_float(value)
        if not math.isfinite(number):
            raise self._refuse(value, "not a finite number")
        if not self.at_least <= number <= self.at_most:
            raise self._refuse(value, "out of range")
        if isinstance(self.default, int):
            if not number.is_integer():
                raise self._refuse(value, "not a whole number")
            return int(number)
        return number


def _as_float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number too large for a float
        return math.inf


def bounds(unit: str, low: float, high: float) -> tuple[float, float]:
    """Derive what is accepted at all from a plausible range.

    Shares and probabilities stay between 0 and 1; anything else may go ten times as far from
    zero as the plausible range does, and never below zero unless the range does. The shape of
    a distribution stays above zero.
    """
    if unit.partition(" ")[0] in {"share", "probability"}:
        return 0.0, 1.0
    furthest = STRESS * max(abs(low), abs(high))
    if unit == "shape":
        return low / STRESS, furthest
    return (0.0 if low >= 0 else -furthest), furthest


def parameter(
    default: Value,
    *,
    unit: str,
    meaning: str,
    source: str,
    low: float | None = None,
    high: float | None = None,
    role: Role = Role.UNCERTAINTY,
    symbol: str = "",
    limits: tuple[float, float] | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    """Declare a parameter as a field of a class under :func:`declares`.

    Parameters are those of :class:`Parameter`; ``limits`` replaces the bounds that
    :func:`bounds` would derive.
    """
    declaration = {
        "unit": unit,
        "meaning": meaning,
        "source": source,
        "low": low,
        "high": high,
        "role": role,
        "symbol": symbol,
        "limits": limits,
        "choices": choices,
    }
    return dataclasses.field(default=default, metadata=declaration)


_GROUPS: dict[type, str] = {}
_CATALOGUE: dict[str, Parameter] = {}


@dataclass_transform(frozen_default=True, field_specifiers=(parameter,))
def declares(prefix: str) -> Callable[[type[Group]], type[Group]]:
    """Make a class the declaration of a rule's parameters under a prefix.

    Two rules may share a prefix; no two parameters may share a name.
    """

    def register(plain: type[Group]) -> type[Group]:
        group = dataclass(frozen=True)(plain)
        for field in dataclasses.fields(group):  # type: ignore[arg-type]
            default: Any = field.default
            entry = make_parameter(f"{prefix}.{field.name}", default, **field.metadata)
            if entry.name in _CATALOGUE:
                raise ParameterError(f"{entry.name} is declared twice")
            _CATALOGUE[entry.name] = entry
        _GROUPS[group] = prefix
        return group

    return register


def make_parameter(
    name: str,
    default: Value,
    *,
    low: float | None,
    high: float | None,
    limits: tuple[float, float] | None = None,
    **rest: Any,
) -> Parameter:
    """Complete a declaration: derive the bounds, check the default against the range."""
    if isinstance(default, bool | tuple):
        return Parameter(name, default, low=None, high=None, **rest)
    if low is None or high is None or not low <= default <= high:
        raise ParameterError(f"{name}: the default {default} is outside its range {low} to {high}")
    at_least, at_most = limits or bounds(rest["unit"], low, high)
    return Parameter(name, default, low=low, high=high, at_least=at_least, at_most=at_most, **rest)


def number_parameter(
    name: str, written: object, field: dataclasses.Field[Any], path: Path | str
) -> Parameter:
    """Make the parameter of a number in a data file.

    Parameters
    ----------
    name
        Its dotted name.
    written
        What the file says: a number, ``{value, low, high, source}``, or None for the default.
    field
        The field that declares unit, meaning and the range that holds without one.
    path
        For messages.
    """
    declaration: dict[str, Any] = dict(field.metadata)
    given: Mapping[str, Any] = written if isinstance(written, Mapping) else {"value": written}
    expect_keys(given, {"value", "low", "high", "source", "role"}, path, name)
    default: Any = field.default
    draft = make_parameter(name, default, **declaration)
    value: Any = draft.check(default if given.get("value") is None else given["value"])
    if written is not None:
        declaration["source"] = str(given.get("source", "given by the scenario"))
        declaration["low"] = _edge(name, given, "low", min(declaration["low"], value))
        declaration["high"] = _edge(name, given, "high", max(declaration["high"], value))
        declaration["role"] = _role(name, given.get("role", declaration["role"]))
    return make_parameter(name, value, **declaration)


def _edge(name: str, given: Mapping[str, Any], key: str, otherwise: float) -> float:
    edge = given.get(key, otherwise)
    if isinstance(edge, bool) or not isinstance(edge, Real) or not math.isfinite(_as_float(edge)):
        raise ParameterError(f"{name}: '{key}' is {edge!r}: not a finite number")
    return float(edge)


def _role(name: str, written: object) -> Role:
    roles = [str(role) for role in Role]
    if written not in roles:
        allowed = ", ".join(roles)
        raise ParameterError(f"{name}: 'role' is {written!r}; it takes one of {allowed}")
    return Role(str(written))


def declared(package: str = "") -> Mapping[str, Parameter]:
    """Return every parameter that an imported rule declares, by name.

    Parameters
    ----------
    package
        Only those declared in this package or module; empty for all.
    """
    return {
        entry.name: entry
        for group, prefix in sorted(_GROUPS.items(), key=lambda item: item[1])
        if f"{group.__module__}.".startswith(f"{package}." if package else "")
        for entry in _entries(group, prefix)
    }


def _entries(group: type, prefix: str) -> list[Parameter]:
    return [_CATALOGUE[f"{prefix}.{field.name}"] for field in dataclasses.fields(group)]


def collect(group: type[Group], values: Mapping[str, Value]) -> Group:
    """Fill a rule's parameters from dotted values; the rest keep their defaults."""
    prefix = _GROUPS[group]
    names = [field.name for field in dataclasses.fields(group)]  # type: ignore[arg-type]
    given = {name: values[f"{prefix}.{name}"] for name in names if f"{prefix}.{name}" in values}
    return group(**given)
