"""The stages a care system passes through, and the numbers each stage carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from acs_abm.parameters import Role, parameter


class Stage(IntEnum):
    """How far a care system has come; ACO is a stage of a place, not of a system."""

    STP = 0
    CANDIDATE = 1
    SHADOW_ACS = 2
    ACS = 3
    ACO = 4


class Gives(StrEnum):
    """What reaching a stage gives.

    The first three act today. The others are shown among the rights of a system
    (``acs-abm run``, table ``systems``) and say what later work on money will unlock.
    """

    ALLIANCE_AGREEMENT = "alliance_agreement"  # right to launch an alliance agreement
    TRANSFORMATION_FUND = "transformation_fund"  # a share of the devolved fund
    CONTRACT_ASSURANCE = "contract_assurance"  # its places may seek a single contract
    SHADOW_ACCOUNTS = "shadow_accounts"  # will show what a population budget would have paid
    DELEGATED_COMMISSIONING = "delegated_commissioning"  # will move primary and specialised money
    ONE_STOP_SHOP = "one_stop_shop"  # will halve what reporting to regulators costs
    REDEPLOYED_STAFF = "redeployed_staff"  # will move staff of regulators and CCGs to the system
    TARIFF_BY_AGREEMENT = "tariff_by_agreement"  # will let a system pay otherwise than by tariff


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
class ConditionTerms:
    """Numbers of a condition beside its threshold; soft gates have them."""

    weight: float = parameter(
        0.5,
        unit="weight",
        low=0.25,
        high=1.0,
        role=Role.LEVER,
        meaning="How much the condition counts in the score of a soft gate.",
        source="assumption",
    )


@dataclass(frozen=True)
class Thresholds:
    """Everything a gate can ask for; a gate asks for those that its calendar names."""

    hub_coverage: float = parameter(
        0.5,
        unit="share of list",
        low=0,
        high=0.9,
        role=Role.LEVER,
        meaning="Least share of the list at practices in a hub.",
        source="assumption",
    )
    relationships: float = parameter(
        0.4,
        unit="share",
        low=0.2,
        high=0.8,
        role=Role.LEVER,
        symbol="R",
        meaning="Least quality of relationships in the system.",
        source="assumption",
    )
    selected: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="Selected by NHS England (1) or not (0).",
        source="announced 2017",
    )
    choice_mechanism: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="A mechanism that protects patient choice exists (1) or not (0).",
        source="announced 2017",
    )
    own_control_totals: float = parameter(
        0.6,
        unit="share of trust income",
        low=0.3,
        high=0.9,
        role=Role.LEVER,
        meaning="Least share of trust income whose trusts accepted their own control totals.",
        source="assumption",
    )
    control_total_shortfall: float = parameter(
        0.02,
        unit="share of trust income",
        low=0.005,
        high=0.05,
        role=Role.LEVER,
        meaning="Most by which trusts together fell short of control totals over the year.",
        source="assumption",
    )
    governance: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        role=Role.LEVER,
        symbol="G",
        meaning="Least maturity of governance.",
        source="assumption",
    )
    population_health_management: float = parameter(
        0.4,
        unit="share",
        low=0.2,
        high=0.7,
        role=Role.LEVER,
        symbol="PHM",
        meaning="Least capability in population health management.",
        source="assumption",
    )
    alliance_coverage: float = parameter(
        0.7,
        unit="share of list",
        low=0.3,
        high=1.0,
        role=Role.LEVER,
        meaning="Least share of the list at practices in a live alliance or beyond.",
        source="assumption",
    )
    joint_body: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="A body that takes joint decisions exists (1) or not (0).",
        source="announced 2017",
    )
    practices_committed: float = parameter(
        0.7,
        unit="share of list",
        low=0.35,
        high=1.0,
        role=Role.LEVER,
        meaning="Least share of a place's list committed to a single contract.",
        source="assumption",
    )
    practices_confirmed: float = parameter(
        0.6,
        unit="share of list",
        low=0.3,
        high=0.9,
        role=Role.LEVER,
        meaning="Least share of a place's list that stands by its promise on the full terms.",
        source="assumption",
    )
    trusts_aligned: float = parameter(
        0.6,
        unit="share of trust income",
        low=0.3,
        high=0.9,
        role=Role.LEVER,
        meaning="Least share of the system's trust income at ALLIANCE or above.",
        source="assumption",
    )
    system_ready: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="The system is an ACS, or the place is a contract test area.",
        source="announced 2017",
    )
    assurance_passed: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="All checkpoints of the assurance of the contract passed (1) or not (0).",
        source="announced 2016: integrated support and assurance process",
    )
    regulations_in_force: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="Rules on suspending a practice's contract are in force (1) or not (0).",
        source="announced 2017",
    )
    court_clear: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="No challenge before a court and no dated pause (1), or either (0).",
        source="announced 2017",
    )
    consultation_done: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="National consultation on the contract over (1) or not (0).",
        source="announced 2017",
    )
    holder_accepts: float = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        role=Role.CONSTANT,
        meaning="A holder of the contract was chosen and accepts (1) or not (0).",
        source="announced 2017",
    )


AT_MOST = frozenset({"control_total_shortfall"})
"""Conditions met from below; all others are met from above."""

FLAGS = frozenset(
    {
        "selected", "choice_mechanism", "joint_body", "system_ready", "assurance_passed",
        "regulations_in_force", "court_clear", "consultation_done", "holder_accepts",
    }
)  # fmt: skip
"""Conditions that are met or not; strictness does not move them."""


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
