"""The shipped sweep runs from a shell and writes tidy results and a figure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

SCRIPT = Path(__file__).parents[2] / "experiments" / "sweep_alliance_payment" / "run.py"


def sweep(folder, *words):
    command = [sys.executable, SCRIPT, "--until", "2018-Q1", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep")
    done = sweep(folder, "--replicates", "2", "--system", "DOR", "--workers", "2", "-o", "out")
    assert done.returncode == 0, done.stderr
    return folder / "out", done.stdout


def test_every_payment_replicate_and_quarter_has_a_row(swept):
    results = pd.read_csv(swept[0] / "results.csv")
    assert len(results) == 5 * 2 * 4
    assert not results.duplicated(["value", "replicate", "quarter"]).any()
    assert results["list_share_alliance"].between(0, 1).all()


def test_it_prints_the_summary_that_it_writes(swept):
    folder, printed = swept
    summary = pd.read_csv(folder / "summary.csv")
    assert list(summary["payment"]) == [0, 1.5, 3, 5, 10]
    assert summary["gain"].iloc[0] == 0
    assert f"{summary['median'].iloc[-1]:.3f}" in printed.splitlines()[-2]


def test_it_draws_a_figure(swept):
    for kind in ("svg", "png"):
        assert (swept[0] / f"figure.{kind}").stat().st_size > 10_000


def test_a_mistake_is_answered_in_words(tmp_path):
    done = sweep(tmp_path, "--system", "DORR")
    assert done.returncode == 1
    assert "did you mean 'DOR'" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
