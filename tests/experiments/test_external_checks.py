"""What others found is held against the model from a shell."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

FOLDER = Path(__file__).parents[2] / "experiments" / "external_checks"


@pytest.fixture(scope="module")
def script():
    specification = importlib.util.spec_from_file_location("external_run", FOLDER / "run.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_a_small_case_is_run_from_a_shell(tmp_path):
    command = [sys.executable, FOLDER / "run.py", "--system", "DOR", "--replicates", "2"]
    command += ["--until", "2017-Q3", "--workers", "1", "--check", "choice_payment", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "out" / "checks.csv").set_index("check")
    row = table.loc["choice_payment"]
    assert row["low"] <= row["difference"] <= row["high"]
    assert set(table.loc["capitation_line", "agrees"]) == {"yes", "–"}


@pytest.mark.parametrize(
    ("differences", "expected", "agrees"),
    [
        ([1.0, 1.2, 0.9], "up", "yes"),
        ([1.0, 1.2, 0.9], "down", "no"),
        ([-1.0, -1.2, -0.9], "curved", "yes"),
        ([1.0, -1.2, 0.1], "up", "not told apart from nothing"),
    ],
)
def test_a_sign_agrees_only_where_it_is_clear(script, differences, expected, agrees):
    asked = {"source": "somebody", "expected": expected}
    assert script.found("one", asked, "a measure", np.array(differences))["agrees"] == agrees


def test_contract_years_count_from_when_a_contract_is_live(script):
    events = pd.DataFrame(
        [
            (1, "2019-Q1", "A", "contract live"),
            (1, "2019-Q4", "A", "contract ended"),
            (1, "2019-Q1", "B", "contract live"),
            (2, "2020-Q1", "B", "contract ended"),
            (1, "2020-Q1", "B", "contract ended"),
        ],
        columns=["replicate", "quarter", "code", "what"],
    )
    found = script.contract_years(events)
    assert found.to_numpy().tolist() == [[1, "A", 1], [1, "B", 2]]
