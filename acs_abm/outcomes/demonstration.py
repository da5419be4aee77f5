"""What do published results of one system tell practices of similar ones?

Where no neighbour has a result of its own, a practice goes by what it hears of systems like its own
that integrated before: admissions avoided there are money saved here. It expects::

    v · mean per cent of emergencies avoided elsewhere, by similarity × alliance coverage
    similarity = exp(−|difference in deprivation, standard deviations| / s)

£k a partner a year; v is ``demonstration.value``, s ``demonstration.similarity``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]


@declares("demonstration")
class Demonstration:
    """How much a shown result is worth, and who is similar."""

    value: float = parameter(
        0.15,
        unit="£k a partner a year",
        low=0.05,
        high=0.3,
        meaning="What practices expect from each per cent of emergencies avoided elsewhere.",
        source="assumption: a tenth of a gain share of 0.3 in £2 a patient",
    )
    similarity: float = parameter(
        0.5,
        unit="standard deviations",
        low=0.25,
        high=0.75,
        limits=(0.01, 7.5),
        meaning="Difference in deprivation over which similarity falls by a factor of e.",
        source="assumption",
    )


def similar_systems(deprivation: Floats, p: Demonstration) -> Floats:
    """Return how similar each system is to each other, 0 to 1; 0 to itself (systems × systems)."""
    spread = deprivation.std()
    standard = deprivation / spread if spread > 0.0 else np.zeros_like(deprivation)
    alike = np.exp(-np.abs(standard[:, np.newaxis] - standard) / p.similarity)
    np.fill_diagonal(alike, 0.0)
    return np.asarray(alike, dtype=np.float64)


def shown(effect: Floats, coverage: Floats, similar: Floats, p: Demonstration) -> Floats:
    """Return what results of similar systems let practices expect, £k a partner a year.

    Parameters
    ----------
    effect
        Change of emergency admissions by integration in each system, a share.
    coverage
        Share of its list under an agreement in force: how much its result counts.
    similar
        As :func:`similar_systems` gives it.

    Returns
    -------
    Floats
        One number a system; NaN where no similar system has anything to show.
    """
    weight = similar * coverage
    total = weight.sum(axis=1)
    mean = np.divide(weight @ -effect, total, out=np.full(len(effect), np.nan), where=total > 0)
    return 100.0 * p.value * mean
