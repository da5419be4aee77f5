"""A document that somebody else wrote holds plain data, or is refused in words."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.documents import (
    DEEPEST,
    MOST_BYTES,
    expect,
    expect_keys,
    parse_document,
    read_document,
)
from acs_abm.errors import AcsError, ScenarioError

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"

REFUSED = {
    "nothing": ("", "empty"),
    "only a comment": ("# nothing\n", "empty"),
    "a list": ("- a\n- b\n", "holds a list"),
    "a word": ("plan", "holds a str"),
    "two documents": ("a: 1\n---\nb: 2\n", "document"),
    "a key twice": ("a: 1\nb: 2\na: 3\n", "line 3: 'a' is given twice"),
    "a key twice, deeper": ("set:\n  x: 1\n  x: 2\n", "line 3: 'x' is given twice"),
    "a number as a key": ("1: a\n", "keys must be plain words"),
    "a switch as a key": ("set: {true: 1}\n", "keys must be plain words"),
    "nothing as a key": ("set: {null: 1}\n", "keys must be plain words"),
    "a list as a key": ("[a]: 1\n", "keys must be plain words"),
    "a merge key": ("a: {b: 1}\nc:\n  <<: {b: 2}\n", "keys must be plain words"),
    "an alias bomb": (BOMB, r"aliases \(\*name\) are not allowed"),
    "code": ("a: !!python/object/apply:os.system ['true']\n", r"tags \(!name\) are not allowed"),
    "a tag": ("a: !thing 1\n", r"tags \(!name\) are not allowed"),
    "nested too deep": ("a: " + "[" * 40 + "]" * 40, "nested more than 12 levels deep"),
    "nested without end": ("[" * 200_000, "nested more than"),
    "broken brackets": ("a: [1, 2\nb: 3\n", "line 2"),
    "a tab": ("a:\n\tb: 1\n", "cannot start any token"),
    "a control character": ("a: \x07\n", "not YAML"),
    "too much": ("a: " + "x" * MOST_BYTES, "larger than 262,144 bytes"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_it_refuses(kind, tmp_path):
    text, says = REFUSED[kind]
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=says) as refused:
        read_document(path)
    assert str(refused.value).startswith(str(path))


def test_it_refuses_what_is_not_text(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\x80\xff\x00\x01")
    with pytest.raises(ScenarioError, match="not a text file in UTF-8"):
        read_document(path)


def test_it_says_when_there_is_no_file_or_it_is_a_folder(tmp_path):
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_document(tmp_path / "none.yaml")
    with pytest.raises(ScenarioError, match="is a folder"):
        read_document(tmp_path)


def test_a_date_stays_the_text_it_was_written_as():
    assert parse_document("start: 2017-04\nday: 2017-04-01\n", "x") == {
        "start": "2017-04",
        "day": "2017-04-01",
    }


def test_the_depth_allowed_is_reached_but_not_passed():
    def nested(levels: int) -> str:
        return "a: " + "[" * levels + "]" * levels

    parse_document(nested(DEEPEST - 1), "x")  # the mapping is a level itself
    with pytest.raises(ScenarioError, match="nested more than"):
        parse_document(nested(DEEPEST), "x")


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-999, 999)
    | st.floats(-9, 9)
    | st.text("ab c", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abcde", min_size=1, max_size=5), PLAIN, min_size=1, max_size=4))
def test_plain_data_reads_back_as_written(content):
    text = yaml.safe_dump(content)
    if "&" not in text and "*" not in text:
        assert parse_document(text, "x") == content


MARKS = st.text("-:[]{}&*!<>|%@`'\"#,?~.=_ \n\t0123456789abxenoy", max_size=60)


@given(st.text(max_size=200) | MARKS)
def test_any_text_is_read_or_refused_in_words(text):
    message = ""
    try:
        content = parse_document(text, "mine.yaml")
    except AcsError as refused:
        message = str(refused)
    assert message.startswith("mine.yaml") or isinstance(content, dict)


def test_an_unknown_key_is_refused_with_the_nearest_known_one():
    with pytest.raises(ScenarioError) as refused:
        expect_keys({"untill": 1}, {"until", "start"}, "mine.yaml", "run")
    message = "mine.yaml: run: 'untill' is not known; did you mean 'until'? (known: start, until)"
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("value", "kind", "says"),
    [
        (3, str, "k: 3 is not text"),
        ("a", dict, "k: 'a' is not a mapping"),
        ("a", (list, dict), "k: 'a' is not a list or a mapping"),
        (True, int, "k: True is not a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_shown(value, kind, says):
    with pytest.raises(ScenarioError, match=re.escape(says)):
        expect({"k": value}, "k", kind, "mine.yaml")
