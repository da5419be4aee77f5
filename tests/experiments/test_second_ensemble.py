"""Two calibrations are compared: bands by resampling members, points by what each rules out."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from acs_abm.explore.calibration.scored import scored_targets

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "experiments" / "second_ensemble" / "run.py"
KEPT = ROOT / "results" / "second_ensemble"


@pytest.fixture(scope="module")
def script():
    specification = importlib.util.spec_from_file_location("second_ensemble_run", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    sys.modules["second_ensemble_run"] = module
    specification.loader.exec_module(module)
    return module


def test_agreement_beyond_chance_is_one_for_the_same_and_none_for_strangers(script):
    luck = np.random.default_rng(1)
    ours, theirs = luck.random((2, 20_000)) < 0.3
    assert script.kappa(ours, ours) == 1
    assert script.kappa(ours, ~ours) < 0
    assert abs(script.kappa(ours, theirs)) < 0.03


def test_a_band_that_differs_only_by_who_was_drawn_is_the_same_and_a_moved_one_is_not(script):
    luck = np.random.default_rng(2)
    keys = [(member, replicate) for member in range(1, 61) for replicate in (1, 2)]
    tables = []
    for moved in (0.0, 0.0, 3.0):
        table = pd.DataFrame(keys, columns=["member", "replicate"])
        tables.append(table.assign(quarter="2020-Q1", measure=luck.normal(moved, 1, len(keys))))
    same = script.compared(tables[0], tables[1], 200).set_index("percentile")["is_same"]
    other = script.compared(tables[0], tables[2], 200).set_index("percentile")["is_same"]
    assert same[50]
    assert not other.any()


def test_the_kept_tables_tell_every_target_and_judge_members_both_ways():
    assert list(pd.read_csv(KEPT / "ruled_out.csv")["target"]) == [t.name for t in scored_targets()]
    told = pd.read_csv(KEPT / "agreement.csv").set_index("what")["value"]
    for one, other in (("first", "second"), ("second", "first")):
        assert 0 < told[f"share of members of the {one} that emulators of the {other} keep"] <= 1


def test_a_calibration_without_its_runs_is_answered_without_a_traceback(tmp_path):
    first = ["--first", "nowhere", "--first-predictions", ROOT / "results" / "predictions"]
    done = subprocess.run(
        [sys.executable, SCRIPT, *first, "-o", "out"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
