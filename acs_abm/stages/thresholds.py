"""What gates ask for: every condition with its threshold and its weight."""

from __future__ import annotations

from dataclasses import dataclass

from acs_abm.parameters import Role, parameter


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
