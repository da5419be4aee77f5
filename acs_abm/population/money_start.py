"""Who pays whom in the first year: what income by rule means for each commissioner and trust.

The same rules that impute trusts' income (:mod:`acs_abm.population.trust_accounts`), cut into
what each CCG pays each trust. Everything is worked out for the whole country; what comes from
or goes to outside a run is then a sum of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.contracts.tariff import Tariff, first_spending
from acs_abm.evidence import figure
from acs_abm.parameters import declares, parameter
from acs_abm.population.organisations import CoreContract, Population, TrustType
from acs_abm.population.trust_accounts import (
    TrustAccountRules,
    acute_gravity_by_ccg,
    partner_reach,
    shares,
    trust_income,
)

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

NATIONAL_PARTS = ("core", "qof", "enhanced", "premises")
"""What practices are paid out of money for primary medical care."""

LEAST_SHARE = 1e-6
"""Share of a CCG's acute spending below which a trust counts as unreachable from there."""


@declares("commissioning")
class CommissioningStart:
    """What CCGs spend beside trusts, and how they stand."""

    surplus_mean: float = parameter(
        -0.3,
        unit="% of allocation",
        low=-0.45,
        high=-0.15,
        limits=(-10.0, 10.0),
        meaning="Surplus (negative: overspend) of CCGs in the first year, mean.",
        source="assumption near the net overspend of 2017/18 (NAO)",
    )
    surplus_sd: float = parameter(
        1.5,
        unit="% of allocation",
        low=0.75,
        high=2.25,
        meaning="Spread of CCGs' surplus.",
        source="assumption",
    )
    running_costs: float = parameter(
        0.016,
        unit="share of CCG core",
        low=0.008,
        high=0.024,
        meaning="What CCGs spend on themselves.",
        source="from memory of public accounts: check",
    )
    continuing_care: float = parameter(
        0.063,
        unit="share of CCG core",
        low=0.03,
        high=0.095,
        meaning="What CCGs spend on continuing care.",
        source="from memory of public accounts: check",
    )
    through_councils: float = parameter(
        0.3,
        unit="share of continuing care",
        low=0.15,
        high=0.45,
        meaning="Continuing care that councils arrange with money of CCGs.",
        source="assumption",
    )


@dataclass(frozen=True)
class MoneyStart:
    """Money of the first year, £ a year, before anything changes.

    Attributes
    ----------
    pair_ccg, pair_trust
        Rows of the CCG and the trust of each pair between which money moves.
    acute_share
        Share of the CCG's acute spending that reaches the trust, by pair.
    block
        What the CCG pays the trust by block, by pair.
    streams
        Money of each priced stream by CCG (CCGs × streams), independent providers included.
    allocation, surplus
        Core allocation by CCG; surplus as a share of it.
    specialised, other_national, elsewhere
        By trust: from NHS England for specialised services; from national funds; from
        commissioners outside the run.
    specialised_others
        What NHS England pays others than the trusts of the run for specialised services.
    other_primary
        What NHS England pays others than practices for primary medical care.
    core, qof, enhanced, premises, local
        Payments by practice.
    """

    pair_ccg: Rows
    pair_trust: Rows
    acute_share: Floats
    block: Floats
    streams: Floats
    allocation: Floats
    surplus: Floats
    specialised: Floats
    other_national: Floats
    elsewhere: Floats
    specialised_others: float
    other_primary: float
    core: Floats
    qof: Floats
    enhanced: Floats
    premises: Floats
    local: Floats


def first_money(
    population: Population,
    chance: Chance,
    accounts: TrustAccountRules,
    p: CommissioningStart,
    tariff: Tariff,
    systems: Rows | None,
) -> MoneyStart:
    """Work out the money of the first year for the organisations of a run.

    Parameters
    ----------
    population
        The whole country.
    systems
        Rows of the systems in the run; None for all.
    """
    ccgs, trusts = population.ccgs, population.trusts
    n_systems = len(population.systems.code)
    kept = (
        np.isin(np.arange(n_systems), systems) if systems is not None else np.ones(n_systems, bool)
    )
    here, ours = kept[ccgs.system], kept[trusts.system]
    gravity = _reachable(acute_gravity_by_ccg(population, accounts))
    streams = ccgs.weighted_population[:, np.newaxis] * first_spending(tariff)
    allocation = ccgs.weighted_population * (
        figure("ccg_core_allocation") / figure("registered_population")
    )
    block = _block(population, gravity, allocation, streams, accounts)
    paid = block + accounts.acute_nhs * streams.sum(axis=1)[:, np.newaxis] * gravity
    income = trust_income(population, accounts)
    specialised = _specialised(population, accounts)
    ours_only = np.ix_(here, ours)
    pairs = np.nonzero(paid[ours_only])
    luck = chance.normal("ccg.surplus", 0, ccgs.key)[here]
    is_acute = np.isin(trusts.type, (TrustType.ACUTE, TrustType.SPECIALIST))
    other = income * np.where(is_acute, accounts.other_income_acute, accounts.other_income)
    total = figure("specialised_allocation") / figure("registered_population")
    return MoneyStart(
        pair_ccg=pairs[0].astype(np.int64),
        pair_trust=pairs[1].astype(np.int64),
        acute_share=accounts.acute_nhs * gravity[ours_only][pairs],
        block=block[ours_only][pairs],
        streams=streams[here],
        allocation=allocation[here],
        surplus=(p.surplus_mean + p.surplus_sd * luck) / 100.0,
        specialised=specialised[ours],
        other_national=other[ours],
        elsewhere=paid[~here][:, ours].sum(axis=0),
        specialised_others=max(
            total * ccgs.weighted_population[here].sum() - specialised[ours].sum(), 0.0
        ),
        other_primary=_other_primary(population, kept),
        **_practices(population, kept[population.practices.system]),
    )


def _reachable(gravity: Floats) -> Floats:
    """Leave out shares that are as good as nothing; what is left adds up as before."""
    kept = np.where(gravity >= LEAST_SHARE, gravity, 0.0)
    total = kept.sum(axis=1, keepdims=True)
    return np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)


def _block(
    population: Population,
    gravity: Floats,
    allocation: Floats,
    streams: Floats,
    p: TrustAccountRules,
) -> Floats:
    """Return what CCGs pay trusts for everything without a price (CCGs × trusts)."""
    kinds = population.trusts.type
    mental = _to_partners(population, kinds == TrustType.MENTAL_HEALTH)
    community = _to_partners(population, kinds == TrustType.COMMUNITY)
    ambulance = _to_partners(population, kinds == TrustType.AMBULANCE)
    rest = np.maximum(p.acute_share * allocation - streams.sum(axis=1), 0.0)
    a_pound = (
        p.mental_health_share * p.mental_health_nhs * mental
        + p.community_share * p.community_to_community * community
        + p.community_share * p.community_to_others * 0.5 * (mental + gravity)
        + p.ambulance_share * ambulance
    )
    return a_pound * allocation[:, np.newaxis] + p.acute_nhs * rest[:, np.newaxis] * gravity


def _to_partners(population: Population, of_kind: NDArray[np.bool_]) -> Floats:
    """Return how a CCG's money for a kind of trust is shared: by partners of its system.

    Where a system has none of the kind, by the reach of all of them.
    """
    partners = (population.trusts.partner_of & of_kind[:, np.newaxis]).T.astype(np.float64)
    count = partners.sum(axis=1, keepdims=True)
    everywhere = shares(partner_reach(population), of_kind)
    by_system = np.where(count > 0, partners / np.maximum(count, 1.0), everywhere)
    return by_system[population.ccgs.system]


def _specialised(population: Population, p: TrustAccountRules) -> Floats:
    """Return what NHS England pays each trust for specialised services."""
    trusts = population.trusts
    is_acute = np.isin(trusts.type, (TrustType.ACUTE, TrustType.SPECIALIST))
    reach, people = partner_reach(population), population.ccgs.weighted_population.sum()
    total = figure("specialised_allocation") * people / figure("registered_population")
    rest = 1.0 - p.specialised_acute - p.specialised_mental_health
    return total * (
        p.specialised_acute * shares(trusts.ae_admissions, is_acute)
        + p.specialised_mental_health * shares(reach, trusts.type == TrustType.MENTAL_HEALTH)
        + rest * shares(reach, trusts.type == TrustType.COMMUNITY)
    )


def _other_primary(population: Population, here: NDArray[np.bool_]) -> float:
    """Return the money for primary medical care that the contracts of practices leave."""
    people = population.ccgs.weighted_population[here[population.ccgs.system]].sum()
    total = figure("primary_medical_allocation") * people / figure("registered_population")
    parts = _practices(population, here[population.practices.system])
    return float(max(total - sum(parts[name].sum() for name in NATIONAL_PARTS), 0.0))


def _practices(population: Population, here: NDArray[np.bool_]) -> dict[str, Floats]:
    """Cut what practices are paid into its parts; local schemes are what the rest leaves."""
    practices, people = population.practices, figure("registered_population")
    gms = figure("practice_pay_gms")
    rates = np.ones(len(CoreContract))
    rates[CoreContract.PMS] = figure("practice_pay_pms") / gms
    rates[CoreContract.APMS] = figure("practice_pay_apms") / gms
    core = practices.weighted_list * figure("global_sum") * rates[practices.contract]
    enhanced = practices.list_size * figure("enhanced_services_paid") / people
    premises = practices.list_size * figure("premises_paid") / people
    explained = core + practices.qof_income + enhanced + premises
    parts = {
        "core": core,
        "qof": practices.qof_income,
        "enhanced": enhanced,
        "premises": premises,
        "local": np.maximum(practices.gross_income - explained, 0.0),
    }
    return {name: values[here] for name, values in parts.items()}
