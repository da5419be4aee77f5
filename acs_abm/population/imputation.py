"""Declared rules for what a folder of organisations does not hold.

Every rule gives the completed values and a flag for each value it made up, so that the
population report can count them. The rules use national figures with their sources
(``acs_abm/evidence/figures.yaml``) and the folder's own medians and means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acs_abm.evidence import figure
from acs_abm.population.blocks import Kinds, totals
from acs_abm.population.organisations import CoreContract, Flags, Floats, Keys, Rows

if TYPE_CHECKING:
    from acs_abm.chance import Chance

PART_YEAR_BELOW, PART_YEAR_ABOVE = 50.0, 400.0
"""Pounds a patient a year: payments outside these are of a part of a year, or to a practice
that changed hands."""
QUALITY_ABOVE = 40.0
"""Pounds a patient a year: more quality income than this is a part-year row too."""
MORBIDITY_ABOVE = 0.6
"""Registered diagnoses per patient: more belong to a list that has since shrunk."""
NEED_WITHIN = 2.0
"""A weighted list more than twice, or less than half, the list is of another date."""
NURSE_LOG_SD = 0.5
"""Spread of nurse time between practices of one size, log whole-time equivalents."""


def usual_gp_wte(list_size: Floats) -> Floats:
    """Give the typical whole-time equivalents of GPs for a list, by the published regression."""
    fitted = figure("gp_wte_log_intercept") + figure("gp_wte_log_slope") * np.log(list_size)
    return np.asarray(np.exp(fitted), dtype=np.float64)


def drawn_gp_wte(list_size: Floats, keys: Keys, chance: Chance) -> Floats:
    """Draw GPs by the published regression of log WTE on log list, with its residual."""
    residual = chance.normal("population.gp_wte", 0, keys)
    return usual_gp_wte(list_size) * np.exp(figure("gp_wte_log_residual_sd") * residual)


def drawn_nurse_wte(list_size: Floats, keys: Keys, chance: Chance) -> Floats:
    """Draw nurses in proportion to the list, with a log-normal spread."""
    noise = NURSE_LOG_SD * chance.normal("population.nurse_wte", 0, keys)
    usual = figure("nurse_wte_per_1000") / 1000 * list_size
    return np.asarray(usual * np.exp(noise - NURSE_LOG_SD**2 / 2), dtype=np.float64)


def completed_gp_wte(
    given: Floats, list_size: Floats, keys: Keys, chance: Chance
) -> tuple[Floats, Flags]:
    """Draw GPs where none are given: no list is looked after by nobody.

    Parameters
    ----------
    given
        Whole-time equivalents; not-a-number or zero where missing.
    list_size, keys
        Of every practice.
    chance
        Luck; the stream is ``population.gp_wte``, addressed by practice.

    Returns
    -------
    tuple
        Completed values, and which were drawn.
    """
    missing = ~(given > 0)
    return np.where(missing, drawn_gp_wte(list_size, keys, chance), given), missing


def completed_nurse_wte(
    given: Floats, list_size: Floats, keys: Keys, chance: Chance
) -> tuple[Floats, Flags]:
    """Draw nurses where the cell is blank; a practice may have none."""
    missing = np.isnan(given)
    return np.where(missing, drawn_nurse_wte(list_size, keys, chance), given), missing


def completed_weighted_list(given: Floats, list_size: Floats) -> tuple[Floats, Flags]:
    """Give the national weight to lists whose weighted size is missing or of another date."""
    ratio = given / list_size
    repaired = ~((ratio >= 1 / NEED_WITHIN) & (ratio <= NEED_WITHIN))
    usual = figure("weighted_per_registered_mean") * list_size
    return np.where(repaired, usual, given), repaired


def completed_by_ccg(values: Floats, list_size: Floats, ccg: Rows) -> tuple[Floats, Flags]:
    """Give missing values the list-weighted mean of the CCG, or the country where it has none."""
    missing = np.isnan(values)
    weight = np.where(missing, 0.0, list_size)
    known = np.where(missing, 0.0, values)
    total, people = totals(known * weight, ccg), totals(weight, ccg)
    national = total.sum() / people.sum() if people.sum() > 0 else np.nan
    mean = np.divide(total, people, out=np.full(total.size, national), where=people > 0)
    return np.where(missing, mean[ccg], values), missing


def completed_morbidity(given: Floats, list_size: Floats, ccg: Rows) -> tuple[Floats, Flags]:
    """Give the CCG's mean where registers are missing or larger than the list can bear.

    Parameters
    ----------
    given
        Registered diagnoses per patient; not-a-number where missing.
    list_size, ccg
        Of every practice.

    Returns
    -------
    tuple
        Completed values, and which were imputed. Where nobody has registers, all get the
        national mean.
    """
    usable = np.where(given <= MORBIDITY_ABOVE, given, np.nan)
    completed, missing = completed_by_ccg(usable, list_size, ccg)
    return np.where(np.isnan(completed), figure("morbidity_mean"), completed), missing


def completed_income(
    gross: Floats, quality: Floats, list_size: Floats, contract: Kinds
) -> tuple[Floats, Floats, Flags]:
    """Give part-year rows a full year's income.

    Gross income outside £50 to £400 a patient becomes the list times the median of practices
    with the same contract (the published mean where there is none). Quality income that is
    missing, negative or beyond £40 a patient becomes the list times its median.

    Parameters
    ----------
    gross, quality
        Pounds a year; not-a-number where missing.
    list_size, contract
        Of every practice.

    Returns
    -------
    tuple
        Gross income, quality income, and where either was imputed.
    """
    per_patient = gross / list_size
    full_year = (per_patient >= PART_YEAR_BELOW) & (per_patient <= PART_YEAR_ABOVE)
    completed = gross.copy()
    for kind in CoreContract:
        same = contract == kind
        published = figure(f"income_per_patient_{kind.name.lower()}")
        usual = _median(per_patient[same & full_year], published)
        completed[same & ~full_year] = usual * list_size[same & ~full_year]
    rate = quality / list_size
    sound = full_year & (rate >= 0) & (rate <= QUALITY_ABOVE)
    published = figure("qof_most_per_patient") * figure("qof_achievement_mean")
    usual_quality = _median(rate[sound], published) * list_size
    return completed, np.where(sound, quality, usual_quality), ~sound


def completed_admissions(given: Floats, kind: Kinds) -> tuple[Floats, Flags]:
    """Give trusts whose A&E admissions are missing the median of their type, else none."""
    missing = np.isnan(given)
    completed = given.copy()
    for one in np.unique(kind):
        same = kind == one
        completed[same & missing] = _median(given[same & ~missing], 0.0)
    return completed, missing


def _median(values: Floats, otherwise: float) -> float:
    return float(np.median(values)) if values.size else otherwise
