"""What a practice chooses among, and what it knows when it does."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from acs_abm.decisions.choice import Flags, Floats, Rows


class OptionNumbers(NamedTuple):
    """The numbers of the options of one decision, K each; terms as in an offer's file.

    ``gives_up_contract`` is 1 where the core contract is suspended or ended, and
    ``may_return`` where it is suspended, so that there is a way back.
    """

    level: Rows
    gives_up_contract: Floats
    may_return: Floats
    autonomy_lost: Floats
    dependence: Floats
    hours: Floats
    objection: Floats
    pressure: Floats
    income_sd: Floats
    intrinsic_value: Floats
    quality_gain: Floats


@dataclass(frozen=True)
class Options:
    """The options of one decision, the first being to stay as one is: K numbers each.

    Attributes are the terms of :class:`~acs_abm.contracts.offer.Terms` and:

    names
        Name of each option.
    level
        Level of integration it leads to.
    gives_up_contract
        Whether the core contract is suspended or ended.
    may_return
        Whether it is suspended, and may be reactivated.
    is_salaried
        Whether partners become salaried.
    """

    names: tuple[str, ...]
    level: Rows
    gives_up_contract: Flags
    may_return: Flags
    is_salaried: Flags
    autonomy_lost: Floats
    dependence: Floats
    hours: Floats
    objection: Floats
    pressure: Floats
    income_sd: Floats
    intrinsic_value: Floats
    quality_gain: Floats
    effort: Floats

    def take(self, columns: Rows) -> Options:
        """Keep some of the options, in the order given; each choice of them is made once."""
        chosen = tuple(columns.tolist())
        if chosen not in self._taken:
            self._taken[chosen] = self._take(columns)
        return self._taken[chosen]

    @cached_property
    def _taken(self) -> dict[tuple[int, ...], Options]:
        return {}

    def _take(self, columns: Rows) -> Options:
        kept: dict[str, Any] = {
            column.name: getattr(self, column.name)[columns]
            for column in fields(self)
            if column.name != "names"
        }
        return Options(names=tuple(self.names[column] for column in columns), **kept)

    @cached_property
    def numbers(self) -> OptionNumbers:
        """What the compiled utility needs of each option."""
        return OptionNumbers(
            level=self.level,
            gives_up_contract=self.gives_up_contract.astype(np.float64),
            may_return=self.may_return.astype(np.float64),
            autonomy_lost=self.autonomy_lost,
            dependence=self.dependence,
            hours=self.hours,
            objection=self.objection,
            pressure=self.pressure,
            income_sd=self.income_sd,
            intrinsic_value=self.intrinsic_value,
            quality_gain=self.quality_gain,
        )


class PracticeFacts(NamedTuple):
    """What the practices that consider know: n rows, or n rows by K options.

    Attributes
    ----------
    income_change
        Expected change of a partner's income under each option, £k a year (n × K).
    independence_value, loss_aversion, ideology, distress
        Traits and state of each practice (n): £k a year, multiple, standard deviations, 0 to 1.
    contract_stake
        What the core contract is worth as an option, £k a year; zero where it is not live (n).
    lead_trust
        Trust in the prospective lead, 0 to 1 (n).
    national_pressure
        Expectation P bearing on its system, 0 to 1 (n).
    lmc_opposition
        Opposition of its LMC to each option, 0 to 1 (n × K).
    local_share, national_share
        Share of peers at the level of each option or above (n × K; K).
    relative_gain
        What the lead gained over what the practice gained, £k a partner, not below 0 (n).
    is_pivotal
        1 where the option's coverage is within five points of its minimum (n × K).
    levels_moved
        Levels between where the practice is and each option (n × K).
    moving_cost_share
        What is left of the status quo cost (n).
    """

    income_change: Floats
    independence_value: Floats
    loss_aversion: Floats
    ideology: Floats
    distress: Floats
    contract_stake: Floats
    lead_trust: Floats
    national_pressure: Floats
    lmc_opposition: Floats
    local_share: Floats
    national_share: Floats
    relative_gain: Floats
    is_pivotal: Floats
    levels_moved: Floats
    moving_cost_share: Floats
