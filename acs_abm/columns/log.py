"""What a run notes beside its columns: gates evaluated, changes of stance, events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns.arrays import Floats, Small

VERDICTS = ("time not served", "failed", "passed")
"""What is found of an organisation at a gate, by number."""


@dataclass(frozen=True)
class GateRecord:
    """One gate, or checkpoint, evaluated for several organisations in one step.

    ``conditions`` names the time served first, then what was asked for. ``values`` and
    ``margins`` are organisations by what was asked for; ``verdict`` is a
    number of :data:`VERDICTS`.
    """

    step: int
    stage: int
    rows: NDArray[np.int64]
    conditions: tuple[str, ...]
    dwell: int
    values: Floats
    margins: Floats
    thresholds: Floats
    weights: Floats
    quarters_served: NDArray[np.int64]
    probability: Floats
    verdict: Small


@dataclass(frozen=True)
class TransitionRecord:
    """Practices that changed stance in one step; ``why`` is a word for each."""

    step: int
    rows: NDArray[np.int64]
    before: Small
    after: Small
    why: str


class Event(NamedTuple):
    """Something that happened to one organisation, in a word and a short detail."""

    step: int
    kind: str
    code: str
    what: str
    detail: str = ""
