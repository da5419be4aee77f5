"""What moves a practice between independence and integration: the parameters of its choice."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from acs_abm.parameters import Role, declares, parameter

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
    nest_similarity: float = parameter(
        0.0,
        unit="share",
        low=0,
        high=0.8,
        limits=(0.0, 0.95),
        meaning="How alike all ways to integrate are, against independence, in what the model "
        "does not know; 0 is the plain logit.",
        source="assumption: no evidence either way",
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
    shock_consideration: float = parameter(
        0.5,
        unit="probability",
        low=0.25,
        high=0.75,
        meaning="Probability of considering after a sharp change: an agreement or a procurement "
        "that ended, a promised payment withdrawn.",
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
    one_at_a_time: bool = parameter(
        False,  # noqa: FBT003 - the default of a switch
        unit="yes or no",
        meaning="Whether practices decide one after another in random order, each seeing what "
        "those before it chose; slower.",
        source="synchronous by default",
    )
    terms_off: tuple[str, ...] = parameter(
        (), unit="names", choices=(LEAN_CORE, *OPTIONAL_TERMS, *CORE_TERMS),
        meaning="Terms of the utility that are switched off; lean_core switches off all but six: "
        "income, independence, rescue, working_together, peers and status_quo.",
        source="none by default",
    )  # fmt: skip

    @cached_property
    def switched_off(self) -> frozenset[str]:
        """Names of the terms that do not count."""
        off = set(self.terms_off)
        lean = OPTIONAL_TERMS if LEAN_CORE in off else ()
        return frozenset(off.union(lean) - {LEAN_CORE})

    @cached_property
    def hurdle(self) -> float:
        """How many times its value a contract for life must be bettered before it is given up.

        Real-option hurdle beta/(beta − 1) with payout rate equal to the discount rate.
        """
        beta = 0.5 + np.sqrt(0.25 + 2.0 * self.discount_rate / self.income_volatility**2)
        return float(beta / (beta - 1.0))
