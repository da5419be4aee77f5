"""The timeline: the stage of each area by quarter, and what each gate asked for."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd

from acs_abm.analysis.gate_failures import CHECKPOINT, TIME
from acs_abm.analysis.words import CONDITIONS, STAGES, capital, percent
from acs_abm.app.recording import Recording
from acs_abm.app.tile_board import STAGE_NAMES, readable
from acs_abm.stages.stage import Stage
from acs_abm.stages.thresholds import AT_MOST, FLAGS


def draw(recording: Recording) -> dict[str, Any]:
    """Give the rows of the timeline, areas that came furthest first at the top."""
    systems = recording.population.systems
    failures = _failures(recording)
    areas = [
        {
            "code": code,
            "short": short,
            "name": name,
            "spans": _spans(recording, code),
            "failures": failures.get(code, []),
        }
        for code, short, name in zip(systems.code, systems.short_name, systems.name, strict=True)
    ]
    return {
        "quarters": [readable(label) for label in recording.labels],
        "stages": [STAGE_NAMES[stage] for stage in Stage],
        "areas": sorted(areas, key=_how_far),
    }


def gates(recording: Recording, code: str, position: int) -> list[dict[str, Any]]:
    """Give the gates that an area, and places in it, stood before in a quarter."""
    table = recording.tables.get("gates")
    if table is None or not 0 <= position < len(recording.frames):
        return []
    ccgs, systems = recording.population.ccgs, recording.population.systems
    if code not in systems.code:
        return []
    row = systems.code.index(code)
    names = {code: systems.name[row]}
    names |= {
        place: name
        for place, name, home in zip(ccgs.code, ccgs.name, ccgs.system.tolist(), strict=True)
        if home == row
    }
    here = table[(table["quarter"] == recording.labels[position])]
    here = here[here["organisation"].isin(list(names))]
    found = here.groupby(["organisation", _asked(here)], sort=False)
    own_first = sorted(found, key=lambda item: item[0][0] != code)
    return [_gate(names[str(who)], str(what), rows) for (who, what), rows in own_first]


def asked_for(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Give what one gate asked for: value, threshold, by how much it was met or missed."""
    return [
        _condition(str(name), float(value), float(threshold), float(margin))
        for name, value, threshold, margin in zip(
            rows["condition"], rows["value"], rows["threshold"], rows["margin"], strict=True
        )
    ]


def _spans(recording: Recording, code: str) -> list[list[int]]:
    """List for how long the area was at a stage: first and last quarter, stage."""
    stages = [int(frame.areas[code].stage) for frame in recording.frames]
    spans = []
    for stage, run in groupby(enumerate(stages), key=lambda item: item[1]):
        positions = [position for position, _ in run]
        spans.append([positions[0], positions[-1], stage])
    return spans


def _how_far(area: dict[str, Any]) -> tuple[int, int, str]:
    """Sort by the furthest stage, then by when it was first reached, then by name."""
    furthest = max(stage for _, _, stage in area["spans"])
    reached = min(first for first, _, stage in area["spans"] if stage == furthest)
    return -furthest, reached, area["name"]


def _failures(recording: Recording) -> dict[str, list[int]]:
    """List by area the positions of the quarters in which it failed a gate."""
    table = recording.tables.get("gates")
    if table is None:
        return {}
    first = table.drop_duplicates(["quarter", "organisation", "stage"])
    failed = first[(first["verdict"] == "failed") & (first["stage"] != "ACO")]
    positions = {label: position for position, label in enumerate(recording.labels)}
    found: dict[str, list[int]] = {}
    for who, quarter in zip(failed["organisation"], failed["quarter"], strict=True):
        found.setdefault(str(who), []).append(positions[quarter])
    return found


def _asked(table: pd.DataFrame) -> pd.Series:
    """Say what each row belongs to: a stage's gate, or a numbered checkpoint of assurance."""
    number = table["condition"].str.extract(rf"^{CHECKPOINT}(\d+)_", expand=False)
    return number.radd("checkpoint ").where(number.notna(), table["stage"])


def _gate(name: str, asked: str, rows: pd.DataFrame) -> dict[str, Any]:
    gate = f"gate to {STAGES[asked]}" if asked in STAGES else asked
    verdict, chance = str(rows["verdict"].iloc[0]), float(rows["probability"].iloc[0])
    return {
        "title": f"{name}: {gate}",
        "verdict": verdict,
        "chance": f"chance of passing {percent(chance)}",
        "rows": asked_for(rows),
    }


def _condition(name: str, value: float, threshold: float, margin: float) -> dict[str, Any]:
    plain = name
    if name.startswith(CHECKPOINT):
        plain = name.removeprefix(CHECKPOINT).split("_", 1)[1]
    words = "quarters in the stage before" if plain == TIME else CONDITIONS.get(
        plain, plain.replace("_", " ")
    )  # fmt: skip
    if plain in FLAGS:
        texts = ("yes" if value >= threshold else "no", "yes", "")
    else:
        digits = 0 if plain == TIME else 3
        sign = "≤" if plain in AT_MOST else "≥"
        texts = (
            f"{value:.{digits}f}",
            f"{sign} {threshold:.{digits}f}",
            f"{margin:+.{digits}f}",
        )
    return {
        "condition": capital(words),
        "value": texts[0].replace("-", "−"),
        "threshold": texts[1],
        "margin": texts[2].replace("-", "−"),
        "is_met": margin >= 0,
    }
