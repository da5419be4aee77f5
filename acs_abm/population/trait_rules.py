"""How traits of practices are spread, and which practices begin in distress: the parameters."""

from __future__ import annotations

from acs_abm.parameters import Role, declares, parameter


@declares("practice")
class PracticeTraits:
    """Distributions of what practices are like."""

    independence_value_mean: float = parameter(
        32.0,
        unit="£k a year",
        low=15,
        high=45,
        symbol="phi",
        meaning="What a partner would give up to keep independence, mean over practices.",
        source="fitted by hand: PMS, BMA survey of 2016, survey of October 2017 (P2, P4, T09)",
    )
    rating_noise: float = parameter(
        1.0,
        unit="standard deviations",
        low=0.5,
        high=1.5,
        limits=(0.0, 10.0),
        meaning="How far a practice's rating departs from its place by distress.",
        source="assumption",
    )
    independence_value_sd: float = parameter(
        18.0,
        unit="£k a year",
        low=8,
        high=28,
        meaning="Spread of that value between practices.",
        source="fitted by hand: BMA survey of 2016, survey of October 2017 (P4, T09)",
    )
    independence_age_correlation: float = parameter(
        0.2,
        unit="correlation",
        low=0.0,
        high=0.4,
        meaning="Correlation of the value of independence with partners' age.",
        source="assumption",
    )
    independence_distress_correlation: float = parameter(
        -0.2,
        unit="correlation",
        low=-0.4,
        high=0.0,
        limits=(-0.9, 0.9),
        meaning="Correlation of the value of independence with distress.",
        source="assumption",
    )
    loss_aversion: float = parameter(
        2.5,
        unit="multiple",
        low=1.5,
        high=3.5,
        symbol="lambda",
        meaning="How many times a loss weighs as much as a gain, mean over practices.",
        source="GPs about 3 (Holte et al. 2016), in general 2.25",
    )
    loss_aversion_sd: float = parameter(
        0.4,
        unit="multiple",
        low=0.2,
        high=0.6,
        meaning="Spread of loss aversion between practices; nobody is below 1.",
        source="assumption",
    )
    contract_stake: float = parameter(
        4.0,
        unit="£k a year",
        low=2,
        high=10,
        symbol="S",
        meaning="What holding a core contract for life is worth.",
        source="assumption",
    )
    ideology_clustering: float = parameter(
        0.1,
        unit="share of variance",
        low=0.05,
        high=0.15,
        meaning="How much practices of one LMC share their principles.",
        source="assumption",
    )
    partner_share: float = parameter(
        0.70,
        unit="share of GP WTE",
        low=0.6,
        high=0.8,
        meaning="Whole-time-equivalent partners among a practice's GPs.",
        source="derived from partners 57% of GPs by headcount, registrars and locums left out",
    )
    fewest_partners: float = parameter(
        0.5,
        unit="WTE",
        low=0.25,
        high=1,
        meaning="Fewest partners a practice is taken to have.",
        source="assumption",
    )
    income_mean: float = parameter(
        122.0,
        unit="£k a year",
        low=110,
        high=134,
        meaning="Income of a whole-time-equivalent partner at mean gross income.",
        source="NHS Digital: £105,500 a head 2016/17 over 0.865 WTE a head (assumption)",
    )
    income_elasticity: float = parameter(
        0.5,
        unit="elasticity",
        low=0.25,
        high=0.75,
        meaning="How income follows gross income per partner.",
        source="assumption",
    )
    income_least: float = parameter(
        60.0,
        unit="£k a year",
        low=40,
        high=80,
        meaning="Lowest income of a partner.",
        source="assumption",
    )
    income_most: float = parameter(
        220.0,
        unit="£k a year",
        low=180,
        high=260,
        meaning="Highest income of a partner.",
        source="assumption",
    )
    marginal_expenses: float = parameter(
        0.30,
        unit="share",
        low=0.15,
        high=0.45,
        meaning="Share of a further pound that goes to expenses.",
        source="assumption",
    )
    full_pay_share: float = parameter(
        1.0,
        unit="share of income",
        low=0.55,
        high=1.1,
        symbol="g_pay",
        limits=(0.0, 3.0),
        role=Role.LEVER,
        meaning="Salary of a partner who becomes salaried, against income as a partner.",
        source="assumption",
    )
    full_pay_least: float = parameter(
        85.0,
        unit="£k a year",
        low=60,
        high=110,
        meaning="Lowest salary of a partner who becomes salaried.",
        source="assumption",
    )
    apms_share: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="Value of independence and of the contract at an APMS practice against others.",
        source="assumption: APMS contracts are let for about five years",
    )
    trust_in_ccg_a: float = parameter(
        5.5,
        unit="shape",
        low=2.75,
        high=8.25,
        meaning="First shape of the beta distribution of trust in the CCG.",
        source="assumption",
    )
    trust_in_ccg_b: float = parameter(
        4.5,
        unit="shape",
        low=2.25,
        high=6.75,
        meaning="Second shape of the same.",
        source="assumption",
    )
    trust_in_lead_a: float = parameter(
        5.0,
        unit="shape",
        low=2.5,
        high=7.5,
        meaning="First shape of the beta distribution of trust in the lead trust.",
        source="assumption",
    )
    trust_in_lead_b: float = parameter(
        5.0,
        unit="shape",
        low=2.5,
        high=7.5,
        meaning="Second shape of the same.",
        source="assumption",
    )
    trust_in_national_a: float = parameter(
        4.0,
        unit="shape",
        low=2,
        high=6,
        meaning="First shape of the beta distribution of trust in national bodies.",
        source="assumption",
    )
    trust_in_national_b: float = parameter(
        6.0,
        unit="shape",
        low=3,
        high=9,
        meaning="Second shape of the same.",
        source="assumption",
    )


@declares("distress")
class StartingDistress:
    """Who is worse off at the start: logit of distress."""

    constant: float = parameter(
        -1.45,
        unit="logit",
        low=-2.2,
        high=-0.7,
        meaning="Distress of an average practice.",
        source="assumption",
    )
    small_list: float = parameter(
        0.35,
        unit="logit per sd",
        low=0.17,
        high=0.53,
        meaning="Effect of a small list (log).",
        source="assumption; small practices close more",
    )
    few_staff: float = parameter(
        0.25,
        unit="logit per sd",
        low=0.12,
        high=0.38,
        meaning="Effect of few GPs per patient (log).",
        source="assumption",
    )
    deprivation: float = parameter(
        0.25,
        unit="logit per sd",
        low=0.12,
        high=0.38,
        meaning="Effect of deprivation.",
        source="assumption",
    )
    apms: float = parameter(
        0.6,
        unit="logit",
        low=0.3,
        high=0.9,
        meaning="Effect of an APMS contract.",
        source="assumption",
    )
    partner_age: float = parameter(
        0.25,
        unit="logit per sd",
        low=0.12,
        high=0.38,
        meaning="Effect of older partners.",
        source="assumption",
    )
    unexplained: float = parameter(
        0.5,
        unit="logit",
        low=0.25,
        high=0.75,
        meaning="Spread that nothing measured explains.",
        source="assumption",
    )
