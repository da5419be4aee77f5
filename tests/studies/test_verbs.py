"""The verbs of a study, typed, with the model itself."""

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest

import acs_abm as acs
from acs_abm.cli import main

STUDY = """\
question: Does a right of return matter?
scenarios:
  - plan_2017
  - {name: kind, extends: plan_2017, set: {practice.right_of_return_quality: 0.9}}
until: 2017-Q3
synthetic: 1
replicates: 3
chunk: 2
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A study of six runs that was swept once; tests only read it."""
    place = tmp_path_factory.mktemp("verbs")
    (place / "study.yaml").write_text(STUDY, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["sweep", str(place / "study.yaml"), "-o", str(place / "out"), "--workers", "0"])
    assert ended.value.code == 0
    return place / "out"


def test_a_sweep_can_be_verified_and_is_not_run_twice(type_command, folder):
    first = type_command("verify", folder)
    assert first.code == 0
    assert "digest: " in first.out
    again = type_command("resume", folder, "--workers", "0")
    assert again.code == 0
    assert "6 of 6 runs are done" in again.out
    assert type_command("verify", folder).out == first.out


def test_a_replicate_is_the_run_of_that_seed(type_command, folder, tmp_path):
    words = "run plan_2017 --synthetic 1 --until 2017-Q3 --seed 2 -o one"
    type_command(*words.split(), "--set", "practice.right_of_return_quality=0.9")
    alone = pd.read_parquet(tmp_path / "one" / "national.parquet").iloc[-1]
    rows = pd.concat(pd.read_parquet(path) for path in sorted(folder.glob("summary/part-*")))
    swept = rows[(rows["scenario"] == "kind") & (rows["replicate"] == 2)].iloc[0]
    numbers = [
        name for name in alone.index if name in rows and name not in ("quarter", "replicate")
    ]
    assert len(numbers) > 80
    for name in numbers:
        assert swept[name] == alone[name], name


def test_status_counts(type_command, folder):
    answer = type_command("status", folder)
    assert answer.out.splitlines()[0] == "Does a right of return matter?"
    assert "done\t6" in answer.out


def test_export_writes_tables_that_say_which_run_a_row_is_of(type_command, folder, tmp_path):
    assert type_command("export", folder, "-o", "files", "--format", "csv").code == 0
    national = pd.read_csv(tmp_path / "files" / "national.csv")
    assert len(national) == 6 * 2
    assert list(national.columns[:4]) == ["scenario", "point", "replicate", "run"]
    assert type_command("export", folder, "-o", "files").code == 1


def test_a_report_tells_of_each_scenario(type_command, folder, tmp_path):
    assert type_command("report", folder, "-o", "report.md").code == 0
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert text.startswith("# Does a right of return matter?")
    assert "## kind against plan_2017" in text


def test_a_report_replaces_a_report_and_nothing_else(type_command, folder, tmp_path):
    (tmp_path / "report.yaml").write_text("tell:\n  - level: savings\n", encoding="utf-8")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "notes.md").write_text("# Years of work\n", encoding="utf-8")
    tell = ("report", folder, "--tell", "report.yaml", "-o")
    before = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    refusals = {
        "report.yaml": "is read by this command",
        "study.yaml": "is there already and no report",
        "notes.md": "is there already and no report",
        tmp_path: "is a folder",
    }
    for place, says in refusals.items():
        answer = type_command(*tell, place)
        assert answer.code == 1
        assert f"{place}: {says}" in answer.err
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == before
    assert type_command("report", folder, "-o", "new.md").code == 0
    assert type_command(*tell, "new.md").code == 0
    assert "## Level" in (tmp_path / "new.md").read_text(encoding="utf-8")


def test_a_dry_run_keeps_nothing(type_command, tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    answer = type_command("sweep", "study.yaml", "-o", "out", "--dry-run")
    assert answer.code == 0
    assert "6 runs in 3 chunks of 2." in answer.out
    assert "MB on disk" in answer.out
    assert not (tmp_path / "out").exists()


def test_a_dry_run_of_one_run_is_told_in_the_singular(type_command, tmp_path):
    (tmp_path / "study.yaml").write_text(
        "scenarios: [plan_2017]\nuntil: 2017-Q2\nsynthetic: 1\nreplicates: 1\n", encoding="utf-8"
    )
    answer = type_command("sweep", "study.yaml", "-o", "out", "--dry-run", "--workers", "1")
    assert "1 run in 1 chunk of 8." in answer.out
    assert re.search(r"About (1 second|\d+ seconds) with 1 at a time\.", answer.out)
    assert "Timed 1 run in " in answer.out


def test_mistakes_end_with_the_codes_that_are_promised(type_command, folder, tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    assert type_command("status", "nowhere").code == 1
    assert type_command("sweep", "study.yaml", "-o", folder, "--shard", "3/2").code == 1
    (tmp_path / "other.yaml").write_text(STUDY + "seed: 9\n", encoding="utf-8")
    other = type_command("sweep", "other.yaml", "-o", folder, "--workers", "0")
    assert other.code == 4
    assert "seed: 1 → 9" in other.err
    full = type_command("sweep", "study.yaml", "-o", "/dev/full/out", "--workers", "0")
    assert full.code == 5
    assert "/dev/full" in full.err


def test_a_folder_that_may_not_be_written_ends_with_5(type_command, folder, monkeypatch):
    real = os.open

    def read_only(path, flags, *rest, **how):
        if flags & os.O_CREAT and str(folder) in str(path):
            raise PermissionError(30, "Read-only file system", str(path))
        return real(path, flags, *rest, **how)

    monkeypatch.setattr(os, "open", read_only)
    answer = type_command("resume", folder, "--workers", "0")
    assert answer.code == 5
    assert "Read-only file system" in answer.err


def test_ctrl_c_ends_with_130_and_the_study_goes_on(type_command, tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY + "seed: 3\n", encoding="utf-8")

    def interrupt():
        end = time.monotonic() + 60
        while not list(tmp_path.glob("out/summary/part-*")) and time.monotonic() < end:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    stopped = type_command("sweep", "study.yaml", "-o", "out", "--workers", "0")
    assert stopped.code == 130
    assert "acs-abm resume out" in stopped.err
    assert type_command("verify", "out").code == 1
    assert type_command("resume", "out", "--workers", "0").code == 0
    assert type_command("verify", "out").code == 0


def test_a_script_that_sweeps_is_not_run_again_in_its_workers(tmp_path):
    """Its top level is plain code, without ``if __name__ == "__main__"``."""
    script = tmp_path / "script.py"
    script.write_text(
        "import acs_abm as acs\n"
        "print('once')\n"
        "plan = acs.Scenario.load('plan_2017').change(until='2017-Q3')\n"
        "study = acs.Study('out', [plan], replicates=2, synthetic=1, chunk=1)\n"
        "print(study.run(workers=2).is_complete)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["once", "True"]


def test_the_scenarios_of_a_study_are_compared(type_command, folder, tmp_path):
    study = acs.Study(folder)
    words = ["compare", folder, "--column", "practices_alliance", "-o", tmp_path / "found"]
    done = type_command(*words)
    assert done.code == 0, done.err
    table = pd.read_csv(tmp_path / "found" / "scenarios.csv").set_index("measure")
    own = study.outcome("practices_alliance@2017-Q3", against="plan_2017")
    assert table.loc["practices_alliance", "mean"] == pytest.approx(own["value"].mean())
    assert set(table["scenario"]) == {"kind"}
    assert {"systems_acs", "savings"} <= set(table.index)
    assert "In kind, practices_alliance, 2017-Q3" in " ".join(done.out.split())
    first = done.out.splitlines()[0]
    assert first.startswith(
        "The column mean holds mean differences from plan_2017 in 2017-Q3, over"
    )
    assert first.endswith("3 replicates; low and high are the ends of their 95% intervals.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--column", "practices_aliance"], "did you mean 'practices_alliance'"),
        (["--quarter", "2031-Q1"], "2031-Q1"),
        (
            ["--replicates", "3"],
            "--replicates: the runs of a study are done, so this changes nothing",
        ),
        (["--no-attribution", "--seed", "1"], "--seed, --no-attribution: the runs of a study"),
    ],
)
def test_a_comparison_that_cannot_be_is_refused(type_command, folder, words, said):
    done = type_command("compare", folder, *words)
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err
