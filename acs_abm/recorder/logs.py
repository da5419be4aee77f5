"""The tables of what a run notes one by one: gates, changes of stance, events."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.columns import VERDICTS, GateRecord, World
from acs_abm.measures import columns
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance

Part = dict[str, NDArray[Any]]
"""Some rows of a table: their columns by name."""


def gates_table(world: World, labels: list[str]) -> pd.DataFrame:
    """Return every gate and checkpoint evaluated, a row for each thing asked for."""
    return _joined("gates", [_gate(world, record, labels) for record in world.gate_log])


def _gate(world: World, record: GateRecord, labels: list[str]) -> Part:
    stage, conditions = Stage(record.stage), record.conditions
    n, width = len(record.rows), len(conditions)
    is_place = stage is Stage.ACO
    block = world.population.ccgs if is_place else world.population.systems
    codes = np.array(block.code, dtype=object)[record.rows]
    served = record.quarters_served[:, np.newaxis].astype(np.float64)
    dwell = np.full((n, 1), float(record.dwell))
    thresholds = np.broadcast_to(record.thresholds, (n, width - 1))
    return {
        "quarter": _same(labels[record.step], n * width),
        "organisation": np.repeat(codes, width),
        "stage": _same(stage.name, n * width),
        "condition": np.tile(np.array(conditions, dtype=object), n),
        "value": np.hstack([served, record.values]).ravel(),
        "threshold": np.hstack([dwell, thresholds]).ravel(),
        "margin": np.hstack([served - dwell, record.margins]).ravel(),
        "weight": np.tile(np.concatenate([[1.0], record.weights]), n),
        "probability": np.repeat(record.probability, width),
        "verdict": np.repeat(np.array(VERDICTS, dtype=object)[record.verdict], width),
    }


def transitions_table(world: World, labels: list[str]) -> pd.DataFrame:
    """Return every change of a practice's stance."""
    codes = np.array(world.population.practices.code, dtype=object)
    names = np.array([stance.name for stance in sorted(Stance)], dtype=object)
    parts: list[Part] = [
        {
            "quarter": _same(labels[record.step], len(record.rows)),
            "practice": codes[record.rows],
            "before": names[record.before + 1],
            "after": names[record.after + 1],
            "why": _same(record.why, len(record.rows)),
        }
        for record in world.transition_log
    ]
    return _joined("transitions", parts)


def _same(word: str, n: int) -> NDArray[Any]:
    return np.full(n, word, dtype=object)


def _joined(table: str, parts: list[Part]) -> pd.DataFrame:
    """Make a table of its parts: one frame, for hundreds of small ones take long to join."""
    names = columns(table)[1:]
    if not parts:
        return pd.DataFrame(columns=names)
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in names})


def events_table(world: World, labels: list[str]) -> pd.DataFrame:
    """Return everything else that happened, in words."""
    rows = [(labels[e.step], e.kind, e.code, e.what, e.detail) for e in world.event_log]
    return pd.DataFrame(rows, columns=columns("events")[1:])
