"""``acs.run``: a scenario, its results, its figure and its folder, each in one line."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

import acs_abm as acs
from acs_abm.errors import CommandError, ResultsError, UnknownNameError


@pytest.fixture(scope="module")
def dorset(england):
    return acs.run("plan_2017", organisations=england, systems=["DOR"], until="2017-Q4", seed=3)


def test_a_run_has_its_tables_at_hand(dorset):
    assert list(dorset.national["quarter"]) == ["2017-Q2", "2017-Q3", "2017-Q4"]
    assert dorset.tables["national"] is dorset.national
    assert dorset.tables["systems"] is dorset.systems
    assert dorset.scenario.until == "2017-Q4"
    assert repr(dorset) == "<Run plan_2017, seed 3, 1 replicate, built-in England, April 2017>"


def test_a_run_is_drawn(dorset):
    assert isinstance(dorset.plot(), Figure)


def test_a_scenario_may_be_a_name_a_path_or_itself(tmp_path, plan, england):
    path = tmp_path / "mine.yaml"
    path.write_text("extends: plan_2017\nset: {practice.status_quo: 4}\n")
    how = {"organisations": england, "systems": ["DOR"], "until": "2017-Q2"}
    runs = [
        acs.run("plan_2017", values={"practice.status_quo": 4}, **how),
        acs.run(path, **how),
        acs.run(str(path), **how),
        acs.run(plan.change(**{"practice.status_quo": 4}), **how),
    ]
    assert len({run.scenario.fingerprint for run in runs}) == 1
    assert all(run.national.equals(runs[0].national) for run in runs)


def test_organisations_may_be_a_folder(small_folder):
    run = acs.run(organisations=small_folder.write(), until="2017-Q2")
    assert run.national.iloc[0][["practices", "practices_closed", "practices_merged"]].sum() == 40
    assert run.results.population == "organisation files in 'small country'"
    assert run.results.is_whole_country


def test_what_cannot_be_is_refused_in_words(england, tmp_path):
    with pytest.raises(CommandError, match=r"give a list, such as \['DOR'\]"):
        acs.run(systems="DOR")
    with pytest.raises(CommandError, match="systems is 5: give a list"):
        acs.run(systems=5)
    with pytest.raises(CommandError, match=r"values is \[1\]: give a mapping"):
        acs.run(values=[1])
    with pytest.raises(acs.AcsError, match="5 is no scenario"):
        acs.run(5)
    with pytest.raises(UnknownNameError, match="did you mean 'no_change'"):
        acs.run("no_chnge")
    with pytest.raises(UnknownNameError, match=r"did you mean 'practice\.status_quo'"):
        acs.run(values={"practice.status_qou": 1})
    with pytest.raises(acs.AcsError, match="no such folder"):
        acs.run(organisations=tmp_path / "nowhere")


def test_a_run_is_not_written_over_something_else(dorset, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ResultsError, match="is not empty and no results of a run"):
        dorset.write(tmp_path)


def test_a_run_is_written_with_figures_and_report_and_read_back(dorset, tmp_path):
    folder = dorset.write(tmp_path / "mine", "csv")
    assert {"report.html", "figures", "manifest.json"} <= {path.name for path in folder.iterdir()}
    again = acs.read_results(folder)
    assert again.tables["national"].equals(dorset.national)
