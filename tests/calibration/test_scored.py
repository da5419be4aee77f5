"""What is scored: an error for every observation, a discrepancy with its reason, nothing else."""

import pytest

from acs_abm.errors import EvidenceError, ScenarioError
from acs_abm.evidence import calibration_targets
from acs_abm.explore.calibration.scored import read_discrepancies, scored_targets
from acs_abm.explore.target_readings import HINDCAST, PLAN, reading_of
from acs_abm.explore.target_runs import EPISODES, scenario_of, target_name
from acs_abm.scenario import Scenario

ROWS = [target for rows in calibration_targets().values() for target in rows]
SCORED = {target.name: target for target in scored_targets()}


def is_in_the_run(target):
    reading = reading_of(target)
    if not reading.is_given:
        return False
    return reading.run not in {PLAN, HINDCAST} or (
        reading.when(target) in scenario_of(reading.run).clock.labels()
    )


def test_every_observation_that_a_run_gives_is_scored_and_no_other():
    assert set(SCORED) == {target_name(target) for target in ROWS if is_in_the_run(target)}
    assert len(SCORED) == 43


def test_every_discrepancy_has_a_reason_and_is_above_zero():
    for target in SCORED.values():
        assert target.discrepancy > 0, target.name
        assert len(target.why.split()) >= 8, target.name


def test_a_published_range_is_two_standard_deviations_either_way():
    willing = SCORED[target_name(next(row for row in ROWS if "willing to give" in row.measure))]
    assert (willing.observed, willing.observed_sd) == (27, 3)


def test_only_contracts_and_the_start_have_no_error_of_observation():
    without = {name for name, target in SCORED.items() if target.observed_sd == 0}
    assert {name.split(",")[0] for name in without} == {
        "T04 areas rated lowest in July 2017 that were in the first wave",
        "T06 single contracts let",
        "T17 CCGs",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("T06: {single contracts: {sd: 1, why: x}}", "did you mean 'single contracts let'"),
        ("T06: {single contracts let: {sd: -1, why: x}}", "-1 is not a number, 0 or more"),
        ("T06: {single contracts let: {sd: 1}}", "a discrepancy has a reason"),
        ("T06: {single contracts let: {sdd: 1}}", "did you mean 'sd'"),
        ("P1: {GPs in fundholding: {sd: 1, why: x}}", "no range was published"),
    ],
)
def test_a_discrepancy_that_is_wrong_is_refused_with_what_is_allowed(text, words):
    with pytest.raises((EvidenceError, ScenarioError), match=words):
        read_discrepancies(text)


def test_an_episode_keeps_what_it_switches_off_and_takes_the_rest_of_a_world():
    world = Scenario.load("plan_2017").change(
        **{"closure.hazard": 0.03, "practice.choice_noise": 5, "offer.hub.hours": 1}
    )
    for run in EPISODES:
        episode = scenario_of(run, world.overrides)
        assert episode.value("closure.hazard") == 0
        assert episode.value("practice.choice_noise") == 5
        assert "offer.hub.hours" not in episode.catalogue
