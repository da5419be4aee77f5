"""The tables of what a run notes one by one: gates, changes of stance, events."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acs_abm.columns import GateRecord, World
from acs_abm.measures import columns
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance

VERDICTS = ("time not served", "failed", "passed")


def gates_table(world: World, labels: list[str]) -> pd.DataFrame:
    """Return every gate and checkpoint evaluated, a row for each thing asked for."""
    frames = [_gate_frame(world, record, labels) for record in world.gate_log]
    if not frames:
        return pd.DataFrame(columns=columns("gates")[1:])
    return pd.concat(frames, ignore_index=True)


def _gate_frame(world: World, record: GateRecord, labels: list[str]) -> pd.DataFrame:
    stage, conditions = Stage(record.stage), record.conditions
    n, width = len(record.rows), len(conditions)
    is_place = stage is Stage.ACO
    block = world.population.ccgs if is_place else world.population.systems
    codes = np.array(block.code, dtype=object)[record.rows]
    served = record.quarters_served[:, np.newaxis].astype(np.float64)
    dwell = np.full((n, 1), float(record.dwell))
    thresholds = np.broadcast_to(record.thresholds, (n, width - 1))
    return pd.DataFrame(
        {
            "quarter": np.repeat(labels[record.step], n * width),
            "organisation": np.repeat(codes, width),
            "stage": np.repeat(stage.name, n * width),
            "condition": np.tile(np.array(conditions, dtype=object), n),
            "value": np.hstack([served, record.values]).ravel(),
            "threshold": np.hstack([dwell, thresholds]).ravel(),
            "margin": np.hstack([served - dwell, record.margins]).ravel(),
            "weight": np.tile(np.concatenate([[1.0], record.weights]), n),
            "probability": np.repeat(record.probability, width),
            "verdict": np.repeat(np.array(VERDICTS, dtype=object)[record.verdict], width),
        }
    )


def transitions_table(world: World, labels: list[str]) -> pd.DataFrame:
    """Return every change of a practice's stance."""
    codes = np.array(world.population.practices.code, dtype=object)
    names = np.array([stance.name for stance in sorted(Stance)], dtype=object)
    frames = [
        pd.DataFrame(
            {
                "quarter": labels[record.step],
                "practice": codes[record.rows],
                "before": names[record.before + 1],
                "after": names[record.after + 1],
                "why": record.why,
            }
        )
        for record in world.transition_log
    ]
    if not frames:
        return pd.DataFrame(columns=columns("transitions")[1:])
    return pd.concat(frames, ignore_index=True)


def events_table(world: World, labels: list[str]) -> pd.DataFrame:
    """Return everything else that happened, in words."""
    rows = [(labels[e.step], e.kind, e.code, e.what, e.detail) for e in world.event_log]
    return pd.DataFrame(rows, columns=columns("events")[1:])
