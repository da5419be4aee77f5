"""What promising a contract is worth before there is one, by hand and by what follows from it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_options import (
    ALLIANCE,
    FULL,
    INDEPENDENT,
    PARTIAL,
    SUBCONTRACTED,
    TRUST_RUN,
    by_option,
)

from acs_abm.decisions.practice_choice import CORE_TERMS, LEAN_CORE, PracticeChoice
from acs_abm.decisions.practice_integration import utility_terms
from acs_abm.decisions.practice_promise import FELT_ALREADY, PracticePromise, promise_gain

P = PracticePromise()
EXAMPLE = {
    # the practice of test_practice_integration, whose terms are worked out there
    "income_change": [by_option({ALLIANCE: 1.2, FULL: 5.0, TRUST_RUN: 5.0})],
    "ideology": 0.5,
    "distress": 0.4,
    "lead_trust": 0.6,
    "lmc_opposition": [by_option({FULL: 0.2, SUBCONTRACTED: 0.2, TRUST_RUN: 0.2})],
}


def gain(terms, held, p=P, status_quo=9.0):
    return promise_gain(terms, np.array([held]), status_quo, p)[0]


@pytest.fixture
def terms(facts_of, options, choice):
    return utility_terms(facts_of(**EXAMPLE), options, choice)


def test_what_an_independent_practice_gains_by_promising_a_partial_contract_by_hand(terms):
    expected = (
        0.15 * -13.5  # independence: −30 · 0.45
        + 0.5 * (-4.188894 - -2.992067)  # income: its value less that of staying independent
        + 7.7  # rescue: 55 · 0.4 · 0.35
        + 1.5  # working together
        + 0.28  # trust in the lead: 4 · 0.2 · 0.35
        + 0.6  # pressure: 4 · 0.3 · 0.5
        - 0.9  # objection: −3 · 0.5 · 0.6
        - 4.5  # half a level of status quo
    )
    assert gain(terms, INDEPENDENT)[PARTIAL] == pytest.approx(expected, abs=1e-5)


def test_what_a_member_of_an_alliance_gains_by_promising_a_partial_contract_by_hand(terms):
    expected = (
        0.15 * (-13.5 - -3.0)  # it has given up part of its independence already
        + 0.5 * (-4.188894 - -1.210893)
        + (7.7 - 3.52)  # and is carried in part already
        + 1.5 + 0.28 + 0.6 - 0.9  # what the alliance brings it keeps beside these
        - 4.5
    )  # fmt: skip
    assert gain(terms, ALLIANCE)[PARTIAL] == pytest.approx(expected, abs=1e-5)


def test_neither_hours_nor_the_contract_given_up_count_before_they_come(terms):
    without = {
        name: values
        for name, values in terms.items()
        if name in {"independence", "income", "rescue", *FELT_ALREADY}
    }
    np.testing.assert_array_equal(gain(terms, INDEPENDENT), gain(without, INDEPENDENT))


@pytest.mark.parametrize("name", sorted(set(FELT_ALREADY) - {"working_together"}))
def test_a_term_that_is_switched_off_counts_for_no_promise(name, terms, facts_of, options):
    less = utility_terms(facts_of(**EXAMPLE), options, PracticeChoice(terms_off=(name,)))
    lost = gain(terms, INDEPENDENT) - gain(less, INDEPENDENT)
    np.testing.assert_allclose(lost, terms[name][0], atol=1e-12)


def test_income_switched_off_counts_for_no_promise_and_nothing_else_changes(
    terms, facts_of, options
):
    less = utility_terms(facts_of(**EXAMPLE), options, PracticeChoice(terms_off=("income",)))
    income = terms["income"][0]
    lost = gain(terms, INDEPENDENT) - gain(less, INDEPENDENT)
    np.testing.assert_allclose(lost, 0.5 * (income - income[INDEPENDENT]), atol=1e-12)


def test_with_every_term_off_a_promise_costs_what_moving_costs(facts_of, options):
    bare = PracticeChoice(terms_off=(LEAN_CORE, *CORE_TERMS))
    none = utility_terms(facts_of(**EXAMPLE), options, bare)
    np.testing.assert_array_equal(gain(none, INDEPENDENT), -4.5)


@given(more=st.floats(0.1, 30))
def test_more_pay_makes_a_promise_better_and_no_other(more, facts_of, options, choice):
    poor, rich = (
        gain(utility_terms(facts_of(income_change=[pay]), options, choice), INDEPENDENT)
        for pay in (by_option({}), by_option({PARTIAL: more}))
    )
    assert rich[PARTIAL] > poor[PARTIAL]
    np.testing.assert_array_equal(np.delete(rich, PARTIAL), np.delete(poor, PARTIAL))


def test_where_income_does_not_count_before_the_contract_pay_moves_no_promise(
    facts_of, options, choice
):
    blind = PracticePromise(promise_income=0.0)
    poor, rich = (
        gain(utility_terms(facts_of(income_change=[pay]), options, choice), INDEPENDENT, blind)
        for pay in (by_option({}), by_option({PARTIAL: 20.0}))
    )
    np.testing.assert_array_equal(poor, rich)


@pytest.mark.parametrize("part", ["promise_autonomy", "promise_effort"])
def test_the_more_of_autonomy_or_effort_is_felt_at_once_the_less_a_promise_is_worth(part, terms):
    light, heavy = (
        gain(terms, INDEPENDENT, PracticePromise(**{part: share}))[PARTIAL] for share in (0.1, 0.9)
    )
    assert heavy < light


def test_a_promise_costs_the_same_effort_whatever_is_promised(terms):
    free, dear = (gain(terms, INDEPENDENT, status_quo=cost) for cost in (0.0, 10.0))
    np.testing.assert_allclose(free - dear, 5.0)
