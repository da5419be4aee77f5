"""Nothing that is held out for judging, and nothing after June 2018, informs the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from acs_abm.errors import EvidenceError, UnknownNameError
from acs_abm.evidence import (
    EVIDENCE_CLOSES,
    calibration_target,
    calibration_targets,
    england_systems,
    figures,
    last_month,
)
from acs_abm.evidence.dates import checked_date
from acs_abm.evidence.targets import TABLE, read_targets
from acs_abm.scenario import Scenario

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "acs_abm"
FOLDERS = ("acs_abm", "docs", "experiments", "results", "tests")
AT_THE_TOP = ("*.md", "*.cff", "Makefile")  # not pyproject.toml: ruff's checks are named so too
TEXT = {".py", ".md", ".yaml", ".yml", ".csv", ".json", ".toml", ".txt", ".vue", ".js", ".j2"}
TARGET = re.compile(r"\b(?:T\d{2}|P\d)\b")
HEADER = "id,measure,date,value,low,high,unit,source,confidence,note\n"

DATED_POLICY_INPUTS = {"enacted.yaml", "as_enacted.yaml", "network_contract.yaml"}
"""What national bodies decided or paid, with dates; nothing of how anybody responded."""
LATER_PUBLICATIONS: dict[str, str] = {}
"""Parameters whose source appeared after June 2018, by name, with what it describes."""


def written_files() -> Iterator[Path]:
    for pattern in AT_THE_TOP:
        yield from ROOT.glob(pattern)
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in TEXT and "__pycache__" not in path.parts:
                yield path


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# ---------------------------------------------------------------- the reader


def test_a_target_is_read_with_its_type_range_and_source():
    willing = calibration_target("T09")[0]
    assert (willing.date, willing.value, willing.low, willing.high) == ("2017-10", 27.0, 21, 33)
    assert "willing" in willing.measure
    assert willing.source
    assert [target.value for target in calibration_target("T19")] == [64, 115, 174]


def test_every_target_has_measure_unit_source_and_confidence_and_lies_in_its_own_range():
    for name, rows in calibration_targets().items():
        assert TARGET.fullmatch(name)
        for row in rows:
            assert row.id == name
            assert row.measure
            assert row.unit
            assert row.source
            assert row.confidence in {"high", "medium"}
            if row.value is not None:
                assert row.low is None or row.low <= row.value
                assert row.high is None or row.value <= row.high


def not_in_the_table() -> str:
    known = calibration_targets()
    return next(name for n in range(1, 100) if (name := f"T{n:02d}") not in known)


@pytest.mark.parametrize("name", [not_in_the_table(), "T" + "99", "P" + "0", "t09", ""])
def test_a_target_that_is_not_in_the_table_is_refused_without_telling_whether_it_exists(name):
    with pytest.raises(UnknownNameError, match="held out for judging, or unknown: it must not"):
        calibration_target(name)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("T01,areas,2018-07,1,,,areas,s,high,", "line 2: date: '2018-07' ends after June 2018"),
        ("T01,areas,2018,1,,,areas,s,high,", "'2018' ends after June 2018"),
        ("T01,areas,soon,1,,,areas,s,high,", "line 2: date: 'soon' is not a date"),
        ("T01,areas,2018-05,many,,,areas,s,high,", "line 2: value: 'many' is not a number"),
        ("T01,areas,2018-05,,1,,areas,s,high,", "line 2: value: is empty"),
    ],
)
def test_a_target_that_is_too_late_or_unreadable_is_refused(row, message):
    with pytest.raises(EvidenceError, match=message):
        read_targets(HEADER + row)


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("2016", "2016-12"),
        ("2016/17", "2017-03"),
        ("1999/00", "2000-03"),
        ("2018-Q1", "2018-03"),
        ("2018-05", "2018-05"),
        ("2017-07-01", "2017-07"),
    ],
)
def test_a_period_counts_to_its_last_month(written, ends):
    assert last_month(written) == last_month(ends)


@pytest.mark.parametrize("written", ["2018-07", "2018", "2018/19", "2018-Q3", "2018-07-01", "2030"])
def test_whatever_ends_after_june_2018_is_too_late(written):
    with pytest.raises(EvidenceError, match="may judge the model, not inform it"):
        checked_date(written, "a figure")


@pytest.mark.parametrize("written", ["2016/18", "June 2018", "", "2018-13"])
def test_what_is_no_date_is_refused_with_what_is_allowed(written):
    with pytest.raises(EvidenceError, match="is not a date; write a year"):
        checked_date(written, "a figure")


# ---------------------------------------------------------------- what is written


def test_no_code_test_or_document_names_a_target_that_is_not_in_the_table():
    allowed = set(calibration_targets())
    named = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in written_files()
        for name in TARGET.findall(text_of(path))
        if name not in allowed
    }
    assert not named


def test_only_its_reader_opens_the_table_of_targets():
    """The file with all targets, if somebody has one, is not named anywhere at all."""
    openers = {
        path.relative_to(ROOT).as_posix()
        for path in written_files()
        if path.suffix in {".py", ".yaml", ".toml"}
        and (TABLE in text_of(path) or "validation" + "_targets" in text_of(path))
    }
    assert openers == {"acs_abm/evidence/targets.py"}


def test_no_rule_step_or_population_asks_for_targets():
    may = {PACKAGE / room for room in ("evidence", "explore", "analysis", "cli")}
    asking = [
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "calibration_target" in text_of(path) and not may & set(path.parents)
    ]
    assert not asking


# ---------------------------------------------------------------- dates

WRITTEN_DATE = re.compile(r"\b(?:19|20)\d{2}(?:-Q[1-4]|-(?:0[1-9]|1[0-2])(?:-\d{2})?|/\d{2})?\b")


def late_dates(text: object) -> list[str]:
    """Return the dates in a text that begin after June 2018: prose may say '2018'."""
    found = WRITTEN_DATE.findall(str(text))
    return [date for date in found if first_year(date) > 2018 or is_late_in_2018(date)]


def first_year(date: str) -> int:
    return int(date[:4])


def is_late_in_2018(date: str) -> bool:
    return date.startswith("2018") and len(date) > 4 and last_month(date) > EVIDENCE_CLOSES


def leaves(content: object, key: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(content, dict):
        for name, value in content.items():
            yield from leaves(value, f"{key}.{name}".strip("."))
    elif isinstance(content, list):
        for value in content:
            yield from leaves(value, key)
    elif isinstance(content, str) or hasattr(content, "year"):
        yield key, content


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("HSJ, 19 June 2017; money from 2018", []),
        ("first_wave 2018-Q2", []),
        ("contract of 2018-Q3", ["2018-Q3"]),
        ("rates of 2018/19 and 2017/18", ["2018/19"]),
        ("Smith 2020", ["2020"]),
        ("HSJ 7020410", []),
    ],
)
def test_a_late_date_is_found_in_prose(text, late):
    assert late_dates(text) == late


def test_no_scenario_offer_or_calendar_holds_a_date_after_june_2018_but_for_policy_inputs():
    files = [path for path in PACKAGE.rglob("*.yaml") if path.name not in DATED_POLICY_INPUTS]
    assert {"plan_2017.yaml", "announced_2017.yaml", "hub.yaml", "figures.yaml"} <= {
        path.name for path in files
    }
    late = [
        (path.name, key, date)
        for path in files
        for key, value in leaves(yaml.safe_load(text_of(path)))
        if key != "until"  # how far a run goes is no evidence
        for date in late_dates(value)
    ]
    assert not late


def test_no_default_was_taken_from_a_source_after_june_2018_without_a_reason():
    late = {
        name: late_dates(f"{entry.source} {entry.meaning}")
        for name, entry in Scenario.load("plan_2017").catalogue.items()
        if name not in LATER_PUBLICATIONS and late_dates(f"{entry.source} {entry.meaning}")
    }
    assert not late


def test_every_shipped_figure_and_fact_describes_a_time_before_july_2018():
    dates = [figure.date for figure in figures().values()]
    dates += [row.date for rows in calibration_targets().values() for row in rows]
    dates += [system.devolution for system in england_systems() if system.devolution]
    assert len(dates) > 100
    assert max(last_month(date) for date in dates) <= EVIDENCE_CLOSES
