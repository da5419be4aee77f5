"""Reading a calendar: what its file may say, and the parameters that it declares."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, cast

from acs_abm.clock import Date
from acs_abm.documents import expect, expect_keys, read_document
from acs_abm.errors import ScenarioError, UnknownNameError, nearest, where
from acs_abm.parameters import Parameter, Value, number_parameter
from acs_abm.stages.calendar import Calendar, Condition, StageRule
from acs_abm.stages.commissioners import commissioner_rules
from acs_abm.stages.contract import check_contract, contract_rules, read_date
from acs_abm.stages.stage import Gives, Stage
from acs_abm.stages.terms import BackTerms, ContractTerms, ExpectationTerms, StageTerms, WaveTerms
from acs_abm.stages.thresholds import AT_MOST, FLAGS, ConditionTerms, Thresholds

Terms = TypeVar("Terms", BackTerms, ContractTerms, ExpectationTerms, WaveTerms)

_OF_GATE = ("dwell", "strictness")
_OF_STAY = ("pressure_weight", "governance_growth")
_STAGE_KEYS = {
    "hard",
    "required",
    "requires",
    "weights",
    "gives",
    "back",
    "opens",
    "opens_to_all",
} | {field.name for field in dataclasses.fields(StageTerms)}
_KEYS = {
    "name", "why", "sources", "extends", "expectation", "expectation_from", "wave",
    "first_wave", "dated_waves", "fund_from", "contract", "commissioners", "stages",
}  # fmt: skip


DEFAULT_CALENDAR, OWN_NAME = "announced_2017", "own"


@dataclass(frozen=True)
class CalendarDocument:
    """A calendar as written, its numbers still open."""

    name: str
    content: Mapping[str, Any]
    parameters: tuple[Parameter, ...]

    def with_values(self, values: Mapping[str, Value]) -> Calendar:
        """Return the calendar with its numbers taken from dotted values."""
        numbers = {entry.name: values.get(entry.name, entry.default) for entry in self.parameters}
        content = self.content
        return Calendar(
            name=self.name,
            why=str(content.get("why", "")).strip(),
            stages=tuple(_stage_rule(stage, content, numbers) for stage in Stage),
            wave=_terms(WaveTerms, "wave", numbers),
            first_wave=Date.parse(content["first_wave"]),
            expectation=_terms(ExpectationTerms, "expectation", numbers),
            expectation_from=Date.parse(content["expectation_from"]),
            fund_from=Date.parse(content["fund_from"]),
            dated_waves=_dated_waves(content),
            contract=contract_rules(
                content.get("contract", {}), _terms(ContractTerms, "contract", numbers), self.name
            ),
            commissioners=commissioner_rules(content.get("commissioners", {}), self.name),
        )


def parse_calendar(content: Mapping[str, Any], path: Path | str) -> CalendarDocument:
    """Make a calendar of a mapping; whatever it extends is already merged in.

    Raises
    ------
    ScenarioError
        If a key is unknown, missing or not what it must be.
    """
    expect_keys(content, _KEYS, path)
    for key in ("name", "first_wave", "expectation_from", "fund_from", "stages"):
        if key not in content:
            raise ScenarioError(f"{path}: '{key}' is missing")
    for key in ("wave", "expectation", "contract", "commissioners", "dated_waves"):
        expect({key: {}, **content}, key, dict, path)
    for key in ("first_wave", "expectation_from", "fund_from"):
        read_date(content[key], path, key)
    for date in content.get("dated_waves", {}):
        read_date(date, path, "dated_waves")
        expect(content["dated_waves"], date, int, path)
    check_contract(content.get("contract", {}), path)
    commissioner_rules(content.get("commissioners", {}), path)
    stages = expect(content, "stages", dict, path)
    expect_keys(stages, {stage.name for stage in Stage}, path, "stages")
    for name in stages:
        _check_stage(expect(stages, name, dict, path), path, f"stages.{name}")
    parameters = tuple(_parameters(content, path))
    document = CalendarDocument(str(content["name"]), content, parameters)
    document.with_values({})
    return document


def _check_stage(block: Mapping[str, Any], path: Path | str, field: str) -> None:
    """Refuse what a stage cannot hold before anything is made of it."""
    expect_keys(block, _STAGE_KEYS, path, field)
    _check_place(block, path, field)
    kinds = {
        "hard": bool, "required": list, "requires": dict, "weights": dict, "gives": list,
        "back": dict,
    }  # fmt: skip
    for key, kind in kinds.items():
        if key in block:
            expect(block, key, kind, path)
    asked = block.get("requires", {})
    expect_keys(asked, set(_names(Thresholds)), path, f"{field}.requires")
    expect_keys(dict.fromkeys(block.get("required", ())), set(asked), path, f"{field}.required")
    expect_keys(block.get("weights", {}), set(asked), path, f"{field}.weights")
    gifts = {str(gift) for gift in Gives}
    expect_keys(dict.fromkeys(block.get("gives", ())), gifts, path, f"{field}.gives")
    for key in ("opens", "opens_to_all"):
        if block.get(key) is not None:
            read_date(block[key], path, f"{field}.{key}")
    _check_kind_of_gate(block, path, field)


def _check_kind_of_gate(block: Mapping[str, Any], path: Path | str, field: str) -> None:
    if block.get("weights") and block.get("hard", True):
        message = "a hard gate asks for every condition; only a soft one (hard: false) weighs them"
        raise ScenarioError(f"{where(path, f'{field}.weights')}{message}")
    if "back" in block and field == f"stages.{Stage.ACO.name}":
        message = "what ends a single contract stands under 'contract'"
        raise ScenarioError(f"{where(path, f'{field}.back')}{message}")


def _check_place(block: Mapping[str, Any], path: Path | str, field: str) -> None:
    """Refuse a gate before the stage where all begin, and rates of a system at that of a place."""
    if field == f"stages.{Stage.STP.name}":
        expect_keys(block, {*_OF_STAY, "gives"}, path, field)
    if field == f"stages.{Stage.ACO.name}":
        expect_keys(block, _STAGE_KEYS - set(_OF_STAY), path, field)


def _dated_waves(content: Mapping[str, Any]) -> tuple[tuple[Date, int], ...]:
    waves = ((Date.parse(date), size) for date, size in content.get("dated_waves", {}).items())
    return tuple(sorted(waves))


def _parameters(content: Mapping[str, Any], path: Path | str) -> Iterator[Parameter]:
    yield from _group(WaveTerms, "wave", content.get("wave", {}), path)
    yield from _group(ExpectationTerms, "expectation", content.get("expectation", {}), path)
    contract = content.get("contract", {})
    numbers = {name: contract[name] for name in _names(ContractTerms) if name in contract}
    yield from _group(ContractTerms, "contract", numbers, path)
    for stage in Stage:
        block = content["stages"].get(stage.name, {})
        prefix = f"stage.{stage.name.lower()}"
        requires = block.get("requires", {})
        for field in dataclasses.fields(StageTerms):
            if field.name not in _idle_numbers(stage, requires):
                yield number_parameter(f"{prefix}.{field.name}", block.get(field.name), field, path)
        fields = {field.name: field for field in dataclasses.fields(Thresholds)}
        for measure, written in requires.items():
            yield number_parameter(f"{prefix}.{measure}", written, fields[measure], path)
            if not block.get("hard", True):
                weight = block.get("weights", {}).get(measure)
                yield number_parameter(f"{prefix}.weight.{measure}", weight, _WEIGHT, path)
        if "back" in block:
            yield from _group(BackTerms, f"{prefix}.back", block["back"], path)


def _idle_numbers(stage: Stage, requires: Mapping[str, Any]) -> frozenset[str]:
    """Return the numbers that could change nothing at a stage, so that it does not have them."""
    if stage is Stage.STP:
        return frozenset(_OF_GATE)  # where every system begins: no gate leads to it
    idle = _OF_STAY if stage is Stage.ACO else ()  # a stage of a place; its system is an ACS
    return frozenset(idle if set(requires) - FLAGS else (*idle, "strictness"))


_WEIGHT = next(field for field in dataclasses.fields(ConditionTerms))


def _group(
    terms: type[Terms], prefix: str, written: Mapping[str, Any], path: Path | str
) -> Iterator[Parameter]:
    expect_keys(written, set(_names(terms)), path, prefix)
    for field in dataclasses.fields(terms):
        yield number_parameter(f"{prefix}.{field.name}", written.get(field.name), field, path)


def _names(terms: type[Any]) -> list[str]:
    return [field.name for field in dataclasses.fields(terms)]


def _terms(terms: type[Terms], prefix: str, numbers: Mapping[str, Value]) -> Terms:
    given = {name: numbers[f"{prefix}.{name}"] for name in _names(terms)}
    return terms(**cast("dict[str, Any]", given))


def _stage_terms(prefix: str, numbers: Mapping[str, Value]) -> StageTerms:
    """Return the numbers a stage has; the rest are never read and keep their defaults."""
    given = {name: numbers.get(f"{prefix}.{name}") for name in _names(StageTerms)}
    own = {name: value for name, value in given.items() if value is not None}
    return StageTerms(**cast("dict[str, Any]", own))


def _stage_rule(
    stage: Stage, content: Mapping[str, Any], numbers: Mapping[str, Value]
) -> StageRule:
    block = content["stages"].get(stage.name, {})
    prefix = f"stage.{stage.name.lower()}"
    terms = _stage_terms(prefix, numbers)
    conditions = tuple(
        _condition(
            measure,
            float(cast("float", numbers[f"{prefix}.{measure}"])),
            float(cast("float", numbers.get(f"{prefix}.weight.{measure}", 1.0))),
            block,
            terms,
        )
        for measure in block.get("requires", {})
    )
    dates = {key: Date.parse(block[key]) for key in ("opens", "opens_to_all") if block.get(key)}
    return StageRule(
        stage=stage,
        terms=terms,
        is_hard=block.get("hard", True),
        opens=dates.get("opens"),
        opens_to_all=dates.get("opens_to_all"),
        conditions=conditions,
        gives=tuple(Gives(name) for name in sorted(set(block.get("gives", ())))),
        back=_terms(BackTerms, f"{prefix}.back", numbers) if "back" in block else None,
    )


def _condition(
    measure: str, threshold: float, weight: float, block: Mapping[str, Any], terms: StageTerms
) -> Condition:
    is_at_most = measure in AT_MOST
    harder = 0.0 if measure in FLAGS else (-terms.strictness if is_at_most else terms.strictness)
    asked = threshold * (1.0 + harder)
    return Condition(measure, asked, is_at_most, measure in block.get("required", ()), weight)


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one document over another: mappings are merged by key, all else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = merge(merged[key], value)
        else:
            merged[key] = value
    return merged


@lru_cache(maxsize=1)
def shipped_calendars() -> Mapping[str, CalendarDocument]:
    """Return the calendars that come with the package, by name."""
    folder = resources.files("acs_abm.stages") / "calendars"
    with resources.as_file(folder) as files:
        written = {path.stem: (read_document(path), path) for path in sorted(files.glob("*.yaml"))}
    documents = {}
    for name, (content, path) in written.items():
        below = str(content["extends"]) if content.get("extends") else ""
        if below and (below not in written or written[below][0].get("extends")):
            message = f"'{below}' is not a shipped calendar that extends nothing itself"
            raise ScenarioError(f"{where(path, 'extends')}{message}")
        documents[name] = parse_calendar(merge(written[below][0] if below else {}, content), path)
    return documents


def load_calendar(written: str | Mapping[str, Any]) -> CalendarDocument:
    """Return a shipped calendar, or one of the author's own that extends it.

    Parameters
    ----------
    written
        The name of a shipped calendar; or what a calendar of one's own says, of which ``extends``
        names the shipped calendar under it (``announced_2017`` where there is none).

    Raises
    ------
    UnknownNameError
        If no shipped calendar has that name.
    ScenarioError
        If a calendar of one's own holds anything that is not allowed.
    """
    if isinstance(written, str):
        return _shipped(written, "calendar")
    below = str(written.get("extends", DEFAULT_CALENDAR))
    content = {"name": OWN_NAME, **written, "extends": below}
    return parse_calendar(merge(_shipped(below, "calendar.extends").content, content), "calendar")


def name_of_calendar(written: str | Mapping[str, Any]) -> str:
    """Return the name of a calendar for tables and reports."""
    if isinstance(written, str):
        return written
    name, below = written.get("name", OWN_NAME), written.get("extends", DEFAULT_CALENDAR)
    return f"{name} (extends {below})"


def _shipped(name: str, field: str) -> CalendarDocument:
    known = shipped_calendars()
    if name not in known:
        allowed = ", ".join(known)
        message = f"no calendar '{name}'{nearest(name, known)} (shipped: {allowed})"
        raise UnknownNameError(f"{field}: {message}")
    return known[name]
