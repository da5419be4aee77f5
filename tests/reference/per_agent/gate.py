"""A gate, or a checkpoint of assurance: by how much each condition is met, and the chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from per_agent.arithmetic import logistic

ROUNDING = 1e-12


@dataclass(frozen=True)
class Judgement:
    """What was found before a gate: for the log, and to act on."""

    gate: str
    who: str
    margins: dict[str, float]
    has_served: bool
    probability: float
    passes: bool

    @property
    def verdict(self) -> str:
        if self.passes:
            return "passed"
        return "failed" if self.has_served else "time not served"


def judge(organisation: Any, rule: Any, served: int) -> Judgement:
    """Judge an organisation by a rule of the calendar; luck decides at a soft gate."""
    model = organisation.model
    margins = {}
    for condition in rule.conditions:
        beyond = organisation.measure(condition.measure) - condition.threshold
        margins[condition.measure] = -beyond if condition.is_at_most else beyond
    has_served = served >= rule.terms.dwell
    probability = chance_of_passing(rule, margins, model) if has_served else 0.0
    name = rule.stage.name
    luck = model.draw("uniform", f"gate/{name}", model.now, organisation.address)
    return Judgement(
        name, organisation.code, margins, has_served, probability, passes=luck < probability
    )


def chance_of_passing(rule: Any, margins: dict[str, float], model: Any) -> float:
    if rule.opens_to_all is not None and model.last_month >= rule.opens_to_all:
        return 1.0
    for condition in rule.conditions:
        if (rule.is_hard or condition.is_required) and margins[condition.measure] < -ROUNDING:
            return 0.0
    if rule.is_hard:
        return 1.0
    weight = sum(condition.weight for condition in rule.conditions)
    if weight <= 0.0:
        return 1.0
    weighed = sum(condition.weight * margins[condition.measure] for condition in rule.conditions)
    return logistic(weighed / weight / model.p["gate.softness"])
