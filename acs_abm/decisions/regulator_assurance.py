"""Does a single contract pass the next checkpoint of its assurance?

The integrated support and assurance process of NHS England and NHS Improvement: early engagement of
``assurance.early_engagement`` quarters, which everybody passes, then three checkpoints of
``assurance.checkpoint`` quarters, each passed with probability::

    logistic(logit(p) + w_g · (G − g) + w_c · (share of the list committed − c)
             + w_f · (rank in finance − f) + w_l · (legal clarity − 1))

p is ``assurance.pass_probability``; the weights are ``assurance.governance_weight``,
``assurance.coverage_weight``, ``assurance.finance_weight`` and ``assurance.legal_weight``, what is
asked for ``assurance.governance_asked``, ``assurance.coverage_asked`` and
``assurance.finance_asked``. Who fails tries again a checkpoint later, ``assurance.most_tries``
times at most. Who has waited ``assurance.longest_wait`` quarters for go-live lapses. A place whose
process ended seeks no other for ``assurance.closed_for`` quarters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from acs_abm.decisions.choice import Flags, Floats
from acs_abm.parameters import Role, declares, parameter

CHECKPOINTS = 3
CONDITIONS = ("governance", "practices_committed", "finance_rank", "legal_clarity")
"""What a checkpoint weighs, in the order of the columns of :func:`margins`."""


@declares("assurance")
class Assurance:
    """How long assurance takes, and what it weighs; weights in log odds a unit of margin."""

    pass_probability: float = parameter(
        0.6,
        unit="probability",
        low=0.3,
        high=0.9,
        meaning="Probability of passing a checkpoint where every margin is zero.",
        source="assumption",
    )
    governance_asked: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        symbol="G",
        meaning="Governance of the system at which its margin is zero.",
        source="assumption",
    )
    governance_weight: float = parameter(
        3.0,
        unit="log odds",
        low=1.5,
        high=4.5,
        meaning="Weight of the margin in governance.",
        source="assumption",
    )
    coverage_asked: float = parameter(
        0.7,
        unit="share of list",
        low=0.35,
        high=1.0,
        meaning="Share of the place's list committed to the contract at which its margin is zero.",
        source="assumption",
    )
    coverage_weight: float = parameter(
        2.0,
        unit="log odds",
        low=1.0,
        high=3.0,
        meaning="Weight of the margin in practices committed.",
        source="assumption",
    )
    finance_asked: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="Rank of the system in finance (0 worst, 1 best) at which its margin is zero.",
        source="the middle: assumption",
    )
    finance_weight: float = parameter(
        1.0,
        unit="log odds",
        low=0.5,
        high=1.5,
        meaning="Weight of the margin in finance.",
        source="assumption",
    )
    legal_weight: float = parameter(
        1.0,
        unit="log odds",
        low=0.5,
        high=1.5,
        meaning="Weight of legal clarity: what a challenge before a court takes away.",
        source="assumption",
    )
    early_engagement: int = parameter(
        2,
        unit="quarters",
        low=1,
        high=4,
        role=Role.LEVER,
        meaning="How long early engagement takes, which always passes.",
        source="assumption; guidance of 2016 names no time",
    )
    checkpoint: int = parameter(
        2,
        unit="quarters",
        low=1,
        high=4,
        role=Role.LEVER,
        meaning="Least time for each checkpoint, and before it is tried again.",
        source="assumption; guidance of 2016 names no time",
    )
    most_tries: int = parameter(
        3,
        unit="tries",
        low=1,
        high=6,
        limits=(1, 30),
        role=Role.LEVER,
        meaning="Tries at one checkpoint after which the process has failed.",
        source="assumption",
    )
    longest_wait: int = parameter(
        8,
        unit="quarters",
        low=4,
        high=16,
        role=Role.LEVER,
        meaning="Quarters of waiting at go-live after which the process lapses.",
        source="assumption",
    )
    closed_for: int = parameter(
        8,
        unit="quarters",
        low=4,
        high=16,
        role=Role.LEVER,
        meaning="Quarters after a process failed, lapsed or a contract ended in which the CCG "
        "seeks no new one.",
        source="assumption",
    )


@dataclass(frozen=True)
class Progress:
    """Where processes stand: one row each.

    Attributes
    ----------
    passed
        Checkpoints passed, 0 to :data:`CHECKPOINTS`.
    tries
        Tries at the next one that failed.
    """

    passed: NDArray[np.int8]
    tries: NDArray[np.int8]


def asked(p: Assurance) -> Floats:
    """Return what has a margin of zero, in the order of :data:`CONDITIONS`."""
    return np.array([p.governance_asked, p.coverage_asked, p.finance_asked, 1.0])


def weights(p: Assurance) -> Floats:
    """Return the weight of each margin, in the order of :data:`CONDITIONS`."""
    return np.array([p.governance_weight, p.coverage_weight, p.finance_weight, p.legal_weight])


def pass_probability(margins: Floats, p: Assurance) -> Floats:
    """Return the probability of passing a checkpoint.

    Parameters
    ----------
    margins
        What was found less :func:`asked`: processes by conditions.
    p
        How assurance weighs.
    """
    log_odds = logit(p.pass_probability) + margins @ weights(p)
    return np.asarray(expit(log_odds), dtype=np.float64)


def after_checkpoint(before: Progress, passes: Flags, p: Assurance) -> tuple[Progress, Flags]:
    """Return where processes stand after a checkpoint, and which have failed for good."""
    passed = before.passed + passes.astype(np.int8)
    tries = np.where(passes, 0, before.tries + 1).astype(np.int8)
    return Progress(passed, tries), tries >= p.most_tries
