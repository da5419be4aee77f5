"""Votes on one control total, trust by trust, written from the documents a second time."""

from __future__ import annotations

import math


def below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def support(trusts: list[dict], relationships: float, p: dict) -> float:
    """Share of the money at stake in one system that votes for sharing.

    Each trust is ``{asked, income, is_acute, luck}``, its luck a uniform draw.
    """
    income = sum(trust["income"] for trust in trusts)
    if not income:
        return 0.0
    reach, sd = p["control_total.reachable"], p["control_total.outturn_sd"]
    weights = [trust["income"] / income for trust in trusts]
    gap = sum(w * trust["asked"] for w, trust in zip(weights, trusts, strict=True))
    together = below((reach - gap) / (sd * math.sqrt(sum(w * w for w in weights))))
    money = votes = 0.0
    for trust in trusts:
        rate = p["control_total.money_acute" if trust["is_acute"] else "control_total.money_other"]
        change = together - below((reach - trust["asked"]) / sd)
        value = p["risk_sharing.joint_share"] * rate * change
        if value < 0:
            value *= p["risk_sharing.loss_aversion"]
        value += p["risk_sharing.relationships_value"] * (2 * relationships - 1)
        value -= p["risk_sharing.reluctance"]
        value += p["risk_sharing.choice_noise"] * math.log(trust["luck"] / (1 - trust["luck"]))
        money += rate * trust["income"]
        votes += rate * trust["income"] * (value > 0)
    return votes / money
