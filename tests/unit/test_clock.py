"""Quarters, months and financial years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.clock import Clock, Date
from acs_abm.errors import ScenarioError

YEARS = st.integers(1948, 2100)


def test_the_default_run_is_forty_quarters_from_april_2017():
    clock = Clock.between("2017-Q2", "2027-Q1")
    assert clock.steps == 40
    assert clock.labels()[0] == "2017-Q2"
    assert clock.labels()[3:5] == ["2018-Q1", "2018-Q2"]
    assert clock.labels()[-1] == "2027-Q1"


def test_the_same_run_in_months_has_three_times_the_steps():
    clock = Clock.between("2017-Q2", "2027-Q1", 12)
    assert clock.steps == 120
    assert clock.labels()[:2] == ["2017-04", "2017-05"]
    assert clock.labels()[-1] == "2027-03"


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("2017-03", "2016/17"),
        ("2017-04", "2017/18"),
        ("2018-Q1", "2017/18"),
        ("2018-Q2", "2018/19"),
        ("1999-Q2", "1999/00"),
        ("2099-12", "2099/00"),
    ],
)
def test_a_financial_year_runs_from_april_to_march(date, year):
    assert Date.parse(date).financial_year == year


@pytest.mark.parametrize(
    ("text", "month"),
    [("2017-Q1", 1), ("2017-Q2", 4), ("2017-Q3", 7), ("2017-Q4", 10), ("2017-11", 11)],
)
def test_a_quarter_begins_with_its_first_month(text, month):
    date = Date.parse(text)
    assert (date.year, date.month) == (2017, month)


def test_the_end_of_a_quarter_is_its_last_month_and_of_a_month_that_month():
    assert str(Date.parse("2019-Q1", end=True)) == "2019-03"
    assert str(Date.parse("2019-02", end=True)) == "2019-02"


@pytest.mark.parametrize(
    "text",
    ["", "2017", "2017-Q5", "2017-Q0", "2017-13", "2017-00", "2017-4", "17-Q2", "Q2-2017",
     "2017-Q2 ", "2017-Q2-1", "2017/18", "April 2017", None, 2017, 2017.25, [], "2017-q2"],
)  # fmt: skip
def test_what_is_not_a_date_is_refused_with_the_forms_that_are(text):
    with pytest.raises(ScenarioError, match=r"not a date: write a quarter such as 2019-Q1"):
        Date.parse(text)


@given(YEARS, st.integers(1, 12))
def test_a_month_reads_back_as_written(year, month):
    text = f"{year}-{month:02d}"
    date = Date.parse(text)
    assert str(date) == text
    assert (date.year, date.month) == (year, month)
    first, last = Date.parse(date.quarter), Date.parse(date.quarter, end=True)
    assert first <= date <= last
    assert last.index - first.index == 2


@given(YEARS, st.integers(1, 4), st.integers(-400, 400))
def test_dates_are_ordered_as_months_pass(year, quarter, months):
    date = Date.parse(f"{year}-Q{quarter}")
    later = date.plus_months(months)
    assert (later > date) == (months > 0)
    assert (later == date) == (months == 0)
    assert later.plus_months(-months) == date


@given(YEARS, st.integers(1, 4), st.integers(1, 80), st.sampled_from([4, 12]))
def test_every_step_of_a_clock_finds_its_own_date_again(year, quarter, quarters, a_year):
    start = Date.parse(f"{year}-Q{quarter}")
    until = start.plus_months(3 * quarters - 1)
    clock = Clock.between(start.quarter, str(until), a_year)
    assert clock.steps == quarters * a_year // 4
    assert [clock.step_of(clock.date(step)) for step in range(clock.steps)] == [*range(clock.steps)]
    assert clock.date(clock.steps - 1).plus_months(clock.months_per_step - 1) == until
    assert len(set(clock.labels())) == clock.steps


@given(st.integers(1, 4), st.integers(1, 20), st.sampled_from([4, 12]))
def test_each_financial_year_opens_once_and_closes_once(quarter, years, a_year):
    clock = Clock.between(f"2000-Q{quarter}", f"{1999 + years + 1}-Q4", a_year)
    opens = [
        clock.date(s).financial_year for s in range(clock.steps) if clock.opens_financial_year(s)
    ]
    closes = [s for s in range(clock.steps) if clock.closes_financial_year(s)]
    assert len(opens) == len(set(opens))
    assert all(clock.date(step).month in ({1} if a_year == 4 else {3}) for step in closes)
    quarters = sum(clock.closes_quarter(step) for step in range(clock.steps))
    assert quarters == sum(clock.opens_quarter(step) for step in range(clock.steps))
    assert quarters == clock.steps * 4 // a_year


def test_a_month_after_the_start_is_a_later_step_and_before_it_a_negative_one():
    clock = Clock.between("2017-Q2", "2018-Q1")
    assert [clock.step_of(Date.parse(d)) for d in ("2017-06", "2017-07", "2017-03")] == [0, 1, -1]


@pytest.mark.parametrize(
    ("start", "until", "a_year", "says"),
    [
        ("2017-Q2", "2017-Q1", 4, "until: .*before its first step, 2017-Q2, is over"),
        ("2017-Q2", "2017-05", 4, "before its first step"),
        ("2017-05", "2018-Q1", 4, "starts with the first month of a quarter"),
        ("2017-05", "2018-Q1", 12, "starts with the first month of a quarter"),
        ("2017-Q2", "2018-Q1", 6, "it must be 4"),
        ("2017-Q2", "2018-Q1", 0, "it must be 4"),
        ("2017-Q2", "soon", 4, "until: 'soon' is not a date"),
    ],
)
def test_a_clock_that_cannot_run_says_why(start, until, a_year, says):
    with pytest.raises(ScenarioError, match=says):
        Clock.between(start, until, a_year)
