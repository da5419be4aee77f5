"""Assurance takes its time, tries again, fails for good, and chooses a holder on the way."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.decisions.contract_holder import Holder
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.assurance import begin_assurance, may_enter

SURE = {
    "assurance.pass_probability": 1.0,
    "litigation.hazard": 0,
    "litigation.opposition_hazard": 0,
}
NEVER = SURE | {"assurance.pass_probability": 0.0}
QUIET = {
    "commissioner.procurement_partial": 13.5,
    "commissioner.procurement_full": 18,
    "lmc.ballots_above": 1.0,  # no ballot slows assurance
}


@pytest.fixture
def begin(three_systems, plan):
    """Begin early engagement at one place in the first step of a model."""

    def model_of(place: int = 0, **values: float) -> AccountableCareModel:
        scenario = plan.change(**{**QUIET, **values})
        model = AccountableCareModel(scenario, 1, population=three_systems)
        chosen = np.zeros(len(model.world.ccgs.stance), dtype=bool)
        chosen[place] = True
        model.world.ccgs.contract_level[place] = Stance.PARTIAL
        begin_assurance(model.world, chosen)
        return model

    return model_of


def story(model, steps):
    """What happened at the place, by step."""
    for _ in range(steps):
        model.step()
    place = model.world.population.ccgs.code[0]
    return [
        (event.step, event.what)
        for event in model.world.event_log
        if event.code == place and event.what != "alliance broke"
    ]


def test_with_certain_checkpoints_it_takes_two_quarters_four_times(begin):
    model = begin(**SURE)
    assert story(model, 9) == [
        (4, "checkpoint 1 passed"),
        (6, "checkpoint 2 passed"),
        (6, "holder chosen"),
        (8, "checkpoint 3 passed"),
    ]
    assert model.world.ccgs.checkpoints_passed[0] == 3


def test_longer_checkpoints_take_longer(begin):
    model = begin(**SURE, **{"assurance.checkpoint": 3, "assurance.early_engagement": 1})
    passed = [step for step, what in story(model, 11) if what.endswith("passed")]
    assert passed == [4, 7, 10]


def test_a_process_by_months_takes_the_same_quarters(begin):
    model = begin(**SURE, steps_per_year=12)
    passed = [step for step, what in story(model, 29) if what.endswith("passed")]
    assert passed == [14, 20, 26]  # the last months of the fifth, seventh and ninth quarter


def test_three_failures_at_a_checkpoint_end_it_and_close_the_place_for_eight_quarters(begin):
    model = begin(**NEVER)
    assert story(model, 10) == [
        (4, "checkpoint 1 failed"),
        (6, "checkpoint 1 failed"),
        (8, "checkpoint 1 failed"),
        (8, "assurance failed"),
    ]
    assert model.world.ccgs.contract_level[0] == 0
    assert model.world.ccgs.closed_until[0] == 17


def test_more_tries_keep_a_process_alive(begin):
    model = begin(**NEVER, **{"assurance.most_tries": 5})
    assert [what for _, what in story(model, 12)] == ["checkpoint 1 failed"] * 4
    assert model.world.ccgs.contract_level[0] == Stance.PARTIAL


def test_a_process_that_passed_all_lapses_after_eight_quarters_of_waiting(begin):
    model = begin(**SURE)
    assert (16, "procurement lapsed") in story(model, 18)


def test_every_checkpoint_is_logged_with_value_threshold_margin_weight_and_verdict(begin):
    model = begin(**SURE)
    story(model, 7)
    gates = model.tables()["gates"]
    first = gates[gates["condition"].str.startswith("checkpoint_1_")].set_index("condition")
    assert list(first.index) == [
        "checkpoint_1_quarters_served", "checkpoint_1_governance",
        "checkpoint_1_practices_committed", "checkpoint_1_finance_rank",
        "checkpoint_1_legal_clarity",
    ]  # fmt: skip
    assert first["threshold"].tolist() == [4.0, 0.6, 0.7, 0.5, 1.0]
    assert first["weight"].tolist() == [1.0, 3.0, 2.0, 1.0, 1.0]
    assert (first["margin"] == first["value"] - first["threshold"]).all()
    assert set(first["verdict"]) == {"passed"}
    assert set(first["stage"]) == {"ACO"}
    assert set(first["quarter"]) == {"2018-Q2"}
    second = gates[gates["condition"] == "checkpoint_2_quarters_served"]
    assert second["threshold"].tolist() == [6.0]


def test_only_test_areas_and_systems_with_the_right_may_enter(world):
    world.systems.stage[:] = Stage.CANDIDATE
    np.testing.assert_array_equal(may_enter(world), world.ccgs.is_test_area)
    world.systems.stage[1] = Stage.SHADOW_ACS
    there = world.population.ccgs.system == 1
    np.testing.assert_array_equal(may_enter(world), world.ccgs.is_test_area | there)


def test_the_holder_is_one_of_the_four_and_a_trust_of_the_system(begin):
    model = begin(**SURE)
    story(model, 7)
    world = model.world
    kind, trust = Holder(world.ccgs.holder[0]), world.ccgs.holder_trust[0]
    if kind is Holder.GP_GROUP:
        assert trust == -1
    else:
        assert world.population.trusts.system[trust] == world.population.ccgs.system[0]


def test_once_only_statutory_bodies_may_hold_it_a_trust_does(begin):
    model = begin(**SURE, calendar="enacted", **{"assurance.checkpoint": 4})
    story(model, 11)  # the second checkpoint comes in 2019-Q4
    assert Holder(model.world.ccgs.holder[0]) in {Holder.ACUTE, Holder.COMMUNITY}


def test_a_ballot_puts_off_the_next_checkpoint_and_not_the_lapse(begin):
    loud = SURE | {"lmc.ballots_above": 0.35}
    quiet, model = begin(**SURE), begin(**loud)
    model.world.ccgs.lmc_strength[0] = 0.5
    passed = [
        [step for step, what in story(one, 18) if what.endswith("passed")] for one in (quiet, model)
    ]
    assert passed[0] == [4, 6, 8]
    assert passed[1] == [6, 9, 11]  # ballots in steps 0, 4 and 8 put off two checkpoints
    lapses = [s for s, what in story(model, 4) if what == "procurement lapsed"]
    assert lapses == [19]  # eight quarters after the last checkpoint, ballots or not
