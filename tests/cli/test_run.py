"""``acs-abm run``: results where they were asked for, mistakes answered before anything runs."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import chdir, suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.cli import main
from acs_abm.cli.run import default_folder, folder_name
from acs_abm.cli.words import settings
from acs_abm.errors import CommandError, ScenarioError

SMALL = ("--system", "DOR", "--until", "2018-Q1")
PAYMENT = "offer.alliance_agreement.payment"
CHANGED = f"plan_2017_set_{PAYMENT}_7.5_system_DOR_seed_4_replicates_2_990415b5"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder in which one command was carried out."""
    folder = tmp_path_factory.mktemp("place")
    words = ["run", "--set", f"{PAYMENT}=7.5", *SMALL, "--seed", "4", "--replicates", "2",
             "--ledger", "full"]  # fmt: skip
    with chdir(folder), pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    return folder


def test_results_go_into_a_folder_named_for_the_scenario_and_what_was_changed(place):
    folder = place / "results" / CHANGED
    names = {path.name for path in folder.iterdir()}
    tables = "national systems groups offers gates transitions events population_report bands"
    assert {f"{name}.parquet" for name in tables.split()} <= names
    assert {"measures.csv", "manifest.json", "scenario.yaml", "report.html", "figures"} <= names
    assert [path.name for path in place.iterdir()] == ["results"]


def test_the_options_reach_the_run(place):
    national = pd.read_parquet(place / "results" / CHANGED / "national.parquet")
    assert list(national["quarter"]) == ["2017-Q2", "2017-Q3", "2017-Q4", "2018-Q1"] * 2
    manifest = json.loads((place / "results" / CHANGED / "manifest.json").read_text())
    assert (manifest["seed"], manifest["replicates"]) == (4, 2)
    assert manifest["systems"] == ["E54000041"]
    assert manifest["ledger"] == "full"
    assert f"{PAYMENT}: 7.5" in (place / "results" / CHANGED / "scenario.yaml").read_text()


def test_every_payment_is_written_only_where_it_was_asked_for(place, tmp_path, type_command):
    payments = pd.read_parquet(place / "results" / CHANGED / "ledger_entries.parquet")
    assert set(payments["replicate"]) == {1, 2}
    assert type_command("run", *SMALL, "-o", "plain").code == 0
    assert (tmp_path / "plain" / "ledger.parquet").exists()
    assert not (tmp_path / "plain" / "ledger_entries.parquet").exists()
    assert json.loads((tmp_path / "plain" / "manifest.json").read_text())["ledger"] == "system"


def test_the_command_of_the_manifest_gives_the_same_tables_again(place, tmp_path, type_command):
    first = json.loads((place / "results" / CHANGED / "manifest.json").read_text())
    program, *words = shlex.split(first["command"])
    assert program == "acs-abm"
    answer = type_command(*words, "-o", "again")
    assert answer.code == 0, answer.err
    assert answer.out.count("\n") >= 5
    assert "Results: again (open again/report.html)" in answer.out
    assert answer.err == ""  # no bar where nobody watches
    second = json.loads((tmp_path / "again" / "manifest.json").read_text())
    digests = [
        {entry["name"]: entry["sha256"] for entry in manifest["files"]}
        for manifest in (first, second)
    ]
    assert digests[0] == digests[1]


def test_the_manifest_tells_nothing_of_the_computer(tmp_path, small_folder, type_command):
    small_folder.write()
    (tmp_path / "mine.yaml").write_text("extends: plan_2017\nuntil: 2017-Q2\n")
    answer = type_command(
        "run", tmp_path / "mine.yaml", "--organisations", small_folder.path, "-o", tmp_path / "o"
    )
    assert answer.code == 0, answer.err
    manifest = (tmp_path / "o" / "manifest.json").read_text()
    assert "run mine.yaml --organisations 'small country'" in manifest
    assert str(tmp_path) not in manifest
    assert str(Path.home()) not in manifest


MISTAKES = {
    "an unknown scenario": (["plan_2071"], "did you mean 'plan_2017'"),
    "an unknown parameter": (["--set", "practice.statusquo=3"], "mean 'practice.status_quo'"),
    "a name as a parameter": (["--set", "name=x"], "there is no parameter 'name'"),
    "a date as a parameter": (["--set", "until=2018-Q1"], "there is no parameter 'until'"),
    "self as a parameter": (["--set", "self=1"], "there is no parameter 'self'"),
    "no equals sign": (["--set", "practice.status_quo"], "write NAME=VALUE"),
    "no value": (["--set", "practice.status_quo="], "write NAME=VALUE"),
    "set twice": (["--set", "a=1", "--set", "a=2"], "--set a: is given twice"),
    "text as a number": (["--set", "practice.status_quo=much"], "'much': not a number"),
    "not a number": (["--set", "practice.status_quo=nan"], "not a finite number"),
    "an open bracket": (["--set", "practice.terms_off=[a"], "--set practice.terms_off"),
    "an unknown term": (["--set", "practice.terms_off=[env]"], "did you mean 'envy'"),
    "code": (["--set", "practice.status_quo=!!python/name:os.system x"], "tags"),
    "a date that is none": (["--until", "2027"], "'2027' is not a date"),
    "an end before the start": (["--until", "2016-Q1"], "before its first step"),
    "an unknown system": (["--system", "Dorsett"], "did you mean 'Dorset'"),
    "a seed in words": (["--seed", "seven"], "--seed is 'seven'"),
    "a seed below zero": (["--seed", "-1"], "--seed is '-1'"),
    "an endless seed": (["--seed", "9" * 40], "--seed is '999"),
    "no replicates": (["--replicates", "0"], "--replicates is '0': it takes a whole number"),
    "half a replicate": (["--replicates", "1.5"], "--replicates is '1.5'"),
    "no workers": (["--workers", "0"], "--workers is '0'"),
    "an unknown format": (["--format", "parqet"], "did you mean 'parquet'"),
    "an unknown ledger": (["--ledger", "ful"], "takes system or full; did you mean 'full'?"),
    "no organisations": (["--organisations", "nowhere"], "nowhere: no such folder"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_answered_in_one_sentence(kind, tmp_path, type_command):
    words, says = MISTAKES[kind]
    answer = type_command("run", *words)
    assert answer.code == 1
    assert answer.out == ""
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert answer.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_is_refused_before_the_run(tmp_path, type_command):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.txt").write_text("years of work")
    answer = type_command("run", "-o", "thesis", "--replicates", "1000000")
    assert answer.code == 1
    assert "thesis: is not empty and no results of a run" in answer.err


def test_a_run_as_it_is_and_changed_runs_have_folders_of_their_own(tmp_path, type_command):
    (tmp_path / "mine.yaml").write_text("extends: plan_2017\nuntil: 2017-Q2\nsystems: [DOR]\n")
    for words in ([], [], ["--seed", "0"], ["--system", "FRIM"], ["--set", f"{PAYMENT}=5"]):
        answer = type_command("run", "mine.yaml", *words)
        assert answer.code == 0, answer.err
    names = ["mine", "mine_seed_0", f"mine_set_{PAYMENT}_5", "mine_system_FRIM"]
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == names


def test_other_results_are_not_lost_to_a_run(tmp_path, type_command):
    small = ("--until", "2017-Q2", "-o", "mine")
    assert type_command("run", "--system", "DOR", *small).code == 0
    before = (tmp_path / "mine" / "manifest.json").read_text()
    answer = type_command("run", *small, "--replicates", "1000000")
    assert answer.code == 1
    assert answer.err.endswith(
        "mine: holds a run of plan_2017 with other care systems (1 of them, not 44), "
        "which would be lost; name another folder (-o FOLDER)\n"
    )
    assert (tmp_path / "mine" / "manifest.json").read_text() == before


@pytest.mark.parametrize("words", [["--sed", "1"], ["plan_2017", "no_change"], ["--seed"]])
def test_words_that_are_no_command_are_a_matter_of_syntax(words, type_command):
    assert type_command("run", *words).code == 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("3.50", 3.5),
        ("1e-3", 0.001),
        (" -2 ", -2),
        ("true", True),
        ("[peers, envy]", ["peers", "envy"]),
        ("peers", "peers"),
        ("010", 10),
    ],
)
def test_values_are_read_as_they_are_meant(text, value):
    found = settings([f"a.b={text}"])["a.b"]
    assert (found, type(found)) == (value, type(value))


@given(st.text())
def test_whatever_is_set_is_a_value_or_refused_in_words(text):
    with suppress(CommandError, ScenarioError):
        assert list(settings([f"a.b={text}"])) == ["a.b"]


@given(st.text())
def test_a_folder_can_be_named_for_any_scenario(name):
    made = folder_name(name)
    assert made
    assert made == Path(made).name
    assert not made.startswith(".")


def test_what_was_changed_in_many_ways_has_a_short_folder_name_of_its_own():
    sets = [[f"{PAYMENT}={n}"] * 9 + [f"{PAYMENT}={last}"] for n in range(3) for last in range(3)]
    made = {default_folder("plan", {"--set": each}, {}).name for each in sets}
    assert len(made) == 9
    assert max(map(len, made)) <= 90


def children_of(pid: int) -> list[int]:
    """Return the processes that any of its threads started."""
    found = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            found += [int(word) for word in (thread / "children").read_text().split()]
    return found


LISTENING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
from acs_abm.cli import main
main(["run", "--replicates", "5000", "--workers", "2"])
"""
SECONDS_TO_START = 300  # a busy machine is slow, not wrong
SECONDS_TO_END = 60  # all of the 5,000 runs would take far longer


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_ctrl_c_ends_promptly_and_leaves_nobody_behind(tmp_path):
    running = subprocess.Popen(
        [sys.executable, "-c", LISTENING],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while len(workers := children_of(running.pid)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=SECONDS_TO_END)
    finally:
        running.kill()
    assert running.returncode == 130
    assert err == "Stopped; no results were written.\n"
    assert out == ""
    assert not any(os.path.exists(f"/proc/{worker}") for worker in workers)  # noqa: PTH110
    assert list(tmp_path.iterdir()) == []
