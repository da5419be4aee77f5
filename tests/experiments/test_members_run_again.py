"""Members of the shipped ensemble were run again, all of them, and told for every target."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd

from acs_abm.explore.calibration.scored import scored_targets
from acs_abm.explore.ensemble import Ensemble

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "experiments" / "calibration" / "run_again.py"
sys.path.insert(0, str(SCRIPT.parent))
from run_again import EVERY, row  # noqa: E402


def test_the_kept_table_has_every_target_and_every_member():
    table = pd.read_csv(ROOT / "results" / "calibration" / "again.csv")
    assert list(table["target"]) == [*(target.name for target in scored_targets()), EVERY]
    assert set(table["members"]) == {Ensemble.load("calibrated_2018").size}
    at_all = table.set_index("target").loc[EVERY, "pass_again"]
    assert at_all <= table["pass_again"].min()


def test_a_target_that_a_run_does_not_give_is_not_missed():
    told = row("T", pd.Series([1.0, 2.0]), pd.Series([4.0, float("nan"), 1.0, 3.0]))
    assert told["pass_again"] == 0.5
    assert told["median_first"] == 1.5


def test_a_calibration_without_its_runs_is_answered_without_a_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, SCRIPT, "--calibration", "nowhere", "-o", "again.csv"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
