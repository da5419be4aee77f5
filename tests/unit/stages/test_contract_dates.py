"""What a calendar says about single contracts holds from the months it names."""

from __future__ import annotations

import pytest

from acs_abm.clock import Date
from acs_abm.scenario import Scenario
from acs_abm.stages.calendar_file import load_calendar
from acs_abm.stages.stage import Stage

ANNOUNCED = load_calendar("announced_2017").with_values({})
ENACTED = load_calendar("enacted").with_values({})


@pytest.mark.parametrize(
    ("calendar", "rule", "last_without", "first_with"),
    [
        (ANNOUNCED, "is_published", "2017-07", "2017-08"),
        (ANNOUNCED, "has_regulations", "2018-03", "2018-04"),
        (ANNOUNCED, "has_consulted", "2017-11", "2017-12"),
        (ENACTED, "has_regulations", "2019-03", "2019-04"),
        (ENACTED, "is_paused", "2017-07", "2017-08"),
        (ENACTED, "asks_statutory_holders", "2019-07", "2019-08"),
    ],
)
def test_a_dated_input_begins_in_its_month(calendar, rule, last_without, first_with):
    holds = getattr(calendar.contract, rule)
    assert not holds(Date.parse(last_without))
    assert holds(Date.parse(first_with))


def test_the_dated_pause_lasts_two_years_and_then_is_over():
    months = [Date.parse("2015-01").plus_months(n) for n in range(120)]
    paused = [month for month in months if ENACTED.contract.is_paused(month)]
    assert (str(paused[0]), str(paused[-1]), len(paused)) == ("2017-08", "2019-07", 24)
    assert not any(ANNOUNCED.contract.is_paused(month) for month in months)


def test_litigation_is_luck_in_one_calendar_and_a_dated_input_in_the_other():
    assert ANNOUNCED.contract.is_litigation_drawn
    assert not ENACTED.contract.is_litigation_drawn


def test_longer_consultation_ends_later():
    longer = Scenario.load("plan_2017").change(**{"contract.consultation": 8}).staging.contract
    assert not longer.has_consulted(Date.parse("2019-08"))
    assert longer.has_consulted(Date.parse("2019-09"))


def test_what_was_enacted_differs_from_the_plan_by_dated_inputs_only():
    opens = {rule.stage: str(rule.opens_to_all) for rule in ENACTED.stages if rule.opens_to_all}
    assert opens == {
        Stage.CANDIDATE: "2019-07",
        Stage.SHADOW_ACS: "2020-01",
        Stage.ACS: "2021-01",
    }
    assert (ENACTED.wave.first_least, ENACTED.wave.first_most) == (8, 8)
    for before, after in zip(ANNOUNCED.stages, ENACTED.stages, strict=True):
        assert before.conditions == after.conditions
        assert before.terms == after.terms
        assert before.gives == after.gives
