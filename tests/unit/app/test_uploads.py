"""Scenario files of visitors: the same schema, no code, nothing of this computer."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import acs_abm as acs
from acs_abm.app.downloads import scenario_file
from acs_abm.app.draft import Draft, preset
from acs_abm.app.recording import Film
from acs_abm.app.uploads import LONGEST_NAME, plain_name, read_upload
from acs_abm.documents import MOST_BYTES
from acs_abm.errors import AcsError
from acs_abm.scenario import Scenario, shipped_scenarios

PAYMENT = "offer.alliance_agreement.payment"
QUICK = {"until": "2018-Q1"}


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_what_the_page_hands_out_it_takes_back(name):
    scenario = Scenario.load(name)
    read = read_upload("file.yaml", scenario.to_yaml().encode())
    assert read.fingerprint == scenario.fingerprint


def test_a_downloaded_file_gives_the_same_numbers_when_run(tmp_path):
    payment = round(float(np.random.default_rng().uniform(0, 10)), 2)
    scenario = preset("plan_2017").change("mine", **{PAYMENT: payment}, until="2018-Q1")
    film = Film(scenario, 11)
    while not film.is_over:
        film.step()
    recording = film.cut()
    film.release()
    file = scenario_file(recording)
    path = tmp_path / file["name"]
    path.write_text(file["text"], encoding="utf-8")
    run = acs.run(path, seed=11)
    assert run.national[recording.national.columns].equals(recording.national)
    assert f"acs-abm run {file['name']} --seed 11" in file["text"]


def test_an_uploaded_scenario_is_a_start_for_the_controls():
    text = f"name: mine\nextends: plan_2017\nset:\n  {PAYMENT}: 4\n"
    draft = Draft.of(read_upload("mine.yaml", text.encode()))
    assert draft.scenario.value(PAYMENT) == 4
    moved = draft.type(PAYMENT, "5")
    assert moved.changed == [PAYMENT]
    assert moved.reset().scenario.value(PAYMENT) == 4
    assert draft.choose("plan_2017").uploaded is None


def test_an_uploaded_file_does_not_pass_for_a_shipped_one():
    own = read_upload("a.yaml", b"name: plan_2017\nextends: no_change\n")
    assert Draft.of(own).preset_name == "plan_2017_uploaded"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: a\nrules: [os]", "rules: Python modules are not run"),
        ("name: a\nrules: [acs_abm.decisions]", "rules:"),
        ("name: a\norganisations: ../there", "organisations: files on this computer"),
        ("name: a\nextends: ../../etc/passwd", "extends:"),
        ("name: a\nextends: /etc/passwd", "extends:"),
        ("name: a\nextends: other.yaml", "extends:"),
        ("name: a\nextends: 'C:\\x.yaml'", "extends:"),
        ("name: a\nextends: plan2017", "did you mean 'plan_2017'"),
        ("name: a\ncalendar: /etc/passwd", "calendar"),
        ("name: !!python/object/apply:os.system [ls]", "tags"),
        ("a: &a [1]\nb: *a", "alias"),
        ("name: a\nset: {practice.status_quo: 1e9}", "practice.status_quo"),
        ("name: a\nset: {practice.statusquo: 1}", "did you mean"),
        ("name: a\nstart: 1900-Q1", "mine.yaml"),
    ],
)
def test_code_and_other_files_are_refused_by_name(text, said):
    with pytest.raises(AcsError, match=r"^mine\.yaml") as refused:
        read_upload("/somewhere/mine.yaml", text.encode())
    assert said in str(refused.value)


def test_a_file_on_this_computer_is_not_read(tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("name: secret\nwhy: only here\n", encoding="utf-8")
    with pytest.raises(AcsError) as refused:
        read_upload("a.yaml", f"name: a\nextends: {secret}\n".encode())
    assert "only here" not in str(refused.value)


def test_a_large_file_is_refused_before_it_is_read():
    with pytest.raises(AcsError, match="larger than"):
        read_upload("a.yaml", b"#" * (MOST_BYTES + 1))


BROKEN = """[]

3

- a
- b

{

a: b: c

name: [1]

name: {}

set: 3

offers: []

offers: {x: true}

start: 3

until: x

systems: [Narnia]

steps_per_year: 3

calendar: none

mandate_from: never

offer_changes: [3]

extends: [plan_2017]

extends: a

nme: x

%YAML 9.9
---
a

? [a]
: b

1: 2

true: 1

set: {a.b: .nan}"""


def malformed_files():
    """A hundred broken files: a sound one cut, swapped, doubled, or of another kind."""
    lot = np.random.default_rng(5)
    sound = preset("plan_2017").to_yaml().encode()
    files = [b"", b"\x00", b"\xff\xfe", b"PK\x03\x04" + bytes(40), b"a: " + b"[" * 500]
    files += BROKEN.encode().split(b"\n\n")
    while len(files) < 100:
        at = int(lot.integers(20, len(sound) - 20))
        byte = bytes([int(lot.choice([0, 7, 255, 192]))])
        files.append([sound[:at] + byte + sound[at:], sound + b"\n" + sound[:at] + b"\n: :",
                      sound + f"\nkey_{at}: 1\n".encode()][len(files) % 3])  # fmt: skip
    return files


@pytest.mark.parametrize("data", malformed_files())
def test_a_malformed_file_gives_a_message_that_names_it(data):
    with pytest.raises(AcsError, match=r"^broken\.yaml") as refused:
        read_upload("broken.yaml", data)
    assert "Traceback" not in str(refused.value)


@given(st.binary(max_size=200))
def test_whatever_bytes_are_brought_there_is_a_scenario_or_a_message(data):
    with suppress(AcsError):
        assert read_upload("any.yaml", data).fingerprint


@given(st.text(max_size=200))
def test_the_name_of_a_file_is_short_printable_and_no_path(name):
    plain = plain_name(name)
    assert 0 < len(plain) <= LONGEST_NAME
    assert plain.isprintable()
    assert "/" not in plain
    assert "\\" not in plain
