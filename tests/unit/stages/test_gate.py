"""A hard gate asks for everything; a soft one weighs; none opens before its time."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.scenario import Scenario
from acs_abm.stages.calendar import Condition, StageRule
from acs_abm.stages.gate import Evaluation, SoftGate, evaluate
from acs_abm.stages.stage import Stage

PLAN = Scenario.load("plan_2017")
ACS = PLAN.staging.rule(Stage.ACS)
SHADOW = PLAN.staging.rule(Stage.SHADOW_ACS)
READY = {
    "control_total_shortfall": 0.01,
    "governance": 0.7,
    "population_health_management": 0.5,
    "alliance_coverage": 0.8,
    "joint_body": 1.0,
}
SELECTED = {
    "selected": 1.0,
    "choice_mechanism": 1.0,
    "own_control_totals": 0.7,
    "hub_coverage": 0.5,
}


def judge(rule: StageRule, measures: dict[str, float], served: int = 8, **more: bool) -> Evaluation:
    columns = {name: np.array([value]) for name, value in measures.items()}
    return evaluate(rule, columns, np.array([served]), SoftGate(), **more)


def passes(rule: StageRule, measures: dict[str, float], served: int = 8, **more: bool) -> float:
    return float(judge(rule, measures, served, **more).probability[0])


def test_a_system_that_has_everything_passes_a_hard_gate():
    assert passes(ACS, READY) == 1.0


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("control_total_shortfall", 0.021),
        ("governance", 0.59),
        ("population_health_management", 0.39),
        ("alliance_coverage", 0.69),
        ("joint_body", 0.0),
    ],
)
def test_a_hard_gate_stays_shut_for_want_of_any_one_thing(measure, value):
    assert passes(ACS, {**READY, measure: value}) == 0.0


def test_a_threshold_that_is_just_met_is_met():
    exactly = {c.measure: c.threshold for c in ACS.conditions}
    assert passes(ACS, exactly) == 1.0


def test_margins_say_by_how_much_whichever_way_is_better():
    evaluation = judge(ACS, READY)
    found = dict(zip([c.measure for c in ACS.conditions], evaluation.margins[0], strict=True))
    assert found == pytest.approx(
        {
            "control_total_shortfall": 0.01,  # 0.02 allowed, 0.01 short
            "governance": 0.1,
            "population_health_management": 0.1,
            "alliance_coverage": 0.1,
            "joint_body": 0.5,
        }
    )


@pytest.mark.parametrize(("served", "probability"), [(3, 0.0), (4, 1.0), (99, 1.0)])
def test_time_is_served_before_any_gate_opens(served, probability):
    evaluation = judge(ACS, READY, served)
    assert evaluation.has_served.tolist() == [served >= 4]
    assert evaluation.probability.tolist() == [probability]


def test_after_a_declared_date_only_time_counts():
    assert passes(ACS, dict.fromkeys(READY, 0.0), is_open_to_all=True) == 1.0
    assert passes(ACS, dict.fromkeys(READY, 0.0), served=2, is_open_to_all=True) == 0.0


def test_a_soft_gate_by_hand():
    # margins 0.5, 0.5, 0.1 and 0: mean 0.275; 1 / (1 + e^−2.75)
    assert passes(SHADOW, SELECTED) == pytest.approx(0.939913, abs=1e-6)
    # without a choice mechanism: mean (0.5 − 0.5 + 0.1 + 0)/4 = 0.025; 1 / (1 + e^−0.25)
    without = {**SELECTED, "choice_mechanism": 0.0}
    assert passes(SHADOW, without) == pytest.approx(0.562177, abs=1e-6)


def test_a_condition_with_more_weight_moves_a_soft_gate_more():
    # without a choice mechanism; margins 0.5, −0.5, 0.1 and 0; weights 0.5, 1, 0.5 and 0.5:
    # (0.25 − 0.5 + 0.05 + 0) / 2.5 = −0.08; 1 / (1 + e^0.8)
    heavy = PLAN.change(**{"stage.shadow_acs.weight.choice_mechanism": 1}).staging
    without = {**SELECTED, "choice_mechanism": 0.0}
    assert passes(heavy.rule(Stage.SHADOW_ACS), without) == pytest.approx(0.310026, abs=1e-6)


@pytest.mark.parametrize("measure", ["choice_mechanism", "own_control_totals", "hub_coverage"])
def test_a_condition_without_weight_does_not_count(measure):
    light = PLAN.change(**{f"stage.shadow_acs.weight.{measure}": 0}).staging.rule(Stage.SHADOW_ACS)
    assert passes(light, {**SELECTED, measure: 0.0}) == passes(light, {**SELECTED, measure: 1.0})


def test_a_soft_gate_without_any_weight_still_asks_for_what_it_requires():
    weights = {f"stage.shadow_acs.weight.{measure}": 0 for measure in SELECTED}
    light = PLAN.change(**weights).staging.rule(Stage.SHADOW_ACS)
    assert passes(light, dict.fromkeys(SELECTED, 0.0) | {"selected": 1.0}) == 1.0
    assert passes(light, SELECTED | {"selected": 0.0}) == 0.0


def test_weights_are_zero_once_a_gate_is_open_to_all():
    assert judge(SHADOW, SELECTED, is_open_to_all=True).weights.tolist() == [0.0] * 4
    assert judge(SHADOW, SELECTED).weights.tolist() == [0.5] * 4
    assert judge(ACS, READY).weights.tolist() == [1.0] * 5


def test_a_soft_gate_stays_shut_without_what_it_requires():
    assert passes(SHADOW, {**SELECTED, "selected": 0.0, "hub_coverage": 1.0}) == 0.0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.5))
def test_more_of_anything_never_closes_a_gate(totals, hubs, more):
    here = {**SELECTED, "own_control_totals": totals, "hub_coverage": hubs}
    for measure in ("own_control_totals", "hub_coverage"):
        assert passes(SHADOW, {**here, measure: here[measure] + more}) > passes(SHADOW, here)


@given(st.floats(-0.2, 0.2), st.floats(0.001, 0.2))
def test_a_stricter_gate_is_never_easier(strictness, more):
    def at(level: float) -> float:
        plan = PLAN.change(**{"stage.shadow_acs.strictness": level})
        return passes(plan.staging.rule(Stage.SHADOW_ACS), SELECTED)

    assert at(strictness + more) <= at(strictness)


def test_a_gate_that_asks_for_nothing_opens_with_time():
    open_gate = dataclasses.replace(ACS, conditions=())
    evaluation = evaluate(open_gate, {}, np.array([3, 4]), SoftGate())
    assert evaluation.probability.tolist() == [0.0, 1.0]
    assert evaluation.margins.shape == (2, 0)


def test_a_moved_threshold_moves_the_gate():
    easier = PLAN.change(**{"stage.acs.alliance_coverage": 0.5}).staging.rule(Stage.ACS)
    almost = {**READY, "alliance_coverage": 0.6}
    assert passes(ACS, almost) == 0.0
    assert passes(easier, almost) == 1.0


def test_systems_are_judged_each_by_itself():
    measures = {name: np.array([value, 0.0, value]) for name, value in READY.items()}
    evaluation = evaluate(ACS, measures, np.array([4, 4, 3]), SoftGate())
    assert evaluation.probability.tolist() == [1.0, 0.0, 0.0]
    assert evaluation.margins.shape == (3, 5)


def test_a_harder_weighing_makes_a_soft_gate_hard():
    near = {**SELECTED, "choice_mechanism": 0.0, "own_control_totals": 0.59, "hub_coverage": 0.5}
    columns = {name: np.array([value]) for name, value in near.items()}
    for softness, probability in ((0.001, 0.0759), (2.0, 0.4997)):
        found = evaluate(SHADOW, columns, np.array([9]), SoftGate(softness=softness)).probability
        assert found[0] == pytest.approx(probability, abs=2e-4)


def test_a_condition_knows_which_way_is_better():
    shortfall = next(c for c in ACS.conditions if c.measure == "control_total_shortfall")
    assert shortfall == Condition(
        "control_total_shortfall", 0.02, is_at_most=True, is_required=False
    )
