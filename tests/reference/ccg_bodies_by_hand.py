"""Officers, delegation and mergers of CCGs, written a second time: one CCG at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass
class Body:
    """One CCG of the start; it stays as a place when it merges."""

    name: int
    system: int
    patients: float
    beside: list[int]
    officer: int
    since: int
    delegated: bool
    part_of: int | None
    by_right: bool
    draws: dict[str, float] = field(default_factory=dict)


def chance(hazard: float, years: float) -> float:
    return 1 - math.exp(-hazard * years)


def root(body: Body) -> int:
    return body.name if body.part_of is None else body.part_of


def living(bodies: list[Body]) -> list[Body]:
    return [one for one in bodies if one.part_of is None]


def places(body: Body, bodies: list[Body]) -> list[Body]:
    return [one for one in bodies if root(one) == body.name]


def neighbours(body: Body, bodies: list[Body]) -> list[Body]:
    names = {root(bodies[n]) for one in places(body, bodies) for n in one.beside} - {body.name}
    return [bodies[name] for name in sorted(names)]


def shares(body: Body, bodies: list[Body]) -> bool:
    return sum(one.officer == body.officer for one in living(bodies)) > 1


def share_of(bodies: list[Body], flags: list[bool]) -> float:
    return sum(flags) / len(bodies) if bodies else 0.0


def officers(bodies: list[Body], v: dict[str, float], step: int, years: float) -> None:
    seeking = []
    for body in living(bodies):
        if shares(body, bodies):
            continue
        around = neighbours(body, bodies)
        hazard = v["ccg_officer.hazard"]
        if sum(one.patients for one in places(body, bodies)) < v["ccg_officer.small_population"]:
            hazard *= v["ccg_officer.small_multiple"]
        sharing = share_of(around, [shares(one, bodies) for one in around])
        hazard *= 1 + v["ccg_officer.imitation"] * sharing
        if body.draws["ccg.shares_officer"] < chance(hazard, years):
            seeking.append(body)
    seeking.sort(key=lambda one: one.draws["ccg.shares_officer"])
    for body in seeking:
        near = [one for one in neighbours(body, bodies) if one.system == body.system]
        alone = [one for one in near if not shares(one, bodies)]
        if alone and not shares(body, bodies):
            partner = min(alone, key=lambda one: one.draws["ccg.officer_partner"])
            give(body, partner, bodies, step)
            give(partner, partner, bodies, step)
    late = [body for body in seeking if not shares(body, bodies)]
    found = {}
    for body in late:
        near = [one for one in neighbours(body, bodies) if one.system == body.system]
        sharing = [one for one in near if shares(one, bodies)]
        if sharing:
            found[body.name] = min(sharing, key=lambda one: one.draws["ccg.officer_partner"])
    for name, partner in found.items():
        give(bodies[name], partner, bodies, step)


def give(body: Body, partner: Body, bodies: list[Body], step: int) -> None:
    for one in places(body, bodies):
        one.officer, one.since = partner.officer, step


def delegation(bodies: list[Body], v: dict[str, float], years: float) -> None:
    takes = []
    for body in bodies:
        around = neighbours(bodies[root(body)], bodies)
        share = share_of(around, [one.delegated for one in around])
        hazard = v["delegation.hazard"] * (v["delegation.alone"] + share)
        likely = 1.0 if body.by_right else chance(hazard, years)
        if bodies[root(body)].draws["ccg.delegated"] < likely:
            takes.append(body)
    for body in takes:
        body.delegated = True


def mergers(
    bodies: list[Body], v: dict[str, float], step: int, years: float, wait: int, *, steered: bool
) -> None:
    hazard = v["ccg_merger.hazard"] * (v["ccg_merger.steered_multiple"] if steered else 1)
    partners = {}
    for body in living(bodies):
        partners[body.name] = [
            one
            for one in neighbours(body, bodies)
            if one.officer == body.officer and step - max(one.since, body.since) >= wait
        ]
    starting = [
        body
        for body in living(bodies)
        if partners[body.name] and body.draws["ccg.merges"] < chance(hazard, years)
    ]
    done: set[int] = set()
    for body in sorted(starting, key=lambda one: one.draws["ccg.merges"]):
        free = [one for one in partners[body.name] if one.name not in done]
        if body.name in done or not free:
            continue
        partner = min(free, key=lambda one: one.draws["ccg.merger_partner"])
        done |= {body.name, partner.name}
        join(body, partner, bodies)


def join(body: Body, partner: Body, bodies: list[Body]) -> None:
    size = {
        one.name: sum(place.patients for place in places(one, bodies)) for one in (body, partner)
    }
    small, large = sorted((body, partner), key=lambda one: size[one.name])
    delegated = body.delegated or partner.delegated
    for one in places(small, bodies):
        one.part_of, one.officer, one.since = large.name, large.officer, large.since
    for one in places(large, bodies):
        one.delegated = delegated
