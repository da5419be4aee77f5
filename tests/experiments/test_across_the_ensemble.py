"""Every scenario and study is asked again at members of the ensemble that is shipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import yaml

import acs_abm as acs
from acs_abm.explore.ensemble import Ensemble
from acs_abm.scenario import shipped_scenarios

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "experiments" / "across_the_ensemble"
KEPT = ROOT / "results" / "across_the_ensemble" / "across.csv"
QUESTIONS = yaml.safe_load((FOLDER / "questions.yaml").read_text(encoding="utf-8"))
FITTED_TO = {"plan_2017", "hindcast_2015"}


def test_the_kept_table_has_every_shipped_scenario_and_every_study():
    table = pd.read_csv(KEPT)
    asked = set(table.loc[table["of"] == "scenarios", "asked"])
    assert asked == set(shipped_scenarios()) - FITTED_TO
    studies = {path.parent.name for path in (ROOT / "experiments").glob("*/study.yaml")}
    assert set(QUESTIONS) == studies
    assert set(table["of"]) == studies | {"scenarios"}
    assert (table["members"] == 40).all()


def test_a_pair_is_of_the_runs_that_the_library_gives(tmp_path):
    command = [sys.executable, FOLDER / "run.py", "--only", "risk_sharing", "--members", "2"]
    command += ["--replicates", "2", "--until", "2018-Q1", "--system", "DOR", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    row = pd.read_csv(tmp_path / "out" / "across.csv").set_index("measure").loc["emergencies"]
    ends = []
    for name in ("plan_2017", "risk_sharing"):
        world = acs.Scenario.load(name).change(until="2018-Q1")
        ensemble = Ensemble.load("calibrated_2018")
        runs = [
            acs.run(ensemble.world(world, seed), seed=seed, systems=["DOR"]).national
            for seed in (1, 2)
        ]
        ends.append(sum(run["emergencies"].iloc[-1] for run in runs) / 2)
    assert abs(row["over_members"] - (ends[1] - ends[0])) < 1e-3
    assert row["members"] == row["replicates"] == 2


def test_an_unknown_study_is_answered_without_a_traceback(tmp_path):
    command = [sys.executable, FOLDER / "run.py", "--only", "risk_sharin", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "risk_sharing" in done.stderr
    assert "Traceback" not in done.stderr
