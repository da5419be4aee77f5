"""Every term of a rule matters: flip its sign in the package and the reference disagrees.

Without this, two implementations might agree because neither does anything.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from adapter import rows_of
from comparison import one_phase, reference_of
from crowded import Saved, all_suspended, crowded, lead_gains
from per_agent import ReferenceModel

from acs_abm.columns import World
from acs_abm.decisions import practice_integration, regulator_assurance
from acs_abm.decisions.practice_integration import CORE_TERMS, TERMS
from acs_abm.decisions.practice_promise import FELT_ALREADY
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps import SCHEDULE, assurance, contracts, practices, promises, returns, staging

BY_NUMBER = {phase.number: phase.run for phase in SCHEDULE}
PRACTICES_DECIDE, FORM_AND_BREAK, EVALUATE_GATES = (BY_NUMBER[number] for number in (11, 12, 13))
CONDITIONS = [
    (rule.stage, condition.measure)
    for rule in Scenario.load("plan_2017").staging.stages
    for condition in rule.conditions
]
WEIGHTS = ["governance_weight", "coverage_weight", "finance_weight", "legal_weight"]
Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def scene(england):
    world = crowded(england)
    return Saved(world), reference_of(world)


def restored(saved: Saved, reference: ReferenceModel) -> World:
    for practice in reference.practices:
        practice.led_by = 0.0
    return saved.restore()


@pytest.fixture
def practices_differ(scene, monkeypatch) -> Callable[[], list[str]]:
    """Let both decide for all practices from the same state; return what they do differently."""
    saved, reference = scene
    world = restored(saved, reference)
    reference.load(rows_of(world), world.step)
    lead_gains(monkeypatch, reference, most=40.0)
    return lambda: one_phase(world, reference, PRACTICES_DECIDE, reference.practices_decide)


@pytest.fixture
def returns_differ(scene, practices_differ) -> Callable[[], list[str]]:
    """The same, where every practice has a suspended contract that it may take back."""
    saved, reference = scene
    all_suspended(saved.world)
    reference.load(rows_of(saved.world), saved.world.step)
    return practices_differ


def of(name: str, differences: list[str]) -> list[str]:
    return [each for each in differences if f" {name}: " in each]


# -- nothing flipped ---------------------------------------------------------------------


def test_where_everything_happens_at_once_both_decide_the_same(practices_differ, scene):
    world = scene[0].world
    before = world.practices.agreement.copy()
    assert practices_differ() == []
    after = world.practices
    moved = after.agreement != before
    assert set(after.agreement[moved]) == {0, 1, 2, 3, 4, 5}
    assert (after.promise > 0).sum() > 10
    assert after.is_resisting.sum() > 5


def test_where_every_contract_is_suspended_both_let_the_same_give_notice(returns_differ, scene):
    world = scene[0].world
    assert returns_differ() == []
    goes = world.practices.returns_at > world.step
    assert 0.05 < goes.mean() < 0.95


# -- the utility -------------------------------------------------------------------------


def flip_term(monkeypatch: Patch, name: str) -> None:
    original, sign = practice_integration._counts, np.ones(len(TERMS))
    sign[TERMS.index(name)] = -1.0
    monkeypatch.setattr(practice_integration, "_counts", lambda p: original(p) * sign)


@pytest.mark.parametrize("name", TERMS)
def test_each_term_of_the_utility_decides_what_some_practices_sign(
    name, practices_differ, monkeypatch
):
    flip_term(monkeypatch, name)
    assert of("agreement", practices_differ())


def test_the_list_of_terms_is_the_one_the_documents_name(scene):
    reference = scene[1]
    named = reference.practices[0].terms(reference.options[1])
    assert set(named) == set(TERMS)
    assert len(TERMS) == len(CORE_TERMS) + 9


# -- promises ----------------------------------------------------------------------------


def flip_promise(monkeypatch: Patch, part: str) -> None:
    original = promises.promise_gain

    def flipped(terms, held, status_quo, p):
        if part in ("promise_autonomy", "promise_income", "promise_effort"):
            p = dataclasses.replace(p, **{part: -getattr(p, part)})
        else:
            terms = {**terms, part: -terms[part]}
        return original(terms, held, status_quo, p)

    monkeypatch.setattr(promises, "promise_gain", flipped)


@pytest.mark.parametrize(
    "part",
    ["promise_autonomy", "promise_income", "promise_effort", "rescue", *FELT_ALREADY],
)
def test_each_part_of_a_promise_decides_who_promises(part, practices_differ, monkeypatch):
    flip_promise(monkeypatch, part)
    found = practices_differ()
    assert of("promise", found)
    assert not of("agreement", found)


# -- returns -----------------------------------------------------------------------------

RETURN_FLIPS = {
    "independence against what is held": lambda alone, held, *rest: (held, alone, *rest),
    "cost of setting up again": lambda alone, held, income, first, p: (
        alone, held, income, first,
        dataclasses.replace(p, transition_cost=-p.transition_cost),
    ),
    "income of patients who stay behind": lambda alone, held, income, first, p: (
        alone, held, -income, first, p,
    ),
    "patients follow at the first window": lambda alone, held, income, first, p: (
        alone, held, income, ~first, p,
    ),
}  # fmt: skip


@pytest.mark.parametrize("part", RETURN_FLIPS)
def test_each_part_of_going_back_decides_who_gives_notice(part, returns_differ, monkeypatch):
    original, flip = returns.return_gain, RETURN_FLIPS[part]
    monkeypatch.setattr(returns, "return_gain", lambda *given: original(*flip(*given)))
    found = returns_differ()
    assert of("returns_at", found)
    assert not of("agreement", found)


# -- resistance --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    ["payment lost", "independence", "pressure", "autonomy_weight"],
)
def test_each_part_of_a_threat_decides_who_resists(part, practices_differ, monkeypatch):
    original = practices.threat

    def flipped(lost, independence, autonomy, pressure, p):
        if part == "payment lost":
            return original(-lost, independence, autonomy, pressure, p)
        if part == "independence":
            return original(lost, -independence, autonomy, pressure, p)
        if part == "pressure":
            return original(lost, independence, autonomy, -pressure, p)
        weight = dataclasses.replace(p, autonomy_weight=-p.autonomy_weight)
        return original(lost, independence, autonomy, pressure, weight)

    monkeypatch.setattr(practices, "threat", flipped)
    assert of("is_resisting", practices_differ())


@pytest.mark.parametrize("part", ["base", "threat_weight", "contagion", "temper"])
def test_each_part_of_resisting_decides_who_resists(part, practices_differ, monkeypatch):
    original = practices.resistance_probability

    def flipped(threats, temper, resisting, p):
        if part == "temper":
            return original(threats, -temper, resisting, p)
        return original(
            threats, temper, resisting, dataclasses.replace(p, **{part: -getattr(p, part)})
        )

    monkeypatch.setattr(practices, "resistance_probability", flipped)
    found = practices_differ()
    assert of("is_resisting", found)
    assert not of("agreement", found)


# -- gates -------------------------------------------------------------------------------


@pytest.fixture
def before_gate(scene) -> Callable[[Stage], list[str]]:
    """Put the system, or the place that seeks a contract, before a gate; let both judge it."""
    saved, reference = scene

    def judged(stage: Stage) -> list[str]:
        world = restored(saved, reference)
        world.systems.stage[:] = min(stage, Stage.ACO) - 1
        world.systems.quarters_in_stage[:] = 9
        world.practices.promise[:] = np.where(world.population.practices.ccg == 0, 2, 0)
        world.ccgs.checkpoints_passed[0], world.ccgs.assurance_due[0] = 3, 99
        reference.load(rows_of(world), world.step)
        if stage is Stage.ACO:
            return one_phase(world, reference, FORM_AND_BREAK, reference.form_and_break)
        return one_phase(world, reference, EVALUATE_GATES, reference.evaluate_gates)

    return judged


@pytest.mark.parametrize("stage", list(Stage)[1:], ids=lambda stage: stage.name)
def test_both_judge_the_same_before_each_gate(stage, before_gate, scene):
    assert before_gate(stage) == []
    assert scene[0].world.gate_log


@pytest.mark.parametrize(
    ("stage", "measure"), CONDITIONS, ids=[f"{stage.name} {name}" for stage, name in CONDITIONS]
)
def test_each_condition_of_a_gate_counts(stage, measure, before_gate, monkeypatch):
    def flipped(rule, *rest, **more):
        conditions = tuple(
            dataclasses.replace(one, is_at_most=not one.is_at_most)
            if one.measure == measure
            else one
            for one in rule.conditions
        )
        return original(dataclasses.replace(rule, conditions=conditions), *rest, **more)

    module = contracts if stage is Stage.ACO else staging
    original = module.evaluate
    monkeypatch.setattr(module, "evaluate", flipped)
    assert of("margins", before_gate(stage))


@pytest.fixture
def before_checkpoint(scene) -> Callable[[], list[str]]:
    saved, reference = scene

    def judged() -> list[str]:
        world = restored(saved, reference)
        world.practices.promise[:] = np.where(world.population.practices.ccg == 0, 2, 0)
        world.systems.finance_rank[:] = 0.9
        world.practices.stance[:20] = Stance.RESISTING
        world.ccgs.assurance_due[0] = world.step
        reference.load(rows_of(world), world.step)
        return one_phase(world, reference, FORM_AND_BREAK, reference.form_and_break)

    return judged


def test_both_judge_the_same_at_a_checkpoint(before_checkpoint, scene):
    assert before_checkpoint() == []
    first = scene[0].world.gate_log[0]
    assert first.conditions[0].startswith("checkpoint_1")
    assert abs(first.margins).min() > 0.0


@pytest.mark.parametrize("weight", WEIGHTS)
def test_each_margin_counts_at_a_checkpoint(weight, before_checkpoint, monkeypatch):
    original = regulator_assurance.pass_probability

    def flipped(margins, p):
        return original(margins, dataclasses.replace(p, **{weight: -getattr(p, weight)}))

    monkeypatch.setattr(assurance, "pass_probability", flipped)
    assert of("probability", before_checkpoint())
