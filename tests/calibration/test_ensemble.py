"""An ensemble in runs and studies: who takes which values, and what stays as it was."""

import pandas as pd
import pytest

import acs_abm as acs
from acs_abm.errors import ResultsError, StudyError, UnknownNameError
from acs_abm.explore.ensemble import Ensemble, shipped_ensembles, with_member, write_ensemble
from acs_abm.explore.study.design import ensemble as members_of
from acs_abm.explore.study.study_file import read_study_file
from acs_abm.scenario import Scenario

NOISE, ALLIANCE, QUARTERS = (
    "practice.choice_noise",
    "offer.alliance_agreement.hours",
    "distress.relief_after",
)
MEMBERS = pd.DataFrame(
    {NOISE: [5.0, 6.5, 8.0], ALLIANCE: [-1.0, 0.5, 1.0], QUARTERS: [3.0, 4.0, 5.0]}
)
SMALL = {"until": "2017-Q4", "systems": ["DOR"]}


@pytest.fixture
def folder(tmp_path):
    write_ensemble(MEMBERS, {"scenario": "plan_2017"}, tmp_path / "three")
    return tmp_path / "three"


def test_it_is_read_as_it_was_written(folder):
    found = Ensemble.load(folder)
    assert (found.name, found.size) == ("three", 3)
    pd.testing.assert_frame_equal(found.members, MEMBERS)
    assert len(found.fingerprint) == 16


def test_a_changed_value_is_noticed(folder):
    MEMBERS.assign(**{NOISE: [5.0, 6.5, 8.1]}).to_parquet(folder / "members.parquet")
    with pytest.raises(StudyError, match="changed or damaged"):
        Ensemble.load(folder)


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(UnknownNameError, match="there is no ensemble 'calibrated'"):
        Ensemble.load("calibrated")


def test_a_member_sets_what_it_holds_and_a_whole_number_stays_whole(folder):
    world = Ensemble.load(folder).world(Scenario.load("plan_2017"), 2)
    assert (world.value(NOISE), world.value(ALLIANCE), world.value(QUARTERS)) == (6.5, 0.5, 4)
    assert isinstance(world.value(QUARTERS), int)


def test_what_a_scenario_sets_itself_stays_and_levers_are_left_alone(folder):
    plan = Scenario.load("plan_2017").change(**{NOISE: 11})
    world = Ensemble.load(folder).world(plan, 1)
    assert world.value(NOISE) == 11
    levers = [name for name, entry in plan.levers().items() if entry.is_number]
    assert all(world.value(name) == plan.value(name) for name in levers)


def test_a_scenario_without_an_offer_takes_the_rest(folder):
    world = Ensemble.load(folder).world(Scenario.load("no_change"), 1)
    assert world.value(NOISE) == 5
    assert ALLIANCE not in world.catalogue


def test_what_the_ensemble_does_not_hold_is_drawn_from_its_range_the_same_for_a_member():
    enacted = Scenario.load("as_enacted")
    name = next(n for n in enacted.uncertainties() if n.startswith("offer.network_contract."))
    entry = enacted.parameter(name)
    drawn = [with_member(enacted, {}, member).value(name) for member in (1, 2, 3, 1)]
    assert drawn[0] == drawn[3]
    assert len(set(drawn)) == 3
    assert all(entry.low <= value <= entry.high for value in drawn)


def test_each_replicate_of_a_run_takes_the_member_of_its_seed(folder):
    run = acs.run("plan_2017", seed=2, replicates=2, ensemble=folder, **SMALL)
    alone = acs.run(Ensemble.load(folder).world(Scenario.load("plan_2017"), 3), seed=3, **SMALL)
    second = run.national[run.national["replicate"] == 2].drop(columns="replicate")
    pd.testing.assert_frame_equal(
        second.reset_index(drop=True), alone.national.drop(columns="replicate")
    )


def test_results_say_which_ensemble_and_are_not_explained_without_it(folder, tmp_path):
    run = acs.run("plan_2017", ensemble=folder, **SMALL)
    run.write(tmp_path / "out", "csv")
    with pytest.raises(ResultsError, match="an ensemble that is not here"):
        acs.explain(tmp_path / "out", who="practice:11J-P001", when="2017-Q3")


def test_a_design_of_members_gives_every_scenario_what_it_has(folder, tmp_path):
    design = members_of(Ensemble.load(folder), 2)
    study = acs.Study(
        tmp_path / "study",
        [Scenario.load(name).change(until="2017-Q3") for name in ("plan_2017", "no_change")],
        design=design,
        synthetic=1,
    )
    worlds = [study.plan.world(study.plan.run(number)) for number in range(4)]
    assert [world.value(NOISE) for world in worlds] == [5, 6.5, 5, 6.5]


def test_bands_of_a_study_keep_parameters_and_luck_apart(folder, tmp_path):
    study = acs.Study(
        tmp_path / "study",
        [Scenario.load("plan_2017").change(until="2017-Q3")],
        design=members_of(Ensemble.load(folder)),
        replicates=3,
        synthetic=1,
        outputs=["national"],
    )
    study.run(0)
    last = study.bands_apart("practices_in_hub").iloc[-1]
    runs = study.query(
        "select point, practices_in_hub as value from national join design using (run) "
        "where quarter = '2017-Q3'"
    )
    assert last["low"] <= last["parameters_low"] <= last["parameters_high"] <= last["high"]
    assert last["sd_luck"] == pytest.approx(runs.groupby("point")["value"].var().mean() ** 0.5)
    assert last["median"] == runs["value"].median()


def test_a_study_file_names_an_ensemble_and_how_many_members(folder, tmp_path):
    path = tmp_path / "study.yaml"
    head = "scenarios: [plan_2017]\nuntil: 2017-Q3\nsynthetic: 1\n"
    head += f"design: {{ensemble: {{name: {folder}"
    path.write_text(f"{head}, members: 2}}}}\n")
    plan, _ = read_study_file(path)
    assert len(plan.design.points) == 2
    path.write_text(f"{head}, members: 4}}}}\n")
    with pytest.raises(StudyError, match="members is 4: three has 3"):
        read_study_file(path)
    path.write_text("scenarios: [plan_2017]\ndesign: {ensemble: {nam: x}}\n")
    with pytest.raises(StudyError, match="did you mean 'name'"):
        read_study_file(path)


@pytest.mark.parametrize("name", shipped_ensembles())
def test_a_shipped_ensemble_holds_every_uncertainty_of_the_plan_in_its_range(name):
    ensemble = Ensemble.load(name)
    plan = Scenario.load("plan_2017")
    uncertain = {n for n, entry in plan.uncertainties().items() if entry.is_number}
    assert set(ensemble.members.columns) == uncertain
    assert not ensemble.world(plan, 1).implausible()
    assert not ensemble.world(plan, ensemble.size).implausible()
