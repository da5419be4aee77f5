"""What practices are like: traits and starting state that no register holds.

Every value is imputed by the rule stated beside its parameter and drawn from a named stream of
the run's seed, for the whole population before any subset is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.decisions.regulator_inspection import RATINGS
from acs_abm.evidence import figure
from acs_abm.parameters import Role, declares, parameter
from acs_abm.population.organisations import CoreContract, Population
from acs_abm.population.standing import by_quota, standardised

Floats = NDArray[np.float64]


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
        source="assumption: quality is not simulated",
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


@dataclass(frozen=True)
class Traits:
    """Traits and starting state of practices, one number a practice.

    Attributes
    ----------
    distress
        0 (thriving) to 1 (about to fail).
    standing
        How much less distressed than the mean, in standard deviations of the country's logits.
    partners
        WTE partners; all GPs where the contract is APMS, which has none.
    income
        Pounds thousand per WTE partner a year.
    value_of_a_pound
        Partner income (£k) from £1 per weighted patient.
    salary
        Salary (£k) offered to a partner who becomes salaried.
    independence_value, contract_stake
        £k a partner a year.
    loss_aversion, ideology, temper
        Multiple; standard deviations; multiple.
    trust_in_ccg, trust_in_lead, trust_in_national
        0 to 1.
    rating
        CQC rating: 1 inadequate, 2 requires improvement, 3 good, 4 outstanding.
    """

    distress: Floats
    standing: Floats
    partners: Floats
    income: Floats
    value_of_a_pound: Floats
    salary: Floats
    independence_value: Floats
    contract_stake: Floats
    loss_aversion: Floats
    ideology: Floats
    temper: Floats
    trust_in_ccg: Floats
    trust_in_lead: Floats
    trust_in_national: Floats
    rating: NDArray[np.int8]


def draw_traits(
    population: Population,
    chance: Chance,
    p: PracticeTraits,
    d: StartingDistress,
    temper_sd: float,
) -> Traits:
    """Draw what every practice is like.

    Parameters
    ----------
    population
        The whole population, before any subset is taken.
    chance
        The luck of the run.
    p, d
        Distributions.
    temper_sd
        Spread of how readily practices resist, log points.
    """
    practices = population.practices
    key = practices.key
    is_apms = practices.contract == CoreContract.APMS
    age = chance.normal("practice.partner_age", 0, key)
    distress_logit = _distress_logit(population, chance, age, d)
    partners = np.where(
        is_apms, practices.gp_wte, np.maximum(p.partner_share * practices.gp_wte, p.fewest_partners)
    )
    partners = np.maximum(partners, p.fewest_partners)
    income = _income(practices.gross_income / partners, p)
    lifelong = np.where(is_apms, p.apms_share, 1.0)
    return Traits(
        distress=1.0 / (1.0 + np.exp(-distress_logit)),
        standing=-standardised(distress_logit),
        partners=partners,
        income=income,
        value_of_a_pound=value_of_a_pound(practices.weighted_list, partners, p),
        salary=salary_offered(income, p),
        independence_value=lifelong * _independence(chance, key, age, distress_logit, p),
        contract_stake=lifelong * p.contract_stake,
        loss_aversion=np.maximum(
            p.loss_aversion + p.loss_aversion_sd * chance.normal("practice.loss_aversion", 0, key),
            1.0,
        ),
        ideology=_ideology(population, chance, p),
        temper=np.exp(temper_sd * chance.normal("practice.temper", 0, key)),
        trust_in_ccg=chance.beta(
            "practice.trust_in_ccg", 0, key, p.trust_in_ccg_a, p.trust_in_ccg_b
        ),
        trust_in_lead=chance.beta(
            "practice.trust_in_lead", 0, key, p.trust_in_lead_a, p.trust_in_lead_b
        ),
        trust_in_national=chance.beta(
            "practice.trust_in_national", 0, key, p.trust_in_national_a, p.trust_in_national_b
        ),
        rating=_rating(distress_logit, chance.normal("practice.rating", 0, key), p),
    )


def value_of_a_pound(weighted_list: Floats, partners: Floats, p: PracticeTraits) -> Floats:
    """Return what £1 a weighted patient brings each partner, £k; 0 where there is no partner."""
    pounds = weighted_list * (1.0 - p.marginal_expenses)
    return np.divide(pounds, 1000.0 * partners, out=np.zeros(len(partners)), where=partners > 0)


def salary_offered(income: Floats, p: PracticeTraits) -> Floats:
    """Return the salary offered to a partner who becomes salaried, £k a year."""
    return np.maximum(p.full_pay_least, p.full_pay_share * income)


def income_after(income: Floats, growth: Floats, p: PracticeTraits) -> Floats:
    """Return a partner's income once weighted patients a partner have grown, £k a year.

    Parameters
    ----------
    growth
        Weighted patients a partner over what they were.
    """
    return np.clip(income * growth**p.income_elasticity, p.income_least, p.income_most)


def _rating(distress_logit: Floats, luck: Floats, p: PracticeTraits) -> NDArray[np.int8]:
    """Rate practices in the published shares, the most distressed worst but for luck."""
    shares = tuple(figure(f"practice_rating_{name}") for name in RATINGS)
    latent = p.rating_noise * luck - standardised(distress_logit)
    return (by_quota(latent, shares) + 1).astype(np.int8)


def _distress_logit(
    population: Population, chance: Chance, age: Floats, d: StartingDistress
) -> Floats:
    practices = population.practices
    staff = np.log(np.maximum(practices.gp_wte, 0.1) / practices.list_size)
    return (
        d.constant
        - d.small_list * standardised(np.log(practices.list_size))
        - d.few_staff * standardised(staff)
        + d.deprivation * standardised(practices.deprivation)
        + d.apms * (practices.contract == CoreContract.APMS)
        + d.partner_age * age
        + d.unexplained * chance.normal("practice.distress", 0, practices.key)
    )


def _income(gross_per_partner: Floats, p: PracticeTraits) -> Floats:
    """Income follows gross income per partner, around the published mean, within limits."""
    relative = (gross_per_partner / gross_per_partner.mean()) ** p.income_elasticity
    return np.clip(p.income_mean * relative, p.income_least, p.income_most)


def _independence(
    chance: Chance,
    key: NDArray[np.uint64],
    age: Floats,
    distress_logit: Floats,
    p: PracticeTraits,
) -> Floats:
    """Normal, correlated with age and distress; a few partners would pay to be rid of it."""
    by_age = p.independence_age_correlation
    by_distress = p.independence_distress_correlation
    own = np.sqrt(max(1.0 - by_age**2 - by_distress**2, 0.0))
    standard = (
        by_age * age
        + by_distress * standardised(distress_logit)
        + own * chance.normal("practice.independence_value", 0, key)
    )
    return p.independence_value_mean + p.independence_value_sd * standard


def _ideology(population: Population, chance: Chance, p: PracticeTraits) -> Floats:
    shared = chance.normal("lmc.ideology", 0, population.ccgs.key)[population.practices.ccg]
    own = chance.normal("practice.ideology", 0, population.practices.key)
    share = p.ideology_clustering
    return np.sqrt(share) * shared + np.sqrt(1.0 - share) * own
