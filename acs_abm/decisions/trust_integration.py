"""How far does a trust integrate with the others of its system?

A trust that considers takes the level of highest utility plus noise among those open to it:
independent; an alliance, from the stage that gives the right to one; partial and full, while any
place of its system procures or has a contract that goes as far. It considers with probability
``trust.considers_early`` a quarter in the year after its system advanced, later with
``trust.considers_later``. Utility, in per cent of its income a year::

    result − φ_T · (L_T − h where it holds the contract) + γ where it holds it
        + η_T · (2 · trust in partners − 1) · dep
        + J_T · share of the system's trust income at that level or above
        + ρ_T · κ · pressure − SQ_T · levels moved + ψ · min(deficit / d, 1) above level 0

φ_T is ``trust.independence_value``; L_T by level ``trust.autonomy_lost``,
``trust.autonomy_lost_partial``, ``trust.autonomy_lost_full``; h ``trust.holder_autonomy``; γ
``trust.holder_value``; η_T ``trust.partner_trust_value``; dep ``trust.dependence``,
``trust.dependence_partial``, ``trust.dependence_full``; J_T ``trust.peer_value``; ρ_T
``trust.pressure_value``; κ 1 for an alliance and ``trust.pressure_beyond`` beyond; SQ_T
``trust.status_quo``; ψ ``trust.distress_value``; d ``trust.deep_deficit``. Noise has scale
``trust.choice_noise``, ``trust.lasting_taste`` of its variance lasting. *Result* is what the level
would do to its own accounts (:mod:`acs_abm.decisions.trust_result`). Where no contract of its level
is left it falls back to the level below that is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from acs_abm.compiled import kernel
from acs_abm.decisions.choice import Flags, Floats, Rows
from acs_abm.parameters import declares, parameter
from acs_abm.stance import INDEPENDENT, PARTIAL

LEVELS = ("independent", "alliance", "partial", "full")
"""What a trust chooses among, by level."""
TERMS = (
    "result", "independence", "holding", "partner_trust", "peers", "pressure", "status_quo",
    "distress",
)  # fmt: skip
"""The terms of the utility, in the order of the equation in ``_fill``."""
N_TERMS = len(TERMS)


@declares("trust")
class TrustIntegration:
    """What moves a trust from level to level; values in per cent of income a year."""

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
    autonomy_lost_partial: float = parameter(
        0.4,
        unit="share of independence",
        low=0.2,
        high=0.6,
        symbol="L_T",
        meaning="How much of a trust's autonomy a partial contract takes.",
        source="assumption",
    )
    autonomy_lost_full: float = parameter(
        0.7,
        unit="share of independence",
        low=0.35,
        high=1,
        symbol="L_T",
        meaning="How much of a trust's autonomy a full contract takes.",
        source="assumption",
    )
    holder_autonomy: float = parameter(
        0.5,
        unit="share of independence",
        low=0.25,
        high=0.75,
        meaning="How much less autonomy a contract takes from the trust that holds it.",
        source="assumption",
    )
    holder_value: float = parameter(
        0.5,
        unit="% of income",
        low=0.25,
        high=0.75,
        symbol="gamma",
        meaning="What holding a contract is worth to a trust.",
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
    dependence_partial: float = parameter(
        0.35,
        unit="share",
        low=0.17,
        high=0.53,
        symbol="dep",
        meaning="How far a partial contract makes a trust depend on its partners.",
        source="assumption",
    )
    dependence_full: float = parameter(
        1.0,
        unit="share",
        low=0.5,
        high=1,
        symbol="dep",
        meaning="How far a full contract makes a trust depend on its partners.",
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
    pressure_beyond: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        symbol="kappa",
        meaning="Share of that worth which counts for a contract, beyond an alliance.",
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


class TrustFacts(NamedTuple):
    """What trusts know when they decide: one number a trust, or trusts by levels.

    Attributes
    ----------
    partner_trust
        Trust in partners, 0 to 1.
    peer_share
        Share of the system's trust income at each level or above (trusts by levels).
    pressure
        National expectation bearing on the system, 0 to 1.
    margin
        Surplus (negative: deficit), share of income.
    level
        The level it is at.
    is_holder
        Whether it was chosen to hold a contract.
    result
        Change of its own result at each level, % of income (levels by trusts).
    """

    partner_trust: Floats
    peer_share: Floats
    pressure: Floats
    margin: Floats
    level: Rows
    is_holder: Flags
    result: Floats


@lru_cache(maxsize=16)
def autonomy_lost(p: TrustIntegration) -> Floats:
    """Return how much of its autonomy a trust that holds no contract loses at each level."""
    return np.array([0.0, p.autonomy_lost, p.autonomy_lost_partial, p.autonomy_lost_full])


class _Weights(NamedTuple):
    """The parameters of the utility, as the compiled loop takes them; one number a level or one."""

    autonomy_lost: Floats
    dependence: Floats
    pressed: Floats
    independence: float
    holder_autonomy: float
    holder: float
    partner_trust: float
    peers: float
    pressure: float
    status_quo: float
    distress: float
    deep_deficit: float


@lru_cache(maxsize=16)
def _weights(p: TrustIntegration) -> _Weights:
    return _Weights(
        autonomy_lost=autonomy_lost(p),
        dependence=np.array([0.0, p.dependence, p.dependence_partial, p.dependence_full]),
        pressed=np.array([0.0, 1.0, p.pressure_beyond, p.pressure_beyond]),
        independence=p.independence_value,
        holder_autonomy=p.holder_autonomy,
        holder=p.holder_value,
        partner_trust=p.partner_trust_value,
        peers=p.peer_value,
        pressure=p.pressure_value,
        status_quo=p.status_quo,
        distress=p.distress_value,
        deep_deficit=p.deep_deficit,
    )


@kernel
def _fill(u: Floats, f: TrustFacts, w: _Weights, i: int, level: int) -> None:
    """Put the terms of one level for one trust in a row, in the order of ``TERMS``."""
    holds = f.is_holder[i] and level >= PARTIAL
    joins = level > INDEPENDENT
    deficit = min(max(-100.0 * f.margin[i] / w.deep_deficit, 0.0), 1.0)
    u[0] = f.result[level, i]
    u[1] = -w.independence * (w.autonomy_lost[level] - w.holder_autonomy * holds)
    u[2] = w.holder * holds
    u[3] = w.partner_trust * (2.0 * f.partner_trust[i] - 1.0) * w.dependence[level]
    u[4] = w.peers * f.peer_share[i, level] * joins
    u[5] = w.pressure * f.pressure[i] * w.pressed[level]
    u[6] = -w.status_quo * abs(level - f.level[i])
    u[7] = w.distress * deficit * joins


@kernel
def _terms(f: TrustFacts, w: _Weights) -> Floats:
    """Return the terms in the order of ``TERMS``: trusts by levels by terms."""
    n, levels = f.peer_share.shape
    terms = np.empty((n, levels, N_TERMS))
    for i in range(n):
        for level in range(levels):
            _fill(terms[i, level], f, w, i, level)
    return terms


def terms(facts: TrustFacts, p: TrustIntegration) -> dict[str, Floats]:
    """Return the terms of each level, % of income a year (trusts by levels)."""
    found = _terms(facts, _weights(p))
    return {name: found[:, :, t] for t, name in enumerate(TERMS)}


def utility(facts: TrustFacts, p: TrustIntegration) -> Floats:
    """Return the utility of each level, % of income a year, without luck (trusts by levels)."""
    return _sums(_terms(facts, _weights(p)))


@kernel
def _sums(terms: Floats) -> Floats:
    """Add up the terms in their order."""
    n, levels, n_terms = terms.shape
    total = np.zeros((n, levels))
    for i in range(n):
        for level in range(levels):
            for t in range(n_terms):
                total[i, level] += terms[i, level, t]
    return total
