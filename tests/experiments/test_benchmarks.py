"""The benchmarks run from a shell, and their last line is what they say it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from acs_abm.steps import SCHEDULE

FOLDER = Path(__file__).parents[2] / "experiments" / "benchmarks"


def last_line(script, folder, *words):
    command = [sys.executable, FOLDER / script, "--json", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_engine_is_many_times_as_fast_as_one_object_an_organisation(tmp_path):
    result = last_line("national.py", tmp_path, "--repeats", "1", "--steps", "4")
    assert 0 < result["engine_ms"] <= result["median_ms"]
    assert result["peak_mb"] > 50
    assert (result["steps_timed"], result["steps"]) == (4, 40)
    assert result["ratio_to_per_agent"] > 5
    for profile in result["profile"].values():
        assert set(profile) >= {phase.title for phase in SCHEDULE}
        assert profile["Practices decide"] > 0
        assert profile["Money is paid for work, by contract and allocation"] > 0


@pytest.mark.slow
def test_cost_grows_no_faster_than_the_country(tmp_path):
    words = ("--repeats", "1", "--sizes", "1", "2")
    small, large = last_line("engine.py", tmp_path, *words)["sizes"]
    assert large["engine_ms"] < 3 * small["engine_ms"]


@pytest.mark.slow
def test_a_study_and_batch_run_do_the_same_runs(tmp_path):
    words = "--runs 6 --chunk 2 --workers 2 --systems DOR,FRIM --until 2018-Q1"
    result = last_line("sweep.py", tmp_path, *words.split())
    assert result["runs"] == 6
    for one in (result["study"], result["batch_run"]):
        assert one["runs_per_second"] == pytest.approx(6 / one["seconds"], rel=0.05)
    assert 0 < result["study"]["efficiency"] <= 1
    assert result["dry_run_for_100000"]["chunks"] == 50_000
