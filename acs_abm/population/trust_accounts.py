"""What trusts earn and how they stand, imputed: there are no trust accounts in the data.

Income is what CCGs and NHS England spend, shared out by rule; margins, ratings and oversight
segments have the national distributions. All of it is marked as imputed in the population
report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.evidence import figure
from acs_abm.parameters import declares, parameter
from acs_abm.population.neighbours import distances, project
from acs_abm.population.organisations import Population, Trusts, TrustType
from acs_abm.population.standing import by_quota

Floats = NDArray[np.float64]


@declares("accounts")
class TrustAccountRules:
    """How money reaches trusts, and how trusts stand."""

    acute_share: float = parameter(
        0.52,
        unit="share of CCG core",
        low=0.45,
        high=0.6,
        meaning="CCG spending on acute care.",
        source="from memory of public accounts: check",
    )
    mental_health_share: float = parameter(
        0.125,
        unit="share of CCG core",
        low=0.09,
        high=0.16,
        meaning="CCG spending on mental health.",
        source="from memory of public accounts: check",
    )
    community_share: float = parameter(
        0.10,
        unit="share of CCG core",
        low=0.07,
        high=0.13,
        meaning="CCG spending on community services.",
        source="from memory of public accounts: check",
    )
    ambulance_share: float = parameter(
        0.028,
        unit="share of CCG core",
        low=0.02,
        high=0.04,
        meaning="CCG spending on ambulances.",
        source="from memory of public accounts: check",
    )
    acute_nhs: float = parameter(
        0.93,
        unit="share",
        low=0.88,
        high=0.97,
        meaning="Acute spending that reaches NHS trusts.",
        source="assumption",
    )
    mental_health_nhs: float = parameter(
        0.85,
        unit="share",
        low=0.75,
        high=0.95,
        meaning="Mental health spending that reaches NHS trusts.",
        source="assumption",
    )
    community_to_community: float = parameter(
        0.25,
        unit="share",
        low=0.15,
        high=0.35,
        meaning="Community spending that reaches community trusts.",
        source="assumption",
    )
    community_to_others: float = parameter(
        0.45,
        unit="share",
        low=0.3,
        high=0.6,
        meaning="Community spending that reaches mental health and acute trusts.",
        source="assumption",
    )
    specialised_acute: float = parameter(
        0.85,
        unit="share",
        low=0.75,
        high=0.9,
        meaning="Specialised commissioning that reaches acute and specialist trusts.",
        source="assumption",
    )
    specialised_mental_health: float = parameter(
        0.10,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="Specialised commissioning that reaches mental health trusts.",
        source="assumption",
    )
    other_income_acute: float = parameter(
        0.09,
        unit="share of income",
        low=0.05,
        high=0.13,
        limits=(0.0, 0.9),
        meaning="Training, research and other income of acute trusts.",
        source="assumption",
    )
    other_income: float = parameter(
        0.05,
        unit="share of income",
        low=0.02,
        high=0.08,
        limits=(0.0, 0.9),
        meaning="Training, research and other income of other trusts.",
        source="assumption",
    )
    patient_travel: float = parameter(
        12.0,
        unit="km",
        low=6,
        high=18,
        limits=(1.0, 180.0),
        meaning="Distance over which a CCG's spending at an acute trust falls by a factor of e.",
        source="assumption",
    )
    margin_acute_mean: float = parameter(
        -1.6,
        unit="% of income",
        low=-2.4,
        high=-0.8,
        meaning="Surplus of acute trusts after sustainability money, mean.",
        source="fits 44% to 46% of trusts and 62% of acute trusts in deficit (2016/17)",
    )
    margin_acute_sd: float = parameter(
        4.5,
        unit="% of income",
        low=2.25,
        high=6.75,
        meaning="Spread of acute trusts' surplus.",
        source="fits 44% to 46% of trusts and 62% of acute trusts in deficit (2016/17)",
    )
    margin_other_mean: float = parameter(
        1.0,
        unit="% of income",
        low=0.5,
        high=1.5,
        limits=(-20.0, 20.0),
        meaning="Surplus of other trusts, mean.",
        source="fits 44% to 46% of trusts in deficit (2016/17)",
    )
    margin_other_sd: float = parameter(
        1.3,
        unit="% of income",
        low=0.65,
        high=1.95,
        meaning="Spread of other trusts' surplus.",
        source="fits 44% to 46% of trusts in deficit (2016/17)",
    )
    rating_noise: float = parameter(
        0.3,
        unit="share of ranks",
        low=0.15,
        high=0.45,
        limits=(0.0, 10.0),
        meaning="How far a rating departs from the trust's rank in margin.",
        source="assumption",
    )


@dataclass(frozen=True)
class TrustAccounts:
    """How trusts stand at the start, one number a trust.

    Attributes
    ----------
    income
        Pounds a year.
    margin
        Surplus (negative: deficit) after sustainability money, share of income.
    rating
        CQC rating: 1 inadequate, 2 requires improvement, 3 good, 4 outstanding.
    segment
        Oversight segment: 1 maximum autonomy to 4 special measures.
    """

    income: Floats
    margin: Floats
    rating: NDArray[np.int8]
    segment: NDArray[np.int8]


RATING_QUOTAS = ("inadequate", "requires_improvement", "good", "outstanding")
SEGMENT_SHARES = (0.06, 0.34, 0.45, 0.15)
"""Oversight segments 4, 3, 2, 1: 60% in 1 and 2 (December 2016); the split is assumed."""


def draw_trust_accounts(
    population: Population, chance: Chance, p: TrustAccountRules
) -> TrustAccounts:
    """Impute income, margin, rating and segment of every trust of the whole population."""
    trusts = population.trusts
    is_acute = trusts.type == TrustType.ACUTE
    luck = chance.normal("trust.margin", 0, trusts.key)
    margin = np.where(
        is_acute,
        p.margin_acute_mean + p.margin_acute_sd * luck,
        p.margin_other_mean + p.margin_other_sd * luck,
    )
    place = margin.argsort(kind="stable").argsort(kind="stable") / max(len(margin), 1)
    latent = place + p.rating_noise * chance.normal("trust.rating", 0, trusts.key)
    quotas = tuple(figure(f"trust_rating_{name}") for name in RATING_QUOTAS)
    standing = place + p.rating_noise * chance.normal("trust.segment", 0, trusts.key)
    return TrustAccounts(
        income=trust_income(population, p),
        margin=margin / 100.0,
        rating=(by_quota(latent, quotas) + 1).astype(np.int8),
        segment=(4 - by_quota(standing, SEGMENT_SHARES)).astype(np.int8),
    )


_INCOME: dict[tuple[int, TrustAccountRules], tuple[Population, Floats]] = {}


def trust_income(population: Population, p: TrustAccountRules) -> Floats:
    """Return the income of every trust, £ a year; remembered for the latest populations."""
    known = _INCOME.get((id(population), p))
    if known is not None and known[0] is population:
        return known[1]
    income = _trust_income(population, p)
    income.setflags(write=False)
    if len(_INCOME) >= 8:
        _INCOME.clear()
    _INCOME[id(population), p] = (population, income)
    return income


def _trust_income(population: Population, p: TrustAccountRules) -> Floats:
    trusts = population.trusts
    people = population.ccgs.weighted_population
    national_people = figure("registered_population")
    core = figure("ccg_core_allocation") * people.sum() / national_people
    specialised = figure("specialised_allocation") * people.sum() / national_people
    is_acute = np.isin(trusts.type, (TrustType.ACUTE, TrustType.SPECIALIST))
    is_mental = trusts.type == TrustType.MENTAL_HEALTH
    is_community = trusts.type == TrustType.COMMUNITY
    is_ambulance = trusts.type == TrustType.AMBULANCE
    reach = partner_reach(population)
    gravity = _acute_gravity(population, p)
    earned = core * p.acute_share * p.acute_nhs * gravity
    earned += core * p.mental_health_share * p.mental_health_nhs * shares(reach, is_mental)
    earned += core * p.community_share * p.community_to_community * shares(reach, is_community)
    others = 0.5 * (shares(reach, is_mental) + gravity)
    earned += core * p.community_share * p.community_to_others * others
    earned += core * p.ambulance_share * shares(reach, is_ambulance)
    rest = 1.0 - p.specialised_acute - p.specialised_mental_health
    earned += specialised * p.specialised_acute * shares(trusts.ae_admissions, is_acute)
    earned += specialised * p.specialised_mental_health * shares(reach, is_mental)
    earned += specialised * rest * shares(reach, is_community)
    return earned / (1.0 - np.where(is_acute, p.other_income_acute, p.other_income))


def shares(size: Floats, belongs: NDArray[np.bool_]) -> Floats:
    """Return each trust's share of the size of those that belong together."""
    total = size[belongs].sum()
    return np.where(belongs, size / total, 0.0) if total > 0 else np.zeros_like(size)


def partner_reach(population: Population) -> Floats:
    """Return the population of each trust's partner STPs, shared equally with its type."""
    trusts = population.trusts
    ccgs = population.ccgs
    people = np.bincount(
        ccgs.system, ccgs.weighted_population, minlength=len(population.systems.code)
    )
    reach = np.zeros(len(trusts.code))
    for kind in TrustType:
        of_kind = trusts.type == kind
        count = np.maximum(trusts.partner_of[of_kind].sum(axis=0), 1)
        reach[of_kind] = trusts.partner_of[of_kind] @ (people / count)
    return reach


def _acute_gravity(population: Population, p: TrustAccountRules) -> Floats:
    """Share of acute spending that each acute or specialist trust attracts."""
    people = population.ccgs.weighted_population
    return (people @ acute_gravity_by_ccg(population, p)) / people.sum()


def acute_gravity_by_ccg(population: Population, p: TrustAccountRules) -> Floats:
    """Return the share of each CCG's acute spending that each trust attracts (CCGs × trusts)."""
    return population.once(
        "acute gravity", p.patient_travel, lambda: _gravity_by_ccg(population, p.patient_travel)
    )


def _gravity_by_ccg(population: Population, travel: float) -> Floats:
    ccgs, trusts = population.ccgs, population.trusts
    is_acute = np.isin(trusts.type, (TrustType.ACUTE, TrustType.SPECIALIST))
    apart = distances(
        project(ccgs.latitude, ccgs.longitude), project(trusts.latitude, trusts.longitude)
    )
    pull = np.maximum(trusts.ae_admissions, 1.0) * np.exp(-apart / travel) * is_acute
    total = pull.sum(axis=1, keepdims=True)
    return np.divide(pull, total, out=np.zeros_like(pull), where=total > 0)


def home_income(trusts: Trusts, income: Floats, n_systems: int) -> Floats:
    """Return the income of the trusts at home in each system."""
    return np.bincount(trusts.system, income, minlength=n_systems).astype(np.float64)
