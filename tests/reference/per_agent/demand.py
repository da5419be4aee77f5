"""Patients: how many come for what, which hospital they choose, what integration changes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from per_agent.arithmetic import weighted_mean

if TYPE_CHECKING:
    from per_agent.ccg import CCG
    from per_agent.practice import Practice
    from per_agent.system import CareSystem
    from per_agent.trust import Trust

STREAMS = ("emergency", "ae", "elective", "outpatient", "consultation")
WINTERS = ("emergency", "consultation")
HOSPITALS = ("ACUTE", "SPECIALIST")
NORMAL = NormalDist()
ALLIANCE, LEVELS = 1, ("alliance", "partial", "full")


def demand_arises(model: Any) -> None:
    """Patients come; each April the year's luck is drawn and they choose hospitals anew."""
    if model.now == 0 or model.clock.opens_financial_year(model.now):
        for practice in model.practices:
            practice.year_luck = {stream: luck_of_year(practice, stream) for stream in STREAMS}
        choose_anew(model)
    for ccg in model.ccgs:
        ccg.came = dict.fromkeys(STREAMS, 0.0)
        for shares in (ccg.emergency_shares, ccg.planned_shares):
            follow_mergers(model, shares)
    for stream in STREAMS:
        usual = rate(model, stream), season(model, stream)
        for practice in model.practices:
            come(practice, stream, *usual)


# -- how many ----------------------------------------------------------------------------


def quantile(practice: Practice, stream: str) -> tuple[float, float]:
    luck = practice.model.draw("uniform", stream, practice.model.now, practice.address)
    return luck, NORMAL.inv_cdf(luck)


def luck_of_year(practice: Practice, stream: str) -> float:
    """A gamma variable of mean one, by the cube of a normal one."""
    _, z = quantile(practice, f"demand.year.{stream}")
    ninth = practice.model.p["demand.year_variance"] / 9.0
    return max(1.0 - ninth + math.sqrt(ninth) * z, 0.0) ** 3


def come(practice: Practice, stream: str, rate: float, season: float) -> None:
    mean = practice.list_size * practice.need * rate * season
    if stream == "emergency":
        mean *= 1.0 + practice.ccg.effect
    practice.expected[stream] = mean
    luck, z = quantile(practice, f"demand.{stream}")
    practice.counts[stream] = poisson(mean * practice.year_luck[stream], luck, z)
    practice.ccg.came[stream] += practice.counts[stream]


def poisson(mean: float, luck: float, z: float) -> float:
    if mean < 12.0:
        count, term = 0, math.exp(-mean)
        reached = term
        while reached < luck and term > 1e-18:
            count += 1
            term *= mean / count
            reached += term
        return float(count)
    spread = math.sqrt(mean)
    expansion = spread * z + (z**2 - 1.0) / 6.0 - (z**3 + 2.0 * z) / (72.0 * spread)
    return float(math.ceil(mean + expansion - 0.5))


def rate(model: Any, stream: str) -> float:
    """What a patient of usual need brings in a step, grown since April 2017; winter apart."""
    months = model.clock.months_per_step
    return grown(model, stream, model.date.index + months / 2) * months / 12


def grown(model: Any, stream: str, month: float) -> float:
    years = (month - (2017 * 12 + 3)) / 12
    growth = 1.0 + model.p[f"demand.{stream}_growth"]
    return model.p[f"demand.{stream}_rate"] / 1000.0 * growth**years


def season(model: Any, stream: str) -> float:
    if stream not in WINTERS:
        return 1.0
    months = [model.date.month + passed for passed in range(model.clock.months_per_step)]
    swing = sum(math.cos(math.pi * (month - 1) / 6) for month in months) / len(months)
    return 1.0 + model.p[f"demand.{stream}_winter"] * swing


# -- where they go -----------------------------------------------------------------------


def choose_anew(model: Any) -> None:
    """Waits follow last year's demand; then patients choose."""
    p, passed = model.p, model.now * model.years
    come_to = planned(model)
    for trust in model.trusts:
        first = sum(site.first_capacity for site in trust.sites)
        capacity = first * (1.0 + p["waits.capacity_growth"]) ** passed
        pressed = come_to[trust.code] / capacity if capacity > 0.0 else 1.0
        asked = min(p["waits.usual"] * pressed ** p["waits.response"], p["waits.longest"])
        trust.wait += p["waits.adjustment"] * (asked - trust.wait)
    for practice in model.practices:
        practice.draw_of = dict(hospitals(practice))
    for ccg in model.ccgs:
        ccg.planned_shares = planned_shares(ccg)
        follow_mergers(model, ccg.planned_shares)
    for system in model.systems:
        system.variety = system.mean(variety)


def planned(model: Any) -> Counter:
    """Elective patients a year who go to each trust, as choices stand."""
    rate, going = grown(model, "elective", model.date.index), Counter()
    for ccg in model.ccgs:
        patients = rate * sum(one.list_size * one.need for one in ccg.practices)
        for trust, share in ccg.planned_shares.items():
            going[trust] += patients * share
    return going


def planned_shares(ccg: CCG) -> dict[str, float]:
    shares = dict.fromkeys(ccg.model.trust, 0.0)
    patients = sum(one.list_size * one.need for one in ccg.practices)
    for practice in ccg.practices:
        total = practice.outside + sum(practice.draw_of.values())
        for trust, weight in practice.draw_of.items():
            shares[trust.code] += practice.list_size * practice.need / patients * weight / total
    return shares


def variety(practice: Practice) -> float:
    """One less the sum of squared shares."""
    weights = practice.draw_of.values()
    total = practice.outside + sum(weights)
    squares = practice.outside_squared + sum(weight**2 for weight in weights)
    return 1.0 - squares / total**2


def hospitals(practice: Practice) -> Iterator[tuple[Trust, float]]:
    """Each hospital of the run within reach, and its weight in the choices of patients."""
    p, protected = practice.model.p, practice.system.has_choice_mechanism
    guarantee = p[f"patient_choice.guarantee_{'protected' if protected else 'unprotected'}"]
    for site, apart in practice.hospitals:
        trust = site.body
        utility = p["patient_choice.rating"] * (trust.rating - 2)
        utility -= p["patient_choice.distance"] * apart
        utility -= p["patient_choice.wait"] * (trust.wait - p["waits.usual"])
        if practice.system.code in site.works_in:
            utility += p["patient_choice.own_system"] * (1.0 - guarantee)
        yield site, math.exp(utility)


def within_reach(practice: Practice) -> list[tuple[Trust, float]]:
    """The hospitals that patients may choose, and how far they are: neither ever moves."""
    furthest = practice.model.p["patient_choice.furthest"]
    sites = [
        (site, math.dist(practice.position, site.position))
        for site in practice.model.trusts
        if site.type in HOSPITALS
    ]
    return [
        (site, apart)
        for site, apart in sites
        if apart <= furthest or site.code == practice.far_hospital
    ]


def follow_mergers(model: Any, shares: dict[str, float]) -> None:
    for trust in model.trusts:
        if trust.merged_into:
            shares[trust.merged_into] += shares[trust.code]
            shares[trust.code] = 0.0


# -- what integration does ---------------------------------------------------------------


def take_effect(ccg: CCG) -> None:
    """Move the two stages of the lag towards the long run; who newly joined disrupts."""
    p, quarters = ccg.model.p, ccg.model.quarters
    target, delay = long_run(ccg), p["integration_effect.delay"] / 2
    left = math.exp(-quarters / delay)
    behind, behind_first = ccg.second_lag - target, ccg.first_lag - target
    ccg.second_lag = target + (behind + behind_first * quarters / delay) * left
    ccg.first_lag = target + behind_first * left
    joined = ccg.mean(lambda one: float(newly_depends(one)))
    ccg.disruption *= math.exp(-quarters / p["integration_effect.disruption_lasts"])
    ccg.disruption += p["integration_effect.disruption"] * joined
    ccg.effect = ccg.second_lag + ccg.disruption
    for practice in ccg.practices:
        practice.seen_in_force = in_force(practice)


def in_force(practice: Practice) -> str:
    return practice.agreement.name if practice.stance >= ALLIANCE else "independent"


def newly_depends(practice: Practice) -> bool:
    if in_force(practice) == practice.seen_in_force or practice.stance < ALLIANCE:
        return False
    least = practice.model.p["integration_effect.disrupting_dependence"]
    return practice.agreement.dependence > least


def long_run(ccg: CCG) -> float:
    p = ccg.model.p
    level = ccg.mean(lambda one: max(one.stance, 0))
    avoided = [0.0, *(p[f"integration_effect.{name}"] for name in LEVELS)]
    below = min(int(level), len(LEVELS) - 1)
    between = avoided[below] + (level - below) * (avoided[below + 1] - avoided[below])
    trust = ccg.mean(lambda one: 0.5 * (one.trust_in_ccg + one.trust_in_lead))
    able = capability(ccg) / p["capability.reference"]
    return -between * min(
        able * trust / p["integration_effect.trust_reference"], p["integration_effect.most"]
    )


def capability(ccg: CCG) -> float:
    p, system = ccg.model.p, ccg.system
    return (
        p["capability.health_management"] * system.health_management
        + p["capability.governance"] * system.governance
        + p["capability.hubs"] * ccg.mean(lambda one: float(one.in_hub))
    )


# -- what is heard of it elsewhere -------------------------------------------------------


def shown_to(system: CareSystem) -> float | None:
    """What similar systems with agreements in force let a practice expect, £k a partner."""
    heard = [
        (system.similar[other.code] * other.alliance_coverage, effect_in(other))
        for other in system.model.systems
    ]
    if not any(weight > 0.0 for weight, _ in heard):
        return None
    return -100.0 * system.model.p["demonstration.value"] * weighted_mean(heard)


def effect_in(system: CareSystem) -> float:
    return system.mean(lambda one: one.ccg.effect)
