"""Reading ``study.yaml``: strictly, with the file, the field, the value and what is allowed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from acs_abm.documents import expect, expect_keys, read_document
from acs_abm.errors import AcsError, ScenarioError, StudyError, UnknownNameError, nearest
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.study import design as designs
from acs_abm.explore.study.design import AS_THEY_ARE, ENSEMBLE, Design
from acs_abm.explore.study.plan import OUTPUTS, Plan
from acs_abm.explore.study.planning import make_plan
from acs_abm.parameters import Parameter
from acs_abm.scenario import Scenario
from acs_abm.scenario_file import find_scenario

SHAPES: dict[str, type | tuple[type, ...]] = {
    "question": str, "scenarios": list, "until": str, "systems": list, "organisations": str,
    "synthetic": int, "design": dict, "replicates": int, "seed": int, "paired": bool,
    "chunk": int, "outputs": list, "by_system": str,
}  # fmt: skip
SCENARIO_KEYS = {"name", "extends", "set", "until", "start", "calendar", "mandate_from"}
SPANNED: dict[str, Callable[..., Design]] = {
    "random": designs.random_points,
    "latin_hypercube": designs.latin_hypercube,
    "sobol": designs.sobol,
    "morris": designs.morris,
}
KINDS = ("points", "grid", ENSEMBLE, *SPANNED)
ROLES = ("levers", "uncertainties")
WHOLE = {
    "replicates": (1, 1_000_000),
    "seed": (0, 2**53),
    "chunk": (1, 100_000),
    "synthetic": (1, 999),
}


def read_study_file(path: Path) -> tuple[Plan, Path | None]:
    """Read the file of a study.

    Parameters
    ----------
    path
        The file; scenarios and organisations in it are found beside it.

    Returns
    -------
    tuple
        The plan, and the folder of organisations where one is named.

    Raises
    ------
    AcsError
        If anything in it is not allowed. The message names the file, the field, the value, what
        is allowed and the nearest name.
    """
    try:
        return _read(path)
    except AcsError as error:
        message = str(error)
        placed = message if message.startswith(str(path)) else f"{path}: {message}"
        if isinstance(error, StudyError):
            raise type(error)(placed) from None
        raise StudyError(placed) from None


def _read(path: Path) -> tuple[Plan, Path | None]:
    content = read_document(path, least="'scenarios:', such as [plan_2017]")
    expect_keys(content, set(SHAPES), path)
    for key, kind in SHAPES.items():
        if key in content:
            expect(content, key, kind, path)
    for key, (least, most) in WHOLE.items():
        if key in content and not least <= content[key] <= most:
            raise StudyError(
                f"{key}: {content[key]} is out of range; it takes a whole number from {least} "
                f"to {most}"
            )
    if "scenarios" not in content or not content["scenarios"]:
        raise StudyError("scenarios: is missing; name at least one, such as [plan_2017]")
    worlds = [read_scenario(entry, path) for entry in content["scenarios"]]
    if "until" in content:
        worlds = [world.change(until=content["until"]) for world in worlds]
    organisations = content.get("organisations")
    folder = None if organisations is None else path.parent / organisations
    names: dict[str, Any] = {
        key: _texts(content, key) for key in ("systems", "outputs") if key in content
    }
    passed = ("question", "replicates", "seed", "paired", "chunk", "by_system", "synthetic")
    plan = make_plan(
        worlds,
        design=_design(content.get("design"), worlds[0], content.get("seed", 1)),
        organisations=folder,
        **names,
        **{key: content[key] for key in passed if key in content},
    )
    return plan, folder


def _texts(content: Mapping[str, Any], key: str) -> list[str]:
    for value in content[key]:
        if not isinstance(value, str):
            raise StudyError(f"{key}: {value!r} is not text")
        if key == "outputs" and value not in OUTPUTS:
            allowed = ", ".join(OUTPUTS)
            raise StudyError(f"outputs: '{value}' is not one of {allowed}{nearest(value, OUTPUTS)}")
    return list(content[key])


def read_scenario(entry: Any, path: Path) -> Scenario:
    """Read one scenario: the name of a shipped one, a file, or one changed here."""
    if isinstance(entry, str):
        return Scenario.load(find_scenario(entry, path))
    if not isinstance(entry, dict):
        raise StudyError(f"scenarios: {entry!r} is not the name of a scenario, a file or a mapping")
    expect_keys(entry, SCENARIO_KEYS, path, "scenarios")
    for key in ("name", "extends"):
        if not isinstance(entry.get(key), str):
            raise StudyError(f"scenarios: {key}: is missing or not text in {entry!r}")
    values = entry.get("set", {})
    if not isinstance(values, dict):
        raise StudyError(f"scenarios.{entry['name']}: set: {values!r} is not a mapping")
    below = Scenario.load(find_scenario(entry["extends"], path))
    for name in values:  # `set` holds parameters only
        below.parameter(name)
    run = {key: entry[key] for key in entry if key not in ("name", "extends", "set")}
    return below.change(name=entry["name"], **run, **values)


def _design(written: Mapping[str, Any] | None, world: Scenario, seed: int) -> Design:
    if not written:
        return AS_THEY_ARE
    if len(written) != 1:
        raise StudyError(f"design: {', '.join(written)}: give one of {', '.join(KINDS)}")
    ((kind, content),) = written.items()
    if kind not in KINDS:
        raise StudyError(
            f"design: '{kind}' is not one of {', '.join(KINDS)}{nearest(str(kind), KINDS)}"
        )
    if kind == "points":
        if not isinstance(content, list) or not all(isinstance(point, dict) for point in content):
            raise StudyError("design.points: write a list of mappings from parameter to value")
        return designs.points(content)
    if not isinstance(content, dict):
        raise StudyError(f"design.{kind}: {content!r} is not a mapping")
    if kind == "grid":
        wrong = next((name for name, values in content.items() if not isinstance(values, list)), "")
        if wrong:
            raise StudyError(f"design.grid.{wrong}: {content[wrong]!r} is not a list of values")
        return designs.grid(content)
    if kind == ENSEMBLE:
        return _ensemble(content)
    return _spanned(kind, content, world, seed)


def _ensemble(content: Mapping[str, Any]) -> Design:
    field = f"design.{ENSEMBLE}"
    try:
        expect_keys(content, {"name", "members"}, "", field)
    except ScenarioError as error:
        raise StudyError(str(error)) from None
    if not isinstance(content.get("name"), str):
        raise StudyError(f"{field}.name: is missing or not text; name an ensemble or its folder")
    members = content.get("members")
    if members is not None and (not isinstance(members, int) or isinstance(members, bool)):
        raise StudyError(f"{field}.members: {members!r} is not a whole number")
    return designs.ensemble(Ensemble.load(content["name"]), members)


def _spanned(kind: str, content: Mapping[str, Any], world: Scenario, seed: int) -> Design:
    field = f"design.{kind}"
    try:
        expect_keys(content, {"n", "parameters", "seed"}, "", field)
    except ScenarioError as error:
        raise StudyError(str(error)) from None
    for key in ("n", "parameters"):
        if key not in content:
            raise StudyError(f"{field}.{key}: is missing")
    for key in ("n", "seed"):
        value = content.get(key, 1)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000_000:
            raise StudyError(f"{field}.{key}: {value!r} is not a whole number from 0 to 10,000,000")
    ranges = ranges_of(content["parameters"], world, f"{field}.parameters")
    return SPANNED[kind](ranges, content["n"], seed=content.get("seed", seed))


def ranges_of(written: Any, world: Scenario, field: str) -> dict[str, Parameter]:
    """Resolve parameters: names, ``levers`` or ``uncertainties``, or names with ranges."""
    if isinstance(written, str):
        if written not in ROLES:
            raise StudyError(
                f"{field}: '{written}' is not {' or '.join(ROLES)}, nor a list of parameters"
                f"{nearest(written, ROLES)}"
            )
        found = world.levers() if written == "levers" else world.uncertainties()
        return {name: entry for name, entry in found.items() if entry.is_number}
    if isinstance(written, list):
        return {str(name): _parameter(str(name), world, field) for name in written}
    if not isinstance(written, dict):
        raise StudyError(f"{field}: {written!r} is not a list of parameters")
    return {name: _narrowed(name, span, world, field) for name, span in written.items()}


def _parameter(name: str, world: Scenario, field: str) -> Parameter:
    try:
        return world.parameter(name)
    except UnknownNameError as error:
        raise StudyError(f"{field}: {error}") from None


def _narrowed(name: str, span: Any, world: Scenario, field: str) -> Parameter:
    entry = _parameter(name, world, field)
    if not isinstance(span, list) or len(span) != 2:
        raise StudyError(f"{field}.{name}: {span!r} is not a range [low, high]")
    low, high = (entry.check(edge) for edge in span)
    if isinstance(low, tuple) or isinstance(high, tuple) or not low < high:
        raise StudyError(f"{field}.{name}: {span!r}: low must be below high")
    return dataclasses.replace(entry, low=float(low), high=float(high))
