"""May a system pass to its next stage?

A hard gate asks for every condition. A soft gate asks for its required conditions and is
otherwise passed with a probability that rises with the mean margin over all conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from acs_abm.parameters import declares, parameter
from acs_abm.stages.calendar import StageRule

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@declares("gate")
class SoftGate:
    """How a soft gate weighs what falls short."""

    softness: float = parameter(
        0.1,
        unit="mean margin",
        low=0.05,
        high=0.2,
        limits=(0.001, 2.0),
        meaning="Mean margin that moves the odds of passing a soft gate by a factor of e.",
        source="assumption",
    )


@dataclass(frozen=True)
class Evaluation:
    """One gate evaluated for some systems: n systems, c conditions.

    Attributes
    ----------
    margins
        By how much each condition is met; negative where it is not (n × c).
    has_served
        Whether the time in the stage before is served (n).
    probability
        Probability of passing (n); 0 or 1 at a hard gate.
    """

    margins: Floats
    has_served: Flags
    probability: Floats


def evaluate(
    rule: StageRule,
    measures: Mapping[str, Floats],
    quarters_served: NDArray[np.int64],
    p: SoftGate,
    *,
    is_open_to_all: bool = False,
) -> Evaluation:
    """Evaluate a gate.

    Parameters
    ----------
    rule
        The stage whose gate it is.
    measures
        Value of every measure the gate asks for, one a system.
    quarters_served
        Quarters in the stage before, the current one among them.
    p
        How a soft gate weighs.
    is_open_to_all
        Whether the calendar's declared date has come, after which only time counts.
    """
    columns = [
        (c.threshold - measures[c.measure]) if c.is_at_most else (measures[c.measure] - c.threshold)
        for c in rule.conditions
    ]
    served = quarters_served >= rule.terms.dwell
    if not columns:
        return Evaluation(np.empty((len(served), 0)), served, served.astype(np.float64))
    margins = np.stack(columns, axis=1)
    met = margins >= -1e-12
    if is_open_to_all:
        chance = np.ones(len(served))
    elif rule.is_hard:
        chance = np.asarray(met.all(axis=1), dtype=np.float64)
    else:
        required = np.array([c.is_required for c in rule.conditions])
        weighed = np.asarray(expit(margins.mean(axis=1) / p.softness), dtype=np.float64)
        chance = weighed * np.asarray(met[:, required].all(axis=1), dtype=np.float64)
    return Evaluation(margins, served, chance * served)
