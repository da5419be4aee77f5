"""Challenges come after publication, hold contracts up, are decided, and end."""

from __future__ import annotations

import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.stance import Stance
from acs_abm.steps.court import clarity, is_clear, share_resisting

CERTAIN = {"litigation.hazard": 12, "litigation.opposition_hazard": 0, "litigation.upheld": 0}


@pytest.fixture
def run(three_systems, plan):
    def of(steps: int, scenario=plan, **values: object) -> AccountableCareModel:
        model = AccountableCareModel(scenario.change(**values), 1, population=three_systems)
        for _ in range(steps):
            model.step()
        return model

    return of


def heard(model):
    return [(e.step, e.what) for e in model.world.event_log if e.kind == "court"]


def test_challenges_come_from_publication_until_two_are_decided(run):
    assert heard(run(12, **CERTAIN)) == [
        (1, "challenge before the court"),  # published in August 2017
        (4, "challenge dismissed"),
        (4, "challenge before the court"),
        (7, "challenge dismissed"),
    ]


def test_a_run_that_begins_in_2015_has_none_before_publication(run):
    events = heard(run(12, **CERTAIN, start="2015-Q2", until="2020-Q1"))
    assert events[0] == (9, "challenge before the court")


def test_a_case_takes_as_long_as_it_takes(run):
    events = heard(run(8, **CERTAIN, **{"litigation.quarters": 5}))
    assert events[:2] == [(1, "challenge before the court"), (6, "challenge dismissed")]


def test_a_challenge_may_be_upheld(run):
    model = run(5, **{**CERTAIN, "litigation.upheld": 1})
    assert (4, "challenge upheld") in heard(model)
    assert model.world.challenge_upheld == 4


def test_without_a_contract_on_the_table_nothing_is_challenged(run):
    from acs_abm.scenario import Scenario

    assert heard(run(8, Scenario.load("no_change"), **CERTAIN)) == []


def test_in_the_enacted_calendar_litigation_is_a_dated_input(run):
    model = run(9, calendar="enacted", **CERTAIN)
    assert heard(model) == []
    assert not is_clear(model.world)  # April to June 2019
    model.step()
    assert is_clear(model.world)  # the contract was published in August 2019


def test_the_law_is_clear_without_opposition_and_not_at_all_before_a_court(world):
    world.practices.stance[:] = Stance.INDEPENDENT
    assert clarity(world) == 1.0
    world.practices.stance[:] = Stance.RESISTING
    assert share_resisting(world) == 1.0
    assert clarity(world) == 0.5
    world.court_until = world.step + 1
    assert clarity(world) == 0.0
