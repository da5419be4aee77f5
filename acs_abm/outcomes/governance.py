"""How do governance and population health management mature in a system?

Governance G, 0 to 1, grows towards 1 at the rate::

    growth of the stage · (a + R) · (b + c · quality of the lead)        a year

a is ``system.governance_relations``, b ``system.governance_lead``, c
``system.lead_quality_weight``, R relationships. It loses ``system.lead_change_loss`` of itself when
the lead changes, ``system.failed_gate_loss`` when a gate was applied for and failed (counted in the
quarter that begins in April; staying an STP is not an application, nor is waiting to be selected),
``system.rollback_loss`` when sent back.

Population health management PHM grows towards 1 at ``system.health_management_growth`` +
``system.health_management_money`` · m/(m + 1) a year, m being the pounds a head a year that the
transformation fund spends on it: ``system.fund_per_head``, less the share ``system.fund_diverted``
that goes to deficits, times ``system.fund_for_capability``; and ``system.redeployed`` more where
staff are redeployed. A system sent back repays ``system.fund_clawed_back`` of a year's fund.
Candidates without a choice mechanism set one up with hazard ``system.choice_mechanism_hazard`` a
year.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import Role, declares, parameter

Floats = NDArray[np.float64]


@declares("system")
class Maturity:
    """How systems mature, and what the transformation fund does for it."""

    governance_relations: float = parameter(
        0.5,
        unit="multiple",
        low=0.25,
        high=0.75,
        meaning="Growth of governance that does not need good relationships.",
        source="assumption",
    )
    governance_lead: float = parameter(
        0.7,
        unit="multiple",
        low=0.35,
        high=1.05,
        meaning="Growth of governance under the weakest possible lead.",
        source="assumption",
    )
    lead_quality_weight: float = parameter(
        0.5,
        unit="multiple",
        low=0.25,
        high=0.75,
        meaning="What the best possible lead adds to that.",
        source="assumption",
    )
    lead_change_hazard: float = parameter(
        0.12,
        unit="per year",
        low=0.06,
        high=0.18,
        meaning="Hazard that the lead changes.",
        source="assumption",
    )
    lead_change_loss: float = parameter(
        0.1,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="Governance lost when the lead changes.",
        source="assumption",
    )
    failed_gate_loss: float = parameter(
        0.03,
        unit="share",
        low=0.015,
        high=0.045,
        meaning="Governance lost when a gate is applied for and failed, once a year.",
        source="assumption",
    )
    rollback_loss: float = parameter(
        0.1,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="Governance lost when a system is sent back a stage.",
        source="assumption",
    )
    health_management_growth: float = parameter(
        0.10,
        unit="per year",
        low=0.05,
        high=0.15,
        meaning="Growth of population health management without money.",
        source="assumption",
    )
    health_management_money: float = parameter(
        0.28,
        unit="per year",
        low=0.14,
        high=0.42,
        meaning="What unlimited money adds to that growth.",
        source="assumption",
    )
    fund_per_head: float = parameter(
        17.0,
        unit="£ per head a year",
        low=5,
        high=30,
        role=Role.LEVER,
        meaning="Devolved transformation fund of a system that has one.",
        source="£450m over four years for the first eight systems (2017), derived",
    )
    fund_for_capability: float = parameter(
        0.25,
        unit="share",
        low=0.12,
        high=0.38,
        role=Role.LEVER,
        meaning="Share of the fund spent on population health management.",
        source="assumption",
    )
    redeployed: float = parameter(
        1.0,
        unit="£ per head a year",
        low=0.5,
        high=2.0,
        role=Role.LEVER,
        meaning="Staff of regulators and CCGs who work on population health management once a "
        "stage gives a system redeployed staff, by what they cost.",
        source="assumption",
    )
    fund_diverted: float = parameter(
        0.4,
        unit="share",
        low=0,
        high=0.85,
        meaning="Share of the fund that goes to deficits instead.",
        source="assumption; much vanguard money was diverted (NAO)",
    )
    fund_clawed_back: float = parameter(
        0.5,
        unit="share of a year's fund",
        low=0.25,
        high=0.75,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="What the CCGs of a system that is sent back repay.",
        source="assumption",
    )
    choice_mechanism_hazard: float = parameter(
        1.0,
        unit="per year",
        low=0.5,
        high=2,
        meaning="Hazard with which a candidate sets up a mechanism that protects choice.",
        source="assumption",
    )


def governance_after(
    governance: Floats,
    growth: Floats,
    relationships: Floats,
    lead_quality: Floats,
    years: float,
    p: Maturity,
) -> Floats:
    """Return governance after a step; ``growth`` is the stage's rate per year."""
    pull = (p.governance_relations + relationships) * (
        p.governance_lead + p.lead_quality_weight * lead_quality
    )
    return governance + (1.0 - governance) * -np.expm1(-growth * pull * years)


def health_management_after(capability: Floats, money: Floats, years: float, p: Maturity) -> Floats:
    """Return population health management after a step; ``money`` is £ per head a year."""
    rate = p.health_management_growth + p.health_management_money * money / (money + 1.0)
    return capability + (1.0 - capability) * -np.expm1(-rate * years)
