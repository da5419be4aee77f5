"""What a practice may choose: independence, or an offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LONGEST_HORIZON = 5.0
"""Years over which a one-off payment, or the risk of a broken promise, is counted at most."""


@dataclass(frozen=True)
class Option:
    """Independence, or an offer with what follows from taking it."""

    name: str
    level: int
    offer: Any  # None for independence
    income_sd: float
    autonomy_lost: float = 0.0
    dependence: float = 0.0
    hours: float = 0.0
    objection: float = 0.0
    pressure: float = 0.0
    intrinsic_value: float = 0.0
    quality_gain: float = 0.0
    effort: float = 0.0
    opened_by: str = ""
    is_salaried: bool = False
    gives_up_contract: bool = False
    may_return: bool = False

    @classmethod
    def staying_independent(cls, income_sd: float) -> Option:
        return cls("independent", 0, None, income_sd)

    @classmethod
    def of(cls, offer: Any) -> Option:
        terms = offer.terms
        return cls(
            name=offer.name,
            level=max(int(offer.level), 0),
            offer=offer,
            income_sd=terms.income_sd,
            autonomy_lost=terms.autonomy_lost,
            dependence=terms.dependence,
            hours=terms.hours,
            objection=terms.objection,
            pressure=terms.pressure,
            intrinsic_value=terms.intrinsic_value,
            quality_gain=terms.quality_gain,
            effort=terms.effort,
            opened_by=str(offer.opened_by),
            is_salaried=offer.is_salaried,
            gives_up_contract=str(offer.core_contract) != "kept",
            may_return=str(offer.core_contract) == "suspended",
        )

    def yearly_payment(self, reneging_hazard: float) -> float:
        """Pounds per weighted patient a year, a local promise at what is expected of it."""
        terms = self.offer.terms
        horizon = min(terms.duration, LONGEST_HORIZON)
        kept = self.kept_share(reneging_hazard)
        return terms.payment * kept + terms.payment_once / horizon

    def kept_share(self, reneging_hazard: float) -> float:
        if not self.offer.is_premium_local:
            return 1.0
        lost = reneging_hazard * min(self.offer.terms.duration, LONGEST_HORIZON) / 2.0
        return max(1.0 - lost, 0.0)

    def levels_from(self, held: Option) -> float:
        """Levels of status quo cost of moving here from what is held."""
        if self is held:
            return 0.0
        if self.effort > 0.0:
            return self.effort
        if self.offer is None and held.effort > 0.0:
            return held.effort
        return float(abs(self.level - held.level))
