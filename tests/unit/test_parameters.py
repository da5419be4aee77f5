"""Every number of the model is declared once, with all that a reader may ask about it."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.errors import ParameterError
from acs_abm.parameters import (
    Parameter,
    Role,
    bounds,
    collect,
    declared,
    declares,
    make_parameter,
    parameter,
)
from acs_abm.scenario import Scenario

CATALOGUE = Scenario.load("plan_2017").catalogue
NUMBERS = sorted(name for name, entry in CATALOGUE.items() if entry.is_number)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_parameter_says_what_it_is_and_where_it_comes_from(name):
    entry = CATALOGUE[name]
    assert entry.name == name
    assert re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)+", name)
    assert entry.unit
    assert len(entry.meaning) > 10
    assert entry.meaning.endswith(".")
    assert entry.source
    assert isinstance(entry.role, Role)
    assert entry.check(entry.default) == entry.default


@pytest.mark.parametrize("name", NUMBERS)
def test_a_default_lies_in_its_plausible_range_and_that_in_what_is_accepted(name):
    entry = CATALOGUE[name]
    assert entry.at_least <= entry.low <= entry.default <= entry.high <= entry.at_most
    assert entry.low < entry.high
    assert entry.is_plausible(entry.default)
    assert math.isfinite(entry.at_least)
    assert math.isfinite(entry.at_most)


def test_rules_offers_and_calendars_share_one_catalogue_without_clashes():
    assert set(declared("acs_abm")) < set(CATALOGUE)
    kinds = {name.partition(".")[0] for name in CATALOGUE}
    assert {"practice", "trust", "commissioner", "offer", "stage", "wave", "expectation"} <= kinds
    assert list(CATALOGUE) == sorted(CATALOGUE)


@given(st.sampled_from(NUMBERS), st.data())
def test_any_number_within_the_limits_is_accepted_and_kept(name, data):
    entry = CATALOGUE[name]
    if isinstance(entry.default, int):
        value = data.draw(st.integers(math.ceil(entry.at_least), math.floor(entry.at_most)))
    else:
        value = data.draw(st.floats(entry.at_least, entry.at_most))
    assert entry.check(value) == value
    assert type(entry.check(value)) is type(entry.default)


@given(st.sampled_from(NUMBERS), st.data())
def test_any_number_outside_the_limits_is_refused_by_name(name, data):
    entry = CATALOGUE[name]
    beyond = st.floats(min_value=entry.at_most, exclude_min=True, allow_infinity=True)
    below = st.floats(max_value=entry.at_least, exclude_max=True, allow_infinity=True)
    value = data.draw(beyond | below)
    with pytest.raises(ParameterError) as refused:
        entry.check(value)
    message = str(refused.value)
    assert message.startswith(f"{name} is ")
    assert f"{entry.at_least:g} to {entry.at_most:g}" in message
    assert entry.unit in message


@given(st.sampled_from(NUMBERS), st.text() | st.booleans() | st.none() | st.lists(st.integers()))
def test_what_is_not_a_number_is_refused_by_name(name, value):
    with pytest.raises(ParameterError, match=rf"^{re.escape(name)} is .*not a number"):
        CATALOGUE[name].check(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400, -(10**400)])
def test_what_is_not_finite_is_refused(value):
    with pytest.raises(ParameterError, match="not a finite number"):
        CATALOGUE["practice.status_quo"].check(value)


@pytest.mark.parametrize("value", [np.float64(3), np.float32(3), np.int64(3), Fraction(3), 3])
def test_numbers_of_numpy_are_numbers_too(value):
    checked = CATALOGUE["practice.status_quo"].check(value)
    assert checked == 3.0
    assert type(checked) is float


def test_a_whole_number_may_be_written_as_3_but_not_as_a_half():
    entry = CATALOGUE["wave.first_least"]
    assert type(entry.check(3.0)) is int
    with pytest.raises(ParameterError, match=r"2\.5: not a whole number; it takes a whole number"):
        entry.check(2.5)


def test_a_list_of_names_takes_known_names_in_any_order_and_offers_the_nearest():
    entry = CATALOGUE["practice.terms_off"]
    assert entry.check(["peers"][:0]) == ()
    assert entry.check("envy") == ("envy",)
    assert entry.check(["pressure", "envy", "envy"]) == ("envy", "pressure")
    with pytest.raises(ParameterError, match="'presure' is not known; did you mean 'pressure'"):
        entry.check(["presure"])
    with pytest.raises(ParameterError, match="not a list of names"):
        entry.check(3)


def test_a_switch_takes_true_or_false_and_nothing_like_them():
    switch = make_parameter(
        "rule.on", True, unit="switch", low=None, high=None, role=Role.LEVER, meaning="", source="",
    )  # fmt: skip
    assert switch.check(False) is False
    assert switch.allowed() == "true or false"
    assert not switch.is_number
    for value in (0, 1, "yes", None):
        with pytest.raises(ParameterError, match="not a switch"):
            switch.check(value)


def test_long_nonsense_is_cut_in_the_message():
    with pytest.raises(ParameterError) as refused:
        CATALOGUE["practice.status_quo"].check("x" * 10_000)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("unit", "low", "high", "expected"),
    [
        ("share", 0.2, 0.4, (0.0, 1.0)),
        ("share of list", 0.0, 0.4, (0.0, 1.0)),
        ("probability a quarter", 0.1, 0.2, (0.0, 1.0)),
        ("£k a year", 2, 15, (0.0, 150.0)),
        ("hours a week", -5, 2, (-50.0, 50.0)),
        ("shape", 2.0, 6.0, (0.2, 60.0)),
        ("shared", 2.0, 6.0, (0.0, 60.0)),
    ],
)
def test_room_for_stress_depends_on_the_unit(unit, low, high, expected):
    assert bounds(unit, low, high) == expected


def test_a_rule_gets_its_own_values_and_defaults_for_the_rest():
    filled = collect(PracticeChoice, {"practice.status_quo": 2.5, "trust.status_quo": 9.0})
    assert filled.status_quo == 2.5
    assert filled.choice_noise == CATALOGUE["practice.choice_noise"].default


def test_no_two_rules_may_declare_one_name():
    class Again:
        status_quo: float = parameter(
            1.0, unit="£k", low=0, high=2, meaning="Again.", source="assumption"
        )

    with pytest.raises(ParameterError, match=r"practice\.status_quo is declared twice"):
        declares("practice")(Again)


def test_a_default_outside_its_range_cannot_be_declared():
    with pytest.raises(ParameterError, match=r"rule\.x: the default 5 is outside its range 0 to 2"):
        make_parameter("rule.x", 5, unit="£k", low=0, high=2)


def test_a_parameter_is_frozen():
    entry = CATALOGUE["practice.status_quo"]
    assert isinstance(entry, Parameter)
    with pytest.raises(AttributeError):
        entry.default = 3.0  # type: ignore[misc]
