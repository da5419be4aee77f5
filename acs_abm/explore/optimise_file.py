"""Reading the file of a search: what is to be cheap, what it must reach, which levers there are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from acs_abm.documents import expect, expect_keys, read_document
from acs_abm.errors import AcsError, StudyError
from acs_abm.explore.optimise import Search
from acs_abm.explore.study.outcome import Condition
from acs_abm.explore.study.study_file import ranges_of, read_scenario

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
    passed = ("question", "batches", "size", "replicates", "seed", "check", "synthetic")
    return Search(
        **{"question": "", **{key: content[key] for key in passed if key in content}},
        scenario=world,
        levers=ranges_of(content["levers"], world, "levers"),
        cost=content["cost"],
        reach=tuple(Condition.parse(str(entry)) for entry in content["reach"]),
        systems=tuple(map(str, content.get("systems", ()))),
    )
