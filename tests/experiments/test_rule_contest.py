"""Rivals of the practice rule are what they are said to be, and scored as the model is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from acs_abm.explore.calibration.scored import scored_targets
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "experiments" / "rule_contest"
KEPT = ROOT / "results" / "rule_contest"
RIVALS = yaml.safe_load((FOLDER / "rivals.yaml").read_text(encoding="utf-8"))
NAMES = [target.name for target in scored_targets()]
sys.path.insert(0, str(FOLDER))
from naive import baselines  # noqa: E402
from scores import MODEL, scores_of  # noqa: E402


def moved(name, until="2018-Q2", **change):
    """Return whether each practice of Dorset holds something else at the end than at the start."""
    world = Scenario.load("plan_2017").change(until=until, **RIVALS[name]["set"], **change)
    model = AccountableCareModel(world, 1, ("DOR",))
    first = model.world.practices.add_ons.copy(), model.world.practices.agreement.copy()
    model.run()
    practices = model.world.practices
    there = practices.is_open
    hubs = (practices.add_ons != first[0]).any(axis=1)
    return (hubs | (practices.agreement != first[1]))[there]


def test_nobody_moves_where_nobody_is_to_and_somebody_does_by_chance():
    often = {"practice.consideration_hazard": 0.9}
    assert not moved("nobody moves", **often).any()
    assert moved("random", **often).any()


def test_what_a_rival_varies_is_left_to_it_by_what_it_sets():
    for rival in RIVALS.values():
        assert set(rival["varies"]) - set(rival["set"]) == set(rival["varies"])


def test_a_rival_that_gives_what_was_observed_is_at_no_distance_and_further_is_worse():
    luck = dict.fromkeys(NAMES, 1.0)
    observed = np.array([target.observed for target in scored_targets()])
    values = pd.DataFrame([observed, observed + 5, observed + 10], columns=NAMES)
    scores = scores_of(values, luck).to_numpy()
    assert (scores[0] == 0).all()
    assert (scores[2] > scores[1]).all()


def test_the_last_value_is_of_an_earlier_date_of_the_same_measure():
    from acs_abm.evidence import calibration_targets

    ccgs = {row.date: dict(baselines(row)) for row in calibration_targets()["T17"]}
    assert "last value" not in ccgs["2013-04"]
    assert ccgs["2017-04"]["last value"] == 209
    assert ccgs["2018-04"]["last value"] == 207
    assert "half" not in ccgs["2018-04"]


def test_the_kept_table_has_every_target_and_rival_with_as_many_runs_as_observed_now():
    table = pd.read_csv(KEPT / "contest.csv")
    rivals = pd.read_csv(KEPT / "rivals.csv")
    assert list(rivals["rival"]) == list(RIVALS)
    assert len(set(rivals["runs"])) == 1
    for name in RIVALS:
        assert list(table.loc[table["rival"] == name, "target"]) == NAMES
    model = table[table["rival"] == MODEL]
    expected = [target.observed for target in scored_targets()]
    np.testing.assert_allclose(model["observed"], expected, rtol=1e-3)


@pytest.mark.slow
def test_a_small_contest_is_run_from_a_shell_and_gone_on_with(tmp_path):
    command = [sys.executable, FOLDER / "run.py", "--points", "2", "--luck", "2", "--system", "DOR"]
    command += ["--rival", "random", "-o", "out"]
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "out" / "contest.csv")
    assert set(table["rival"]) >= {MODEL, "random", "nobody"}
    wrong = subprocess.run(
        [*command, "--seed", "2"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 1
    assert "asked for otherwise" in wrong.stderr
    assert "Traceback" not in wrong.stderr
