"""Who is who, and how somebody is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acs_abm.app.directory import KINDS, MOST_FOUND, Directory
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario

DORSET = "E54000041"
ENGLAND = Directory(england_by_date(Scenario.load("plan_2017").clock.start))


def test_a_name_or_a_code_finds_whoever_goes_by_it():
    assert [body.code for body in ENGLAND.search("ccg", "dorset")] == ["11J"]
    assert [body.code for body in ENGLAND.search("trust", "RDZ")] == ["RDZ"]
    assert [body.code for body in ENGLAND.search("gate", "dorset acs")][-1] == f"{DORSET}/ACS"


def test_who_is_at_home_in_an_area_comes_first():
    found = ENGLAND.search("practice", "", DORSET)
    assert len(found) == MOST_FOUND
    assert {body.home for body in found} == {DORSET}


def test_nobody_unknown_has_a_name_or_a_home():
    assert ENGLAND.name("trust", "X9X") == "X9X"
    assert ENGLAND.home("trust", "X9X") == ""
    assert not ENGLAND.knows("dragon", "RDZ")


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_of_a_kind_is_known_under_the_code_it_is_found_by(kind):
    found = ENGLAND.search(kind, "")
    assert found
    for body in found:
        assert ENGLAND.knows(kind, body.code)
        assert ENGLAND.name(kind, body.code) == body.name


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.text(max_size=12))
def test_whatever_is_typed_every_word_of_it_is_in_what_is_found(kind, text):
    for body in ENGLAND.search(kind, text):
        assert all(word in f"{body.code} {body.name}".lower() for word in text.lower().split())
