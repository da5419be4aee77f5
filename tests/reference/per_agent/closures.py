"""Practices that close or merge, and where their patients go."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from per_agent.arithmetic import within

if TYPE_CHECKING:
    from per_agent.model import ReferenceModel
    from per_agent.practice import Practice

USUAL_LIST = 7500.0
HELD = ("list_size", "weighted_list", "partners", "salaried", "nurses", "vacancies")


def close_and_merge(model: ReferenceModel) -> None:
    """Merge some practices with the nearest that stays, then disperse those that close."""
    standing = [one for one in model.practices if one.is_open]
    ending = [one for one in standing if luck(one, "practice.closes") < chance_of_closing(one)]
    staying = set(standing) - set(ending)
    merging = [one for one in ending if luck(one, "practice.merges") < model.p["closure.merges"]]
    takers: list[Practice] = []
    for practice in merging:
        others = at_home(practice, staying)
        if others:
            nearest = min(others, key=lambda one: apart(practice, one))
            kept = merge(practice, nearest)
            staying.discard(nearest)
            staying.add(kept)
            takers.append(kept)
    closing = [one for one in ending if one not in merging and at_home(one, staying)]
    for practice in closing:
        takers += disperse(practice, at_home(practice, staying))
    for practice in {one.code: one for one in takers if one.is_open}.values():
        practice.settle_income()
    for practice in model.practices:
        if practice.is_open and any(
            apart(practice, one) <= model.p["closure.reach"] for one in closing
        ):
            practice.closure_near_until = model.now + 1 + model.clock.steps_per_year
            practice.is_shaken = True
    if ending:
        model.take_stock()
        for system in model.systems:
            system.measure_coverage()


def luck(practice: Practice, stream: str) -> float:
    return practice.model.draw("uniform", stream, practice.model.now, practice.address)


def apart(one: Practice, other: Practice) -> float:
    return math.dist(one.position, other.position)


def at_home(practice: Practice, staying: set[Practice]) -> list[Practice]:
    """Those of the practice's CCG that stay, in the order of the register."""
    return [one for one in practice.ccg.practices if one in staying and one is not practice]


def chance_of_closing(practice: Practice) -> float:
    """Probability of closing or merging in a quarter: the small and the distressed more often."""
    p = practice.model.p
    relative = (practice.list_size / USUAL_LIST) ** p["closure.with_size"]
    relative *= math.exp(p["closure.with_distress"] * practice.distress)
    return within(p["closure.hazard"] * practice.model.closure_scale * relative, 0.25)


def merge(practice: Practice, nearest: Practice) -> Practice:
    """Let the larger of two live on with what both held; the first stays if they are equal."""
    gone, kept = practice, nearest
    if practice.list_size > nearest.list_size:
        gone, kept = nearest, practice
    for name in HELD:
        setattr(kept, name, getattr(kept, name) + getattr(gone, name))
    gone.merged_into = kept.code
    end(gone)
    return kept


def disperse(practice: Practice, others: list[Practice]) -> list[Practice]:
    """Share patients out by size and distance, nurses and doctors' posts with them."""
    size, spread = practice.list_size, practice.model.p["closure.spread"]
    draws = [one.list_size * math.exp(-apart(practice, one) / spread) for one in others]
    exact = [size * (draw / sum(draws)) for draw in draws]
    patients = [math.floor(part) for part in exact]
    left = round(size - sum(patients))
    for place in sorted(range(len(others)), key=lambda n: patients[n] - exact[n])[:left]:
        patients[place] += 1
    posts = practice.partners + practice.salaried + practice.vacancies
    for one, taken in zip(others, patients, strict=True):
        share = taken / max(size, 1.0)
        one.list_size += taken
        one.weighted_list += share * practice.weighted_list
        one.nurses += share * practice.nurses
        one.vacancies += share * posts
    end(practice)
    return [one for one, taken in zip(others, patients, strict=True) if taken]


def end(practice: Practice) -> None:
    """Hold nothing and count nowhere."""
    practice.is_open, practice.closed_in = False, practice.model.now
    practice.last_list = practice.list_size
    for name in HELD:
        setattr(practice, name, 0.0)
    practice.value_of_a_pound, practice.relative_work = 0.0, 1.0
    practice.sign(practice.model.options[0])
    practice.stance, practice.promise = 0, None
    practice.add_ons = set()
    practice.run_by = practice.addressed_by = None
    practice.suspended_since = practice.returns_at = None
    practice.is_resisting = practice.is_shaken = practice.is_close = False
