"""The offers as options of a practice."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Floats, Rows
from acs_abm.contracts.offer import CoreContractEffect, Offer
from acs_abm.decisions.practice_options import Options

KEPT, SUSPENDED = CoreContractEffect.KEPT, CoreContractEffect.SUSPENDED


def levels_moved(level: Rows, effort: Floats) -> Floats:
    """Return the levels of status quo cost from each option to each other (K × K).

    An offer that names its effort costs that much to enter and to leave.
    """
    moved = np.abs(level[:, np.newaxis] - level).astype(np.float64)
    named = effort > 0
    moved[:, named] = effort[named]
    moved[named, 0] = effort[named]
    np.fill_diagonal(moved, 0.0)
    return moved


def option_table(offers: tuple[Offer, ...], income_sd: float) -> Options:
    """Lay the offers beside independence: column 0, then one column an offer."""
    terms = [offer.terms for offer in offers]

    def column(name: str, independent: float = 0.0) -> Floats:
        return np.array([independent, *(getattr(one, name) for one in terms)], dtype=np.float64)

    return Options(
        names=("independent", *(offer.name for offer in offers)),
        level=np.array([0, *(offer.level.level for offer in offers)], dtype=np.int64),
        gives_up_contract=np.array([False, *(o.core_contract != KEPT for o in offers)]),
        may_return=np.array([False, *(o.core_contract == SUSPENDED for o in offers)]),
        is_salaried=np.array([False, *(offer.is_salaried for offer in offers)]),
        autonomy_lost=column("autonomy_lost"),
        dependence=column("dependence"),
        hours=column("hours"),
        objection=column("objection"),
        pressure=column("pressure"),
        income_sd=column("income_sd", income_sd),
        intrinsic_value=column("intrinsic_value"),
        quality_gain=column("quality_gain"),
        effort=column("effort"),
    )
