"""The few formulas that several organisations share."""

from __future__ import annotations

import math

EULER_GAMMA = 0.5772156649015329


def logistic(x: float) -> float:
    if x < 0.0:
        power = math.exp(x)
        return power / (1.0 + power)
    return 1.0 / (1.0 + math.exp(-x))


def normal_below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def within(per_year: float, years: float) -> float:
    """Probability that something with a yearly hazard happens within some years."""
    return -math.expm1(-per_year * years)


def uncertain_value(mean: float, sd: float, loss_aversion: float) -> float:
    """Expected gain less ``loss_aversion`` times the expected loss, of a normal change."""
    if sd <= 0.0:
        return mean if mean >= 0.0 else loss_aversion * mean
    z = mean / sd
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    expected_loss = sd * density - mean * normal_below(-z)
    return mean - (loss_aversion - 1.0) * expected_loss


def weighted_mean(pairs: list[tuple[float, float]]) -> float:
    """Mean of (weight, value) pairs; 0 where nothing weighs."""
    total = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / total if total > 0.0 else 0.0


def trust_after(
    trust: float, damage: float, good: float, bad: float, quarters: float, p: dict
) -> tuple[float, float]:
    """Trust and lasting damage after some quarters in which good and bad things happened."""
    damage *= (1.0 - p["relationships.damage_fading"]) ** quarters
    trust += p["relationships.gain"] * good * max(1.0 - damage - trust, 0.0)
    bad = min(bad, 1.0)
    trust *= 1.0 - p["relationships.loss"] * bad
    damage += p["relationships.damage"] * bad * (1.0 - damage)
    return trust, damage
