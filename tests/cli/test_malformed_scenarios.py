"""Whatever a scenario file holds, the command line answers in words and leaves nothing behind."""

from __future__ import annotations

import os

import pytest

from acs_abm.documents import MOST_BYTES

PLAN = b"extends: plan_2017\n"
BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"

FILES = {
    "empty": (b"", "empty; write at least 'name:' and 'why:'"),
    "only a comment": (b"# to do\n", "empty"),
    "binary": (bytes(range(256)) * 4, "not a text file"),
    "UTF-16": ("name: x".encode("utf-16"), "not a text file"),
    "a control character": (b"name: \x07", "not YAML"),
    "broken YAML": (b"set: [1, 2\nname: x\n", "line 2"),
    "a list": (b"- plan_2017\n", "holds a list"),
    "a key twice": (b"name: a\nwhy: b\nname: c\n", "line 3: 'name' is given twice"),
    "a number as a key": (b"1: a\n", "keys must be plain words"),
    "a merge key": (b"set:\n  <<: {a: 1}\n", "keys must be plain words"),
    "an alias bomb": (BOMB, "aliases"),
    "a Python tag": (b"name: !!python/object/apply:os.system ['true']\n", "tags"),
    "nested deeply": (b"set: " + b"[" * 1000, "nested more than 12 levels"),
    "huge": (b"why: " + b"x" * MOST_BYTES, "larger than"),
    "an unknown key": (b"extend: plan_2017\n", "did you mean 'extends'"),
    "an unknown scenario below": (b"extends: plan2017\n", "did you mean 'plan_2017'"),
    "itself below": (b"extends: ./mine.yaml\n", "in a circle"),
    "a mapping below": (b"extends: {a: 1}\n", "is not the name of a scenario"),
    "an unknown calendar": (PLAN + b"calendar: anounced_2017\n", "did you mean 'announced_2017'"),
    "an unknown offer": (PLAN + b"offers: {aliance_agreement: true}\n", "'alliance_agreement'"),
    "a list of offers": (PLAN + b"offers: [hub]\n", "offers: ['hub'] is not a mapping"),
    "an unknown term": (PLAN + b"offers: {hub: {terms: {paymnt: 1}}}\n", "did you mean 'payment'"),
    "a date that is none": (PLAN + b"until: 2019-Q5\n", "'2019-Q5' is not a date"),
    "an end before the start": (PLAN + b"until: 2016-Q4\n", "before its first step"),
    "an end in 9999": (PLAN + b"until: 9999-Q4\n", "longer than 100 years"),
    "a wave upside down": (
        PLAN + b"set: {wave.first_least: 9, wave.first_most: 6}\n",
        "wave.first_least is larger than wave.first_most",
    ),
    "values that are no mapping": (PLAN + b"set: [1]\n", "set: [1] is not a mapping"),
    "an unknown parameter": (PLAN + b"set: {practice.peer_valu: 1}\n", "'practice.peer_value'"),
    "text as a number": (PLAN + b"set: {practice.status_quo: much}\n", "'much': not a number"),
    "a list as a number": (PLAN + b"set: {practice.status_quo: [1]}\n", "[1]: not a number"),
    "not a number": (PLAN + b"set: {practice.status_quo: .nan}\n", "not a finite number"),
    "infinity": (PLAN + b"set: {practice.status_quo: .inf}\n", "not a finite number"),
    "out of range": (PLAN + b"set: {regulator.flag_weight: 7}\n", "out of range"),
    "a name among the values": (PLAN + b"set: {name: x}\n", "there is no parameter 'name'"),
    "an offer of nobody": (PLAN + b"offers: {hub: {open_to: []}}\n", "hub.open_to: [] is not"),
    "weeks": (PLAN + b"steps_per_year: 52\n", "it must be 4"),
    "text as steps": (PLAN + b"steps_per_year: four\n", "is not a whole number"),
}


def assert_refused(answer, tmp_path, *says):
    assert answer.code == 1
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert answer.err.startswith("acs-abm: ")
    for words in says:
        assert words in answer.err
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("verb", ["run", "validate"])
def test_it_is_refused_in_words(kind, verb, tmp_path, type_command):
    content, says = FILES[kind]
    (tmp_path / "mine.yaml").write_bytes(content)
    assert_refused(type_command(verb, "mine.yaml"), tmp_path, "mine.yaml", says)


def test_a_file_that_is_not_there_is_named(tmp_path, type_command):
    assert_refused(type_command("run", "no.yaml"), tmp_path, "no.yaml: there is no such file")


def test_a_folder_is_not_a_scenario(tmp_path, type_command):
    (tmp_path / "mine.yaml").mkdir()
    assert_refused(type_command("run", "mine.yaml"), tmp_path, "mine.yaml: is a folder")


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path, type_command):
    for verb in ("run", "validate"):
        assert_refused(type_command(verb, "no_chang"), tmp_path, "did you mean 'no_change'")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_file_that_never_ends_is_not_waited_for(tmp_path, type_command):
    os.mkfifo(tmp_path / "mine.yaml")
    assert_refused(type_command("validate", "mine.yaml"), tmp_path, "mine.yaml: is not a file")


def test_a_chain_of_files_may_not_be_long(tmp_path, type_command):
    for n in range(12):
        (tmp_path / f"s{n}.yaml").write_text(f"extends: ./s{n + 1}.yaml\n")
    assert_refused(type_command("validate", "s0.yaml"), tmp_path, "a chain of more than 10 files")


def test_a_mistake_in_rules_of_ones_own_is_said_with_file_and_line(tmp_path, type_command):
    (tmp_path / "own_typed.py").write_text("\ndef act(world)\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_bytes(PLAN + b"rules: [own_typed]\n")
    answer = type_command("validate", "mine.yaml")
    assert_refused(answer, tmp_path, "mine.yaml: rules: ", "own_typed.py, line 2: SyntaxError")


@pytest.mark.parametrize("verb", ["validate", "run"])
def test_a_care_system_that_does_not_exist_is_answered_with_the_nearest(
    verb, tmp_path, type_command
):
    (tmp_path / "mine.yaml").write_bytes(PLAN + b"systems: [Dorst]\n")
    answer = type_command(verb, "mine.yaml")
    assert_refused(answer, tmp_path, "there is no care system 'Dorst'; did you mean 'Dorset'")
