"""Predictions are scored by quarter and column; whatever cannot be scored says why."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.analysis.score import _crps, in_brief, read_observed, read_predictions, score
from acs_abm.errors import ResultsError
from acs_abm.explore.bands import parted

KEYS = [(member, replicate) for member in (1, 2, 3) for replicate in (1, 2)]


@pytest.fixture(scope="module")
def predictions():
    rows = [
        (member, replicate, quarter, 100.0 * member + replicate, 200.0)
        for member, replicate in KEYS
        for quarter in ("2017-Q4", "2018-Q1")
    ]
    return pd.DataFrame(rows, columns=["member", "replicate", "quarter", "ccgs", "practices"])


def one(predictions, **row):
    return score(predictions, pd.DataFrame([{"date": "2018-03", **row}])).iloc[0]


def test_an_observation_inside_the_interval_is_told_and_how_far_it_lies(predictions):
    found = one(predictions, value="201.5", low="191.5", high="211.5", column="ccgs")
    assert found["inside"]
    assert found["median"] == 201.5
    assert found["observed_sd"] == 5
    assert found["distance"] == pytest.approx(0)
    assert not one(predictions, value="500", column="ccgs")["inside"]


def test_a_column_may_be_an_expression(predictions):
    assert one(predictions, value="50", column="100 * ccgs / practices")["median"] == 100.75


def test_parameters_and_luck_are_kept_apart(predictions):
    found = one(predictions, value="200", column="ccgs")
    assert found["sd_luck"] == pytest.approx(np.sqrt(0.5))
    assert found["sd_parameters"] == pytest.approx(np.sqrt(100**2 - 0.25))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"value": "1", "column": "ccg"}, "no column 'ccg'; did you mean 'ccgs'"),
        ({"value": "1", "column": "ccgs", "date": "2030-01"}, "no quarter 2030-Q1"),
        ({"value": "1", "column": "ccgs", "date": "soon"}, "'soon' is not a date"),
        ({"value": "", "column": "ccgs"}, "no value, nor a low and a high"),
        ({"value": "9 ; 13", "column": "ccgs"}, "'9 ; 13' is not one number"),
        ({"value": "1", "measure": "storks"}, "names no column"),
        ({"value": "1", "column": "__import__('os')"}, "names, numbers and"),
        ({"value": "1", "column": "ccgs +"}, "is no expression"),
    ],
)
def test_what_cannot_be_scored_says_why_and_costs_the_others_nothing(predictions, row, why):
    rows = [{"date": "2018-Q1", **row}, {"date": "2018-Q1", "value": "200", "column": "ccgs"}]
    found = score(predictions, pd.DataFrame(rows).fillna(""))
    assert why in found["not_scored"][0]
    assert found["not_scored"][1] == ""
    assert in_brief(found).startswith("1 of 2 targets were scored")


def test_a_calibration_target_needs_no_column(predictions):
    row = {"id": "T17", "measure": "CCGs", "date": "2018-03", "value": "195"}
    assert one(predictions, **row)["column"] == "ccgs"


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e6, 1e6))
def test_the_ranked_probability_score_is_what_its_definition_says(values, observed):
    sample = np.array(values)
    known = (
        np.abs(sample - observed).mean() - 0.5 * np.abs(np.subtract.outer(sample, sample)).mean()
    )
    assert _crps(sample, observed) == pytest.approx(known, abs=1e-6 * (1 + np.abs(sample).max()))


@given(st.integers(2, 40), st.integers(2, 5), st.integers(0, 1000))
def test_parts_of_the_spread_are_never_negative_and_luck_is_the_spread_within(n, each, seed):
    luck = np.random.default_rng(seed)
    members = pd.Series(np.repeat(np.arange(n), each))
    values = pd.Series(luck.normal(size=n * each))
    of_parameters, of_luck = parted(values, members)
    assert of_parameters >= 0
    assert of_luck**2 == pytest.approx(values.groupby(members).var().mean())
    assert parted(values * 0 + members, members)[1] == 0


def test_files_that_are_no_predictions_or_targets_are_refused_with_the_file(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("datum,value\n2018,1\n")
    with pytest.raises(ResultsError, match=r"t.csv: has no column 'date'"):
        read_observed(table)
    with pytest.raises(ResultsError, match="cannot be read as Parquet"):
        read_predictions(table)
    with pytest.raises(ResultsError, match="there is no such file"):
        read_observed(tmp_path / "none.csv")
    pd.DataFrame({"member": [1], "quarter": ["2018-Q1"]}).to_parquet(tmp_path / "p.parquet")
    with pytest.raises(ResultsError, match="has no column 'replicate'"):
        read_predictions(tmp_path / "p.parquet")
