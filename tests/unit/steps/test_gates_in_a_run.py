"""Systems pass gates one at a time, are logged each quarter, and may be sent back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from acs_abm.clock import Date
from acs_abm.stages.stage import Stage

READY = {
    "governance": 0.7,
    "health_management": 0.5,
    "alliance_coverage": 0.8,
    "hub_coverage": 0.9,
    "relationships": 0.8,
    "shortfall": 0.0,
    "launched": 0,
    "years_over": 0,
}


@pytest.fixture
def ready(world):
    """Three shadow ACSs that have all that an ACS needs, in a January to March."""
    world.step = 19
    world.systems.stage[:] = Stage.SHADOW_ACS
    world.systems.quarters_in_stage[:] = 3  # this quarter is the fourth
    for name, value in READY.items():
        getattr(world.systems, name)[:] = value
    return world


def test_a_shadow_acs_that_has_everything_becomes_an_acs(ready, gates_are_evaluated):
    gates_are_evaluated(ready)
    assert ready.systems.stage.tolist() == [Stage.ACS] * 3
    assert ready.systems.quarters_in_stage.tolist() == [0] * 3
    reached = [event for event in ready.event_log[-3:] if event.what == "reached"]
    assert [event.detail for event in reached] == ["ACS"] * 3


@pytest.mark.parametrize(
    ("column", "value"),
    [("governance", 0.59), ("health_management", 0.39), ("alliance_coverage", 0.69),
     ("shortfall", 0.021), ("launched", -9), ("quarters_in_stage", 2)],
)  # fmt: skip
def test_it_waits_for_whatever_is_missing(column, value, ready, gates_are_evaluated):
    getattr(ready.systems, column)[1] = value
    gates_are_evaluated(ready)
    assert ready.systems.stage.tolist() == [Stage.ACS, Stage.SHADOW_ACS, Stage.ACS]


def test_nobody_passes_two_gates_in_a_quarter(ready, gates_are_evaluated):
    ready.systems.stage[:] = [Stage.STP, Stage.CANDIDATE, Stage.SHADOW_ACS]
    ready.systems.is_selected[:] = True
    ready.systems.has_choice_mechanism[:] = True
    ready.trusts.accepts_control_total[:] = True
    gates_are_evaluated(ready)
    passed = ready.systems.stage - [Stage.STP, Stage.CANDIDATE, Stage.SHADOW_ACS]
    assert passed[0] == passed[2] == 1
    assert passed[1] in (0, 1)  # the soft gate


def test_a_candidate_that_is_not_selected_waits(ready, gates_are_evaluated):
    ready.systems.stage[:] = Stage.CANDIDATE
    ready.systems.is_selected[:] = False
    for _ in range(8):
        gates_are_evaluated(ready)
        ready.step += 1
    assert (ready.systems.stage == Stage.CANDIDATE).all()


def test_a_gate_applied_for_and_failed_costs_governance_in_april_only(ready, gates_are_evaluated):
    ready.systems.alliance_coverage[:] = 0.5
    ready.step = 19  # January to March 2022
    gates_are_evaluated(ready)
    assert ready.systems.governance.tolist() == [0.7] * 3
    ready.step = 20
    gates_are_evaluated(ready)
    assert ready.systems.governance.tolist() == pytest.approx([0.67] * 3)
    ready.step = 21
    gates_are_evaluated(ready)
    assert ready.systems.governance.tolist() == pytest.approx([0.67] * 3)


def test_staying_an_stp_or_unselected_is_no_failure(ready, gates_are_evaluated):
    ready.systems.stage[:] = [Stage.STP, Stage.CANDIDATE, Stage.CANDIDATE]
    ready.systems.relationships[0] = 0.1
    ready.systems.is_selected[:] = False
    ready.step = 20
    gates_are_evaluated(ready)
    assert ready.systems.governance.tolist() == [0.7] * 3


@pytest.mark.parametrize(
    ("column", "value", "goes"),
    [("alliance_coverage", 0.54, True), ("governance", 0.39, True), ("years_over", 2, True),
     ("years_over", 1, False), ("alliance_coverage", 0.55, False), ("shortfall", 0.5, False)],
)  # fmt: skip
def test_an_acs_that_lost_what_it_needs_is_sent_back(
    column, value, goes, ready, gates_are_evaluated
):
    ready.systems.stage[:] = Stage.ACS
    ready.systems.quarters_in_stage[:] = 9
    getattr(ready.systems, column)[1] = value
    governance = float(ready.systems.governance[1])
    trust = ready.trusts.trust_in_partners.copy()
    gates_are_evaluated(ready)
    expected = Stage.SHADOW_ACS if goes else Stage.ACS
    assert ready.systems.stage.tolist() == [Stage.ACS, expected, Stage.ACS]
    hit = ready.population.trusts.system == 1
    if goes:
        assert ready.systems.governance[1] == pytest.approx(max(governance - 0.10, 0.0))
        assert (ready.trusts.trust_in_partners[hit] < trust[hit]).all()
        assert ready.event_log[-1].what == "sent back"
    np.testing.assert_array_equal(ready.trusts.trust_in_partners[~hit], trust[~hit])


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [("years_over", 2, "over its control total two years running"),
     ("alliance_coverage", 0.1, "fewer patients in alliances than it must have"),
     ("governance", 0.1, "governance too weak")],
)  # fmt: skip
def test_the_log_says_why_a_system_is_sent_back(column, value, why, ready, gates_are_evaluated):
    ready.systems.stage[:] = Stage.ACS
    ready.systems.quarters_in_stage[:] = 9
    getattr(ready.systems, column)[1] = value
    gates_are_evaluated(ready)
    assert ready.event_log[-1].detail == f"to SHADOW_ACS: {why}"


@pytest.mark.parametrize(("served", "goes"), [(0, False), (3, False), (4, True)])
def test_nobody_is_sent_back_in_the_four_quarters_after_arriving(
    served, goes, ready, gates_are_evaluated
):
    ready.systems.stage[:] = Stage.ACS
    ready.systems.quarters_in_stage[:] = served  # before this quarter is counted
    ready.systems.alliance_coverage[1] = 0.1
    gates_are_evaluated(ready)
    assert bool(ready.systems.stage[1] == Stage.SHADOW_ACS) is goes


def test_who_is_sent_back_opens_a_right_to_reactivate_there_and_nowhere_else(
    ready, gates_are_evaluated
):
    ready.systems.stage[:] = Stage.ACS
    ready.systems.quarters_in_stage[:] = 9
    ready.systems.alliance_coverage[1] = 0.1
    gates_are_evaluated(ready)
    there = ready.population.ccgs.system == 1
    assert (ready.ccgs.reactivation_right[there] == ready.step).all()
    assert (ready.ccgs.reactivation_right[~there] < 0).all()


def open_all(world, stage, date):
    stages = list(world.calendar.stages)
    stages[stage] = dataclasses.replace(stages[stage], opens_to_all=Date.parse(date))
    world.calendar = dataclasses.replace(world.calendar, stages=tuple(stages))


@pytest.mark.parametrize(("date", "opens"), [("2022-03", True), ("2022-04", False)])
def test_a_gate_opens_to_all_in_the_quarter_of_its_date(date, opens, ready, gates_are_evaluated):
    for name in ("governance", "health_management", "alliance_coverage"):
        getattr(ready.systems, name)[:] = 0.0
    ready.systems.quarters_in_stage[0] = 2  # this quarter is the third: time not served
    open_all(ready, Stage.ACS, date)  # the quarter is January to March 2022
    gates_are_evaluated(ready)
    after = Stage.ACS if opens else Stage.SHADOW_ACS
    assert ready.systems.stage.tolist() == [Stage.SHADOW_ACS, after, after]
    weights = ready.gate_log[-1].weights.tolist()
    assert weights == [0.0 if opens else 1.0] * 5


def test_a_stage_that_is_open_to_all_sends_nobody_back(ready, gates_are_evaluated):
    ready.systems.stage[:] = Stage.ACS
    ready.systems.quarters_in_stage[:] = 9
    ready.systems.alliance_coverage[:] = 0.1
    open_all(ready, Stage.ACS, "2021-01")
    gates_are_evaluated(ready)
    assert (ready.systems.stage == Stage.ACS).all()


def test_a_system_that_was_selected_campaigns_from_its_first_day_in_the_shadow(
    ready, gates_are_evaluated
):
    ready.systems.stage[:] = Stage.CANDIDATE
    ready.systems.is_selected[:] = True
    ready.systems.has_choice_mechanism[:] = True
    ready.trusts.accepts_control_total[:] = True
    ready.systems.campaign_until[:] = -1
    gates_are_evaluated(ready)
    arrived = ready.systems.stage == Stage.SHADOW_ACS
    assert arrived.any()
    assert (ready.systems.campaign_until[arrived] == ready.step + 5).all()
    assert (ready.systems.advanced[arrived] == ready.step + 1).all()
    assert (ready.systems.campaign_until[~arrived] == -1).all()
