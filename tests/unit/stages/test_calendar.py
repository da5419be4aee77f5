"""The staged implementation is data, and data can be wrong."""

from __future__ import annotations

import copy
import re

import pytest

from acs_abm.clock import Date
from acs_abm.errors import AcsError, UnknownNameError
from acs_abm.scenario import Scenario
from acs_abm.stages.calendar_file import load_calendar, merge, parse_calendar
from acs_abm.stages.stage import Gives, Stage

WRITTEN = {
    "name": "mine",
    "first_wave": "2017-Q2",
    "fund_from": "2018-Q2",
    "expectation_from": "2017-Q2",
    "stages": {
        "STP": {},
        "CANDIDATE": {
            "dwell": 2,
            "requires": {"hub_coverage": 0.3},
            "gives": ["alliance_agreement"],
        },
        "ACS": {"requires": {"governance": 0.6}, "back": {"grace": 3}},
    },
}


def written(**parts: object) -> dict[str, object]:
    return {**copy.deepcopy(WRITTEN), **parts}


def stage(name: str, block: object) -> dict[str, object]:
    return written(stages={**copy.deepcopy(WRITTEN["stages"]), name: block})  # type: ignore[dict-item]


def test_the_announced_calendar_is_the_table_of_the_design():
    calendar = load_calendar("announced_2017").with_values({})
    assert [rule.stage for rule in calendar.stages] == list(Stage)
    asked = {
        rule.stage.name: {c.measure: c.threshold for c in rule.conditions}
        for rule in calendar.stages
    }
    assert asked == {
        "STP": {},
        "CANDIDATE": {"hub_coverage": 0.3, "relationships": 0.4},
        "SHADOW_ACS": {
            "selected": 0.5,
            "choice_mechanism": 0.5,
            "own_control_totals": 0.6,
            "hub_coverage": 0.5,
        },
        "ACS": {
            "control_total_shortfall": 0.02,
            "governance": 0.6,
            "population_health_management": 0.4,
            "alliance_coverage": 0.7,
            "joint_body": 0.5,
        },
        "ACO": {
            "practices_committed": 0.7,
            "practices_confirmed": 0.6,
            "trusts_aligned": 0.6,
            "system_ready": 0.5,
            "assurance_passed": 0.5,
            "regulations_in_force": 0.5,
            "court_clear": 0.5,
            "consultation_done": 0.5,
            "holder_accepts": 0.5,
        },
    }
    assert [rule.terms.dwell for rule in calendar.stages[1:]] == [2, 2, 4, 8]
    assert [rule.is_hard for rule in calendar.stages[1:]] == [True, False, True, True]
    assert [rule.terms.governance_growth for rule in calendar.stages[:4]] == [
        0.08,
        0.20,
        0.35,
        0.30,
    ]
    assert [rule.terms.pressure_weight for rule in calendar.stages[:4]] == [0.5, 1.0, 1.25, 1.25]
    weights = [c.weight for c in calendar.rule(Stage.SHADOW_ACS).conditions]
    assert weights == [0.5] * 4
    assert all(c.weight == 1.0 for c in calendar.rule(Stage.ACS).conditions)
    required = [c.measure for c in calendar.rule(Stage.SHADOW_ACS).conditions if c.is_required]
    assert required == ["selected"]
    back = calendar.rule(Stage.ACS).back
    assert back is not None
    assert (back.grace, back.alliance_coverage, back.governance) == (4, 0.55, 0.4)
    assert back.control_total_excess == 0.01
    assert all(rule.opens_to_all is None for rule in calendar.stages)  # nobody is made to


def test_an_alliance_may_be_offered_from_candidate_and_the_fund_comes_with_selection():
    calendar = load_calendar("announced_2017").with_values({})
    gives = {rule.stage: set(rule.gives) for rule in calendar.stages}
    assert gives[Stage.STP] == set()
    assert gives[Stage.CANDIDATE] == {Gives.ALLIANCE_AGREEMENT}
    fund = {Gives.ALLIANCE_AGREEMENT, Gives.TRANSFORMATION_FUND, Gives.CONTRACT_ASSURANCE}
    assert gives[Stage.SHADOW_ACS] == {*fund, Gives.SHADOW_ACCOUNTS}
    assert gives[Stage.ACS] == set(Gives)
    assert calendar.stages_that_give(Gives.TRANSFORMATION_FUND) == (False, False, True, True, False)


@pytest.mark.parametrize(
    ("date", "expectation"),
    [("2015-Q2", 0.15), ("2017-Q1", 0.15), ("2017-Q2", 0.30), ("2018-Q1", 0.30), ("2018-Q2", 0.38),
     ("2020-Q2", 0.54), ("2021-Q2", 0.60), ("2030-Q1", 0.60)],
)  # fmt: skip
def test_the_national_expectation_rises_each_april_until_it_has_risen_enough(date, expectation):
    calendar = load_calendar("announced_2017").with_values({})
    assert calendar.national_expectation(Date.parse(date)) == pytest.approx(expectation)


def test_the_numbers_of_a_calendar_are_parameters_of_the_scenario():
    plan = Scenario.load("plan_2017")
    moved = plan.change(**{"stage.acs.alliance_coverage": 0.5, "stage.acs.dwell": 6})
    rule = moved.staging.rule(Stage.ACS)
    assert {c.measure: c.threshold for c in rule.conditions}["alliance_coverage"] == 0.5
    assert rule.terms.dwell == 6
    assert plan.staging.rule(Stage.ACS).terms.dwell == 4


def test_strictness_moves_every_threshold_against_the_system_but_no_flag():
    strict = Scenario.load("plan_2017").change(**{"stage.acs.strictness": 0.1}).staging
    asked = {c.measure: c.threshold for c in strict.rule(Stage.ACS).conditions}
    assert asked["governance"] == pytest.approx(0.66)
    assert asked["alliance_coverage"] == pytest.approx(0.77)
    assert asked["control_total_shortfall"] == pytest.approx(0.018)
    assert asked["joint_body"] == 0.5
    other = {c.measure: c.threshold for c in strict.rule(Stage.CANDIDATE).conditions}
    assert other["hub_coverage"] == 0.3


def test_a_stage_has_only_the_numbers_that_can_act_there():
    names = {entry.name for entry in load_calendar("announced_2017").parameters}
    assert {"stage.candidate.dwell", "stage.stp.pressure_weight", "stage.aco.strictness"} <= names
    assert not {"stage.stp.dwell", "stage.stp.strictness"} & names  # no gate leads to STP
    assert not {"stage.aco.pressure_weight", "stage.aco.governance_growth"} & names


def test_a_gate_that_asks_for_nothing_but_flags_has_no_strictness():
    document = parse_calendar(stage("ACS", {"requires": {"joint_body": 0.5}}), "mine.yaml")
    names = {entry.name for entry in document.parameters}
    assert "stage.acs.dwell" in names
    assert "stage.acs.strictness" not in names
    assert document.with_values({}).rule(Stage.ACS).terms.strictness == 0.0


def test_a_small_calendar_is_read_and_what_it_leaves_out_has_defaults():
    calendar = parse_calendar(written(), "mine.yaml").with_values({})
    assert calendar.name == "mine"
    assert calendar.rule(Stage.ACO).conditions == ()
    assert calendar.rule(Stage.ACS).back is not None
    assert calendar.rule(Stage.ACS).is_hard
    opened = stage("ACS", {"opens_to_all": "2021-Q2", "hard": False})
    rule = parse_calendar(opened, "mine.yaml").with_values({}).rule(Stage.ACS)
    assert (str(rule.opens_to_all), rule.is_hard) == ("2021-04", False)


def test_a_gate_may_open_on_a_date_and_no_other_gate_does():
    opened = parse_calendar(stage("ACS", {"opens": "2018-Q2"}), "mine.yaml").with_values({})
    assert str(opened.rule(Stage.ACS).opens) == "2018-04"
    announced = load_calendar("announced_2017").with_values({})
    assert [rule.opens and str(rule.opens) for rule in announced.stages] == [
        None,
        "2016-10",  # no plan, no candidate
        None,
        None,
        None,
    ]
    with pytest.raises(AcsError, match=r"mine.yaml: stages.ACS.opens: 'soon' is not a date"):
        parse_calendar(stage("ACS", {"opens": "soon"}), "mine.yaml")


@pytest.mark.parametrize("key", ["name", "first_wave", "expectation_from", "fund_from", "stages"])
def test_what_a_calendar_must_say_is_missed(key):
    content = written()
    del content[key]
    with pytest.raises(AcsError, match=f"mine.yaml: '{key}' is missing"):
        parse_calendar(content, "mine.yaml")


SOFT = {"requires": {"governance": 0.5}, "hard": False}
MALFORMED = {
    "an unknown key": (written(first_waves="2017-Q2"), "did you mean 'first_wave'"),
    "an unknown stage": (stage("SHADOW", {}), "'SHADOW' is not known; did you mean 'SHADOW_ACS'"),
    "stages as a list": (written(stages=["STP"]), "stages: ['STP'] is not a mapping"),
    "a stage as a word": (stage("ACS", "hard"), "ACS: 'hard' is not a mapping"),
    "an unknown key of a stage": (stage("ACS", {"dwel": 2}), "stages.ACS: 'dwel' is not known"),
    "a word as hard": (stage("ACS", {"hard": "very"}), "hard: 'very' is not bool"),
    "requires as a list": (stage("ACS", {"requires": ["governance"]}), "is not a mapping"),
    "an unknown measure": (
        stage("ACS", {"requires": {"governence": 0.5}}),
        "did you mean 'governance'",
    ),
    "a word as a threshold": (
        stage("ACS", {"requires": {"governance": "good"}}),
        "stage.acs.governance is 'good'",
    ),
    "a threshold out of range": (stage("ACS", {"requires": {"governance": 6}}), "out of range"),
    "requiring what is not asked": (
        stage("ACS", {"requires": {"governance": 0.5}, "required": ["joint_body"]}),
        "stages.ACS.required: 'joint_body' is not known",
    ),
    "an unknown gift": (
        stage("ACS", {"gives": ["alliances"]}),
        "did you mean 'alliance_agreement'",
    ),
    "a gift as a word": (stage("ACS", {"gives": "alliance_agreement"}), "is not a list"),
    "back as a number": (stage("ACS", {"back": 3}), "back: 3 is not a mapping"),
    "an unknown way back": (stage("ACS", {"back": {"coverage": 0.5}}), "'coverage' is not known"),
    "weights at a hard gate": (
        stage("ACS", {"requires": {"governance": 0.5}, "weights": {"governance": 1}}),
        "stages.ACS.weights: a hard gate asks for every condition",
    ),
    "weighing what is not asked": (
        stage("ACS", {**SOFT, "weights": {"joint_body": 1}}),
        "stages.ACS.weights: 'joint_body' is not known",
    ),
    "a weight below nothing": (
        stage("ACS", {**SOFT, "weights": {"governance": -1}}),
        "stage.acs.weight.governance is -1",
    ),
    "a way back from a contract": (stage("ACO", {"back": {"grace": 3}}), "under 'contract'"),
    "a contract as a date": (written(contract="2018-Q2"), "contract: '2018-Q2' is not a mapping"),
    "an unknown contract date": (
        written(contract={"regulation_from": "2018-Q2"}),
        "did you mean 'regulations_from'",
    ),
    "a contract date in words": (
        written(contract={"published": "soon"}),
        "contract.published: 'soon' is not a date",
    ),
    "challenges as a number": (
        written(contract={"challenges_drawn": 1}),
        "challenges_drawn: 1 is not bool",
    ),
    "a pause as a date": (
        written(contract={"paused": ["2018-Q2"]}),
        "is not {from: ..., until: ...}",
    ),
    "a pause without an end": (
        written(contract={"paused": [{"from": "2018-Q2"}]}),
        "contract.paused.until: 'None' is not a date",
    ),
    "a pause that ends before it begins": (
        written(contract={"paused": [{"from": "2018-Q2", "until": "2018-Q1"}]}),
        "'2018-01' is not after '2018-04'",
    ),
    "an unknown thing about CCGs": (
        written(commissioners={"abolished": "2022-07"}),
        "did you mean 'abolished_from'",
    ),
    "CCGs that end some day": (
        written(commissioners={"abolished_from": "soon"}),
        "commissioners.abolished_from: 'soon' is not a date",
    ),
    "a steer as a date": (
        written(commissioners={"steers": ["2018-11"]}),
        "is not {from: ..., until: ...}",
    ),
    "half a system in a wave": (written(dated_waves={"2018-Q2": 2.5}), "2.5 is not a whole number"),
    "a wave some day": (written(dated_waves={"soon": 2}), "dated_waves: 'soon' is not a date"),
    "a day": (written(first_wave="2017-04-01"), "first_wave: '2017-04-01' is not a date"),
    "a day for all": (stage("ACS", {"opens_to_all": "soon"}), "opens_to_all: 'soon' is not a date"),
    "half a quarter": (stage("ACS", {"dwell": 1.5}), "stage.acs.dwell is 1.5: not a whole number"),
    "a gate to where all begin": (stage("STP", {"dwell": 2}), "stages.STP: 'dwell' is not known"),
    "a way back from there": (stage("STP", {"back": {}}), "stages.STP: 'back' is not known"),
    "governance of a place": (
        stage("ACO", {"governance_growth": 0.2}),
        "stages.ACO: 'governance_growth' is not known",
    ),
    "a wave as a number": (written(wave=6), "wave: 6 is not a mapping"),
    "an unknown wave": (written(wave={"first": 6}), "wave: 'first' is not known"),
    "an expectation as a list": (written(expectation=[0.3]), "expectation: [0.3] is not a mapping"),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_calendar_is_refused_in_words_for(kind):
    content, says = MALFORMED[kind]
    with pytest.raises(AcsError, match=re.escape(says)):
        parse_calendar(content, "mine.yaml")


def test_one_calendar_laid_over_another_keeps_what_it_does_not_mention():
    below = {"a": {"b": 1, "c": [1, 2]}, "d": 1}
    above = {"a": {"c": [3]}, "e": 2}
    assert merge(below, above) == {"a": {"b": 1, "c": [3]}, "d": 1, "e": 2}
    assert below == {"a": {"b": 1, "c": [1, 2]}, "d": 1}


def test_an_unknown_calendar_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'announced_2017'"):
        load_calendar("announced_2071")


def test_a_calendar_of_ones_own_extends_a_shipped_one():
    own = {"name": "gentle", "stages": {"ACS": {"hard": False, "gives": ["alliance_agreement"]}}}
    announced = load_calendar("announced_2017").with_values({})
    gentle = load_calendar(own).with_values({})
    assert (gentle.name, announced.name) == ("gentle", "announced_2017")
    assert [str(gift) for gift in gentle.rule(Stage.ACS).gives] == ["alliance_agreement"]
    assert gentle.rule(Stage.ACS).terms == announced.rule(Stage.ACS).terms
    assert gentle.rule(Stage.SHADOW_ACS) == announced.rule(Stage.SHADOW_ACS)
    enacted = load_calendar({"extends": "enacted", "fund_from": "2019-Q2"}).with_values({})
    assert enacted.rule(Stage.ACS) == load_calendar("enacted").with_values({}).rule(Stage.ACS)


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"extends": "enactd"}, "calendar.extends: no calendar 'enactd'; did you mean 'enacted'"),
        ({"stages": {"ASC": {}}}, "'ASC' is not known; did you mean 'ACS'"),
        ({"stages": {"ACS": {"gives": ["money"]}}}, "stages.ACS.gives"),
        ({"stages": []}, "[] is not a mapping"),
        ({"first_wave": "soon"}, "soon"),
    ],
)
def test_a_calendar_of_ones_own_is_refused_where_it_is_wrong(own, says):
    with pytest.raises(AcsError, match=re.escape(says)):
        load_calendar(own)


def test_dated_waves_come_in_the_order_of_their_dates():
    waves = {"2019-Q1": 3, "2018-02": 5}
    calendar = parse_calendar(written(dated_waves=waves), "mine.yaml").with_values({})
    dated = [(str(date), size) for date, size in calendar.dated_waves]
    assert dated == [("2018-02", 5), ("2019-01", 3)]


def test_a_soft_gate_has_a_weight_for_each_condition_and_a_hard_gate_none():
    names = set(Scenario.load("plan_2017").catalogue)
    assert "stage.shadow_acs.weight.hub_coverage" in names
    assert not any(name.startswith("stage.acs.weight.") for name in names)
