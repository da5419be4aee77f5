"""What is written down has a column for every measure and offer, and says where it is from."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from acs_abm.contracts.offer import shipped_offers
from acs_abm.explore.ensemble import write_ensemble
from acs_abm.explore.job import Job, Setting
from acs_abm.explore.predictions import signed_column, with_offers
from acs_abm.measures import columns
from acs_abm.population import england_2017
from acs_abm.scenario import Scenario

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "experiments" / "predictions" / "run.py"
OFFERS = {signed_column(name) for name in shipped_offers()}


def test_a_run_gives_every_national_measure_and_a_share_for_every_offer_signed_or_not():
    world = Scenario.load("no_change").change(until="2017-Q3")
    national = with_offers(Setting(england_2017(), ("DOR",)), Job(world, 1))["national"]
    assert set(columns("national")) - {"replicate"} <= set(national.columns)
    assert set(national.columns) >= OFFERS
    assert (national[signed_column("network_contract")] == 0).all()
    assert national[signed_column("hub")].between(0, 1).all()


@pytest.mark.slow
def test_the_register_is_written_with_its_manifest(tmp_path):
    members = pd.DataFrame({"practice.choice_noise": [6.0, 9.0]})
    write_ensemble(members, {}, tmp_path / "two")
    command = [sys.executable, SCRIPT, "--ensemble", tmp_path / "two", "--replicates", "2"]
    command += ["--workers", "0", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "out" / "predictions.parquet"
    table = pd.read_parquet(path)
    assert list(table.columns[:3]) == ["member", "replicate", "quarter"]
    assert set(table.columns) >= OFFERS
    assert len(table) == 2 * 2 * 28
    assert not table.duplicated(["member", "replicate", "quarter"]).any()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["file"]["sha256"] == sha256(path.read_bytes()).hexdigest()
    summary = pd.read_csv(tmp_path / "out" / "summary.csv")
    assert (summary["low"] <= summary["high"]).all()
