"""A comparison in words: what is said is in the tables."""

from __future__ import annotations

import dataclasses
import re

import pytest

import acs_abm as acs
from acs_abm.analysis.compare.attribution_figure import attribution_lines, attribution_words
from acs_abm.analysis.compare.figures import differences_table, panels_for
from acs_abm.analysis.compare.headlines import (
    HEADLINES,
    OF_ONE,
    TITLES,
    amount,
    plain_step,
    step,
)
from acs_abm.analysis.compare.report import illustrate, write_report
from acs_abm.analysis.compare.two_timelines import two_timelines_table
from acs_abm.measures.compared import COMPARED

LAST = "2018-Q4"
NATIONAL = {column.name for column in COMPARED["national"]}


@pytest.fixture(scope="module")
def done(plan, england):
    a = plan.change(until=LAST)
    b = a.change("paid <more>", **{"offer.alliance_agreement.payment": 15})
    return acs.compare(a, b, replicates=4, organisations=england, systems=["DOR"], workers=1)


def with_difference(done, column, *, b, low, high):
    """Return the comparison with one row of the last quarter told otherwise."""
    table = done.differences.copy()
    row = (table["quarter"] == LAST) & (table["measure"] == column)
    a = float(table.loc[row, "a"].iloc[0])
    table[["b", "difference", "low", "high"]] = table[["b", "difference", "low", "high"]].astype(
        float
    )
    table.loc[row, ["b", "difference", "low", "high"]] = [a + b, b, low, high]
    return dataclasses.replace(done, tables={**done.tables, "differences": table})


def test_headlines_are_columns_with_titles():
    assert set(HEADLINES) <= NATIONAL
    assert set(HEADLINES) == set(TITLES)
    assert set(OF_ONE) <= set(HEADLINES)
    for clause in [*HEADLINES.values(), *OF_ONE.values()]:
        assert "{a}" in clause
        assert "{b}" in clause


@pytest.mark.parametrize(
    ("column", "value", "beside", "text"),
    [
        ("list_share_alliance", 0.4137, 0.12, "41%"),
        ("list_share_alliance", 0.4137, 0.004, "41.37%"),
        ("systems_acs", 2.0, 2.2, "2"),
        ("systems_acs", 0.75, 2.25, "0.8"),
        ("practices_resisting", 45.25, 41.0, "45"),
        ("provider_result", -1240.4, 100.0, "−£1,240m a year"),
        ("partner_income", 109.123, 1.5, "£109,123 a year"),
        ("emergencies", 116.02, 0.82, "116.02 per 1,000 people a year"),
        ("trust_in_national", 0.3946, 0.009, "0.395"),
    ],
)
def test_amounts_are_written_as_finely_as_what_stands_beside_them(column, value, beside, text):
    assert amount(column, value, beside) == text


@pytest.mark.parametrize(
    ("column", "difference", "text"),
    [
        ("list_share_alliance", 0.12, "+12 points"),
        ("list_share_alliance", -0.01, "−1 point"),
        ("list_share_alliance", 0.0, "0 points"),
        ("systems_acs", -2.25, "−2.2"),
        ("provider_result", 15.8, "+£16m a year"),
        ("savings", -15.8, "−£16m a year"),
        ("systems_acs", 1e-9, "0"),
    ],
)
def test_differences_are_written_with_their_sign(column, difference, text):
    assert step(column, difference) == text


def test_numbers_can_be_written_equally_fine():
    assert plain_step("systems_acs", 0.04, 1) == "0"
    assert plain_step("systems_acs", -12, 1) == "−12.0"


def test_a_clear_difference_is_told_with_its_interval(done):
    told = with_difference(done, "systems_acs", b=3.0, low=2.0, high=4.0)
    text = told.paragraph("list_share_alliance", LAST)
    assert "3 care systems rather than 0 are accountable care systems (+3" in text


def test_one_of_a_kind_is_told_in_the_singular(done):
    told = with_difference(done, "systems_acs", b=1.0, low=0.5, high=1.5)
    text = told.paragraph("list_share_alliance", LAST)
    assert "1 care system rather than 0 is an accountable care system (+1" in text


def test_what_is_not_clear_is_not_told_as_a_finding(done):
    told = with_difference(done, "systems_acs", b=3.0, low=-1.0, high=7.0)
    text = told.paragraph("list_share_alliance", LAST)
    assert "rather than 0 are accountable care systems" not in text


def test_a_column_that_is_no_headline_can_be_asked_for(done):
    told = with_difference(done, "practices_good", b=-7.0, low=-9.0, high=-5.0)
    assert "practices good stands at" in told.paragraph("practices_good", LAST)


def test_one_run_each_is_said_to_be_one_piece_of_luck(plan, england):
    a = plan.change(until="2018-Q1")
    b = a.change(**{"offer.alliance_agreement.payment": 15})
    once = acs.compare(a, b, replicates=1, organisations=england, systems=["DOR"], workers=1)
    assert once.names == ("plan_2017 (A)", "plan_2017 (B)")
    text = once.paragraph()
    assert "one piece of luck" in text
    assert "interval" not in text
    assert not re.search(r"\bnan\b", text)
    assert [drawn.name for drawn in illustrate(once, "savings", "2018-Q1")]


def test_figures_show_what_was_asked_for_and_what_is_clear(done):
    told = with_difference(done, "ccgs", b=-2.0, low=-3.0, high=-1.0)
    columns = panels_for(told, "practices_good", LAST)
    assert columns[0] == "practices_good"
    assert "ccgs" in columns
    assert len(columns) == len(set(columns)) == 6


def test_tables_beside_figures_hold_their_numbers(done):
    table = differences_table(done, ["list_share_alliance"])
    row = done.differences_in(LAST)["list_share_alliance"]
    shown = table.set_index("Quarter").loc[LAST]
    assert shown.iloc[1] == pytest.approx(100 * row["b"], rel=1e-3)
    lines = attribution_lines(done, "list_share_alliance", LAST)
    assert list(lines["label"])[-2:] == ["Interaction of levers", "Total difference"]
    assert len(attribution_words(done, "list_share_alliance", LAST)) == 3
    assert list(two_timelines_table(done)["System"]) == ["Dorset"]


def test_a_report_is_one_page_with_every_figure_and_nothing_unescaped(done, tmp_path):
    path = write_report(done, tmp_path, "list_share_alliance", LAST)
    text = path.read_text(encoding="utf-8")
    assert "paid &lt;more&gt;" in text
    assert "paid <more>" not in text
    assert not re.search(r"\bnan\b", re.sub(r'src="[^"]*"', "", text))
    files = {file.name for file in (tmp_path / "figures").iterdir()}
    names = ("differences", "both", "timelines", "attribution")
    assert files == {f"{name}.{kind}" for name in names for kind in ("svg", "png")}
    for name in names:
        assert f'id="figure-{name}"' in text


def test_one_column_can_be_drawn(done):
    assert len(done.plot("practices_alliance").axes) == 1
