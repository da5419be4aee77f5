"""Comparisons for a minister are made from a shell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from acs_abm.scenario import shipped_scenarios

FOLDER = Path(__file__).parents[2] / "experiments" / "comparisons"
KEPT = Path(__file__).parents[2] / "results" / "comparisons"


@pytest.fixture(scope="module")
def questions():
    return yaml.safe_load((FOLDER / "comparisons.yaml").read_text(encoding="utf-8"))


def test_a_small_case_is_run_from_a_shell(tmp_path):
    command = [sys.executable, FOLDER / "run.py", "--only", "paid_alliance", "--system", "DOR"]
    command += ["--replicates", "2", "--until", "2017-Q3", "--workers", "1", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "out" / "paid_alliance"
    assert (folder / "words.txt").read_text(encoding="utf-8").strip() in done.stdout
    assert set(pd.read_csv(folder / "differences.csv")["quarter"]) == {"2017-Q3"}
    assert {"total", "interaction"} <= set(pd.read_csv(folder / "attribution.csv")["lever"])
    assert (folder / "differences.png").stat().st_size > 10_000


def test_all_five_are_of_shipped_scenarios_and_their_results_are_kept(questions):
    assert len(questions) == 5
    text = (KEPT / "README.md").read_text(encoding="utf-8")
    for name, asked in questions.items():
        assert {asked["a"], asked["b"]} <= set(shipped_scenarios())
        found = pd.read_csv(KEPT / name / "differences.csv").set_index("measure")
        assert asked["column"] in found.index
        assert f"]({name}/differences.png)" in text
