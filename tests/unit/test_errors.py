"""Messages name the nearest thing that would have been right."""

from __future__ import annotations

import pytest

from acs_abm import errors


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("presure", "; did you mean 'pressure'?"),
        ("PRESSURE", "; did you mean 'pressure'?"),
        ("practice.status_qo", "; did you mean 'practice.status_quo'?"),
        ("zzzzzz", ""),
        ("", ""),
    ],
)
def test_the_nearest_name_is_offered_where_one_is_near(name, hint):
    assert errors.nearest(name, ["pressure", "peers", "practice.status_quo"]) == hint


@pytest.mark.parametrize(
    ("kind", "caught_as"),
    [
        (errors.ParameterError, ValueError),
        (errors.ScenarioError, ValueError),
        (errors.UnknownNameError, KeyError),
        (errors.UnknownNameError, errors.ScenarioError),
        (errors.OrganisationsError, ValueError),
        (errors.ResultsError, OSError),
        (errors.CommandError, ValueError),
    ],
)
def test_each_error_is_also_the_one_a_caller_expects(kind, caught_as):
    assert issubclass(kind, caught_as)
    assert issubclass(kind, errors.AcsError)


def test_a_message_is_printed_as_it_was_written():
    assert str(errors.UnknownNameError("there is no parameter 'x'")) == "there is no parameter 'x'"


@pytest.mark.parametrize(
    ("path", "field", "begins"),
    [
        ("a.yaml", "set", "a.yaml: set: "),
        (None, "set", "set: "),
        ("a.yaml", None, "a.yaml: "),
        (None, None, ""),
    ],
)
def test_a_message_begins_with_file_and_field(path, field, begins):
    assert errors.where(path, field) == begins
