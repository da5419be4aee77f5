"""Numbers of stages and of the calendar that are not gate thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from acs_abm.parameters import Role, parameter


@dataclass(frozen=True)
class StageTerms:
    """Numbers of a stage that are not gate thresholds."""

    dwell: int = parameter(
        2,
        unit="quarters",
        low=0,
        high=12,
        role=Role.LEVER,
        meaning="Least time in the stage before, counting the current quarter.",
        source="assumption",
    )
    strictness: float = parameter(
        0.0,
        unit="fraction of a threshold",
        low=-0.5,
        high=0.5,
        limits=(-1.0, 1.0),
        role=Role.LEVER,
        meaning="By how much every threshold of the gate is made harder; below zero, easier.",
        source="as announced",
    )
    pressure_weight: float = parameter(
        1.0,
        unit="multiple",
        low=0.25,
        high=2,
        symbol="w_stage",
        meaning="How strongly the national expectation bears on systems at this stage.",
        source="assumption",
    )
    governance_growth: float = parameter(
        0.2,
        unit="per year",
        low=0.02,
        high=0.6,
        symbol="g_stage",
        meaning="Rate at which governance matures at this stage.",
        source="assumption",
    )


@dataclass(frozen=True)
class BackTerms:
    """What sends a system back one stage."""

    grace: int = parameter(
        4,
        unit="quarters",
        low=0,
        high=12,
        role=Role.LEVER,
        meaning="Quarters after reaching the stage in which nothing sends it back.",
        source="assumption",
    )
    alliance_coverage: float = parameter(
        0.55,
        unit="share of list",
        low=0.2,
        high=0.83,
        role=Role.LEVER,
        meaning="Alliance coverage under which a system goes back.",
        source="assumption",
    )
    governance: float = parameter(
        0.4,
        unit="share",
        low=0.1,
        high=0.6,
        role=Role.LEVER,
        meaning="Governance under which a system goes back.",
        source="assumption",
    )
    control_total_excess: float = parameter(
        0.01,
        unit="share of trust income",
        low=0.0,
        high=0.05,
        role=Role.LEVER,
        meaning="Shortfall against control totals that, two years running, sends it back.",
        source="assumption",
    )


@dataclass(frozen=True)
class WaveTerms:
    """How NHS England selects."""

    first_least: int = parameter(
        6,
        unit="systems",
        low=0,
        high=20,
        role=Role.LEVER,
        meaning="Fewest systems in the first wave.",
        source="Five Year Forward View next steps, March 2017: six to ten",
    )
    first_most: int = parameter(
        10,
        unit="systems",
        low=0,
        high=44,
        role=Role.LEVER,
        meaning="Most systems in the first wave.",
        source="Five Year Forward View next steps, March 2017: six to ten",
    )
    later_least: int = parameter(
        3,
        unit="systems",
        low=0,
        high=20,
        role=Role.LEVER,
        meaning="Fewest systems in a later wave.",
        source="assumption",
    )
    later_most: int = parameter(
        8,
        unit="systems",
        low=0,
        high=44,
        role=Role.LEVER,
        meaning="Most systems in a later wave.",
        source="assumption",
    )
    slip_most: int = parameter(
        1,
        unit="quarters",
        low=0,
        high=4,
        meaning="Most quarters by which a later wave slips.",
        source="assumption",
    )
    due_month: int = parameter(
        1,
        unit="month of the year",
        low=1,
        high=10,
        limits=(1, 12),
        role=Role.LEVER,
        meaning="Month in which later waves are due each year, before any slip.",
        source="assumption",
    )
    lowest_score: float = parameter(
        0.45,
        unit="score",
        low=0.2,
        high=0.8,
        role=Role.LEVER,
        symbol="Z",
        meaning="Readiness score under which nobody is selected.",
        source="assumption",
    )


@dataclass(frozen=True)
class ExpectationTerms:
    """The national expectation P_nat: how inevitable the change looks."""

    before: float = parameter(
        0.15,
        unit="share",
        low=0,
        high=0.3,
        role=Role.LEVER,
        meaning="National expectation before its first year.",
        source="assumption: the Five Year Forward View of October 2014 named new models of care",
    )
    start: float = parameter(
        0.3,
        unit="share",
        low=0,
        high=0.8,
        role=Role.LEVER,
        symbol="P_nat",
        meaning="National expectation in the first year.",
        source="assumption",
    )
    rise: float = parameter(
        0.08,
        unit="share per year",
        low=0,
        high=0.3,
        role=Role.LEVER,
        meaning="By how much the expectation rises each April.",
        source="assumption",
    )
    most: float = parameter(
        0.6,
        unit="share",
        low=0,
        high=1,
        role=Role.LEVER,
        meaning="Where the expectation stops rising.",
        source="assumption",
    )


@dataclass(frozen=True)
class ContractTerms:
    """Numbers of the single contract that are not thresholds of its gate."""

    consultation: int = parameter(
        1,
        unit="quarters",
        low=0,
        high=8,
        role=Role.LEVER,
        meaning="How long the national consultation on the contract takes.",
        source="assumption",
    )
    grace: int = parameter(
        4,
        unit="quarters",
        low=0,
        high=12,
        role=Role.LEVER,
        meaning="Quarters after going live in which nothing ends a contract.",
        source="assumption",
    )
    least_confirmed: float = parameter(
        0.45,
        unit="share of list",
        low=0.2,
        high=0.7,
        role=Role.LEVER,
        meaning="Share of a place's list in its live contract under which the contract ends.",
        source="assumption: 0.15 under the gate",
    )
    least_governance: float = parameter(
        0.4,
        unit="share",
        low=0.1,
        high=0.6,
        role=Role.LEVER,
        symbol="G",
        meaning="Governance of its system under which a live contract ends.",
        source="assumption",
    )
