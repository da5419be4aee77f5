"""Writing down every evaluation of every gate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import VERDICTS, Flags, Floats, GateRecord, World
from acs_abm.stages.calendar import StageRule
from acs_abm.stages.gate import Evaluation
from acs_abm.stages.stage import Stage

TIME = "quarters_served"
NOT_SERVED, FAILED, PASSED = range(len(VERDICTS))


def log_gate(
    world: World,
    rule: StageRule,
    rows: NDArray[np.int64],
    evaluation: Evaluation,
    quarters_served: NDArray[np.int64],
    passes: Flags,
) -> None:
    """Log one gate evaluated for some organisations: values, thresholds, margins, verdict."""
    verdict = np.where(passes, PASSED, np.where(evaluation.has_served, FAILED, NOT_SERVED))
    world.gate_log.append(
        GateRecord(
            step=world.step,
            stage=int(rule.stage),
            rows=rows,
            conditions=(TIME, *rule.asks.measures),
            dwell=rule.terms.dwell,
            values=evaluation.values,
            margins=evaluation.margins,
            thresholds=rule.asks.thresholds,
            weights=evaluation.weights,
            quarters_served=quarters_served,
            probability=evaluation.probability,
            verdict=verdict.astype(np.int8),
        )
    )


def log_checkpoint(
    world: World,
    number: int,
    rows: NDArray[np.int64],
    conditions: tuple[str, ...],
    values: Floats,
    asked: Floats,
    weights: Floats,
    quarters: int,
    probability: Floats,
    passes: Flags,
) -> None:
    """Log one checkpoint of assurance held at some places, each condition under its number.

    Parameters
    ----------
    number
        Which checkpoint.
    rows
        CCGs that stood before it.
    conditions, asked, weights
        What it weighs, what has a margin of zero, and how much each counts.
    values
        What was found: places by conditions.
    quarters
        Quarters from early engagement after which it could first be held.
    probability, passes
        Of passing, and whether each did.
    """
    since = world.ccgs.contract_since[rows]
    world.gate_log.append(
        GateRecord(
            step=world.step,
            stage=int(Stage.ACO),
            rows=rows,
            conditions=tuple(f"checkpoint_{number}_{name}" for name in (TIME, *conditions)),
            dwell=quarters,
            values=values,
            margins=values - asked,
            thresholds=asked,
            weights=weights,
            quarters_served=(world.step - since) // world.clock.steps_per_quarter,
            probability=probability,
            verdict=np.where(passes, PASSED, FAILED).astype(np.int8),
        )
    )
