"""What one CCG does in one step, written a second time: no arrays, nothing from the package."""

from __future__ import annotations

import math
from typing import Any

NAMES = ("independent", "alliance", "partial", "full")


def choice_of_a_ccg(ccg: dict[str, Any], value: dict[str, float]) -> int | None:
    """Return the stance that a CCG takes; None where it does not think about it.

    Parameters
    ----------
    ccg
        What it knows and the draws that are its own.
    value
        Values of parameters by their dotted names.
    """
    if ccg["contract_level"] > 0 or not ccg["considers_draw"] < considers(ccg, value):
        return None
    open_levels = open_to(ccg, value)
    utilities = {k: utility(k, ccg, value) + luck(k, ccg, value) for k in open_levels}
    best = max(open_levels, key=lambda k: utilities[k])
    if best == 0 and ccg["resists_draw"] < resists(ccg, value):
        return -1
    return best


def considers(ccg: dict[str, Any], value: dict[str, float]) -> float:
    if ccg["is_new_test_area"]:
        return value["commissioner.considers_as_test_area"]
    early = ccg["stance"] <= 0 and ccg["quarters_since_advance"] < 4
    name = "considers_early" if early else "considers_later"
    return value[f"commissioner.{name}"] * ccg["quarters"]


def open_to(ccg: dict[str, Any], value: dict[str, float]) -> list[int]:
    levels = [0]
    if ccg["stage_gives_alliance"] or ccg["alliance_live"]:
        levels.append(1)
    governed = ccg["governance"] >= value["commissioner.procures_governance"]
    allowed = ccg["is_test_area"] or (ccg["stage_gives_assurance"] and governed)
    if allowed and ccg["step"] >= ccg["closed_until"]:
        levels += [k for k in (2, 3) if k in ccg["contracts_offered"]]
    return levels


def lost(k: int, ccg: dict[str, Any], value: dict[str, float]) -> float:
    """What a level costs in role and in the practices' mind."""
    if k == 0:
        return 0.0
    practices = [phi * ccg["autonomy_lost"][k] / 25.0 for phi in ccg["practices_phi"]]
    mean = sum(m * n for m, n in zip(practices, ccg["practices_list"], strict=True))
    mean /= sum(ccg["practices_list"])
    weight = ccg["gp_influence"] * value["commissioner.aversion_scale"]
    return value[f"commissioner.role_{NAMES[k]}"] + weight * mean


def utility(k: int, ccg: dict[str, Any], value: dict[str, float]) -> float:
    now = max(ccg["stance"], 0)
    worth = -value["commissioner.status_quo"] * abs(k - now)
    if k == 0:
        return worth
    v = {name.partition(".")[2]: number for name, number in value.items()}
    worth += (
        v[f"kept_{NAMES[k]}"]
        * v[f"savings_{NAMES[k]}"]
        * v["spending_at_stake"]
        * v["savings_counted"]
    )
    worth -= lost(k, ccg, value) + v[f"procurement_{NAMES[k]}"]
    worth += v["partner_trust_value"] * (2 * ccg["partner_trust"] - 1) * ccg["dependence"][k]
    worth += v["pressure_value"] * ccg["pressure"] * ccg["kappa"][k]
    if ccg["neighbour_stances"]:
        there = sum(stance >= k for stance in ccg["neighbour_stances"])
        worth += v["imitation"] * there / len(ccg["neighbour_stances"])
    if k >= 2:
        worth -= v["legal_risk"] * min(ccg["national_resisting"] / v["full_opposition"], 1.0)
        worth += v["test_area_value"] if ccg["is_test_area"] else 0.0
    return worth


def luck(k: int, ccg: dict[str, Any], value: dict[str, float]) -> float:
    lasting = value["commissioner.lasting_taste"]
    mixed = math.sqrt(lasting) * ccg["taste"][k] + math.sqrt(1 - lasting) * ccg["mood"][k]
    return value["commissioner.choice_noise"] * mixed


def resists(ccg: dict[str, Any], value: dict[str, float]) -> float:
    threat = ccg["pressure"] * max(lost(k, ccg, value) for k in open_to(ccg, value))
    around = ccg["neighbour_stances"]
    share = sum(stance == -1 for stance in around) / len(around) if around else 0.0
    v = {name.partition(".")[2]: number for name, number in value.items() if "resist" in name}
    felt = v["threat_weight"] * threat * (1 + v["contagion"] * share)
    return 1 / (1 + math.exp(v["base"] - felt))
