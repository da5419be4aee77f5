"""Groups and mergers, one trust at a time, written from the documents a second time."""

from __future__ import annotations

import math


def wants_group(trust: dict, p: dict) -> bool:
    """Whether an acute trust that considers is in a group afterwards.

    ``trust`` holds trust, peers, margin, in_group, taste and mood (for less against).
    """
    deficit = max(-100.0 * trust["margin"], 0.0)
    worth = -p["trust.independence_value"] * p["horizontal.group_autonomy"]
    worth += p["trust.partner_trust_value"] * (2 * trust["trust"] - 1) * p["trust.dependence"]
    worth += p["trust.peer_value"] * trust["peers"]
    worth += p["trust.status_quo"] if trust["in_group"] else -p["trust.status_quo"]
    worth += p["trust.distress_value"] * min(deficit / p["trust.deep_deficit"], 1.0)
    rho = p["trust.lasting_taste"]
    noise = math.sqrt(rho) * trust["taste"] + math.sqrt(1 - rho) * trust["mood"]
    return worth + p["trust.choice_noise"] * noise > 0


def mergers(trusts: list[dict], p: dict, years: float) -> dict[str, str]:
    """Who merges into whom, by code.

    Each trust is ``{code, kind, system, income, place, luck}``; those without income are gone.
    """
    chance = 1 - math.exp(-p["horizontal.merger_hazard"] * years)
    income = {trust["code"]: trust["income"] for trust in trusts}
    found = {}
    for trust in sorted(trusts, key=lambda one: one["luck"]):
        if trust["luck"] >= chance or not income[trust["code"]]:
            continue
        others = [
            other
            for other in trusts
            if other["code"] != trust["code"]
            and income[other["code"]] > 0
            and (other["kind"], other["system"]) == (trust["kind"], trust["system"])
        ]
        if not others:
            continue
        near = min(others, key=lambda one: math.dist(one["place"], trust["place"]))
        pair = sorted((trust["code"], near["code"]), key=lambda code: income[code])
        found[pair[0]] = pair[1]
        income[pair[1]] += income[pair[0]]
        income[pair[0]] = 0.0
    return found
