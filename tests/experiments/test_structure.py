"""Ways to build the model are compared from a shell."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from acs_abm.population import england_2017

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "experiments" / "structure" / "run.py"
sys.path.insert(0, str(SCRIPT.parent))


@pytest.fixture(scope="module")
def script():
    specification = importlib.util.spec_from_file_location("structure_run", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    sys.modules["structure_run"] = module
    specification.loader.exec_module(module)
    return module


def test_a_small_case_is_run_from_a_shell(tmp_path):
    command = [sys.executable, SCRIPT, "--system", "DOR", "--replicates", "2"]
    command += ["--until", "2017-Q3", "--variant", "months", "--variant", "one at a time"]
    done = subprocess.run(
        [*command, "-o", "out"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "out" / "structure.csv")
    assert set(table["variant"]) == {"months", "one at a time"}
    assert (table["replicates"] == 2).all()
    assert table[["usual", "changed"]].notna().all(axis=None)


def test_an_unknown_system_is_answered_without_a_traceback(tmp_path):
    command = [sys.executable, SCRIPT, "--system", "Dorsett", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "did you mean" in done.stderr
    assert "Traceback" not in done.stderr


def test_peers_within_more_kilometres_are_more_and_ten_are_those_shipped(script):
    england = england_2017()
    shipped = script.peers_within(10)(england).practice_peers
    assert (shipped != england.practice_peers).nnz == 0
    assert script.peers_within(20)(england).practice_peers.nnz > shipped.nnz


def test_an_unpaired_interval_holds_the_difference_and_is_wider_than_none(script):
    luck = np.random.default_rng(1)
    usual, changed = (pd.Series(luck.normal(mean, 1, 20)) for mean in (0, 3))
    low, high = script.unpaired(usual, changed)
    assert 0 < low < 3 < high


def test_what_comes_back_from_register_files_are_the_same_organisations(script):
    england = england_2017()
    back = script.as_registers(england)
    assert back.systems.code == england.systems.code
    assert back.ccgs.code == england.ccgs.code
    assert set(back.trusts.code) == set(england.trusts.code)
    assert np.array_equal(back.practices.list_size, england.practices.list_size)
    assert np.array_equal(back.practices.ccg, england.practices.ccg)
    assert not np.array_equal(back.practices.latitude, england.practices.latitude)
