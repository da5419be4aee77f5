"""What the tab Compare is fed: the numbers of acs.compare, and what it costs."""

from dataclasses import replace

import pytest

import acs_abm as acs
from acs_abm.analysis.compare.headlines import HEADLINES
from acs_abm.app.comparison import (
    Question,
    attribution_table,
    difference,
    headline_table,
    levels,
)
from acs_abm.app.draft import preset
from acs_abm.app.replicates import ENSEMBLE, replicate
from acs_abm.errors import CommandError
from acs_abm.explore.ensemble import Ensemble

PAYMENT, QUALITY = "offer.alliance_agreement.payment", "practice.right_of_return_quality"
SHARE = "list_share_alliance"


@pytest.fixture(scope="module")
def a():
    return replace(preset("plan_2017").change(until="2018-Q3"), systems=("DOR", "FRIM"))


@pytest.fixture(scope="module")
def b(a):
    return a.change("paid", **{PAYMENT: 8.0, QUALITY: 0.9})


@pytest.fixture(scope="module")
def done(a, b):
    shares = []
    answer = Question(a, b, 5, 3, with_attribution=True).answer(
        lambda done, total: shares.append(done / total)
    )
    assert shares[-1] == 1
    return answer


def test_the_cost_is_worlds_times_replicates(a, b):
    assert Question(a, b, 1, 10, with_attribution=True).runs() == 40
    assert Question(a, b, 1, 10, with_attribution=False).runs() == 20


def test_a_scenario_cannot_be_compared_with_itself(a):
    with pytest.raises(CommandError, match="same world"):
        Question(a, a, 1, 10, with_attribution=True).runs()


def test_the_answer_is_that_of_the_library(a, b, done):
    own = acs.compare(a, b, seed=5, replicates=3)
    assert done.differences.equals(own.differences)
    assert done.tables["attribution"].equals(own.tables["attribution"])


def test_charts_and_tables_tell_the_same_numbers(done):
    quarter = done.quarters[-1]
    row = done.differences_in(quarter)[SHARE]
    chart, levels_chart = difference(done, SHARE), levels(done, SHARE)
    assert chart["lines"][0]["values"][-1] == pytest.approx(100 * row["difference"], rel=1e-4)
    assert [line["values"][-1] for line in levels_chart["lines"]] == pytest.approx(
        [100 * row["a"], 100 * row["b"]], rel=1e-4
    )
    table = headline_table(done, quarter)
    assert len(table["rows"]) == len(HEADLINES)
    assert all(len(line["cells"]) == len(table["head"]) for line in table["rows"])


def test_each_lever_has_a_line_and_the_last_is_the_whole(done):
    table = attribution_table(done, SHARE, done.quarters[-1])
    assert len(table["rows"]) == 4
    assert [row["strong"] for row in table["rows"]] == [False, False, False, True]


def test_no_attribution_where_none_was_asked_for(done):
    tables = {name: table for name, table in done.tables.items() if name != "attribution"}
    without = replace(done, tables=tables)
    assert attribution_table(without, SHARE, done.quarters[-1]) is None


def test_replicates_have_the_bands_of_a_run_with_as_many(a):
    done = replicate(a, 5, 4, None, lambda done, total: None)
    own = acs.run(a, seed=5, replicates=4).results.tables["bands"]
    column = own.loc[own["measure"] == "practices_alliance"]
    assert done.band("practices_alliance") == (column["low"].tolist(), column["high"].tolist())


def test_replicates_with_members_are_those_of_a_run_with_the_ensemble(a):
    done = replicate(a, 5, 4, Ensemble.load(ENSEMBLE), lambda done, total: None)
    own = acs.run(a, seed=5, replicates=4, ensemble=ENSEMBLE).results.tables["bands"]
    assert done.bands.equals(own)
    assert not done.bands.equals(replicate(a, 5, 4, None, lambda done, total: None).bands)


def test_a_comparison_takes_the_same_member_on_both_sides(a, b):
    asked = Question(a, b, 5, 3, with_attribution=False, ensemble=Ensemble.load(ENSEMBLE))
    answer = asked.answer(lambda done, total: None)
    sides = [acs.run(world, seed=5, replicates=3, ensemble=ENSEMBLE) for world in (a, b)]
    last = [run.results.tables["national"].groupby("replicate")[SHARE].last() for run in sides]
    row = answer.differences_in(answer.quarters[-1])[SHARE]
    assert row["difference"] == pytest.approx((last[1] - last[0]).mean())


def test_replicates_end_where_the_report_raises(a):
    class EnoughError(Exception):
        pass

    def report(done, total):
        raise EnoughError

    with pytest.raises(EnoughError):
        replicate(a, 5, 4, None, report)
