"""Make up the practices of each CCG so that they look like England's.

Practices are not copied from any register: each CCG gets its published number of practices and
of patients, and everything else is drawn so that the national distributions are met. Every
draw is addressed by the practice's code, so a practice is the same in every subset.

The constants below that are not published figures are assumptions of the synthesis. They say
how variables go together *within* a CCG; what differs between CCGs is in the published tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.chance import Chance, organisation_keys
from acs_abm.evidence import CCGFacts, figure
from acs_abm.population.blocks import Kinds, totals
from acs_abm.population.imputation import drawn_gp_wte, drawn_nurse_wte
from acs_abm.population.neighbours import project
from acs_abm.population.organisations import CoreContract, Floats, Keys, Practices, Rows
from acs_abm.population.placement import ccg_spread, place_practices

LIST_WITH_DEPRIVATION = -0.15
"""Correlation of log list with deprivation within a CCG; the rest of the national −0.23 lies
between CCGs."""
DEPRIVATION_LOG_SD = 0.33
"""Spread of deprivation within a CCG, log IMD: with the published means of CCGs it gives the
national standard deviation."""
AGE_WITH_DEPRIVATION = -0.56
"""Correlation of the share over 65 with deprivation within a CCG."""
AGE_LOGIT_SD = 0.36
"""Spread of the share over 65 within a CCG, on the logit scale."""
NEED_BY_AGE, NEED_BY_DEPRIVATION = 0.83, 0.60
"""Weighted patients per patient, in standard deviations, for one of age and of deprivation."""
MORBIDITY_BY_AGE, MORBIDITY_BY_DEPRIVATION, MORBIDITY_LOG_SD = 0.17, 0.14, 0.12
"""Log morbidity for one standard deviation of age and of deprivation, and what is left."""
APMS_BY_LIST, APMS_BY_DEPRIVATION = -0.73, 0.40
"""Log odds of an APMS contract for one standard deviation of log list and of deprivation; the
first gives the published mean list of APMS practices."""
INCOME_BY_LIST, INCOME_LOG_SD = -0.05, 0.36
"""Elasticity of income per patient with list size, and what is left, log pounds."""
QOF_SHAPE = 19.0
"""How alike practices' quality achievement is: first shape of a beta distribution."""


@dataclass(frozen=True)
class _Country:
    """The CCGs' published figures as arrays, and each practice's CCG and key."""

    ccg: Rows
    population: Floats
    deprivation: Floats
    share_over_65: Floats
    centres: Floats
    spread: Floats
    key: Keys


def synthesise_practices(ccgs: tuple[CCGFacts, ...], system: Rows, chance: Chance) -> Practices:
    """Draw the practices of every CCG.

    Parameters
    ----------
    ccgs
        Published figures of each CCG.
    system
        Row of each CCG's system.
    chance
        The luck of this country.

    Returns
    -------
    Practices
        In the order of their codes, ``00C-P001`` first.
    """
    codes = tuple(f"{c.code}-P{n:03d}" for c in ccgs for n in range(1, c.n_practices + 1))
    ccg = np.repeat(np.arange(len(ccgs), dtype=np.int64), [c.n_practices for c in ccgs])
    country = _country(ccgs, None, ccg, organisation_keys("practice", codes))
    list_size, list_score = _list_sizes(country, chance)
    return _practices(codes, system, country, list_size, list_score, chance, imputed=False)


def complete_practices(
    codes: tuple[str, ...],
    list_size: Floats,
    ccg: Rows,
    ccgs: tuple[CCGFacts, ...],
    system: Rows,
    spread: Floats,
    chance: Chance,
) -> Practices:
    """Draw what a register does not say of practices whose lists it gives.

    By the same rules and streams as :func:`synthesise_practices`, around the published figures
    of their CCGs.

    Parameters
    ----------
    codes, list_size, ccg
        Of the practices; the last is a row of ``ccgs``.
    ccgs
        Published figures of each CCG, each with one practice or more.
    system, spread
        Of the CCGs: row of the system, and how far practices lie from the centre, kilometres.
    chance
        The luck of this country.

    Returns
    -------
    Practices
        In the order given, marked as imputed throughout.
    """
    country = _country(ccgs, spread, ccg, organisation_keys("practice", codes))
    log_list = np.log(list_size)
    usual = totals(log_list, ccg, len(ccgs)) / np.bincount(ccg, minlength=len(ccgs))
    list_score = (log_list - usual[ccg]) / figure("list_size_log_sd_within_ccg")
    return _practices(codes, system, country, list_size, list_score, chance, imputed=True)


def _practices(
    codes: tuple[str, ...],
    system: Rows,
    country: _Country,
    list_size: Floats,
    list_score: Floats,
    chance: Chance,
    *,
    imputed: bool,
) -> Practices:
    """Draw everything but the lists."""
    deprivation, share_over_65 = _patients(country, list_size, list_score, chance)
    ratio, morbidity = _need(country, deprivation, share_over_65, chance)
    contract = _contracts(country, list_score, deprivation, chance)
    gross, quality = _income(country, list_size, ratio, contract, chance)
    latitude, longitude, is_rural = place_practices(
        country.centres, country.spread, country.population, country.ccg, country.key, chance
    )
    drawn = np.full(len(codes), imputed)
    return Practices(
        code=codes,
        ccg=country.ccg,
        system=system[country.ccg],
        list_size=list_size,
        weighted_list=list_size * ratio,
        contract=contract,
        is_rural=is_rural,
        latitude=latitude,
        longitude=longitude,
        deprivation=deprivation,
        share_over_65=share_over_65,
        morbidity=morbidity,
        gp_wte=drawn_gp_wte(list_size, country.key, chance),
        nurse_wte=drawn_nurse_wte(list_size, country.key, chance),
        gross_income=gross,
        qof_income=quality,
        contract_imputed=drawn,
        gp_wte_imputed=drawn.copy(),
        nurse_wte_imputed=drawn.copy(),
        morbidity_imputed=drawn.copy(),
        income_imputed=drawn.copy(),
        key=country.key,
    )


def _country(ccgs: tuple[CCGFacts, ...], spread: Floats | None, ccg: Rows, key: Keys) -> _Country:
    latitude = np.array([c.latitude for c in ccgs])
    centres = project(latitude, np.array([c.longitude for c in ccgs]))
    return _Country(
        ccg=ccg,
        population=np.array([c.population for c in ccgs], dtype=np.float64),
        deprivation=np.array([c.deprivation for c in ccgs]),
        share_over_65=np.array([c.share_over_65 for c in ccgs]),
        centres=centres,
        spread=ccg_spread(centres) if spread is None else spread,
        key=key,
    )


def _list_sizes(country: _Country, chance: Chance) -> tuple[Floats, Floats]:
    """Draw lists that sum to each CCG's population; give also the normal score behind them."""
    score = chance.normal("population.list_size", 0, country.key)
    raw = np.exp(figure("list_size_log_sd_within_ccg") * score)
    low, high = figure("list_size_smallest"), figure("list_size_largest")
    size = raw
    for _ in range(40):
        scale = country.population / totals(size, country.ccg)
        size = np.clip(size * scale[country.ccg], low, high)
    return _whole_patients(size, country), score


def _whole_patients(size: Floats, country: _Country) -> Floats:
    """Round down, then give the patients left over to the largest fractions of the CCG."""
    whole = np.floor(size)
    left = np.round(country.population - totals(whole, country.ccg))
    order = np.lexsort((-(size - whole), country.ccg))
    first = np.searchsorted(country.ccg, np.arange(country.population.size))
    rank = np.empty(size.size)
    rank[order] = np.arange(size.size) - first[country.ccg]
    return np.asarray(whole + (rank < left[country.ccg]), dtype=np.float64)


def _to_mean(values: Floats, target: Floats, weight: Floats, ccg: Rows) -> Floats:
    """Scale values so that their weighted mean in each CCG is what was published."""
    mean = totals(values * weight, ccg) / totals(weight, ccg)
    return values * (target / mean)[ccg]


def _patients(
    country: _Country, list_size: Floats, list_score: Floats, chance: Chance
) -> tuple[Floats, Floats]:
    """Draw deprivation and the share over 65 around the CCG's means."""
    own = chance.normal("population.deprivation", 0, country.key)
    r = LIST_WITH_DEPRIVATION
    poor = r * list_score + np.sqrt(1 - r**2) * own
    deprivation = country.deprivation[country.ccg] * np.exp(DEPRIVATION_LOG_SD * poor)
    r = AGE_WITH_DEPRIVATION
    old = r * poor + np.sqrt(1 - r**2) * chance.normal("population.age", 0, country.key)
    usual = country.share_over_65[country.ccg]
    share = 1 / (1 + (1 / usual - 1) * np.exp(-AGE_LOGIT_SD * old))
    return (
        np.clip(_to_mean(deprivation, country.deprivation, list_size, country.ccg), 2.0, 85.0),
        np.clip(_to_mean(share, country.share_over_65, list_size, country.ccg), 0.005, 0.7),
    )


def _score(values: Floats) -> Floats:
    """Standardise; a single practice is an average one."""
    spread = values.std()
    apart = values - values.mean()
    return np.asarray(apart / spread if spread > 0 else apart, dtype=np.float64)


def _need(
    country: _Country, deprivation: Floats, share_over_65: Floats, chance: Chance
) -> tuple[Floats, Floats]:
    """Draw weighted patients per patient and morbidity, by age and deprivation."""
    old, poor = _score(share_over_65), _score(deprivation)
    explained = NEED_BY_AGE * old + NEED_BY_DEPRIVATION * poor
    rest = np.sqrt(max(1.0 - float(explained.var()), 0.0))
    ratio = explained + rest * chance.normal("population.need", 0, country.key)
    ratio = figure("weighted_per_registered_mean") + figure("weighted_per_registered_sd") * ratio
    log_ill = (
        MORBIDITY_BY_AGE * old
        + MORBIDITY_BY_DEPRIVATION * poor
        + MORBIDITY_LOG_SD * chance.normal("population.morbidity", 0, country.key)
    )
    ill = np.exp(log_ill)
    return np.clip(ratio, 0.6, 1.6), figure("morbidity_mean") * ill / ill.mean()


def _contracts(country: _Country, list_score: Floats, deprivation: Floats, chance: Chance) -> Kinds:
    """Draw core contracts: APMS more likely where lists are small and patients poor."""
    tilt = np.exp(APMS_BY_LIST * list_score + APMS_BY_DEPRIVATION * _score(deprivation))
    apms = figure("contract_share_apms") * tilt / tilt.mean()
    pms = (1 - apms) * figure("contract_share_pms") / (1 - figure("contract_share_apms"))
    u = chance.uniform("population.contract", 0, country.key)
    kinds = np.full(u.size, CoreContract.GMS, dtype=np.int8)
    kinds[u < apms + pms] = CoreContract.PMS
    kinds[u < apms] = CoreContract.APMS
    return kinds


def _income(
    country: _Country,
    list_size: Floats,
    ratio: Floats,
    contract: Kinds,
    chance: Chance,
) -> tuple[Floats, Floats]:
    """Draw gross income and the part of it that is paid for quality, pounds a year."""
    usual = np.array([figure(f"income_per_patient_{k.name.lower()}") for k in CoreContract])
    noise = INCOME_LOG_SD * chance.normal("population.income", 0, country.key)
    per_patient = (
        usual[contract]
        * (list_size / figure("list_size_mean")) ** INCOME_BY_LIST
        * ratio
        / figure("weighted_per_registered_mean")
        * np.exp(noise - INCOME_LOG_SD**2 / 2)
    )
    mean = figure("qof_achievement_mean")
    beta = QOF_SHAPE * (1 - mean) / mean
    achieved = chance.beta("population.quality_achievement", 0, country.key, QOF_SHAPE, beta)
    return per_patient * list_size, figure("qof_most_per_patient") * achieved * list_size
