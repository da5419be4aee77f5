"""How does a practice decide to join an alliance, or to give up its contract?

Each step a practice *considers* with some probability. Only those that consider choose, among
staying independent and the offers open to them, the option of highest utility plus noise. All
utilities are thousands of pounds per whole-time-equivalent partner a year. Whether a practice
that stays independent also resists is its second question
(:mod:`acs_abm.decisions.practice_resistance`).

Design: ``docs/explanation/practice_decision.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from acs_abm.clock import QUARTERS_A_YEAR
from acs_abm.decisions.choice import (
    Flags,
    Floats,
    Rows,
    hazard_probability,
    uncertain_value,
)
from acs_abm.parameters import Role, declares, parameter
from acs_abm.stance import PARTIAL

CORE_TERMS = ("income", "independence", "rescue", "working_together", "peers", "status_quo")
OPTIONAL_TERMS = (
    "hours", "quality", "lead_trust", "pressure", "lmc_opposition", "envy", "objection",
    "contract_given_up", "pivotal",
)  # fmt: skip
LEAN_CORE = "lean_core"


@declares("practice")
class PracticeChoice:
    """What moves a practice between independence and integration."""

    choice_noise: float = parameter(
        8.5,
        unit="£k a year",
        low=4,
        high=12,
        symbol="mu",
        meaning="Scale of what the model does not know about a practice's choice.",
        source="fitted by hand: adoption of PMS and hubs, survey of October 2017 (P2, P3, T09)",
    )
    lasting_taste: float = parameter(
        0.7,
        unit="share of variance",
        low=0.35,
        high=1,
        symbol="rho_eps",
        meaning="How much of that noise is a lasting taste rather than the mood of the day.",
        source="assumption",
    )
    status_quo: float = parameter(
        9.0,
        unit="£k a level",
        low=2,
        high=15,
        symbol="SQ",
        meaning="Cost of moving one level away from where the practice is.",
        source="fitted by hand: PMS, a contract with a route back, cost £10k to £25k in all "
        "(L'Esperance 2017)",
    )
    status_quo_most: float = parameter(
        20.0,
        unit="£k",
        low=10,
        high=30,
        meaning="Most that moving can cost, however many levels.",
        source="PMS episode: £10k to £25k in all (L'Esperance 2017)",
    )
    rescue_value: float = parameter(
        55.0,
        unit="£k a year",
        low=10,
        high=80,
        symbol="delta",
        meaning="What full integration is worth to a practice that is about to fail.",
        source="fitted by hand: trust-run practices, Wolverhampton (T12)",
    )
    hour_value: float = parameter(
        1.0,
        unit="£k a year per weekly hour",
        low=0.7,
        high=1.3,
        symbol="w_H",
        meaning="What one hour less a week is worth.",
        source="Gosden 2000, Scott 2001: £600 to £700 in late-1990s pounds",
    )
    quality_value: float = parameter(
        5.0,
        unit="£k a year per 1.0 of quality",
        low=2.5,
        high=7.5,
        symbol="q_w",
        meaning="What better quality is worth in itself.",
        source="assumption",
    )
    peer_value: float = parameter(
        4.0,
        unit="£k a year",
        low=0,
        high=10,
        symbol="J",
        meaning="What it is worth to do as all peers do.",
        source="assumption: fundholding and PMS clustered by region",
    )
    peer_local_share: float = parameter(
        0.7,
        unit="share",
        low=0.35,
        high=1,
        meaning="Weight of local peers; the rest is the national share.",
        source="assumption",
    )
    lead_trust_value: float = parameter(
        4.0,
        unit="£k a year",
        low=0,
        high=10,
        symbol="eta",
        meaning="What full trust rather than half in the lead organisation is worth.",
        source="assumption",
    )
    pressure_value: float = parameter(
        4.0,
        unit="£k a year",
        low=0,
        high=8,
        symbol="rho",
        meaning="What it is worth to join what looks inevitable.",
        source="assumption",
    )
    lmc_value: float = parameter(
        3.0,
        unit="£k a year",
        low=0,
        high=8,
        symbol="zeta",
        meaning="Cost of acting against the local medical committee.",
        source="assumption",
    )
    envy: float = parameter(
        0.3,
        unit="multiple",
        low=0,
        high=1,
        symbol="alpha",
        meaning="How much a larger gain of the lead organisation is resented.",
        source="assumption",
    )
    objection_value: float = parameter(
        3.0,
        unit="£k a year",
        low=1.5,
        high=4.5,
        symbol="iota_w",
        meaning="Weight of objection on principle, per standard deviation of ideology.",
        source="assumption; most fundholding refusers gave principle first (BMJ 311:166)",
    )
    right_of_return_quality: float = parameter(
        0.3,
        unit="share",
        low=0,
        high=1,
        role=Role.LEVER,
        symbol="varrho",
        meaning="How good the right of reactivation is: 1 gives the old contract back in full.",
        source="assumption: PMS had a legal right without agreed terms",
    )
    income_volatility: float = parameter(
        0.2,
        unit="per year",
        low=0.1,
        high=0.4,
        limits=(0.01, 4.0),
        symbol="sigma",
        meaning="Volatility of what a contract for life is worth.",
        source="Dixit and Pindyck 1994 (from memory: check)",
    )
    discount_rate: float = parameter(
        0.04,
        unit="per year",
        low=0.02,
        high=0.06,
        limits=(0.001, 0.6),
        symbol="r",
        meaning="Discount rate, equal to the payout rate, in the real-option hurdle.",
        source="assumption",
    )
    pivotal_value: float = parameter(
        0.0,
        unit="£k a year",
        low=0,
        high=6,
        symbol="pi",
        meaning="Cost of being the one whose refusal would sink the agreement.",
        source="assumption",
    )
    income_sd: float = parameter(
        5.0,
        unit="£k a year",
        low=2.5,
        high=7.5,
        symbol="s_0",
        meaning="Standard deviation of a partner's income under independence.",
        source="assumption",
    )
    reneging_hazard: float = parameter(
        0.05,
        unit="per year",
        low=0,
        high=0.15,
        meaning="Hazard that a local premium is withdrawn.",
        source="assumption: PMS premiums were withdrawn in 2014 to 2016",
    )
    consideration_hazard: float = parameter(
        0.334,
        unit="per year",
        low=0.12,
        high=0.9,
        symbol="h_c",
        meaning="Hazard with which a practice thinks again; 0.334 is 8% a quarter.",
        source="assumption",
    )
    campaign_consideration: float = parameter(
        0.5,
        unit="probability a quarter",
        low=0.25,
        high=0.75,
        role=Role.LEVER,
        meaning="Probability that a hub member considers while its system campaigns.",
        source="assumption",
    )
    deadline_consideration: float = parameter(
        0.6,
        unit="probability",
        low=0.2,
        high=0.95,
        meaning="Probability of considering in the quarter of a paid offer's deadline.",
        source="assumption",
    )
    campaign_relief: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=1,
        meaning="What is left of the status quo cost for hub members during a campaign.",
        source="assumption",
    )
    add_on_relief: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=1,
        meaning="What is left of the status quo cost of an add-on for members of an alliance.",
        source="assumption",
    )
    terms_off: tuple[str, ...] = parameter(
        (), unit="names", choices=(LEAN_CORE, *OPTIONAL_TERMS),
        meaning="Terms of the utility that are switched off; lean_core switches all these off.",
        source="none by default",
    )  # fmt: skip

    @property
    def switched_off(self) -> frozenset[str]:
        """Names of the terms that do not count."""
        off = set(self.terms_off)
        return frozenset(OPTIONAL_TERMS if LEAN_CORE in off else off)

    @property
    def hurdle(self) -> float:
        """How many times its value a contract for life must be bettered before it is given up.

        Real-option hurdle beta/(beta − 1) with payout rate equal to the discount rate.
        """
        beta = 0.5 + np.sqrt(0.25 + 2.0 * self.discount_rate / self.income_volatility**2)
        return float(beta / (beta - 1.0))


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
    is_salaried
        Whether partners become salaried.
    """

    names: tuple[str, ...]
    level: NDArray[np.int64]
    gives_up_contract: Flags
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
        """Keep some of the options, in the order given."""
        kept: dict[str, Any] = {
            column.name: getattr(self, column.name)[columns]
            for column in fields(self)
            if column.name != "names"
        }
        return Options(names=tuple(self.names[column] for column in columns), **kept)


@dataclass(frozen=True)
class PracticeFacts:
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
        Whether the option's coverage is within five points of its minimum (n × K).
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
    is_pivotal: Flags
    levels_moved: Floats
    moving_cost_share: Floats


def utility_terms(facts: PracticeFacts, options: Options, p: PracticeChoice) -> dict[str, Floats]:
    """Return every term of the utility of every option, £k a partner a year (n × K each)."""
    row = np.newaxis
    peers = p.peer_local_share * facts.local_share
    peers = peers + (1.0 - p.peer_local_share) * facts.national_share
    above_partial = options.level >= PARTIAL
    terms: dict[str, Floats] = {
        "income": uncertain_value(
            facts.income_change, options.income_sd[row], facts.loss_aversion[:, row]
        ),
        "independence": -facts.independence_value[:, row] * options.autonomy_lost,
        "rescue": p.rescue_value * facts.distress[:, row] * options.dependence,
        "working_together": np.broadcast_to(options.intrinsic_value, facts.income_change.shape),
        "peers": p.peer_value * peers,
        "status_quo": -np.minimum(
            p.status_quo * facts.levels_moved * facts.moving_cost_share[:, row],
            p.status_quo_most,
        ),
        "hours": np.broadcast_to(-p.hour_value * options.hours, facts.income_change.shape),
        "quality": np.broadcast_to(
            p.quality_value * options.quality_gain, facts.income_change.shape
        ),
        "lead_trust": p.lead_trust_value
        * (2.0 * facts.lead_trust[:, row] - 1.0)
        * options.dependence,
        "pressure": p.pressure_value * facts.national_pressure[:, row] * options.pressure,
        "lmc_opposition": -p.lmc_value * facts.lmc_opposition,
        "envy": -p.envy * facts.relative_gain[:, row] * above_partial,
        "objection": -p.objection_value * facts.ideology[:, row] * options.objection,
        "contract_given_up": -(p.hurdle - 1.0)
        * (1.0 - p.right_of_return_quality)
        * facts.contract_stake[:, row]
        * options.gives_up_contract,
        "pivotal": p.pivotal_value * facts.is_pivotal.astype(np.float64),
    }
    return {name: term for name, term in terms.items() if name not in p.switched_off}


def utility(terms: Mapping[str, Floats]) -> Floats:
    """Add up the terms: £k a partner a year (n × K)."""
    parts = list(terms.values())
    total = parts[0].copy()
    for term in parts[1:]:
        total += term
    return total


def consideration(years: float, p: PracticeChoice) -> tuple[float, float, float]:
    """Return the probabilities that a practice considers in a step of that many years.

    Returns
    -------
    tuple[float, float, float]
        At any time; while its system campaigns; in the step in which a paid offer closes.
    """
    usual = float(hazard_probability(p.consideration_hazard, years))
    campaign = 1.0 - (1.0 - p.campaign_consideration) ** (years * QUARTERS_A_YEAR)
    return usual, max(campaign, usual), max(p.deadline_consideration, usual)
