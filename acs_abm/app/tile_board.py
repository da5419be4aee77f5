"""The map: 44 areas as tiles, what each shows in a quarter, and the same in words."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from acs_abm.app.recording import Frame, Recording
from acs_abm.evidence import england_systems
from acs_abm.stages.stage import Stage

STAGE_NAMES = {
    Stage.STP: "STP",
    Stage.CANDIDATE: "candidate",
    Stage.SHADOW_ACS: "shadow ACS",
    Stage.ACS: "ACS",
    Stage.ACO: "ACS with a live ACO",
}
"""What the page calls a stage. On a tile it is a numeral, one more than the stage's."""

STAGE_MEANINGS = {
    Stage.STP: "sustainability and transformation partnership",
    Stage.CANDIDATE: "candidate for accountable care",
    Stage.SHADOW_ACS: "shadow accountable care system",
    Stage.ACS: "accountable care system",
    Stage.ACO: "accountable care system in which a single contract is live",
}


def readable(quarter: str) -> str:
    """Write ``2021-Q1`` as ``2021 Q1``."""
    return quarter.replace("-", " ")


@lru_cache(maxsize=1)
def tiles() -> list[dict[str, Any]]:
    """Give what stays the same about a tile: who it is and where it lies on the grid."""
    return [
        {
            "code": area.code,
            "short": area.short_name,
            "name": area.name,
            "row": area.tile_row,
            "column": area.tile_column,
        }
        for area in sorted(england_systems(), key=lambda a: (a.tile_row, a.tile_column))
    ]


def areas(recording: Recording) -> list[dict[str, str]]:
    """Give the areas of a run by name, to choose from."""
    systems = recording.population.systems
    named = sorted(zip(systems.name, systems.code, strict=True))
    return [{"code": code, "name": name} for name, code in named]


def area_in(recording: Recording, code: str) -> str:
    """Return the code of an area that is in the run; nothing for any other."""
    return code if code in recording.population.systems.code else ""


def board(frame: Frame) -> dict[str, Any]:
    """Give what the tiles show at the end of a quarter."""
    counts = Counter(area.stage for area in frame.areas.values())
    return {
        "quarter": readable(frame.quarter),
        "stages": {code: int(area.stage) for code, area in frame.areas.items()},
        "coverage": {code: round(a.alliance_coverage, 4) for code, a in frame.areas.items()},
        "key": [
            {
                "stage": int(stage),
                "name": STAGE_NAMES[stage],
                "meaning": STAGE_MEANINGS[stage],
                "areas": counts[stage],
            }
            for stage in Stage
        ],
        "places": list(frame.places),
    }


def in_words(frame: Frame) -> str:
    """Say what the map shows."""
    counts = Counter(area.stage for area in frame.areas.values())
    parts = [f"{counts[stage]} {STAGE_NAMES[stage]}" for stage in Stage if counts[stage]]
    return f"{readable(frame.quarter)}: of {len(frame.areas)} areas, {', '.join(parts)}"


def selected(recording: Recording, position: int, code: str) -> dict[str, Any] | None:
    """Give the history of one area up to a quarter; None for an area that is not in the run."""
    past = recording.frames[: position + 1]
    if not past or code not in past[-1].areas:
        return None
    now = past[-1].areas[code]
    name = next((tile["name"] for tile in tiles() if tile["code"] == code), code)
    return {
        "code": code,
        "name": name,
        "stage": int(now.stage),
        "meaning": STAGE_MEANINGS[now.stage],
        "coverage": round(now.alliance_coverage, 4),
        "history": _history(past, code),
    }


def _history(past: tuple[Frame, ...], code: str) -> list[dict[str, str]]:
    """List when the area changed stage, its stage in the first quarter included."""
    entries: list[dict[str, str]] = []
    before: Stage | None = None
    for frame in past:
        stage = frame.areas[code].stage
        if stage is not before:
            verb = "went back to " if before is not None and stage < before else ""
            words = f"{verb}{STAGE_NAMES[stage]}"
            entries.append({"quarter": readable(frame.quarter), "what": words})
        before = stage
    return entries
