"""Does a CCG join its system's alliance?

The short rule of this version: activity purchaser or alliance, in pounds per head a year. A CCG
that may procure a single contract begins to with a small hazard; choosing it by its utility
comes with the issue in which every organisation decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.decisions.choice import Floats
from acs_abm.parameters import declares, parameter


@declares("commissioner")
class CommissionerStrategy:
    """What moves a CCG toward an alliance; values in pounds per head a year."""

    choice_noise: float = parameter(
        0.6,
        unit="£ per head",
        low=0.3,
        high=0.9,
        symbol="mu_C",
        meaning="Scale of what the model does not know about a CCG's choice.",
        source="fitted by hand: contract test areas (T07)",
    )
    lasting_taste: float = parameter(
        0.7,
        unit="share of variance",
        low=0.35,
        high=1,
        meaning="How much of that noise is a lasting taste.",
        source="assumption",
    )
    savings_kept: float = parameter(
        0.8225,
        unit="£ per head",
        low=0.4,
        high=1.65,
        meaning="Savings that an alliance lets a CCG keep: half of 0.7 × 1% of £235 a head.",
        source="assumption",
    )
    role_lost: float = parameter(
        0.1,
        unit="£ per head",
        low=0.05,
        high=0.15,
        meaning="Loss of role in an alliance.",
        source="assumption",
    )
    agreement_cost: float = parameter(
        0.1,
        unit="£ per head",
        low=0.05,
        high=0.15,
        meaning="Cost of making the agreement.",
        source="assumption",
    )
    gp_board_influence: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        meaning="How much the practices' aversion counts in the CCG's governing body.",
        source="assumption",
    )
    aversion_scale: float = parameter(
        2.0,
        unit="£ per head",
        low=1,
        high=3,
        meaning="Weight of practices' mean aversion to the agreement, with full influence.",
        source="assumption",
    )
    partner_trust_value: float = parameter(
        0.5,
        unit="£ per head",
        low=0.25,
        high=0.75,
        meaning="What full trust rather than half in partners is worth.",
        source="assumption",
    )
    pressure_value: float = parameter(
        0.5,
        unit="£ per head",
        low=0.25,
        high=0.75,
        meaning="What it is worth to join what looks inevitable.",
        source="assumption",
    )
    imitation: float = parameter(
        0.5,
        unit="£ per head",
        low=0.25,
        high=0.75,
        meaning="What it is worth to do as all neighbouring CCGs do.",
        source="assumption; delegated commissioning spread among neighbours (T19)",
    )
    status_quo: float = parameter(
        0.5,
        unit="£ per head a level",
        low=0.25,
        high=0.75,
        symbol="SQ_C",
        meaning="Cost of moving one level.",
        source="fitted by hand: contract test areas (T07)",
    )
    considers_early: float = parameter(
        0.5,
        unit="probability a quarter",
        low=0.1,
        high=0.8,
        meaning="Probability that a CCG considers in the year after its system advances.",
        source="set on the time to an alliance before July 2018 (T08)",
    )
    considers_later: float = parameter(
        0.08,
        unit="probability a quarter",
        low=0.04,
        high=0.16,
        meaning="Probability that a CCG considers at any other time.",
        source="assumption",
    )
    procures_test_area: float = parameter(
        0.3,
        unit="probability",
        low=0.1,
        high=0.6,
        meaning="Probability that a contract test area begins to procure in the first quarter.",
        source="two of six did (T07)",
    )
    procures_hazard: float = parameter(
        0.01,
        unit="per year",
        low=0.0,
        high=0.05,
        meaning="Hazard with which any other CCG that may do so begins to procure.",
        source="assumption",
    )
    procures_full: float = parameter(
        0.2,
        unit="share",
        low=0.0,
        high=0.5,
        meaning="Procurements of a full rather than a partial contract.",
        source="assumption",
    )
    procures_governance: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="Governance its system needs before a CCG may procure (test areas aside).",
        source="assumption",
    )


@dataclass(frozen=True)
class CommissionerFacts:
    """What CCGs know when they decide: one number a CCG.

    Attributes
    ----------
    practice_aversion
        List-weighted mean of autonomy lost × value of independence / £25k.
    partner_trust
        Trust in partners, 0 to 1.
    dependence
        How far the agreement makes the CCG depend on partners, 0 to 1.
    pressure
        National expectation bearing on the system, 0 to 1.
    neighbour_share
        Share of neighbouring CCGs at ALLIANCE or above.
    is_member
        Whether it is in the alliance now.
    """

    practice_aversion: Floats
    partner_trust: Floats
    dependence: Floats
    pressure: Floats
    neighbour_share: Floats
    is_member: Floats


def alliance_terms(facts: CommissionerFacts, p: CommissionerStrategy) -> dict[str, Floats]:
    """Return the terms of ALLIANCE over buying activity, pounds per head a year."""
    one = np.ones_like(facts.pressure)
    return {
        "savings": p.savings_kept * one,
        "role": -p.role_lost * one,
        "agreement": -p.agreement_cost * one,
        "practices": -p.gp_board_influence * p.aversion_scale * facts.practice_aversion,
        "partner_trust": p.partner_trust_value
        * (2.0 * facts.partner_trust - 1.0)
        * facts.dependence,
        "pressure": p.pressure_value * facts.pressure,
        "imitation": p.imitation * facts.neighbour_share,
        "status_quo": p.status_quo * (2.0 * facts.is_member - 1.0),
    }
