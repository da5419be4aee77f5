"""A study and a run as the page reads them: also half done, never locked, never guessed at."""

import numpy as np
import pretend
import pytest

import acs_abm as acs
from acs_abm.app.folders import Asked, folders, look
from acs_abm.errors import AcsError
from acs_abm.explore.results_folder import write_results
from acs_abm.explore.study.lock import locked
from acs_abm.explore.study.making import make_store


def read(results, folder=".", **asked):
    return look(results, Asked(folder, **asked), lambda done, total: None)


@pytest.fixture
def finished(new_study):
    study = new_study()
    study.run(0, simulate=pretend.SIMULATE)
    return study


def facts(contents):
    return dict(contents.facts)


def test_a_finished_study_shows_the_bands_and_pairs_that_the_study_itself_gives(finished):
    first, other = finished.plan.scenarios
    found = read(finished.folder, measure="savings", point=1)
    assert found.is_complete
    assert facts(found)["Done"] == "24 of 24 runs"
    assert found.scenarios == (first, other)
    assert len(found.points) == 3
    bands, pairs = found.charts
    own = finished.bands("savings").query("scenario == @first and point == 1")
    np.testing.assert_allclose(bands["lines"][0]["values"], own["mean"], rtol=1e-5)
    np.testing.assert_allclose(bands["lines"][0]["low"], own["low"], rtol=1e-5)
    paired = finished.paired("savings", other, first).query("point == 1")
    np.testing.assert_allclose(
        pairs["lines"][0]["values"], paired["difference"], rtol=1e-5, atol=1e-9
    )
    assert pairs["lines"][0]["label"] == f"{other} less {first}"


def test_shares_are_shown_in_per_cent(finished):
    found = read(finished.folder, measure="list_share_alliance")
    own = finished.bands("list_share_alliance")
    own = own.loc[(own["scenario"] == found.scenarios[0]) & (own["point"] == 0)]
    np.testing.assert_allclose(found.charts[0]["lines"][0]["values"], 100 * own["mean"], rtol=1e-5)
    assert found.charts[0]["unit"].startswith("per cent")


@pytest.mark.parametrize("make", [acs.sobol, acs.morris])
def test_a_finished_study_that_spans_ranges_shows_what_its_outcome_hangs_on(tmp_path, make):
    plan = acs.Scenario.load("plan_2017").change(until="2018-Q2")
    design = make({"practice.choice_noise": (1.0, 9.0), "hub.start_share": (0.37, 0.6)}, 4)
    study = acs.Study(tmp_path / "spanned", [plan], design=design, replicates=2, synthetic=1,
                      simulate=pretend.SIMULATE)  # fmt: skip
    study.run(0, simulate=pretend.SIMULATE)
    table = read(study.folder, measure="list_share_alliance").table
    found = study.sensitivity("list_share_alliance")
    assert [row["cells"][0] for row in table["rows"]] == found.main["parameter"].tolist()
    shown = [float(row["cells"][2]) for row in table["rows"]]
    times = 100 if make is acs.morris else 1  # in per cent as the measure is; a share of variance
    np.testing.assert_allclose(shown, times * found.main["value"], rtol=0.01)
    assert [row["strong"] for row in table["rows"]] == (
        found.main["low"] > found.main["nothing"]
    ).tolist()
    assert "2018 Q2" in table["caption"]


def test_an_outcome_that_is_the_same_at_every_point_is_told_and_hides_nothing(tmp_path):
    plan = acs.Scenario.load("plan_2017").change(until="2017-Q3")
    design = acs.morris({"practice.choice_noise": (1.0, 9.0)}, 4)
    acs.Study(tmp_path / "flat", [plan], design=design, synthetic=1).run(0)
    found = read(tmp_path / "flat", measure="aco_contracts_live")
    assert "the same at every point" in found.table["caption"]
    assert (found.table["rows"], len(found.charts)) == ([], 1)


def test_what_an_outcome_hangs_on_is_not_said_of_points_alone(finished):
    assert read(finished.folder).table is None


def test_a_study_is_read_while_it_grows_and_while_another_holds_its_lock(new_study, monkeypatch):
    study = new_study()
    seen = []

    def watch(done, total):
        found = read(study.folder)
        seen.append((facts(found)["Done"], found.is_complete))

    study.run(0, simulate=pretend.SIMULATE, progress=watch)
    assert seen[0] != seen[-1]
    assert seen[-1] == ("24 of 24 runs", True)
    assert any(not complete for _, complete in seen)
    with locked(study.folder, None):
        assert read(study.folder).is_complete


def test_a_study_of_which_nothing_is_done_yet_says_so(new_study):
    study = new_study()
    make_store(study.folder, study.plan, None)
    found = read(study.folder)
    assert facts(found)["Done"] == "0 of 24 runs"
    assert (found.is_complete, found.charts) == (False, ())


def test_what_is_not_there_is_replaced_by_the_first_that_is(finished):
    found = read(finished.folder, measure="no_such", point=99, base="nobody")
    assert found.asked == Asked(".", found.measures[0], 0, found.scenarios[0])


def test_a_run_with_and_without_replicates_is_shown(tmp_path):
    for name, count in (("one", 1), ("three", 3)):
        run = acs.run("plan_2017", systems=["DOR"], until="2017-Q4", replicates=count)
        write_results(run.results, tmp_path / name)
    assert folders(tmp_path) == ["one", "three"]
    one, three = (read(tmp_path, name, measure="practices") for name in ("one", "three"))
    assert one.charts[0]["lines"][0]["low"] == []
    assert len(three.charts[0]["lines"][0]["low"]) == 3
    assert one.is_complete
    assert facts(three)["Replicates"] == "3"


def test_only_folders_under_the_one_that_was_named_are_read(finished, tmp_path):
    above = tmp_path / "elsewhere"
    above.mkdir()
    for name in ("..", "../study", str(finished.folder), "study/../..", ""):
        with pytest.raises(AcsError, match="not among the results"):
            read(above, name)
    with pytest.raises(AcsError, match="not among the results"):
        read(None)
    assert folders(tmp_path / "nowhere") == []


def test_a_damaged_folder_is_told_by_name(finished):
    plan = finished.folder / "plan.json"
    plan.write_bytes(plan.read_bytes()[:100])
    with pytest.raises(AcsError, match=r"plan\.json"):
        read(finished.folder)
