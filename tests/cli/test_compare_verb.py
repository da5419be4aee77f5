"""``acs-abm compare``: a folder and a paragraph, mistakes answered before anything runs."""

from __future__ import annotations

import json
import shlex

import pandas as pd
import pytest

SMALL = ("--system", "DOR", "--until", "2017-Q4", "--replicates", "2")
PAYMENT = "offer.alliance_agreement.payment"


def digests(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    return {entry["name"]: entry["sha256"] for entry in manifest["files"]}


def test_two_scenarios_give_a_paragraph_and_a_folder(tmp_path, type_command):
    answer = type_command(
        "compare", "plan_2017", "paid_alliance", *SMALL, "--seed", "4", "--column",
        "practices_alliance", "--quarter", "2017-Q3",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert answer.err == ""  # no bar where nobody watches
    assert answer.out.startswith("Scenario paid_alliance differs from plan_2017 in 1 lever")
    assert "By 2017-Q3" in answer.out
    changed = "system_DOR_seed_4_replicates_2_until_2017-Q4"
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith(f"plan_2017_and_paid_alliance_{changed}")
    assert f"open {folder.relative_to(tmp_path)}/report.html" in answer.out
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["seed"], manifest["replicates"]) == (4, 2)
    program, *words = shlex.split(manifest["command"])
    assert program == "acs-abm"
    again = type_command(*words, "-o", "again", "--workers", "2")
    assert again.code == 0, again.err
    assert digests(folder) == digests(tmp_path / "again")


def test_values_of_both_and_of_b_alone(tmp_path, type_command):
    answer = type_command(
        "compare", "plan_2017", "plan_2017", *SMALL, "--set", "practice.status_quo=5",
        "--set-b", f"{PAYMENT}=9", "--no-attribution", "--format", "csv", "-o", "it",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    levers = pd.read_csv(tmp_path / "it" / "levers.csv")
    assert list(levers["lever"]) == [PAYMENT]
    assert not (tmp_path / "it" / "attribution.csv").exists()
    for letter in "ab":
        written = (tmp_path / "it" / f"scenario_{letter}.yaml").read_text()
        assert "practice.status_quo: 5" in written
        assert (f"{PAYMENT}: 9" in written) == (letter == "b")


def test_a_made_up_country_can_be_compared(tmp_path, type_command):
    answer = type_command(
        "compare", "plan_2017", "paid_alliance", "--synthetic", "2", "--until", "2017-Q3",
        "--replicates", "1", "-o", "it",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    manifest = json.loads((tmp_path / "it" / "manifest.json").read_text())
    assert "--synthetic 2" in manifest["command"]


TWO = ["plan_2017", "paid_alliance"]
MISTAKES = {
    "an unknown scenario": (["plan_2017", "paid_aliance"], "did you mean 'paid_alliance'"),
    "a scenario with itself": (["plan_2017", "plan_2017"], "are the same world"),
    "starts apart": (["plan_2017", "hindcast_2015"], "only runs that begin together"),
    "one area with another": (["dorset", "frimley"], "say in which care systems"),
    "an unknown column": ([*TWO, "--column", "practices_aliance"], "mean 'practices_alliance'"),
    "a column of words": ([*TWO, "--column", "quarter"], "no column 'quarter' to compare"),
    "a quarter outside": ([*TWO, "--quarter", "2031-Q1"], "2017-Q2 to 2027-Q1"),
    "a quarter that is none": ([*TWO, "--quarter", "soon"], "'soon' is not a quarter"),
    "no replicates": ([*TWO, "--replicates", "0"], "--replicates is '0'"),
    "a seed in words": ([*TWO, "--seed", "seven"], "--seed is 'seven'"),
    "a seed too large": ([*TWO, "--seed", "9" * 19], f"number from 0 to {'9' * 18}"),
    "an end in words": ([*TWO, "--until", "banana"], "until: 'banana' is not a date"),
    "no workers": ([*TWO, "--workers", "0"], "--workers is '0'"),
    "an unknown system": ([*TWO, "--system", "Dorsett"], "did you mean 'Dorset'"),
    "an unknown format": ([*TWO, "--format", "parqet"], "did you mean 'parquet'"),
    "an unknown parameter": ([*TWO, "--set-b", "practice.statusquo=3"], "practice.status_quo"),
    "a date as a parameter": ([*TWO, "--set-b", "until=2018-Q1"], "no parameter 'until'"),
    "two countries": ([*TWO, "--synthetic", "2", "--organisations", "x"], "give one"),
    "an end before the start": ([*TWO, "--until", "2016-Q1"], "before its first step"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_answered_in_one_sentence(kind, tmp_path, type_command):
    words, says = MISTAKES[kind]
    answer = type_command("compare", *words)
    assert answer.code == 1
    assert answer.out == ""
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert answer.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_is_refused_before_the_runs(tmp_path, type_command):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.txt").write_text("years of work")
    answer = type_command("compare", *TWO, "-o", "thesis", "--replicates", "1000000")
    assert answer.code == 1
    assert "thesis: is not empty" in answer.err


def test_one_scenario_is_not_enough(type_command):
    done = type_command("compare", "plan_2017")
    assert done.code == 1
    assert "no folder of a study: name two scenarios" in done.err


def test_results_of_a_comparison_are_not_those_of_a_run(tmp_path, type_command):
    assert type_command("compare", *TWO, *SMALL, "--no-attribution", "-o", "it").code == 0
    answer = type_command("explain", "it", "--who", "system:DOR", "--when", "2017-Q3")
    assert answer.code == 1
    assert "it: compares two scenarios; name the results of a run" in answer.err


def test_a_run_is_not_lost_to_a_comparison_nor_a_comparison_to_a_run(tmp_path, type_command):
    short = ("--system", "DOR", "--until", "2017-Q2")
    compared = ("compare", *TWO, *short, "--replicates", "1", "--no-attribution")
    assert type_command("run", *short, "-o", "one").code == 0
    assert type_command(*compared, "-o", "two").code == 0
    answer = type_command(*compared, "-o", "one")
    assert answer.code == 1
    assert "one: holds a run of plan_2017, not a comparison, which would be lost" in answer.err
    answer = type_command("run", *short, "-o", "two")
    assert answer.code == 1
    assert "two: holds a comparison of plan_2017 and paid_alliance, not a run" in answer.err
    answer = type_command(*compared, "-o", "two", "--seed", "2")
    assert answer.code == 1
    assert "and paid_alliance with seed 1, not 2, which would be lost" in answer.err
    assert type_command(*compared, "-o", "two").code == 0


def test_columns_of_a_comparison_can_be_looked_up(type_command):
    answer = type_command("measures", "attribution")
    assert answer.code == 0
    assert "order_averaged" in answer.out
