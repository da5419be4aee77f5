"""A mandate and changed offers act from their date, once, and are refused where they are wrong."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.errors import ParameterError, ScenarioError, UnknownNameError
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

CHANGES = """
name: later_money
extends: plan_2017
offer_changes:
  - {from: 2018-Q2, offer: alliance_agreement, term: payment, value: 4}
  - {from: 2017-Q3, offer: alliance_agreement, term: payment, value: 3}
  - {from: 2017-Q3, offer: hub, term: payment, value: 1}
"""


def written(tmp_path, text):
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return Scenario.load(path)


def test_without_a_mandate_pressure_is_what_the_calendar_expects(small_model):
    small_model.step()
    assert small_model.world.systems.pressure.max() < 0.5


@pytest.mark.parametrize("steps_a_year", [4, 12])
def test_a_mandate_presses_everybody_from_its_date_and_costs_trust_once(
    steps_a_year, plan, three_systems
):
    told = plan.change(mandate_from="2017-Q3", steps_per_year=steps_a_year)
    models = [
        AccountableCareModel(scenario, 1, population=three_systems)
        for scenario in (plan.change(steps_per_year=steps_a_year), told)
    ]
    before = steps_a_year // 4
    for _ in range(before):
        for model in models:
            model.step()
    assert models[1].world.systems.pressure.max() < 1
    trust = [model.world.practices.trust_in_national for model in models]
    np.testing.assert_array_equal(*trust)
    for _ in range(before):
        for model in models:
            model.step()
    told_world = models[1].world
    assert (told_world.systems.pressure == 1).all()
    # −0.30 · 0.5 of what there was, and no more than that in the months that follow
    fell = told_world.practices.trust_in_national / models[0].world.practices.trust_in_national
    assert np.median(fell) == pytest.approx(0.85, abs=0.01)
    ties = told_world.ties
    imposed = ties.damage > 0.3
    assert imposed.any()
    assert (ties.whom[imposed] == told_world.systems.lead[ties.system[imposed]]).all()
    assert sum(event.what == "mandate" for event in told_world.event_log) == 1


def test_offers_change_from_their_dates(tmp_path, three_systems):
    model = AccountableCareModel(written(tmp_path, CHANGES), 1, population=three_systems)
    seen = []
    for _ in range(6):
        model.step()
        world = model.world
        alliance = world.offers[world.alliance_column - 1].terms.payment
        seen.append((alliance, next(o for o in world.add_ons if o.name == "hub").terms.payment))
    assert [pair[0] for pair in seen] == [1.5, 3, 3, 3, 4, 4]
    assert [pair[1] for pair in seen] == [0, 1, 1, 1, 1, 1]
    changes = [event.detail for event in world.event_log if event.what == "offer changed"]
    assert changes[0] == "alliance_agreement: payment 3"


def test_a_scenario_with_changes_is_written_and_read_back(tmp_path):
    scenario = written(tmp_path, CHANGES).change(mandate_from="2019-Q1")
    again = written(tmp_path, scenario.to_yaml())
    assert again.fingerprint == scenario.fingerprint
    assert again.mandate_from == "2019-Q1"
    assert scenario.fingerprint != Scenario.load("plan_2017").fingerprint


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ("{from: 2018-Q2, offer: hubb, term: payment, value: 1}", UnknownNameError, "hub"),
        ("{from: 2018-Q2, offer: hub, term: hours, value: 1}", ScenarioError, "cannot change"),
        ("{from: soon, offer: hub, term: payment, value: 1}", ScenarioError, "soon"),
        ("{from: 2018-Q2, offer: hub, term: payment}", ScenarioError, "value"),
        ("{from: 2018-Q2, offer: hub, term: payment, value: lots}", ParameterError, "lots"),
        ("more money", ScenarioError, "more money"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(change, error, says, tmp_path):
    text = f"name: wrong\nextends: plan_2017\noffer_changes:\n  - {change}\n"
    with pytest.raises(error, match=says):
        written(tmp_path, text)


def test_a_mandate_needs_a_date(plan):
    with pytest.raises(ScenarioError, match="mandate_from: 'soon'"):
        plan.change(mandate_from="soon")
