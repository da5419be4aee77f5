"""A scenario is a file that says what differs, or is refused in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from acs_abm.errors import AcsError, ScenarioError, UnknownNameError
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage

PLAN = Scenario.load("plan_2017")


@pytest.fixture
def write(tmp_path: Path):
    def write_file(text: str, name: str = "mine.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def test_a_file_says_only_what_differs(write):
    path = write("extends: plan_2017\nset:\n  practice.status_quo: 3\n")
    scenario = Scenario.load(path)
    assert scenario.name == "mine"
    assert dict(scenario.overrides) == {"practice.status_quo": 3.0}
    assert scenario.fingerprint == PLAN.change(**{"practice.status_quo": 3}).fingerprint


def test_the_nearest_file_of_a_chain_wins(write):
    write(
        "extends: plan_2017\nwhy: far\nset: {practice.status_quo: 3, trust.status_quo: 1}\n",
        "a.yaml",
    )
    write("extends: a.yaml\nset: {practice.status_quo: 4}\n", "b.yaml")
    scenario = Scenario.load(write("extends: ./b.yaml\nname: near\n"))
    assert (scenario.name, scenario.why) == ("near", "far")
    assert dict(scenario.overrides) == {"practice.status_quo": 4.0, "trust.status_quo": 1.0}


def test_an_offer_is_taken_off_the_table_or_changed_or_added(write):
    scenario = Scenario.load(
        write(
            """
extends: plan_2017
offers:
  hub: false
  alliance_agreement:
    terms: {payment: 3}
  place_network:
    add_on: true
    open_to: [GMS, PMS]
    start: 2019-Q3
    deadline: 2020-Q1
    terms:
      payment: {value: 1.5, low: 0, high: 5, source: a claim of this test}
"""
        )
    )
    offers = {offer.name: offer for offer in scenario.offers_in_force}
    assert "hub" not in offers
    assert offers["alliance_agreement"].terms.payment == 3.0
    assert offers["alliance_agreement"].terms.autonomy_lost == 0.10
    network = offers["place_network"]
    assert (network.is_add_on, network.open_to) == (True, ("GMS", "PMS"))
    assert (str(network.start), str(network.deadline)) == ("2019-07", "2020-03")
    assert "offer.hub.payment" not in scenario.catalogue
    entry = scenario.parameter("offer.place_network.payment")
    assert (entry.default, entry.high, entry.source) == (1.5, 5.0, "a claim of this test")
    assert (
        Scenario.load(write(scenario.to_yaml(), "again.yaml")).fingerprint == scenario.fingerprint
    )
    richer = scenario.change(**{"offer.place_network.payment": 4})
    assert {o.name: o.terms.payment for o in richer.offers_in_force}["place_network"] == 4.0


DEARER = "offer: hub, term: payment, value: 5"
MALFORMED = {
    "an unknown key": ("extend: plan_2017", "'extend' is not known; did you mean 'extends'"),
    "an unknown scenario below": ("extends: plan_2071", "did you mean 'plan_2017'"),
    "a number below": ("extends: 5", "extends: 5 is not the name of a scenario"),
    "itself below": ("extends: mine.yaml", "extends itself in a circle"),
    "a missing file below": ("extends: ./no.yaml", "there is no such file"),
    "a number as a name": ("name: 5", "name: 5 is not text"),
    "a list as a question": ("why: [a]", r"why: \['a'\] is not text"),
    "text as sources": ("sources: a", "sources: 'a' is not a list"),
    "a year as a start": ("start: 2017", "start: 2017 is not text"),
    "a day as a start": ("start: 2017-04-01", "start: '2017-04-01' is not a date"),
    "an end before the start": ("until: 2016-Q1", "mine.yaml: until: .*before its first step"),
    "weeks": ("steps_per_year: 52", "it must be 4"),
    "half a step": ("steps_per_year: 4.5", "steps_per_year: 4.5 is not a whole number"),
    "a switch as steps": ("steps_per_year: true", "is not a whole number"),
    "an unknown calendar": ("calendar: announced_2018", "did you mean 'announced_2017'"),
    "a list of offers": ("offers: [hub]", "is not a mapping"),
    "an unknown offer": ("offers: {hob: true}", "no offer 'hob' is shipped; did you mean 'hub'"),
    "a word as an offer": ("offers: {hub: cheap}", "'cheap' is not true, false or the definition"),
    "a list of values": ("set: [a]", "is not a mapping"),
    "an unknown parameter": ("set: {practice.status_qo: 3}", "did you mean 'practice.status_quo'"),
    "text as a number": ("set: {practice.status_quo: lots}", "'lots': not a number"),
    "not a number": ("set: {practice.status_quo: .nan}", "nan: not a finite number"),
    "infinity": ("set: {practice.status_quo: -.inf}", "-inf: not a finite number"),
    "an endless number": ("set: {practice.status_quo: 1" + "0" * 400 + "}", "not a finite number"),
    "a share of two": (
        "set: {regulator.flag_weight: 2}",
        "2: out of range; it takes a number from 0",
    ),
    "half a system": ("set: {wave.first_least: 6.5}", "6.5: not a whole number"),
    "a wave upside down": (
        "set: {wave.first_most: 3}",
        "wave.first_least is larger than wave.first_most",
    ),
    "a name among the values": ("set: {name: other}", "there is no parameter 'name'"),
    "self among the values": ("set: {self: 1}", "there is no parameter 'self'"),
    "a date among the values": ("set: {start: 2018-Q2}", "there is no parameter 'start'"),
    "a term changed twice at once": (
        f"offer_changes: [{{from: 2019-Q2, {DEARER}}}, {{from: 2019-04, {DEARER}}}]",
        r"offer_changes\[1\]: offer.hub.payment is changed twice from 2019-04",
    ),
    "a number as a parameter": ("set: {1: 2}", "keys must be plain words"),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_file_is_refused_in_words_for(kind, write):
    text, says = MALFORMED[kind]
    lines = text if text.startswith("extend") else f"extends: plan_2017\n{text}"
    path = write(lines + "\n")
    with pytest.raises(AcsError, match=says) as refused:
        Scenario.load(path)
    assert str(path.parent) in str(refused.value)


OFFERS = {
    "an unknown key": ("{level: ALLIANCE, price: 3}", "'price' is not known"),
    "an unknown term": ("{level: ALLIANCE, terms: {paiment: 3}}", "did you mean 'payment'"),
    "no level": (
        "{label: mine}",
        "mine.level: '' is not one of ALLIANCE, PARTIAL, FULL: an offer leads to",
    ),
    "an unknown level": ("{level: ALIANCE}", "did you mean 'ALLIANCE'"),
    "level 0": ("{level: INDEPENDENT}", "leads to a level or is an add-on"),
    "resistance": ("{level: RESISTING}", "leads to a level or is an add-on"),
    "both at once": ("{level: FULL, add_on: true}", "leads to a level or is an add-on"),
    "a word as a switch": ("{add_on: perhaps}", "'perhaps' is not bool"),
    "an add-on that nobody opens": ("{add_on: true, opened_by: system}", "opens no add-ons"),
    "an unknown opener": ("{level: FULL, opened_by: palace}", "did you mean 'place'"),
    "an unknown contract": ("{level: FULL, open_to: [GMS, NHS]}", "'NHS' is not GMS, PMS or APMS"),
    "no contracts": ("{level: FULL, open_to: []}", "mine.open_to: [] is not a list of one or more"),
    "one contract": ("{level: FULL, open_to: GMS}", "mine.open_to: 'GMS' is not a list"),
    "no contracts at all": ("{level: FULL, open_to: 5}", "mine.open_to: 5 is not a list"),
    "a day": ("{level: FULL, deadline: 2019-04-01}", "mine.deadline: '2019-04-01' is not a date"),
    "an end before its start": (
        "{level: FULL, start: 2019-Q3, deadline: 2019-Q2}",
        "mine.deadline: 2019-Q2 is before the offer's start, 2019-Q3",
    ),
    "an unknown stage": (
        "{level: FULL, pays_from_stage: SHADOW}",
        "pays_from_stage: 'SHADOW' is not",
    ),
    "a word as terms": ("{level: FULL, terms: cheap}", "is not a mapping"),
    "no duration": (
        "{level: FULL, terms: {duration: 0}}",
        "offer.mine.duration is 0: out of range",
    ),
    "a share above one": ("{level: FULL, terms: {dependence: 1.1}}", "1.1: out of range"),
    "a word as an edge": ("{level: FULL, terms: {payment: {value: 1, low: x}}}", "'low' is 'x'"),
    "a switch as an edge": (
        "{level: FULL, terms: {payment: {value: 1, high: true}}}",
        "'high' is True",
    ),
    "a range beside its value": (
        "{level: FULL, terms: {payment: {value: 9, high: 3}}}",
        "outside its range",
    ),
    "an unknown role": (
        "{level: FULL, terms: {payment: {value: 1, role: boss}}}",
        "'role' is 'boss'",
    ),
    "an unknown part": ("{level: FULL, terms: {payment: {vale: 1}}}", "did you mean 'value'"),
}


@pytest.mark.parametrize("kind", OFFERS)
def test_an_offer_of_ones_own_is_refused_in_words_for(kind, write):
    text, says = OFFERS[kind]
    path = write(f"extends: plan_2017\noffers:\n  mine: {text}\n")
    with pytest.raises(AcsError, match=re.escape(says)) as refused:
        Scenario.load(path)
    assert "mine" in str(refused.value)
    assert str(path.parent) in str(refused.value)


def test_a_care_system_is_named_by_short_name_name_or_code(write):
    path = write("extends: plan_2017\nsystems: [dor, Dorset, E54000041]\n")
    assert Scenario.load(path).systems == ("dor", "Dorset", "E54000041")


def test_an_offer_may_be_open_for_one_quarter_and_a_term_change_on_two_dates(write):
    path = write(
        """
extends: plan_2017
offers: {mine: {level: FULL, start: 2019-Q2, deadline: 2019-Q2}}
offer_changes:
  - {from: 2019-Q2, offer: hub, term: payment, value: 5}
  - {from: 2019-Q3, offer: hub, term: payment, value: 6}
  - {from: 2019-Q3, offer: mine, term: payment, value: 6}
"""
    )
    assert len(Scenario.load(path).offer_changes) == 3


@pytest.mark.parametrize("name", ["my-offer", "2nd_offer", "my offer", "independent", "a.b"])
def test_an_offer_has_a_plain_name_that_no_option_has(name, write):
    path = write(f"extends: plan_2017\noffers:\n  {name}: {{level: FULL}}\n")
    with pytest.raises(ScenarioError, match="is not a plain name"):
        Scenario.load(path)


def test_a_chain_of_files_may_not_be_endless(write):
    for number in range(12):
        write(f"extends: ./s{number + 1}.yaml\n", f"s{number}.yaml")
    with pytest.raises(ScenarioError, match="a chain of more than 10 files"):
        Scenario.load(write("extends: ./s0.yaml\n"))


def test_a_circle_of_files_is_found(write):
    write("extends: ./mine.yaml\n", "other.yaml")
    with pytest.raises(ScenarioError, match="in a circle"):
        Scenario.load(write("extends: ./other.yaml\n"))


def test_an_unknown_scenario_is_refused_with_the_nearest():
    with pytest.raises(
        UnknownNameError, match=r"no scenario 'plan_2018'; did you mean 'plan_2017'"
    ):
        Scenario.load("plan_2018")


OWN_CALENDAR = """
extends: as_enacted
calendar:
  name: without_specialised
  stages:
    ACS:
      gives: [alliance_agreement, transformation_fund]
      requires:
        alliance_coverage: {value: 0.5, low: 0.3, high: 0.9, source: a claim of this test}
"""


def test_a_calendar_of_ones_own_lies_over_that_of_the_scenario_it_extends(write):
    scenario = Scenario.load(write(OWN_CALENDAR))
    below = Scenario.load("as_enacted")
    assert scenario.staging.name == "without_specialised"
    assert len(scenario.staging.rule(Stage.ACS).gives) == 2
    assert scenario.staging.commissioners == below.staging.commissioners
    assert scenario.value("stage.acs.alliance_coverage") == 0.5
    assert scenario.fingerprint != below.fingerprint


def test_a_calendar_of_ones_own_is_written_and_read_back(write, tmp_path):
    scenario = Scenario.load(write(OWN_CALENDAR))
    again = Scenario.load(write(scenario.to_yaml(), "again.yaml"))
    assert (again.calendar, again.fingerprint) == (scenario.calendar, scenario.fingerprint)


def test_a_wrong_calendar_of_ones_own_is_refused_with_file_and_field(write):
    path = write("extends: plan_2017\ncalendar: {stages: {ACS: {give: []}}}\n")
    with pytest.raises(ScenarioError, match=re.escape(f"{path}: calendar: stages.ACS: 'give'")):
        Scenario.load(path)
