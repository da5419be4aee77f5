"""Two scenarios in two care systems, compared for real."""

from __future__ import annotations

import json
from hashlib import sha256

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import acs_abm as acs
from acs_abm.analysis.compare.differences import measures_of
from acs_abm.analysis.compare.report import illustrate
from acs_abm.analysis.compare.shares import sampled_design
from acs_abm.errors import AcsError, CommandError, ResultsError, UnknownNameError
from acs_abm.explore.intervals import interval
from acs_abm.explore.runs import run_scenario
from acs_abm.measures.compared import COMPARED

PAYMENT, STATUS_QUO = "offer.alliance_agreement.payment", "practice.status_quo"
SYSTEMS = ["DOR", "FRIM"]
LAST = "2019-Q1"
COLUMN = "practices_alliance"


@pytest.fixture(scope="module")
def worlds(plan):
    a = plan.change(until=LAST)
    return a, a.change("paid and easier", **{PAYMENT: 12, STATUS_QUO: 5})


@pytest.fixture(scope="module")
def done(worlds, england):
    return acs.compare(
        *worlds, replicates=5, seed=3, organisations=england, systems=SYSTEMS, workers=1
    )


@pytest.fixture
def unillustrated(monkeypatch):
    """Draw nothing: figures take seconds, and these tests do not look at them."""
    monkeypatch.setattr("acs_abm.analysis.compare.report.write_report", lambda *_: None)


def test_it_compares_what_the_runs_themselves_give(done, worlds, england):
    runs = [
        run_scenario(w, seed=3, replicates=5, population=england, systems=SYSTEMS, workers=1)
        for w in worlds
    ]
    for which, run in zip("ab", runs, strict=True):
        for name in ("national", "systems"):
            table = done.tables[name]
            mine = table.loc[table["scenario"] == which].drop(columns="scenario")
            pd.testing.assert_frame_equal(mine.reset_index(drop=True), run.tables[name])
    by_hand = [
        run.tables["national"].query("quarter == @LAST").set_index("replicate")[COLUMN]
        for run in runs
    ]
    paired = by_hand[1] - by_hand[0]
    row = done.differences_in(LAST)[COLUMN]
    assert row["difference"] == pytest.approx(paired.mean())
    assert row["a"] == pytest.approx(by_hand[0].mean())
    assert (row["band_low"], row["band_high"]) == pytest.approx(tuple(paired.quantile([0.1, 0.9])))
    expected = stats.t.interval(0.95, 4, paired.mean(), stats.sem(paired))
    assert (row["low"], row["high"]) == pytest.approx(expected)


def test_a_system_is_compared_with_itself(done):
    table, systems = done.tables["system_differences"], done.tables["systems"]
    last = systems.loc[(systems["quarter"] == LAST) & (systems["name"] == "Dorset")]
    means = last.groupby("scenario")["alliance_coverage"].mean()
    row = table.query("quarter == @LAST and name == 'Dorset' and measure == 'alliance_coverage'")
    assert len(row) == 1
    assert float(row["difference"].iloc[0]) == pytest.approx(means["b"] - means["a"])


def test_pay_and_ease_bring_practices_in(done):
    row = done.differences_in(LAST)[COLUMN]
    assert row["low"] > 0


def test_an_attribution_adds_up_for_every_column_and_quarter(done):
    table = done.tables["attribution"]
    assert list(dict.fromkeys(table["lever"])) == [PAYMENT, STATUS_QUO, "interaction", "total"]
    parts = table.loc[table["lever"] != "total"].groupby(["quarter", "measure"], sort=False)
    total = table.loc[table["lever"] == "total"].set_index(["quarter", "measure"])
    for column in ("alone", "order_averaged"):
        gap = parts[column].sum() - total[column]
        np.testing.assert_allclose(gap, 0, atol=1e-8)
    np.testing.assert_allclose(parts["from_interaction"].sum(), 0, atol=1e-8)
    lines = table["alone"] + table["from_interaction"]
    np.testing.assert_allclose(lines, table["order_averaged"], atol=1e-8)
    differences = done.differences.set_index(["quarter", "measure"])["difference"]
    assert list(differences.index) == list(total.index)
    np.testing.assert_allclose(total["order_averaged"], differences, atol=1e-8)


def test_a_lever_alone_is_what_a_run_with_it_alone_gives(done, worlds, england):
    only = worlds[0].change(**{STATUS_QUO: 5})
    runs = [
        run_scenario(w, seed=3, replicates=5, population=england, systems=SYSTEMS, workers=1)
        for w in (worlds[0], only)
    ]
    a, b = (run.tables["national"].query("quarter == @LAST")[COLUMN].mean() for run in runs)
    line = done.attribution(COLUMN, LAST).set_index("lever").loc[STATUS_QUO]
    assert line["alone"] == pytest.approx(b - a)
    assert line["alone"] != 0


def test_the_same_comes_of_two_workers(done, worlds, england):
    again = acs.compare(
        *worlds, replicates=5, seed=3, organisations=england, systems=SYSTEMS, workers=2
    )
    for name, table in done.tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name], check_exact=True)


def test_same_luck_makes_the_difference_clearer(done):
    national = done.tables["national"].query("quarter == @LAST")
    a, b = (
        national.loc[national["scenario"] == which, "list_share_alliance"].to_numpy()
        for which in "ab"
    )
    assert (b - a).var(ddof=1) < a.var(ddof=1) + b.var(ddof=1)


def test_without_attribution_only_the_two_are_run(worlds, england):
    short = [world.change(until="2017-Q3") for world in worlds]
    steps = []
    plain = acs.compare(
        *short, replicates=2, organisations=england, systems=["DOR"], attribution=False,
        workers=1, progress=lambda done, total: steps.append((done, total)),
    )  # fmt: skip
    assert steps[-1] == (8, 8)
    assert "attribution" not in plain.tables
    assert "attribution" not in [drawn.name for drawn in illustrate(plain, COLUMN, "2017-Q3")]
    with pytest.raises(CommandError, match="attribution=True"):
        plain.attribution()
    assert plain.paragraph()


def test_many_levers_are_averaged_over_drawn_orders(worlds, england, monkeypatch):
    monkeypatch.setattr("acs_abm.analysis.compare.comparison.MOST_LEVERS", 1)
    monkeypatch.setattr("acs_abm.analysis.compare.comparison.ORDERS", 2)
    short = [world.change(until="2017-Q4") for world in worlds]
    found = acs.compare(*short, replicates=1, organisations=england, systems=["DOR"], workers=1)
    assert found.design.worlds == sampled_design(2, 2).worlds
    assert found.design.orders == 2
    lines = found.attribution(COLUMN).set_index("lever")["order_averaged"]
    assert lines.drop("total").sum() == pytest.approx(lines["total"])


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_a_folder_holds_all_and_lists_it(done, tmp_path, file_format):
    folder = done.write(tmp_path / "it", file_format, column=COLUMN, command="acs-abm compare a b")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["kind"] == "acs_abm comparison"
    assert manifest["scenarios"]["a"]["fingerprint"] == done.a.fingerprint
    assert (manifest["seed"], manifest["replicates"], manifest["worlds"]) == (3, 5, 4)
    assert manifest["levers"] == [PAYMENT, STATUS_QUO]
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {"manifest.json", *(entry["name"] for entry in manifest["files"])} == there
    for entry in manifest["files"]:
        assert sha256((folder / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]
    assert {f"{name}.{file_format}" for name in COMPARED} <= there
    for letter, scenario in (("a", done.a), ("b", done.b)):
        read = acs.Scenario.load(folder / f"scenario_{letter}.yaml")
        assert read.fingerprint == scenario.fingerprint
    dictionary = pd.read_csv(folder / "measures.csv", keep_default_na=False)
    assert set(zip(dictionary["table"], dictionary["name"], strict=True)) == {
        (name, column) for name, table in done.tables.items() for column in table.columns
    }


@pytest.mark.usefixtures("unillustrated")
def test_a_folder_is_there_whole_or_not_at_all(done, tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("acs_abm.analysis.compare.folder.write_manifest", fail)
    with pytest.raises(ResultsError, match="cannot be written"):
        done.write(tmp_path / "results" / "it")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("unillustrated")
def test_a_comparison_replaces_its_like_and_nothing_else(done, tmp_path):
    folder = done.write(tmp_path / "it")
    done.write(folder, "csv")
    assert not (folder / "national.parquet").exists()
    with pytest.raises(ResultsError, match="compares two scenarios"):
        acs.read_results(folder)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ResultsError, match=r"notes\.txt"):
        done.write(folder)


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"column": "list_share_aliance"}, UnknownNameError, "did you mean 'list_share_alliance'"),
        ({"column": "quarter"}, UnknownNameError, "no column 'quarter' to compare"),
        ({"quarter": "2030-Q1"}, CommandError, "2017-Q2 to 2019-Q1"),
    ],
)
def test_what_is_not_there_is_answered_in_words(done, asked, error, says):
    with pytest.raises(error, match=says):
        done.attribution(**asked)
    with pytest.raises(error, match=says):
        done.paragraph(**asked)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"replicates": 0}, "replicates is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"systems": "DOR"}, r"give a list, such as \['DOR'\]"),
        ({"workers": 0}, "workers is 0"),
        ({"until": "2016-Q1"}, "before its first step"),
        ({"systems": ["Dorsett"]}, "did you mean 'Dorset'"),
    ],
)
def test_what_cannot_be_is_answered_in_words(worlds, england, how, says):
    with pytest.raises(AcsError, match=says):
        acs.compare(*worlds, organisations=england, **how)


def test_the_interval_of_one_replicate_is_not_known():
    low, high = interval(np.ones((1, 3)))
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_an_interval_covers_as_often_as_it_says():
    lot = np.random.default_rng(5)
    low, high = interval(lot.normal(2, 7, size=(6, 20_000)))
    assert np.mean((low <= 2) & (high >= 2)) == pytest.approx(0.95, abs=0.01)


def test_every_number_of_the_country_is_compared(done):
    compared = set(done.differences["measure"])
    assert compared == {c.name for c in COMPARED["national"] if c.unit}
    assert compared == set(measures_of(done.tables["national"]))
