"""The staged implementation as data: stages, gates, waves, national expectation, dates.

A calendar is a YAML file in ``stages/calendars``. It says which stages there are, what each
requires and gives, when NHS England selects and what it expects. A calendar may extend another. Its
numbers are parameters like any other: ``stage.acs.alliance_coverage``, ``stage.acs.dwell``,
``stage.shadow_acs.weight.hub_coverage``, ``wave.first_least``, ``expectation.start``,
``contract.consultation``.

*National expectation* is ``expectation.before`` at first, ``expectation.start`` from the month that
the calendar names, and rises by ``expectation.rise`` a year to ``expectation.most``. On a system it
bears times the weight of its stage (``stage.stp.pressure_weight``,
``stage.candidate.pressure_weight``, ``stage.shadow_acs.pressure_weight``,
``stage.acs.pressure_weight``), at most 1. A scenario may date a national mandate
(``mandate_from``), under which it is 1 everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from acs_abm.clock import Date
from acs_abm.stages.commissioners import CommissionerRules
from acs_abm.stages.contract import ContractRules
from acs_abm.stages.stage import Gives, Stage
from acs_abm.stages.terms import BackTerms, ExpectationTerms, StageTerms, WaveTerms


@dataclass(frozen=True)
class Condition:
    """One thing a gate asks for.

    Attributes
    ----------
    measure
        Name of the measure, a field of :class:`~acs_abm.stages.thresholds.Thresholds`.
    threshold
        Value it must reach (or must not exceed, where ``is_at_most``).
    is_at_most
        Whether lower is better.
    is_required
        Whether a soft gate, too, cannot be passed without it.
    weight
        How much its margin counts in the score of a soft gate; 1 at a hard gate, which asks for
        all of every condition.
    """

    measure: str
    threshold: float
    is_at_most: bool
    is_required: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Asked:
    """The conditions of a gate as rows of numbers, one a condition.

    ``is_required`` is what even a soft gate cannot be passed without: all, at a hard gate.
    """

    measures: tuple[str, ...]
    thresholds: NDArray[np.float64]
    is_at_most: NDArray[np.bool_]
    is_required: NDArray[np.bool_]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, rule: StageRule) -> Asked:
        """Lay out the conditions of a gate."""
        asked = rule.conditions
        return cls(
            measures=tuple(c.measure for c in asked),
            thresholds=np.array([c.threshold for c in asked], dtype=np.float64),
            is_at_most=np.array([c.is_at_most for c in asked], dtype=bool),
            is_required=np.array([rule.is_hard or c.is_required for c in asked], dtype=bool),
            weights=np.array([c.weight for c in asked], dtype=np.float64),
        )


@dataclass(frozen=True)
class StageRule:
    """What one stage requires, weighs and gives.

    Attributes
    ----------
    stage
        The stage it leads to.
    terms
        Dwell, strictness, weight of expectation, growth of governance.
    is_hard
        Whether every condition must be met; a soft gate is passed with a probability that
        rises with the weighted mean of the margins.
    opens
        First month in which the gate is evaluated at all; None for always.
    opens_to_all
        First month from which every weight is zero: the gate asks for nothing but dwell, and
        the stage behind it sends nobody back. None for never.
    conditions
        What it asks for.
    gives
        What reaching it gives.
    back
        What sends a system back from it; None if nothing does.
    """

    stage: Stage
    terms: StageTerms
    is_hard: bool
    opens: Date | None
    opens_to_all: Date | None
    conditions: tuple[Condition, ...]
    gives: tuple[Gives, ...]
    back: BackTerms | None

    @cached_property
    def asks(self) -> Asked:
        """What the gate asks for, laid out for reckoning."""
        return Asked.of(self)

    def is_open_to_all(self, date: Date) -> bool:
        """Whether the gate asks for nothing but dwell any more."""
        return self.opens_to_all is not None and date >= self.opens_to_all


@dataclass(frozen=True)
class Calendar:
    """A staged implementation with every number in place.

    Attributes
    ----------
    name, why
        Its name and what it stands for.
    stages
        One rule for each stage, in order from STP.
    wave
        Sizes, slips and the lowest score of selections.
    first_wave
        Month of the first selection; later ones are due once a year after it.
    dated_waves
        Later selections with a month and a size of their own, in order; the yearly ones follow
        the last of them.
    expectation
        Path of the national expectation.
    expectation_from
        Month in which that path begins.
    fund_from
        Month from which the transformation fund pays.
    contract
        Dated inputs on single contracts.
    commissioners
        Dated inputs on CCGs.
    """

    name: str
    why: str
    stages: tuple[StageRule, ...]
    wave: WaveTerms
    first_wave: Date
    dated_waves: tuple[tuple[Date, int], ...]
    expectation: ExpectationTerms
    expectation_from: Date
    fund_from: Date
    contract: ContractRules
    commissioners: CommissionerRules

    def rule(self, stage: Stage) -> StageRule:
        """Return the rule of a stage."""
        return self.stages[stage]

    @cached_property
    def rights(self) -> Mapping[Gives, NDArray[np.bool_]]:
        """For each right, whether a system has it at each stage in order."""
        return {gift: np.array(self.stages_that_give(gift), dtype=bool) for gift in Gives}

    def stages_that_give(self, gift: Gives) -> tuple[bool, ...]:
        """Return, for each stage in order, whether a system at it has a right."""
        return tuple(gift in rule.gives for rule in self.stages)

    def national_expectation(self, date: Date) -> float:
        """Return P_nat in the financial year of a date."""
        terms = self.expectation
        if date < self.expectation_from:
            return terms.before
        years = (date.index - self.expectation_from.index) // 12
        return min(terms.start + terms.rise * years, max(terms.most, terms.start))
