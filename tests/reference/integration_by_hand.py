"""What a trust does, one trust at a time, written from the documents a second time."""

from __future__ import annotations

import math

NAMES = ("independent", "alliance", "partial", "full")


def worth(trust: dict, level: int, p: dict) -> float:
    """Utility of a level, per cent of income a year.

    ``trust`` holds level, trust, peers (by level), pressure, margin, holds.
    """
    lost = (0.0, p["trust.autonomy_lost"], p["trust.autonomy_lost_partial"],
            p["trust.autonomy_lost_full"])[level]  # fmt: skip
    dependence = (0.0, p["trust.dependence"], p["trust.dependence_partial"],
                  p["trust.dependence_full"])[level]  # fmt: skip
    total = -p["trust.status_quo"] * abs(level - trust["level"])
    if level:
        total += p["trust.peer_value"] * trust["peers"][level]
        kappa = 1.0 if level == 1 else p["trust.pressure_beyond"]
        total += p["trust.pressure_value"] * trust["pressure"] * kappa
        deficit = max(-100.0 * trust["margin"], 0.0)
        total += p["trust.distress_value"] * min(deficit / p["trust.deep_deficit"], 1.0)
    if level >= 2 and trust["holds"]:
        lost -= p["trust.holder_autonomy"]
        total += p["trust.holder_value"]
    total -= p["trust.independence_value"] * lost
    return total + p["trust.partner_trust_value"] * (2 * trust["trust"] - 1) * dependence


def choice(trust: dict, p: dict) -> int:
    """The stance taken by a trust that considers: −1 resisting to 3 full.

    ``trust`` also holds open (levels), taste and mood (by level), others (share that resists),
    luck (uniform).
    """
    rho, best, most = p["trust.lasting_taste"], 0, -math.inf
    for level in trust["open"]:
        noise = math.sqrt(rho) * trust["taste"][level] + math.sqrt(1 - rho) * trust["mood"][level]
        value = worth(trust, level, p) + p["trust.choice_noise"] * noise
        if value > most:
            best, most = level, value
    if best:
        return best
    names = ("trust.autonomy_lost", "trust.autonomy_lost_partial", "trust.autonomy_lost_full")
    pressed = max([0.0, *(p[names[level - 1]] for level in trust["open"] if level)])
    odds = p["trust_resistance.threat_weight"] * trust["pressure"] * pressed
    odds *= p["trust.independence_value"] * (
        1 + p["trust_resistance.others_weight"] * trust["others"]
    )
    odds -= p["trust_resistance.caution"]
    return -1 if trust["luck"] < 1 / (1 + math.exp(-odds)) else 0
