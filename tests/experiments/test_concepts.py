"""Every concept of the policy has a lever, and moving it moves the column that is named."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "experiments" / "concepts"
sys.path.insert(0, str(FOLDER))
from concepts import Concept, Runs, concepts, found, interval  # noqa: E402

ROWS = concepts()
FEW = ("FRIM", "BCWB", "SUR")
"""A named candidate, a system with two test areas and vanguards, and a devolution area."""
AS_EXPECTED = [
    pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=row.missed))
    if row.missed
    else name
    for name, row in ROWS.items()
]
KEPT = ROOT / "results" / "concepts" / "concepts.csv"


@pytest.fixture(scope="module")
def few() -> Runs:
    return Runs(range(1, 4), FEW)


@pytest.fixture(scope="module")
def england_ten() -> Runs:
    return Runs(range(1, 11))


@pytest.mark.parametrize("name", ROWS)
def test_a_concept_moves_its_column_in_three_systems_with_one_of_three_seeds(name, few):
    assert any(off != on for off, on in few.pairs(ROWS[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", AS_EXPECTED)
def test_a_concept_moves_its_column_as_expected_in_england(name, england_ten):
    row = found(ROWS[name], england_ten)
    assert row["moves"] == "as expected", row


def test_absent_and_present_are_two_worlds_and_each_row_reads_one_thing():
    for row in ROWS.values():
        scenarios = [row.scenario(side) for side in ("absent", "present")]
        assert scenarios[0].fingerprint != scenarios[1].fingerprint
        assert sum(map(bool, (row.column, row.events, row.flow))) == 1
        assert row.expect in ("up", "down")


def test_a_lever_that_does_nothing_would_be_found():
    idle = Concept(
        "idle", "A deadline that no offer has", {"set": {"practice.deadline_consideration": 0.2}},
        {"set": {"practice.deadline_consideration": 0.9}}, "up", "practices_alliance",
        until="2018-Q1",
    )  # fmt: skip
    assert found(idle, Runs([1, 2], ["FRIM"]))["moves"] == "no"


def test_rows_that_share_a_world_share_its_runs():
    runs = Runs([1], ["FRIM"])
    row = ROWS["vanguards"]
    first = runs.of(row.scenario("absent"), 1)
    assert runs.of(row.scenario("absent"), 1) is first


def test_an_interval_of_one_value_is_a_point():
    assert interval(pd.Series([2.0, 2.0, 2.0]).to_numpy()) == (2.0, 2.0)


def test_the_kept_table_has_the_rows_and_levers_of_now():
    kept = pd.read_csv(KEPT)
    assert list(kept["name"]) == list(ROWS)
    assert list(kept["lever"]) == [row.lever for row in ROWS.values()]
    assert list(kept["column"]) == [row.is_read_from for row in ROWS.values()]
