"""How does a practice decide to join an alliance, or to give up its contract?

Each step a practice *considers* with the probability that belongs to
``practice.consideration_hazard`` a year; with at least ``practice.campaign_consideration`` a
quarter while its system campaigns, with ``practice.deadline_consideration`` in the last quarter of
an offer with money, with ``practice.shock_consideration`` when its state has just changed sharply,
and surely when a trust addresses it. Only those that consider choose, among staying independent and
the offers open to them, the option of highest utility plus noise::

    u = V(income) − φ·L + δ·D·dep + b + J·peers − SQ·levels moved, up to a most − w_H·ΔH + q_w·ΔQ
        + η·(2·trust in lead − 1)·dep + ρ·κ·pressure − ζ·LMC − α·envy − ι_w·ι·v
        − (hurdle − 1)·S·(1 − ϱ where it may return) + π·pivotal

all in £k per whole-time-equivalent partner a year. V is the value of an uncertain income
(:mod:`acs_abm.decisions.choice`); φ, D, ι and S are the practice's value of independence, distress,
ideology and stake in its contract; L, dep, b, ΔH, ΔQ, κ and v are terms of the offer. Every term,
with its size, its reason and an example, has its section in
``docs/explanation/practice_decision.md``. The noise has scale ``practice.choice_noise``,
``practice.lasting_taste`` of its variance lasting. Each add-on, such as the hub, is a yes or no of
its own by the same utility with two options. Whether a practice that stays independent also resists
is its second question (:mod:`acs_abm.decisions.practice_resistance`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from acs_abm.clock import QUARTERS_A_YEAR
from acs_abm.compiled import kernel
from acs_abm.decisions.choice import Flags, Floats, hazard_probability, value_of
from acs_abm.decisions.practice_choice import CORE_TERMS, OPTIONAL_TERMS, PracticeChoice
from acs_abm.decisions.practice_options import OptionNumbers, Options, PracticeFacts
from acs_abm.stance import PARTIAL

TERMS = (*CORE_TERMS, *OPTIONAL_TERMS)
"""The terms of the utility, in the order of the equation in ``_fill``."""
N_TERMS = len(TERMS)


class _Weights(NamedTuple):
    """The parameters of the utility, as the compiled loop takes them."""

    rescue: float
    peers: float
    peers_local: float
    status_quo: float
    status_quo_most: float
    hours: float
    quality: float
    lead_trust: float
    pressure: float
    lmc: float
    envy: float
    objection: float
    contract: float
    return_quality: float
    pivotal: float


@lru_cache(maxsize=16)
def _weights(p: PracticeChoice) -> _Weights:
    return _Weights(
        rescue=p.rescue_value,
        peers=p.peer_value,
        peers_local=p.peer_local_share,
        status_quo=p.status_quo,
        status_quo_most=p.status_quo_most,
        hours=p.hour_value,
        quality=p.quality_value,
        lead_trust=p.lead_trust_value,
        pressure=p.pressure_value,
        lmc=p.lmc_value,
        envy=p.envy,
        objection=p.objection_value,
        contract=p.hurdle - 1.0,
        return_quality=p.right_of_return_quality,
        pivotal=p.pivotal_value,
    )


@kernel
def _fill(u: Floats, f: PracticeFacts, o: OptionNumbers, w: _Weights, i: int, k: int) -> None:
    """Put the terms of one option for one practice in a row, in the order of ``TERMS``."""
    peers = w.peers_local * f.local_share[i, k] + (1.0 - w.peers_local) * f.national_share[k]
    moving = w.status_quo * f.levels_moved[i, k] * f.moving_cost_share[i]
    u[0] = value_of(f.income_change[i, k], o.income_sd[k], f.loss_aversion[i])
    u[1] = -f.independence_value[i] * o.autonomy_lost[k]
    u[2] = w.rescue * f.distress[i] * o.dependence[k]
    u[3] = o.intrinsic_value[k]
    u[4] = w.peers * peers
    u[5] = -min(moving, w.status_quo_most)
    u[6] = -w.hours * o.hours[k]
    u[7] = w.quality * o.quality_gain[k]
    u[8] = w.lead_trust * (2.0 * f.lead_trust[i] - 1.0) * o.dependence[k]
    u[9] = w.pressure * f.national_pressure[i] * o.pressure[k]
    u[10] = -w.lmc * f.lmc_opposition[i, k]
    u[11] = -w.envy * f.relative_gain[i] * (o.level[k] >= PARTIAL)
    u[12] = -w.objection * f.ideology[i] * o.objection[k]
    lost_for_good = o.gives_up_contract[k] * (1.0 - w.return_quality * o.may_return[k])
    u[13] = -w.contract * f.contract_stake[i] * lost_for_good
    u[14] = w.pivotal * f.is_pivotal[i, k]


@kernel
def _terms(f: PracticeFacts, o: OptionNumbers, w: _Weights) -> Floats:
    """Return the terms in the order of ``TERMS``: practices by options by terms."""
    n, options = f.income_change.shape
    terms = np.empty((n, options, N_TERMS))
    for i in range(n):
        for k in range(options):
            _fill(terms[i, k], f, o, w, i, k)
    return terms


def utility_terms(facts: PracticeFacts, options: Options, p: PracticeChoice) -> dict[str, Floats]:
    """Return every term of the utility of every option, £k a partner a year (n × K each)."""
    terms = _terms(facts, options.numbers, _weights(p))
    return {name: terms[:, :, t] for t, name in enumerate(TERMS) if name not in p.switched_off}


def utility(
    facts: PracticeFacts, options: Options, p: PracticeChoice, available: Flags | None = None
) -> Floats:
    """Return the utility of every option, £k a partner a year (n × K): the sum of its terms.

    Parameters
    ----------
    available
        Options that are asked about, if not all (n × K); the utility of others is −inf.
    """
    if available is None:
        available = np.ones(facts.income_change.shape, dtype=bool)
    return _sums(facts, options.numbers, _weights(p), _counts(p), available)


@lru_cache(maxsize=16)
def _counts(p: PracticeChoice) -> Floats:
    """Return 1 for each term that counts and 0 for each that is switched off."""
    return np.array([name not in p.switched_off for name in TERMS], dtype=np.float64)


@kernel
def _sums(
    f: PracticeFacts, o: OptionNumbers, w: _Weights, counts: Floats, available: Flags
) -> Floats:
    """Add up the terms that count, in their order (a matrix product would not keep it)."""
    terms = np.empty(N_TERMS)
    total = np.full(available.shape, -np.inf)
    for i in range(len(available)):
        for k in range(available.shape[1]):
            if available[i, k]:
                _fill(terms, f, o, w, i, k)
                total[i, k] = 0.0
                for t in range(N_TERMS):
                    total[i, k] += counts[t] * terms[t]
    return total


class Consideration(NamedTuple):
    """Probabilities that a practice considers in one step, by what is going on."""

    usual: float
    campaign: float
    deadline: float
    shock: float


def consideration(years: float, p: PracticeChoice) -> Consideration:
    """Return how likely a practice considers in a step of that many years.

    What makes many think again does so within its quarter: in the month of a shock, or in the
    last of an offer, those who think in the other months of the quarter anyway count as well.
    """
    usual = float(hazard_probability(p.consideration_hazard, years))
    campaign = 1.0 - (1.0 - p.campaign_consideration) ** (years * QUARTERS_A_YEAR)
    earlier = float(hazard_probability(p.consideration_hazard, 1.0 / QUARTERS_A_YEAR - years))
    deadline = 1.0 - (1.0 - p.deadline_consideration) / (1.0 - earlier)
    shock = 1.0 - (1.0 - p.shock_consideration) / (1.0 - earlier)
    return Consideration(
        usual=usual,
        campaign=max(campaign, usual),
        deadline=max(deadline, usual),
        shock=max(shock, usual),
    )
