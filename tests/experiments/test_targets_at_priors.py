"""The table of targets is written from a shell; the kept one has every target, with a reason."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from acs_abm.evidence import calibration_targets
from acs_abm.explore.target_readings import READINGS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "experiments" / "targets_at_priors"
KEPT = ROOT / "results" / "targets_at_priors" / "targets.csv"
TARGETS = [target for rows in calibration_targets().values() for target in rows]


def keys(table):
    return list(zip(table["target"], table["measure"], table["date"], strict=True))


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    folder = tmp_path_factory.mktemp("targets")
    command = [sys.executable, FOLDER / "run.py", "--replicates", "1", "--system", "DOR"]
    command += ["--workers", "1", "-o", "out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return pd.read_csv(folder / "out" / "targets.csv")


def test_a_small_country_gives_a_row_for_every_target(quick):
    assert keys(quick) == [(target.id, target.measure, target.date) for target in TARGETS]
    assert quick["near"].isin(["in range", "near", "far", "not given"]).all()
    given = quick["near"] != "not given"
    assert quick.loc[given, "model_median"].notna().all()


def test_the_kept_table_has_every_target_as_observed_and_the_columns_of_now(quick):
    kept = pd.read_csv(KEPT)
    assert keys(kept) == keys(quick)
    same = ["observed", "low", "high", "unit", "scenario", "column"]
    pd.testing.assert_frame_equal(kept[same], quick[same], rtol=1e-3)


def test_what_is_given_has_a_reason_in_the_file_and_nothing_else_has():
    reasons = yaml.safe_load((FOLDER / "reasons.yaml").read_text(encoding="utf-8"))
    written = {(target, measure) for target, of in reasons.items() for measure in of}
    assert written == {key for key, reading in READINGS.items() if reading.is_given}
