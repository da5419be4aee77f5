"""How many patients come for what? Expected demand of each practice, by stream.

Emergencies, attendances at A&E, planned admissions, first outpatient appointments and
consultations::

    list · need · rate · (1 + growth)^years · winter · (1 + effect of integration)
    need = exp(d · deprivation + a · share over 65 + m · morbidity), scaled to a mean of 1

Rates of April 2017 are ``demand.emergency_rate``, ``demand.ae_rate``, ``demand.elective_rate``,
``demand.outpatient_rate`` and ``demand.consultation_rate`` per 1,000 a year, growth
``demand.emergency_growth`` and its like; d is ``demand.deprivation``, a ``demand.age``, m
``demand.morbidity``, each for a standard deviation. Winter is a cosine with its top in January:
``demand.emergency_winter`` of emergencies, ``demand.consultation_winter`` of consultations. The
effect (:mod:`acs_abm.outcomes.integration_effect`) is on emergencies alone. Luck is added by
:mod:`acs_abm.outcomes.actuarial_luck`.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from acs_abm.clock import MONTHS_A_YEAR, Clock, Date
from acs_abm.compiled import kernel
from acs_abm.outcomes.actuarial_luck import poisson_counts
from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]

RATES_OF = Date.parse("2017-04")
"""The month to which rates apply; growth is counted from here."""


class Stream(IntEnum):
    """What patients come for; columns of tables of activity."""

    EMERGENCY = 0
    AE = 1
    ELECTIVE = 2
    OUTPATIENT = 3
    CONSULTATION = 4


@declares("demand")
class Demand:
    """Rates, who needs more, growth, winter and luck."""

    emergency_rate: float = parameter(
        100.0,
        unit="per 1,000 a year",
        low=90,
        high=110,
        meaning="Emergency admissions at the start.",
        source="NAO HC 833: 5.8m in 2016/17, over registered patients",
    )
    ae_rate: float = parameter(
        408.0,
        unit="per 1,000 a year",
        low=380,
        high=430,
        meaning="Attendances at A&E at the start.",
        source="Health Foundation: 23.9m in 2017/18, over registered patients",
    )
    elective_rate: float = parameter(
        140.0,
        unit="per 1,000 a year",
        low=110,
        high=170,
        meaning="Elective admissions and day cases at the start.",
        source="from memory of published counts: check",
    )
    outpatient_rate: float = parameter(
        330.0,
        unit="per 1,000 a year",
        low=260,
        high=400,
        meaning="First outpatient appointments at the start.",
        source="from memory of published counts: check",
    )
    consultation_rate: float = parameter(
        5160.0,
        unit="per 1,000 a year",
        low=4900,
        high=6000,
        meaning="Consultations with GPs and nurses of practices at the start.",
        source="Hobbs et al., Lancet 2016: 5.16 a person in 2013/14",
    )
    deprivation: float = parameter(
        0.25,
        unit="log a standard deviation",
        low=0.12,
        high=0.38,
        meaning="How much more a poorer list brings.",
        source="assumption",
    )
    age: float = parameter(
        0.30,
        unit="log a standard deviation",
        low=0.15,
        high=0.45,
        meaning="How much more a list with more people over 65 brings.",
        source="assumption",
    )
    morbidity: float = parameter(
        0.15,
        unit="log a standard deviation",
        low=0.07,
        high=0.23,
        meaning="How much more a list with more disease on its registers brings.",
        source="assumption",
    )
    emergency_growth: float = parameter(
        0.025,
        unit="per year",
        low=0.01,
        high=0.04,
        limits=(-0.2, 0.4),
        meaning="Growth of emergency admissions without integration.",
        source="NAO: 24% in nine years to 2016/17, 9.3% in the last three",
    )
    ae_growth: float = parameter(
        0.022,
        unit="per year",
        low=0.01,
        high=0.035,
        limits=(-0.2, 0.4),
        meaning="Growth of attendances at A&E.",
        source="Health Foundation: 2.2% in 2017/18",
    )
    elective_growth: float = parameter(
        0.02,
        unit="per year",
        low=0.01,
        high=0.03,
        limits=(-0.2, 0.4),
        meaning="Growth of elective admissions.",
        source="assumption",
    )
    outpatient_growth: float = parameter(
        0.03,
        unit="per year",
        low=0.015,
        high=0.045,
        limits=(-0.2, 0.4),
        meaning="Growth of first outpatient appointments.",
        source="assumption",
    )
    consultation_growth: float = parameter(
        0.025,
        unit="per year",
        low=0.01,
        high=0.04,
        limits=(-0.2, 0.4),
        meaning="Growth of consultations in general practice.",
        source="between 1.4% (Hobbs et al.) and 3.6% (King's Fund) a year before 2015; assumption",
    )
    emergency_winter: float = parameter(
        0.04,
        unit="share",
        low=0.02,
        high=0.06,
        meaning="By how much emergencies in January lie above the mean of the year.",
        source="assumption",
    )
    consultation_winter: float = parameter(
        0.05,
        unit="share",
        low=0.025,
        high=0.075,
        meaning="By how much consultations in January lie above the mean of the year.",
        source="assumption",
    )
    year_variance: float = parameter(
        0.03,
        unit="variance of a multiple",
        low=0.015,
        high=0.045,
        limits=(0.0, 0.3),
        meaning="Variance of what the luck of a year multiplies a practice's demand by.",
        source="assumption",
    )


def need(
    list_size: Floats, deprivation: Floats, share_over_65: Floats, morbidity: Floats, p: Demand
) -> Floats:
    """Return how much more or less each list brings than the country's, mean 1 over patients.

    Parameters
    ----------
    list_size
        Registered patients of every practice of the country.
    deprivation, share_over_65, morbidity
        Of each practice, in any unit: how many standard deviations from the mean of practices
        counts.
    """
    above = (
        p.deprivation * _standardised(deprivation)
        + p.age * _standardised(share_over_65)
        + p.morbidity * _standardised(morbidity)
    )
    multiple = np.exp(above)
    return np.asarray(multiple / (list_size @ multiple / list_size.sum()), dtype=np.float64)


def _standardised(values: Floats) -> Floats:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0.0 else np.zeros_like(values)


def winter(first: Date, months: int, p: Demand) -> Floats:
    """Return how demand in some months lies to the mean of a year, one number a stream.

    A cosine that peaks in January: over the twelve months of a year the mean is 1.
    """
    month = first.month - 1 + np.arange(months)
    swing = np.cos(2.0 * np.pi * month / MONTHS_A_YEAR).mean()
    factor = np.ones(len(Stream))
    factor[Stream.EMERGENCY] += p.emergency_winter * swing
    factor[Stream.CONSULTATION] += p.consultation_winter * swing
    return factor


def yearly_rates(p: Demand) -> Floats:
    """Return the rates of April 2017, a patient a year, one number a stream."""
    return 1e-3 * np.array(
        [p.emergency_rate, p.ae_rate, p.elective_rate, p.outpatient_rate, p.consultation_rate]
    )


def yearly_growth(p: Demand) -> Floats:
    """Return the growth of each stream a year."""
    return np.array(
        [
            p.emergency_growth,
            p.ae_growth,
            p.elective_growth,
            p.outpatient_growth,
            p.consultation_growth,
        ]
    )


def rates_of_step(clock: Clock, step: int, p: Demand) -> Floats:
    """Return what a patient of usual need brings in a step, one number a stream.

    Grown to the middle of the step, so that months add up to their quarter.
    """
    months, first = clock.months_per_step, clock.date(step)
    grown = rates_at(first.index + 0.5 * months, p)
    return grown * winter(first, months, p) * clock.years_per_step


def rates_at(month: float, p: Demand) -> Floats:
    """Return what a patient of usual need brings a year, winter apart, by months since year 0."""
    years = (month - RATES_OF.index) / MONTHS_A_YEAR
    grown: Floats = yearly_rates(p) * (1.0 + yearly_growth(p)) ** years
    return grown


@kernel
def arise(
    patients: Floats,
    ccg: NDArray[np.int64],
    rate: float,
    effect: Floats,
    year_luck: Floats,
    shares: Floats,
    expected: Floats,
    counts: Floats,
    by_ccg: Floats,
) -> None:
    """Let the demand of one stream arise in a step.

    Parameters
    ----------
    patients, ccg
        Of each practice: patients of usual need that its list comes to, and its CCG.
    rate
        What one of them brings in the step.
    effect
        Proportional change in each CCG.
    year_luck, shares
        What the luck of the year multiplies by; where in its distribution each count lies.
    expected, counts, by_ccg
        Filled: expected before luck and what came, by practice; what came, by CCG.
    """
    mean = np.empty(patients.size)
    for row in range(patients.size):
        expected[row] = patients[row] * rate * (1.0 + effect[ccg[row]])
        mean[row] = expected[row] * year_luck[row]
    poisson_counts(mean, shares, counts)
    by_ccg[:] = 0.0
    for row in range(patients.size):
        by_ccg[ccg[row]] += counts[row]
