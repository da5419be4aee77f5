"""Reading the file of a search: what is to be cheap, what it must reach, which levers there are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from acs_abm.documents import expect, expect_keys, read_document
from acs_abm.errors import AcsError, StudyError
from acs_abm.explore.optimise import Search
from acs_abm.explore.study.outcome import Condition, outcome_sql
from acs_abm.explore.study.study_file import ranges_of, read_scenario
from acs_abm.measures.national import NATIONAL
from acs_abm.scenario import Scenario

SHAPES: dict[str, type | tuple[type, ...]] = {
    "question": str, "scenario": (str, dict), "until": str, "systems": list, "synthetic": int,
    "levers": (list, dict), "cost": str, "reach": list, "batches": int, "size": int,
    "replicates": int, "seed": int, "check": int,
}  # fmt: skip
NEEDED = ("scenario", "levers", "cost", "reach")
WHOLE = {
    "batches": (1, 1000), "size": (1, 1000), "replicates": (1, 10_000), "seed": (0, 2**31),
    "check": (2, 10_000), "synthetic": (1, 999),
}  # fmt: skip
OUTCOMES = [column.name for column in NATIONAL if column.unit]
"""National columns of numbers: those that an outcome may name."""


def read_search_file(path: Path) -> Search:
    """Read the file of a search.

    Raises
    ------
    StudyError
        If anything in it is not allowed. The message names the file, the field and what is allowed.
    """
    try:
        return _read(read_document(path), path)
    except AcsError as error:
        message = str(error)
        placed = message if message.startswith(str(path)) else f"{path}: {message}"
        raise StudyError(placed) from None


def _read(content: Mapping[str, Any], path: Path) -> Search:
    expect_keys(content, set(SHAPES), path)
    for key, kind in SHAPES.items():
        if key in content:
            expect(content, key, kind, path)
    for key in NEEDED:
        if not content.get(key):
            raise StudyError(f"{key}: is missing")
    for key, (least, most) in WHOLE.items():
        if key in content and not least <= content[key] <= most:
            raise StudyError(
                f"{key}: {content[key]} is out of range; it takes a whole number from {least} "
                f"to {most}"
            )
    world = read_scenario(content["scenario"], path)
    if "until" in content:
        world = world.change(until=content["until"])
    _expect_outcome(content["cost"], "cost", world)
    reach = [
        _condition(str(entry), f"reach[{number}]", world)
        for number, entry in enumerate(content["reach"], start=1)
    ]
    passed = ("question", "batches", "size", "replicates", "seed", "check", "synthetic")
    return Search(
        **{"question": "", **{key: content[key] for key in passed if key in content}},
        scenario=world,
        levers=ranges_of(content["levers"], world, "levers"),
        cost=content["cost"],
        reach=tuple(reach),
        systems=tuple(map(str, content.get("systems", ()))),
    )


def _condition(text: str, field: str, world: Scenario) -> Condition:
    try:
        condition = Condition.parse(text)
    except StudyError as error:
        raise StudyError(f"{field}: {error}") from None
    _expect_outcome(condition.of, field, world)
    return condition


def _expect_outcome(of: str, field: str, world: Scenario) -> None:
    """Refuse an outcome that no run of the world will have, before anything is run."""
    try:
        outcome_sql(of, OUTCOMES, world.clock.labels())
    except StudyError as error:
        raise StudyError(f"{field}: {error}") from None
