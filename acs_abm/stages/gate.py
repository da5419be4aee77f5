"""May a system pass to its next stage?

Time in the stage before counts the current quarter. A *hard* gate asks for every condition. A
*soft* gate asks for its required conditions and is otherwise passed with a probability that rises
with its score, the mean of the margins of all conditions, each counted by its weight::

    logistic(Σ weight · margin / Σ weight / s)

s is ``gate.softness``; a margin is the value less the threshold. ``stage.acs.strictness`` and its
like move all thresholds of a gate together. From the date at which a calendar opens a gate to all,
every weight is zero: only time counts, and nobody is sent back across it. What each gate asks is on
the scenarios page.

From ACS a system is sent back to SHADOW_ACS, after ``stage.acs.back.grace`` quarters, if its
alliance coverage is under ``stage.acs.back.alliance_coverage``, its governance under
``stage.acs.back.governance``, it was over its control totals by more than
``stage.acs.back.control_total_excess`` of income two years running, or a holder there failed. Trust
falls, practices there get the right to reactivate a suspended contract, and its CCGs repay money of
the fund (:mod:`acs_abm.outcomes.governance`).
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
        unit="weighted margin",
        low=0.05,
        high=0.2,
        limits=(0.001, 2.0),
        meaning="Score that moves the odds of passing a soft gate by a factor of e.",
        source="assumption",
    )


@dataclass(frozen=True)
class Evaluation:
    """One gate evaluated for some systems: n systems, c conditions.

    Attributes
    ----------
    values
        What was found of each condition (n × c).
    margins
        By how much each condition is met; negative where it is not (n × c).
    weights
        How much each condition counts (c); zero where the gate is open to all.
    has_served
        Whether the time in the stage before is served (n).
    probability
        Probability of passing (n); 0 or 1 at a hard gate.
    """

    values: Floats
    margins: Floats
    weights: Floats
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
    asks, served = rule.asks, quarters_served >= rule.terms.dwell
    values = np.empty((len(served), len(asks.measures)))
    for column, measure in enumerate(asks.measures):
        values[:, column] = measures[measure]
    margins = np.where(asks.is_at_most, asks.thresholds - values, values - asks.thresholds)
    if is_open_to_all:
        weights = np.zeros(len(asks.measures))
        return Evaluation(values, margins, weights, served, served.astype(np.float64))
    may_pass = served & ((margins >= -1e-12) | ~asks.is_required).all(axis=1)
    chance = np.ones(len(served)) if rule.is_hard else _weighed(margins, asks.weights, p)
    return Evaluation(values, margins, asks.weights, served, np.where(may_pass, chance, 0.0))


def _weighed(margins: Floats, weights: Floats, p: SoftGate) -> Floats:
    """Return the probability of a soft gate; where no condition has a weight, it is open."""
    total = weights.sum()
    if total <= 0.0:
        return np.ones(len(margins))
    return np.asarray(expit(margins @ weights / total / p.softness), dtype=np.float64)
