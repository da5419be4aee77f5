"""Writing down every evaluation of every gate."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import Flags, Floats, GateRecord, World
from acs_abm.stages.calendar import StageRule
from acs_abm.stages.gate import Evaluation

NOT_SERVED, FAILED, PASSED = 0, 1, 2
VERDICTS = ("time not served", "failed", "passed")


def log_gate(
    world: World,
    rule: StageRule,
    rows: NDArray[np.int64],
    measures: Mapping[str, Floats],
    evaluation: Evaluation,
    quarters_served: NDArray[np.int64],
    passes: Flags,
) -> None:
    """Log one gate evaluated for some organisations: values, thresholds, margins, verdict."""
    verdict = np.where(passes, PASSED, np.where(evaluation.has_served, FAILED, NOT_SERVED))
    values = [measures[condition.measure] for condition in rule.conditions]
    world.gate_log.append(
        GateRecord(
            step=world.step,
            stage=int(rule.stage),
            rows=rows,
            values=np.stack(values, axis=1) if values else np.empty((len(rows), 0)),
            margins=evaluation.margins,
            thresholds=np.array([condition.threshold for condition in rule.conditions]),
            quarters_served=quarters_served,
            probability=evaluation.probability,
            verdict=verdict.astype(np.int8),
        )
    )
