"""Built-in England has the CCGs of the day on which a run starts."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.clock import Date
from acs_abm.model import AccountableCareModel
from acs_abm.population import england_2017, england_by_date
from acs_abm.scenario import Scenario

MANCHESTER = ("00W", "01M", "01N")


@pytest.fixture(scope="module")
def before():
    return england_by_date(Date.parse("2015-Q2"))


def test_from_april_2017_it_is_the_published_table():
    assert england_by_date(Date.parse("2017-Q2")).digest == england_2017().digest
    assert england_by_date(Date.parse("2021-01")).digest == england_2017().digest
    assert len(england_by_date(Date.parse("2017-Q1")).ccgs.code) == 209


def test_before_april_2017_manchester_has_three_ccgs_with_all_its_practices(before):
    england = england_2017()
    assert len(before.ccgs.code) == 209
    assert set(before.ccgs.code) - set(england.ccgs.code) == set(MANCHESTER)
    assert set(england.ccgs.code) - set(before.ccgs.code) == {"14L"}
    assert list(before.ccgs.code) == sorted(before.ccgs.code)
    rows = [before.ccgs.code.index(code) for code in MANCHESTER]
    counts = np.bincount(before.practices.ccg)[rows]
    assert counts.tolist() == [30, 36, 24]  # of 31, 36 and 24, scaled to ninety
    merged = england.ccgs.code.index("14L")
    assert before.ccgs.population[rows].sum() == england.ccgs.population[merged]
    in_manchester = england.practices.ccg == merged
    assert np.array_equal(np.isin(before.practices.ccg, rows), in_manchester)


def test_north_lies_north_of_central_and_central_of_south(before):
    central, north, south = (before.ccgs.code.index(code) for code in MANCHESTER)
    practices = before.practices
    latitude = {row: practices.latitude[practices.ccg == row] for row in (north, central, south)}
    assert latitude[north].min() >= latitude[central].max()
    assert latitude[central].min() >= latitude[south].max()
    assert before.ccgs.latitude[north] > before.ccgs.latitude[central]


def test_practices_and_all_other_ccgs_are_the_same_before_and_after(before):
    england = england_2017()
    assert before.practices.code == england.practices.code
    assert np.array_equal(before.practices.key, england.practices.key)
    assert np.array_equal(before.practices.system, england.practices.system)
    same = [code for code in england.ccgs.code if code != "14L"]
    now = [england.ccgs.code.index(code) for code in same]
    then = [before.ccgs.code.index(code) for code in same]
    for column in ("population", "weighted_population", "deprivation", "key", "system"):
        assert np.array_equal(
            getattr(before.ccgs, column)[then], getattr(england.ccgs, column)[now]
        )
    of_practices = np.array(before.ccgs.code)[before.practices.ccg]
    now_of_practices = np.array(england.ccgs.code)[england.practices.ccg]
    elsewhere = now_of_practices != "14L"
    assert np.array_equal(of_practices[elsewhere], now_of_practices[elsewhere])


def test_the_report_says_what_was_taken_apart(before):
    used = {r.kind: r.count for r in before.report if r.what == "used"}
    assert used["ccg"] == 209
    dealt = [r for r in before.report if (r.kind, r.field) == ("practice", "ccg")]
    assert [r.count for r in dealt] == [90]
    assert "01M, 00W, 01N" in dealt[0].why


def test_a_population_that_is_given_is_taken_as_it_stands(england):
    model = AccountableCareModel(Scenario.load("hindcast_2015"), population=england)
    assert len(model.world.population.ccgs.code) == 207
