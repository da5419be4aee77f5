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
from acs_abm.population.organisations import CoreContract, Population
from acs_abm.population.standing import by_quota, standardised
from acs_abm.population.trait_rules import PracticeTraits, StartingDistress

Floats = NDArray[np.float64]


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
