"""Scenario discovery finds a box that was put there, and says so where there is none."""

import numpy as np
import pandas as pd
import pretend
import pytest
from small_studies import run

import acs_abm as acs
from acs_abm.analysis.studies.discoveries import tell_discovery
from acs_abm.errors import StudyError
from acs_abm.explore.study.discovery import discover, ema_cases
from acs_abm.explore.study.outcome import Condition
from acs_abm.explore.study.study import Study

RANGES = {"a": (0.0, 10.0), "b": (1.0, 2.0), "c": (0.0, 1.0)}
ABOVE = Condition.parse("f > 0.5")
QUALITY = "practice.right_of_return_quality"

pytest.importorskip("ema_workbench")


def runs_of(design, holds, replicates=4):
    luck = np.random.default_rng(2)
    points = pd.DataFrame(list(design.points), columns=list(design.parameters))
    mean = holds(points).to_numpy(dtype=float)
    rows = [
        pd.DataFrame({"scenario": "one", "point": points.index, "replicate": r + 1,
                      "value": mean + 0.1 * luck.normal(size=len(points))})
        for r in range(replicates)
    ]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def test_a_known_box_is_found():
    design = acs.latin_hypercube(RANGES, 200)
    runs = runs_of(design, lambda p: (p["a"] > 6) & (p["b"] < 1.4))
    found = discover(design, runs, ABOVE)
    box, limits = found.boxes.iloc[0], found.limits.set_index("parameter")
    assert set(limits.index) == {"a", "b"}
    assert limits.loc["a", "low"] == pytest.approx(6, abs=0.3)
    assert limits.loc["b", "high"] == pytest.approx(1.4, abs=0.05)
    assert (limits.loc["a", "high"], limits.loc["b", "low"]) == (10, 1)
    assert box["density"] >= 0.8
    assert box["coverage"] >= 0.9
    assert box["points_in_all"] == 200
    assert "a is at least" in " ".join(tell_discovery(found).claims)


def test_a_second_box_is_looked_for_among_what_is_left():
    design = acs.latin_hypercube(RANGES, 300)
    runs = runs_of(design, lambda p: (p["a"] > 8) | (p["c"] < 0.15))
    found = discover(design, runs, ABOVE, most=2)
    assert {"a", "c"} <= set(found.limits["parameter"])
    assert found.boxes["coverage"].sum() > 0.8
    assert found.boxes["box"].tolist() == [1, 2]


def test_coverage_and_density_are_those_of_the_points_in_the_box():
    design = acs.random_points(RANGES, 150)
    runs = runs_of(design, lambda p: p["a"] + 4 * p["c"] > 9)
    found = discover(design, runs, ABOVE)
    box, cases = found.boxes.iloc[0], found.cases
    inside = np.ones(len(cases), dtype=bool)
    for _, limit in found.limits.iterrows():
        inside &= cases[limit["parameter"]].between(limit["low"], limit["high"]).to_numpy()
    assert inside.sum() == box["points"]
    assert cases["of_interest"][inside].mean() == pytest.approx(box["density"])
    assert cases["of_interest"][inside].sum() / cases["of_interest"].sum() == pytest.approx(
        box["coverage"]
    )


def test_switches_are_told_by_name():
    design = acs.grid({"on": [True, False], "a": [float(n) for n in range(20)]})
    found = discover(design, runs_of(design, lambda p: p["on"]), ABOVE)
    assert found.limits["allowed"].tolist() == ["True"]
    assert "on is True" in " ".join(tell_discovery(found).claims)


@pytest.mark.parametrize("holds", [0, 1])
def test_a_condition_that_holds_everywhere_or_nowhere_is_refused(holds):
    design = acs.latin_hypercube(RANGES, 20)
    with pytest.raises(StudyError, match="nothing to tell apart"):
        discover(design, runs_of(design, lambda p: 0 * p["a"] + holds), ABOVE)


@pytest.mark.parametrize("text", ["savings", "savings =", "> 3", "savings => 3", "savings > x"])
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(StudyError, match="condition"):
        Condition.parse(text)


def test_cases_are_in_the_form_of_ema_workbench():
    design = acs.latin_hypercube(RANGES, 12)
    experiments, outcomes = ema_cases(design, runs_of(design, lambda p: p["a"]), "f")
    assert {"scenario", "policy", "model", *RANGES} == set(experiments.columns)
    assert outcomes["f"].shape == (12,)


def test_the_command_finds_the_box_of_a_study(type_command, tmp_path):
    plan = acs.Scenario.load("plan_2017").change(until="2018-Q2")
    design = acs.latin_hypercube({QUALITY: (0, 1), "practice.choice_noise": (4, 12)}, 40)
    study = Study(tmp_path / "study", [plan], synthetic=1, replicates=2, chunk=40, design=design,
                  simulate=pretend.SIMULATE)  # fmt: skip
    run(study)
    answer = type_command("discover", study.folder, "--of", "savings@2018-Q2 > 6e8")
    assert answer.code == 0
    assert f"mostly holds where {QUALITY} is at least" in answer.out
    assert len(list((study.folder / "findings").glob("discovery_*"))) == 3
    assert type_command("discover", study.folder, "--of", "savings@2018-Q2").code == 1
    assert type_command("verify", study.folder).code == 0  # files beside the tables do no harm


def test_each_condition_and_way_to_ask_has_files_of_its_own():
    design = acs.latin_hypercube(RANGES, 60)
    runs = runs_of(design, lambda p: p["a"] > 6)
    names = [
        tell_discovery(discover(design, runs, Condition.parse(text), **how), against=against).name
        for text, how, against in [
            ("f > 0.5", {}, None),
            ("f <= 0.5", {}, None),
            ("f > 0.5", {"density": 0.9}, None),
            ("f > 0.5", {"most": 2}, None),
            ("f > 0.5", {}, "one"),
        ]
    ]
    assert names == [
        "discovery_f_above_0.5",
        "discovery_f_at_most_0.5",
        "discovery_f_above_0.5_density_0.9",
        "discovery_f_above_0.5_boxes_2",
        "discovery_f_above_0.5_against_one",
    ]
