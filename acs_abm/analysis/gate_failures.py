"""What gates are failed for, counted from the log of every evaluation."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acs_abm.analysis.words import STAGES, condition
from acs_abm.stages.stage import Stage
from acs_abm.stages.thresholds import AT_MOST

CHECKPOINT = "checkpoint_"
"""How conditions of a checkpoint of assurance begin; checkpoints are no gates."""
TIME = "quarters_served"
"""The condition that stands for the time in the stage before; no verdict of failing needs it."""


@dataclass(frozen=True)
class ConditionTally:
    """How often one condition of a gate was short.

    Attributes
    ----------
    label
        The condition in words, with its threshold.
    short_share
        Share of the gate's failed evaluations in which it was short.
    only_share
        Share in which nothing else was.
    """

    label: str
    short_share: float
    only_share: float


@dataclass(frozen=True)
class GateTally:
    """How often a gate was evaluated and failed, and for what.

    Attributes
    ----------
    stage
        Stage the gate leads to.
    name
        That stage in words.
    evaluated
        Evaluations of organisations that had served their time.
    failed
        Those of them that were failed.
    failed_by_chance
        Failures at a soft gate with every condition met.
    conditions
        Its conditions, those most often short first.
    """

    stage: Stage
    name: str
    evaluated: int
    failed: int
    failed_by_chance: int
    conditions: tuple[ConditionTally, ...]

    @property
    def failed_share(self) -> float:
        """Share of evaluations that were failed."""
        return self.failed / self.evaluated if self.evaluated else 0.0


def tally_gates(gates: pd.DataFrame) -> list[GateTally]:
    """Count evaluations and failures of every gate that was evaluated.

    Parameters
    ----------
    gates
        The gates table; several replicates are counted together.

    Returns
    -------
    list of GateTally
        In the order of stages; gates that nobody stood before with time served are left out.
    """
    of_gates = ~gates["condition"].astype(str).str.startswith(CHECKPOINT)
    judged = gates.loc[of_gates & gates["verdict"].isin(["failed", "passed"])]
    return [
        _tally(Stage[str(stage)], judged.loc[judged["stage"] == stage])
        for stage in sorted(judged["stage"].unique(), key=lambda name: Stage[str(name)])
    ]


def _tally(stage: Stage, judged: pd.DataFrame) -> GateTally:
    key = ["replicate", "quarter", "organisation"]
    verdicts = judged.drop_duplicates(key)["verdict"]
    failures = judged.loc[(judged["verdict"] == "failed") & (judged["condition"] != TIME)]
    short = failures.assign(short=failures["margin"] < -1e-12)
    number_short = short.groupby(key, sort=False)["short"].transform("sum")
    only = short["short"] & (number_short == 1)
    failed = int((verdicts == "failed").sum())
    conditions = [
        ConditionTally(
            condition(
                str(measure), float(rows["threshold"].iloc[0]), is_at_most=measure in AT_MOST
            ),
            float(rows["short"].sum() / failed),
            float(only.loc[rows.index].sum() / failed),
        )
        for measure, rows in short.groupby("condition", sort=False)
    ]
    nothing_short = short.loc[number_short == 0].drop_duplicates(key)
    return GateTally(
        stage,
        STAGES[stage.name],
        len(verdicts),
        failed,
        len(nothing_short),
        tuple(sorted(conditions, key=lambda one: -one.short_share)),
    )
