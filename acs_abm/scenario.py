"""One world to simulate: complete, validated, frozen, composable, fingerprinted.

A scenario is a YAML file that says what differs from the defaults::

    name: generous_right_of_return
    extends: plan_2017
    why: What if a practice could be sure of getting its contract back?
    set:
      practice.right_of_return_quality: 0.9

From Python: ``Scenario.load("plan_2017").change(**{"practice.right_of_return_quality": 0.9})``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import json
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from acs_abm.clock import QUARTERS_A_YEAR, Clock, Date
from acs_abm.contracts.offer import Offer, OfferDocument, shipped_offers
from acs_abm.contracts.offer_change import FIELD, OfferChange, read_offer_changes
from acs_abm.documents import expect
from acs_abm.errors import ParameterError, ScenarioError, UnknownNameError, nearest
from acs_abm.family import find_rules, names_of_rules, text_digest
from acs_abm.parameters import Parameter, Role, Value, collect, declared
from acs_abm.scenario_file import (
    SHAPES,
    find_scenario,
    offer_content,
    offers_on_table,
    read_chain,
)
from acs_abm.stages.calendar import Calendar
from acs_abm.stages.calendar_file import DEFAULT_CALENDAR, CalendarDocument, load_calendar
from acs_abm.stages.stage import Stage

Group = TypeVar("Group")
RULE_ROOMS = ("decisions", "contracts", "incentives", "outcomes", "stages", "population")
WAVE_SIZES = (("first_least", "first_most"), ("later_least", "later_most"))
"""Pairs of numbers of the selection waves of which the first may not exceed the second."""
_RUN_KEYS = ("start", "until", "steps_per_year", "calendar", "mandate_from", "rules")


@lru_cache(maxsize=1)
def rule_parameters() -> Mapping[str, Parameter]:
    """Return every parameter that a rule of the package declares, whatever was imported before."""
    for room in RULE_ROOMS:
        package = importlib.import_module(f"acs_abm.{room}")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(declared("acs_abm")))


@dataclass(frozen=True)
class Scenario:
    """One world to simulate.

    Attributes
    ----------
    name
        Its name in tables, figures and links.
    why
        The question it asks.
    expectation
        What its author expected to see, written before running.
    found
        What runs show where that differs, written after.
    sources
        Where its facts come from.
    start, until
        First and last quarter (or month), both included.
    steps_per_year
        4 (quarters) or 12 (months).
    calendar
        Name of the calendar of stages and gates; or what one of the author's own says that differs
        from the one it ``extends``.
    offers
        The offers on the table.
    overrides
        Dotted values that differ from the defaults.
    mandate_from
        Quarter (or month) from which a national mandate is in force; empty for none.
    offer_changes
        Terms of offers that change in the course of a run.
    rules
        Modules of rules of the author's own (:mod:`acs_abm.family`).
    systems
        Care systems that it is about, by code, name or short name; none for all.
    """

    name: str
    why: str = ""
    expectation: str = ""
    found: str = ""
    sources: tuple[str, ...] = ()
    start: str = "2017-Q2"
    until: str = "2027-Q1"
    steps_per_year: int = QUARTERS_A_YEAR
    calendar: str | Mapping[str, Any] = DEFAULT_CALENDAR
    offers: tuple[OfferDocument, ...] = ()
    overrides: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    mandate_from: str = ""
    offer_changes: tuple[OfferChange, ...] = ()
    rules: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()

    @classmethod
    def load(cls, name: str | Path) -> Scenario:
        """Read a shipped scenario by name, or a scenario file by path.

        Raises
        ------
        ScenarioError
            If the file cannot be read or holds anything that is not allowed.
        UnknownNameError
            If there is no scenario, parameter, offer or calendar of a name.
        """
        path = find_scenario(name, None)
        return _build(read_chain(path), path)

    @classmethod
    def of(cls, given: Scenario | str | Path) -> Scenario:
        """Return a scenario that was given, or read the one that was named.

        Raises
        ------
        ScenarioError
            If it is no scenario, no name and no path; or as :meth:`load`.
        """
        if isinstance(given, Scenario):
            return given
        if not isinstance(given, str | Path):
            raise ScenarioError(
                f"{given!r} is no scenario: give one, the name of a shipped one, or the path of a "
                "scenario file"
            )
        return cls.load(given)

    @classmethod
    def parse(cls, text: str, called: str) -> Scenario:
        """Read a scenario from text that has the form of its file.

        Parameters
        ----------
        text
            YAML, as in a scenario file.
        called
            What to call it in messages, as a file.

        Raises
        ------
        ScenarioError, UnknownNameError
            As :meth:`load`.
        """
        path = Path(called)
        return _build(read_chain(path, text), path)

    def change(self, /, name: str | None = None, **values: Any) -> Scenario:
        """Return a scenario that differs from this one.

        Parameters
        ----------
        name
            Name of the new scenario; the old name where there is none.
        **values
            Dotted parameter names (pass them as ``**{"practice.status_quo": 3}``) and
            ``start``, ``until``, ``steps_per_year``, ``calendar``, ``mandate_from`` or ``rules``.

        Raises
        ------
        UnknownNameError
            If no parameter has a name.
        ParameterError
            If a value is not allowed.
        ScenarioError
            If something else of a scenario is to be changed, such as its offers.
        """
        run = {key: values.pop(key) for key in _RUN_KEYS if key in values}
        for key in values:
            if key in SHAPES:
                raise ScenarioError(
                    f"'{key}' cannot be changed this way: change parameters, "
                    f"{', '.join(_RUN_KEYS)}; for anything else write a scenario file that "
                    "extends another"
                )
        for key in run:
            expect(run, key, SHAPES[key], None)
        run["rules"] = names_of_rules(run.get("rules", self.rules))
        moved = dataclasses.replace(self, name=name or self.name, found="", **run)
        checked = {key: moved.parameter(key).check(value) for key, value in values.items()}
        changed = dataclasses.replace(
            moved, overrides=MappingProxyType(dict(sorted({**self.overrides, **checked}.items())))
        )
        return changed.validated()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the fields alone: a read-only view cannot be, and what is cached need not."""
        facts = {entry.name: getattr(self, entry.name) for entry in dataclasses.fields(self)}
        return _restored, ({**facts, "overrides": dict(self.overrides)},)

    @property
    def of_own_rules(self) -> dict[str, Parameter]:
        """Every parameter that rules of the author's own declare, by dotted name."""
        return {
            name: entry
            for rules in self.rules
            for name, entry in declared(find_rules(rules).__name__).items()
        }

    @cached_property
    def catalogue(self) -> Mapping[str, Parameter]:
        """Every parameter of this scenario by dotted name: of rules, offers and calendar."""
        entries = dict(rule_parameters()) | self.of_own_rules
        for parameters in (
            *(o.parameters for o in self.offers),
            self._calendar_document.parameters,
        ):
            entries.update({entry.name: entry for entry in parameters})
        return MappingProxyType(dict(sorted(entries.items())))

    def parameter(self, name: str) -> Parameter:
        """Return one parameter.

        Raises
        ------
        UnknownNameError
            If no parameter has that name; the message names the nearest that exists.
        """
        if name not in self.catalogue:
            hint = nearest(name, self.catalogue)
            see = "" if hint else "; 'acs-abm parameters' lists them"
            raise UnknownNameError(f"there is no parameter '{name}'{hint}{see}")
        return self.catalogue[name]

    def value(self, name: str) -> Value:
        """Return the value of one parameter."""
        return self.overrides.get(name, self.parameter(name).default)

    def values(self, group: type[Group]) -> Group:
        """Return a rule's parameters, filled for this scenario."""
        if group not in self._filled:
            self._filled[group] = collect(group, self.overrides)
        filled: Group = self._filled[group]
        return filled

    def levers(self) -> dict[str, Parameter]:
        """Return the parameters that policy can set."""
        return self._with_role(Role.LEVER)

    def uncertainties(self) -> dict[str, Parameter]:
        """Return the parameters that nobody knows."""
        return self._with_role(Role.UNCERTAINTY)

    @cached_property
    def offers_in_force(self) -> tuple[Offer, ...]:
        """The offers with their terms in place, level offers before add-ons, by name."""
        offers = [document.with_values(self.overrides) for document in self.offers]
        return tuple(sorted(offers, key=lambda o: (o.is_add_on, o.level, o.name)))

    @cached_property
    def staging(self) -> Calendar:
        """The calendar with its numbers in place."""
        return self._calendar_document.with_values(self.overrides)

    @cached_property
    def clock(self) -> Clock:
        """The steps of a run."""
        return Clock.between(self.start, self.until, self.steps_per_year)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change with anything that could change a result."""
        content = {
            "start": self.start,
            "until": self.until,
            "steps_per_year": self.steps_per_year,
            "calendar": repr(self.staging),
            "offers": repr(self.offers_in_force),
            "values": {name: repr(self.value(name)) for name in self.catalogue},
            "mandate_from": self.mandate_from,
            "offer_changes": repr(self.offer_changes),
            **({"systems": self.systems} if self.systems else {}),
        }
        if self.rules:
            content["rules"] = {name: text_digest(name) for name in self.rules}
        text = json.dumps(content, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_yaml(self) -> str:
        """Write the scenario as a file that :meth:`load` reads back to the same world."""
        shipped = shipped_offers()
        content: dict[str, Any] = {
            "name": self.name,
            "why": self.why,
            "expectation": self.expectation,
            "found": self.found,
            "sources": list(self.sources),
            "start": self.start,
            "until": self.until,
            "steps_per_year": self.steps_per_year,
            "systems": list(self.systems),
            "calendar": self.calendar,
            "offers": {
                document.offer.name: True
                if document == shipped.get(document.offer.name)
                else offer_content(document)
                for document in self.offers
            },
            "set": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.overrides.items()
            },
            "mandate_from": self.mandate_from,
            "offer_changes": [change.as_written() for change in self.offer_changes],
            "rules": list(self.rules),
        }
        kept = {key: value for key, value in content.items() if value not in ("", [], {})}
        return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=88)

    def implausible(self) -> list[str]:
        """Say which values lie outside their plausible range."""
        messages = []
        for name, value in self.overrides.items():
            entry = self.parameter(name)
            if not entry.is_plausible(value):
                span = f"{entry.low:g} to {entry.high:g} {entry.unit}"
                messages.append(f"{name} is {value:g}, outside its plausible range {span}")
        return messages

    @cached_property
    def _filled(self) -> dict[type[Any], Any]:
        return {}

    @cached_property
    def _calendar_document(self) -> CalendarDocument:
        return load_calendar(self.calendar)

    def _with_role(self, role: Role) -> dict[str, Parameter]:
        return {name: entry for name, entry in self.catalogue.items() if entry.role is role}

    def validated(self) -> Scenario:
        """Touch everything that could be wrong, so that a scenario that exists can run."""
        for name, value in self.overrides.items():
            self.parameter(name).check(value)
        wave = self.staging.wave
        for least, most in WAVE_SIZES:
            if getattr(wave, least) > getattr(wave, most):
                raise ParameterError(f"wave.{least} is larger than wave.{most}")
        for offer in self.offers_in_force:
            _check_stage(offer)
        for change in self.offer_changes:
            self._check_change(change)
        if self.mandate_from:
            _check_mandate(self.mandate_from)
        _ = self.clock
        return self

    def _check_change(self, change: OfferChange) -> None:
        names = [document.offer.name for document in self.offers]
        if change.offer not in names:
            hint = nearest(change.offer, names)
            message = f"no offer '{change.offer}' is on the table{hint} ({', '.join(names)})"
            raise UnknownNameError(f"{FIELD}: {message}")
        self.parameter(change.parameter).check(change.value)


def _check_mandate(written: str) -> None:
    try:
        Date.parse(written)
    except ScenarioError as error:
        raise ScenarioError(f"mandate_from: {error}") from None


def _check_stage(offer: Offer) -> None:
    if offer.pays_from_stage and offer.pays_from_stage not in Stage.__members__:
        stages = ", ".join(Stage.__members__)
        hint = nearest(offer.pays_from_stage, Stage.__members__)
        message = f"'{offer.pays_from_stage}' is not one of {stages}{hint}"
        raise ScenarioError(f"offers.{offer.name}: pays_from_stage: {message}")


def _restored(facts: dict[str, Any]) -> Scenario:
    return Scenario(**{**facts, "overrides": MappingProxyType(facts["overrides"])})


def shipped_scenarios() -> dict[str, str]:
    """Return the names of the scenarios that come with the package, each with its question."""
    folder = resources.files("acs_abm") / "scenarios"
    with resources.as_file(folder) as files:
        return {path.stem: Scenario.load(path).why for path in sorted(files.glob("*.yaml"))}


def _build(content: Mapping[str, Any], path: Path) -> Scenario:
    told = ("name", "why", "expectation", "found")
    facts = {key: content[key] for key in told if key in content}
    facts |= {key: content[key] for key in _RUN_KEYS if key in content}
    facts["offer_changes"] = read_offer_changes(content.get("offer_changes", ()), path)
    for key in ("sources", "systems"):
        facts[key] = tuple(str(each) for each in content.get(key, ()))
    try:
        facts["rules"] = names_of_rules(content.get("rules", ()))
        scenario = Scenario(**facts, offers=offers_on_table(content.get("offers", {}), path))
        values = content.get("set", {})
        for name in values:  # `set` holds parameters only, not `name` or `start`
            scenario.parameter(name)
        changed = scenario.validated().change(**values)
        return dataclasses.replace(changed, found=scenario.found)
    except (ParameterError, UnknownNameError) as error:
        raise type(error)(_placed(error, path)) from None
    except ScenarioError as error:
        raise ScenarioError(_placed(error, path)) from None


def _placed(error: Exception, path: Path) -> str:
    message = str(error)
    return message if message.startswith(str(path)) else f"{path}: {message}"
