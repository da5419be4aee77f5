"""A results folder is there whole or not at all, and says what made it."""

from __future__ import annotations

import dataclasses
import getpass
import json
import os
import socket
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from acs_abm.errors import AcsError, ResultsError
from acs_abm.explore import provenance
from acs_abm.explore.manifest import read_origin
from acs_abm.explore.origin import Origin
from acs_abm.explore.results_folder import expect_replaceable, read_results, write_results
from acs_abm.explore.runs import run_scenario
from acs_abm.measures import MEASURES
from acs_abm.scenario import Scenario


@pytest.fixture(scope="module")
def results(plan, england):
    short = plan.change(until="2018-Q1", **{"offer.alliance_agreement.payment": 4})
    return run_scenario(short, seed=3, replicates=2, population=england, systems=["DOR"], workers=1)


@pytest.fixture
def folder(tmp_path, results) -> Path:
    return write_results(results, tmp_path / "results" / "mine")


@pytest.fixture
def origin(folder) -> Origin:
    return read_origin(folder)[0]


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_what_is_written_is_read_back(results, tmp_path, file_format):
    again = read_results(write_results(results, tmp_path / "mine", file_format))
    assert list(again.tables) == list(results.tables)
    for name, table in results.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table, check_exact=True, obj=name)
    assert again.scenario.fingerprint == results.scenario.fingerprint
    for fact in ("seed", "replicates", "systems", "population", "is_whole_country"):
        assert getattr(again, fact) == getattr(results, fact)


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_a_table_without_rows_is_read_back(plan, england, tmp_path, file_format):
    nothing_moves = plan.change(until="2017-Q2", **{"practice.consideration_hazard": 0})
    results = run_scenario(nothing_moves, population=england, systems=["SOM"])
    assert any(table.empty for table in results.tables.values())
    again = read_results(write_results(results, tmp_path / "mine", file_format))
    for name, table in results.tables.items():
        assert list(again.tables[name].columns) == list(table.columns)
        assert len(again.tables[name]) == len(table)


def test_the_manifest_lists_every_file_with_its_digest(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    listed = {entry["name"]: entry for entry in manifest["files"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {*listed, "manifest.json"} == there
    for name, entry in listed.items():
        content = (folder / name).read_bytes()
        assert entry["sha256"] == sha256(content).hexdigest()
        assert entry["bytes"] == len(content)


def test_the_manifest_says_what_was_run_with_what(folder, results):
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["scenario"] == {
        "name": "plan_2017",
        "fingerprint": results.scenario.fingerprint,
    }
    assert (manifest["seed"], manifest["replicates"]) == (3, 2)
    assert manifest["systems"] == ["E54000041"]
    assert manifest["ledger"] == "system"
    assert {"mesa", "numpy", "pandas"} <= set(manifest["libraries"])
    assert manifest["python"].endswith(f"{sys.version_info.major}.{sys.version_info.minor}."
                                       f"{sys.version_info.micro}")  # fmt: skip
    assert manifest["started"] < manifest["finished"]


def test_nothing_written_tells_of_the_computer(folder):
    for path in (folder / "manifest.json", folder / "scenario.yaml", folder / "measures.csv"):
        text = path.read_text()
        assert str(folder.parent) not in text
        assert str(Path.home()) not in text
        assert socket.gethostname() not in text
        assert f'"{getpass.getuser()}"' not in text


def test_the_data_dictionary_covers_every_column(folder, results):
    dictionary = pd.read_csv(folder / "measures.csv", keep_default_na=False)
    covered = set(zip(dictionary["table"], dictionary["name"], strict=True))
    assert covered == {(name, c) for name, table in results.tables.items() for c in table.columns}
    assert len(dictionary) == len([m for m in MEASURES if m.table in results.tables])


def test_the_scenario_of_a_folder_is_the_world_that_was_run(folder, results):
    assert Scenario.load(folder / "scenario.yaml").fingerprint == results.scenario.fingerprint


def test_the_same_results_made_earlier_are_replaced(folder, results):
    write_results(results, folder, "csv")
    assert not list(folder.glob("*.parquet"))
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"seed": 4}, "seed 3, not 4"),
        ({"systems": ("E54000041", "E54000042")}, r"other care systems \(1 of them, not 2\)"),
        ({"replicates": 1}, "2 replicates, not 1"),
        ({"population_digest": "0"}, "other organisations"),
    ],
)
def test_results_of_something_else_are_not_replaced(folder, results, other, says):
    with pytest.raises(ResultsError, match=f"mine: holds a run of plan_2017 with {says}, which"):
        write_results(dataclasses.replace(results, **other), folder)
    assert read_results(folder).seed == 3


def test_results_of_another_world_are_not_replaced(folder, results):
    dearer = results.scenario.change(**{"offer.alliance_agreement.payment": 5})
    both = f"fingerprint {results.scenario.fingerprint}, not {dearer.fingerprint}"
    with pytest.raises(ResultsError, match=both):
        write_results(dataclasses.replace(results, scenario=dearer), folder)


def test_more_replicates_of_the_same_are_no_loss(folder, results):
    write_results(dataclasses.replace(results, replicates=3), folder)
    assert read_results(folder).replicates == 3


def test_an_empty_folder_is_filled(results, tmp_path):
    (tmp_path / "mine").mkdir()
    assert (write_results(results, tmp_path / "mine") / "manifest.json").exists()


def test_a_folder_with_anything_else_is_left_alone(results, tmp_path, folder):
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter1.txt").write_text("years of work")
    with pytest.raises(ResultsError, match="is not empty and no results of a run"):
        write_results(results, other)
    assert [path.name for path in other.iterdir()] == ["chapter1.txt"]
    (folder / "notes.txt").write_text("what I saw")
    with pytest.raises(ResultsError, match=r"holds 'notes\.txt', which no run wrote"):
        write_results(results, folder)
    assert (folder / "notes.txt").exists()


def test_a_file_in_the_way_is_named(results, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(ResultsError, match="taken: is a file"):
        write_results(results, tmp_path / "taken")
    with pytest.raises(ResultsError, match=r"cannot be made, since .*taken is a file"):
        write_results(results, tmp_path / "taken" / "deeper")


def test_the_folder_one_works_in_is_not_replaced(origin, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ResultsError, match="is the folder you are working in"):
        expect_replaceable(Path(), origin)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_place_that_may_not_be_written_to_is_named_before_the_run(origin, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ResultsError, match="cannot be made, since you may not write to"):
        expect_replaceable(tmp_path / "deep" / "mine", origin)


def test_an_unknown_format_is_named(results, tmp_path):
    with pytest.raises(ResultsError, match="not 'parket'; did you mean 'parquet'"):
        write_results(results, tmp_path / "mine", "parket")
    assert list(tmp_path.iterdir()) == []


def test_what_fails_midway_leaves_nothing(results, tmp_path):
    def fail(draft):
        assert (draft / "national.parquet").exists()
        raise RuntimeError("no figure today")

    with pytest.raises(RuntimeError, match="no figure today"):
        write_results(results, tmp_path / "far" / "away" / "mine", also=fail)
    assert list(tmp_path.iterdir()) == []


def test_what_fails_midway_keeps_the_earlier_results(results, folder):
    before = (folder / "manifest.json").read_text()

    def fail(draft):
        raise OSError(28, "No space left on device")

    with pytest.raises(ResultsError, match=r"mine: cannot be written \(No space left on device\)"):
        write_results(results, folder, also=fail)
    assert (folder / "manifest.json").read_text() == before
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


FULL_DISK = """
import resource, sys
from pathlib import Path
import acs_abm as acs
from acs_abm.errors import ResultsError
from acs_abm.explore.results_folder import write_results
results = acs.run(systems=["DOR"], until="2018-Q1").results
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    write_results(results, Path("mine"), "csv")
except ResultsError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files to set")
def test_a_disk_that_takes_no_more_leaves_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("mine: cannot be written (")
    assert list(tmp_path.iterdir()) == []


def damage(folder, kind):
    manifest, table = folder / "manifest.json", folder / "national.parquet"
    if kind == "flip":
        content = bytearray(table.read_bytes())
        content[len(content) // 2] ^= 1
        table.write_bytes(content)
    elif kind == "cut":
        table.write_bytes(table.read_bytes()[:100])
    elif kind == "lose":
        table.unlink()
    elif kind == "no manifest":
        manifest.unlink()
    elif kind == "no json":
        manifest.write_bytes(b"\xff\xfe{")
    elif kind == "nested":
        manifest.write_text("[" * 100_000)
    elif kind == "another":
        manifest.write_text('{"name": "a web page"}')
    else:
        field, value = kind
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), field: value}))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("flip", r"national\.parquet: was changed or damaged"),
        ("cut", r"national\.parquet: was changed or damaged"),
        ("lose", r"national\.parquet: is missing"),
        ("no manifest", "holds no manifest.json"),
        ("no json", "is damaged, or no manifest: not JSON"),
        ("nested", "is damaged, or no manifest: not JSON"),
        ("another", "is not the manifest of a run"),
        (("schema_version", 2), "schema_version is 2; this package reads 3"),
        (("seed", "one"), "seed: is missing or not what it must be"),
        (("ledger", None), "ledger: is missing or not what it must be"),
        (("systems", [1]), r"systems\.0: is missing or"),
        (("files", [{"name": "x"}]), r"files\.0\.bytes: is missing or"),
        (("tables", {"national": {"file": "x", "rows": 1}}), r"tables\.national\.columns: is"),
        (("tables", {"national": {"file": "x", "rows": 1, "columns": {}}}), "cannot be read"),
        (
            ("tables", {"national": {"file": "scenario.yaml", "rows": 1, "columns": {}}}),
            r"scenario\.yaml: is not the table that the manifest lists",
        ),
        (("started", "yesterday"), "started: is missing or not what it must be"),
    ],
)  # fmt: skip
def test_a_damaged_folder_is_refused_in_words(folder, kind, says):
    damage(folder, kind)
    with pytest.raises(ResultsError, match=says):
        read_results(folder)


def test_a_folder_that_is_not_there_is_named_with_the_nearest(folder):
    with pytest.raises(ResultsError, match="no such folder; did you mean 'mine'"):
        read_results(folder.with_name("mined"))
    with pytest.raises(ResultsError, match="is a file; name the folder"):
        read_results(folder / "manifest.json")


def test_a_scenario_that_was_damaged_is_an_error_in_words(folder):
    (folder / "scenario.yaml").write_text("[")
    with pytest.raises(AcsError, match=r"scenario\.yaml"):
        read_results(folder)


def test_paths_are_shown_without_the_computer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert provenance.shown_path("../data/mine") == "../data/mine"
    assert provenance.shown_path(tmp_path / "data" / "mine") == "data/mine"
    assert provenance.shown_path("/somewhere/else/data") == ".../data"
    assert provenance.shown_path("~/data") == ".../data"


def test_the_commit_is_that_of_a_checkout_and_says_whether_it_was_changed(tmp_path):
    def git(*words):
        subprocess.run(["git", "-C", tmp_path, *words], check=True, capture_output=True)

    assert provenance.commit(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text("")
    git("init", "-q")
    assert provenance.commit(tmp_path) is None
    git("add", ".")
    git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "x")
    head = provenance.commit(tmp_path)
    assert head is not None
    assert len(head) == 40
    (tmp_path / "pyproject.toml").write_text("[project]")
    assert provenance.commit(tmp_path) == f"{head}+"
