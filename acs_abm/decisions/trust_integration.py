"""Does a trust join its system's alliance?

The short rule of this version: independent or alliance, in per cent of the trust's income a
year. Holding contracts, partial and full integration, and what an alliance changes in the
trust's accounts come with the issue in which every organisation decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.decisions.choice import Floats
from acs_abm.parameters import declares, parameter


@declares("trust")
class TrustIntegration:
    """What moves a trust toward an alliance; values in per cent of income a year."""

    choice_noise: float = parameter(
        0.6,
        unit="% of income",
        low=0.3,
        high=0.9,
        symbol="mu_T",
        meaning="Scale of what the model does not know about a trust's choice.",
        source="assumption",
    )
    lasting_taste: float = parameter(
        0.7,
        unit="share of variance",
        low=0,
        high=1,
        symbol="rho_eps",
        meaning="How much of that noise is a lasting taste.",
        source="assumption",
    )
    independence_value: float = parameter(
        1.0,
        unit="% of income",
        low=0.5,
        high=1.5,
        symbol="phi_T",
        meaning="What a trust would give to keep all of its autonomy.",
        source="assumption",
    )
    autonomy_lost: float = parameter(
        0.1,
        unit="share of independence",
        low=0,
        high=0.3,
        symbol="L_T",
        meaning="How much of a trust's autonomy an alliance takes.",
        source="assumption",
    )
    dependence: float = parameter(
        0.16,
        unit="share",
        low=0.05,
        high=0.3,
        symbol="dep",
        meaning="How far an alliance makes a trust depend on its partners.",
        source="assumption",
    )
    partner_trust_value: float = parameter(
        0.5,
        unit="% of income",
        low=0.25,
        high=0.75,
        symbol="eta_T",
        meaning="What full trust rather than half in partners is worth.",
        source="assumption",
    )
    peer_value: float = parameter(
        0.3,
        unit="% of income",
        low=0,
        high=0.6,
        symbol="J_T",
        meaning="What it is worth to do as all trusts of the system do.",
        source="assumption",
    )
    pressure_value: float = parameter(
        0.5,
        unit="% of income",
        low=0.25,
        high=0.75,
        symbol="rho_T",
        meaning="What it is worth to join what looks inevitable.",
        source="assumption",
    )
    status_quo: float = parameter(
        0.4,
        unit="% of income a level",
        low=0.2,
        high=0.6,
        symbol="SQ_T",
        meaning="Cost of moving one level.",
        source="assumption",
    )
    distress_value: float = parameter(
        0.5,
        unit="% of income",
        low=0.25,
        high=0.75,
        symbol="psi",
        meaning="What partners are worth to a trust in deep deficit.",
        source="assumption",
    )
    deep_deficit: float = parameter(
        5.0,
        unit="% of income",
        low=2.5,
        high=7.5,
        limits=(0.1, 75.0),
        meaning="Deficit at which a trust counts as wholly distressed.",
        source="assumption",
    )
    considers_early: float = parameter(
        0.5,
        unit="probability a quarter",
        low=0.1,
        high=0.8,
        meaning="Probability that a trust considers in the year after its system advances.",
        source="set on the time to an alliance before July 2018 (T08)",
    )
    considers_later: float = parameter(
        0.1,
        unit="probability a quarter",
        low=0.05,
        high=0.2,
        meaning="Probability that a trust considers at any other time.",
        source="assumption",
    )


@dataclass(frozen=True)
class TrustFacts:
    """What trusts know when they decide: one number a trust.

    Attributes
    ----------
    partner_trust
        Trust in partners, 0 to 1.
    peer_share
        Share of the system's trust income already at ALLIANCE or above.
    pressure
        National expectation bearing on the system, 0 to 1.
    margin
        Surplus (negative: deficit), share of income.
    is_member
        Whether it is in the alliance now.
    """

    partner_trust: Floats
    peer_share: Floats
    pressure: Floats
    margin: Floats
    is_member: Floats


def alliance_terms(facts: TrustFacts, p: TrustIntegration) -> dict[str, Floats]:
    """Return the terms of ALLIANCE over INDEPENDENT, per cent of income a year."""
    distress = np.clip(-100.0 * facts.margin / p.deep_deficit, 0.0, 1.0)
    one = np.ones_like(distress)
    return {
        "independence": -p.independence_value * p.autonomy_lost * one,
        "partner_trust": p.partner_trust_value * (2 * facts.partner_trust - 1) * p.dependence,
        "peers": p.peer_value * facts.peer_share,
        "pressure": p.pressure_value * facts.pressure,
        "status_quo": p.status_quo * (2.0 * facts.is_member - 1.0),
        "distress": p.distress_value * distress,
    }
