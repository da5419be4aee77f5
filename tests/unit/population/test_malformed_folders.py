"""A folder that cannot be right is refused in words that say what to do."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acs_abm.errors import OrganisationsError
from acs_abm.population import organisation_tables, read_organisations

CELLS = [
    ("practices.csv", 2, "practice_code", "P001", r"line 4, practice_code: 'P001' is already on"),
    ("practices.csv", 2, "practice_code", "", r"line 4, practice_code: '' is blank"),
    ("practices.csv", 0, "ccg_code", "AA9", r"ccg_code: 'AA9' is not a code.*mean 'AA\d'"),
    ("practices.csv", 0, "list_size", "-5", r"line 2, list_size: '-5' is out of range; allowed"),
    ("practices.csv", 0, "list_size", "many", r"list_size: 'many' is not a number"),
    ("practices.csv", 0, "list_size", "0", r"list_size: '0' leaves nobody .*allowed: 1 in 100"),
    ("practices.csv", 0, "list_size", "", r"list_size: '' leaves nobody"),
    ("practices.csv", 0, "list_size", "1e999", r"list_size: '1e999' is not a number"),
    ("practices.csv", 0, "list_size", "nan", r"list_size: 'nan' is not a number"),
    ("practices.csv", 0, "list_size", "inf", r"list_size: 'inf' is not a number"),
    ("practices.csv", 0, "list_size", "1_000", r"list_size: '1_000' is not a number"),
    ("practices.csv", 0, "lat", "-1.2", r"lat: '-1.2' is out of range; allowed: 49.5 to 56"),
    ("practices.csv", 0, "lon", "52", r"lon: '52' is out of range"),
    ("practices.csv", 0, "contract_type", "GMZ", r"'GMZ' is not allowed.*did you mean 'gms'"),
    ("practices.csv", 0, "rurality", "Rurall", r"rurality: 'Rurall'.*did you mean 'rural'"),
    ("practices.csv", 0, "share_65plus_2016", "17", r"share_65plus_2016: '17' is out of range"),
    ("practices.csv", 0, "pay_qof_gbp", "£900", r"pay_qof_gbp: '£900' is not a number"),
    ("practices.csv", 0, "reg_dm", "x" * 500, r"reg_dm: 'x{37}\.\.\.' is not a number"),
    ("ccgs.csv", 1, "stp_code", "S9", r"ccgs.csv: line 3, stp_code: 'S9'.*did you mean 'S\d'"),
    ("ccgs.csv", 1, "ccg_code", "AA1", r"ccg_code: 'AA1' is already on line 2"),
    ("trusts.csv", 0, "type", "acutes", r"type: 'acutes'.*did you mean 'acute'"),
    ("trusts.csv", 0, "stp_code", "S11", r"trusts.csv: line 2, stp_code: 'S11'"),
    ("trusts.csv", 0, "ae_admissions_1617", "-1", r"ae_admissions_1617: '-1' is out of range"),
    ("stps.csv", 1, "stp_code", "S1", r"stps.csv: line 3, stp_code: 'S1' is already on line 2"),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "message"), CELLS)
def test_a_cell_that_cannot_be_right_is_named(small_folder, name, row, column, value, message):
    small_folder.set(name, row, column, value)
    with pytest.raises(OrganisationsError, match=message) as caught:
        read_organisations(small_folder.write())
    assert name in str(caught.value)


@pytest.mark.parametrize("name", ["practices.csv", "ccgs.csv", "stps.csv", "trusts.csv"])
def test_a_required_file_that_is_missing_is_named(small_folder, name):
    path = small_folder.write() / name
    path.rename(path.with_name(f"my_{name}"))
    with pytest.raises(OrganisationsError, match=rf"{name}: no such file; .*'my_{name}'"):
        read_organisations(small_folder.path)


def test_a_folder_that_is_not_there_is_named_with_the_nearest(small_folder):
    path = small_folder.write().with_name("small contry")
    with pytest.raises(OrganisationsError, match="no such folder; did you mean 'small country'"):
        read_organisations(path)
    with pytest.raises(OrganisationsError, match="no such folder"):
        read_organisations(path / "deeper" / "still")


def test_a_file_is_not_a_folder(small_folder):
    with pytest.raises(OrganisationsError, match="is a file; give the folder"):
        read_organisations(small_folder.write() / "practices.csv")


def test_a_folder_is_not_a_file(small_folder):
    path = small_folder.write() / "trusts.csv"
    path.unlink()
    path.mkdir()
    with pytest.raises(OrganisationsError, match=r"trusts.csv: is not a file"):
        read_organisations(small_folder.path)


def test_a_missing_column_is_named_with_the_nearest(small_folder):
    for row in small_folder.tables["practices.csv"]:
        row["list_sise"] = row.pop("list_size")
    with pytest.raises(OrganisationsError, match="no column 'list_size'; did you mean 'list_sise'"):
        read_organisations(small_folder.write())


def test_a_column_named_twice_is_refused(small_folder):
    path = small_folder.write() / "ccgs.csv"
    path.write_text(path.read_text().replace("name,", "lat,", 1))
    with pytest.raises(OrganisationsError, match="'lat' is named twice"):
        read_organisations(small_folder.path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04\x00\x00\x08\x00", "is not a text file"),
        (b"practice_code,name\nP1,Caf\xe9\n", r"line 2: is not UTF-8 text \(byte 0xE9\)"),
        ("practice_code".encode("utf-16"), "is not UTF-8 text|is not a text file"),
        (b"practice_code;ccg_code\nP1;AA1\n", "separated by semicolons; use commas"),
        (b"practice_code\tccg_code\nP1\tAA1\n", "separated by tabs; use commas"),
        (b'practice_code,ccg_code\n"P1,AA1\n', "is not valid CSV"),
        (b"practice_code," + b"x" * 200_000, "is not valid CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused(small_folder, content, message):
    (small_folder.write() / "practices.csv").write_bytes(content)
    with pytest.raises(OrganisationsError, match=message):
        read_organisations(small_folder.path)


def test_a_table_without_rows_is_refused(small_folder):
    path = small_folder.write() / "practices.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    with pytest.raises(OrganisationsError, match="has no rows"):
        read_organisations(small_folder.path)


def test_a_row_with_a_cell_too_many_is_named(small_folder):
    path = small_folder.write() / "stps.csv"
    path.write_text(path.read_text() + "S4,QA4,Too, many, cells,52,-1,0\n")
    with pytest.raises(OrganisationsError, match=r"stps.csv: line 5: has 8 cells.*6 columns"):
        read_organisations(small_folder.path)


def test_a_file_that_is_too_large_is_not_read(small_folder, monkeypatch):
    monkeypatch.setattr(organisation_tables, "LARGEST_FILE", 1000)
    with pytest.raises(OrganisationsError, match="allowed: up to"):
        read_organisations(small_folder.write())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads anything")
def test_a_file_that_may_not_be_read_is_named(small_folder):
    path = small_folder.write() / "ccgs.csv"
    path.chmod(0)
    with pytest.raises(OrganisationsError, match="cannot be read"):
        read_organisations(small_folder.path)


def test_the_same_system_under_both_its_codes_is_refused(small_folder):
    small_folder.set("stps.csv", 0, "stp_code", "E54000001")
    small_folder.set("stps.csv", 1, "stp_code", "E54000046")
    with pytest.raises(OrganisationsError, match="'E54000046' is already on line 2"):
        read_organisations(small_folder.write())


def test_a_place_that_is_nowhere_is_refused(small_folder):
    small_folder.set("ccgs.csv", 0, "lat", "")
    for row in range(8):
        small_folder.set("practices.csv", row, "lat", "")
    with pytest.raises(OrganisationsError, match="'AA1' has no position"):
        read_organisations(small_folder.write())


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_one_cell_holds_the_folder_is_read_or_refused_in_words(small_folder, data):
    fresh = type(small_folder)(Path(small_folder.path))
    name = data.draw(st.sampled_from(sorted(fresh.tables)))
    row = data.draw(st.integers(0, len(fresh.tables[name]) - 1))
    column = data.draw(st.sampled_from(sorted(fresh.tables[name][row])))
    text = st.text(st.characters(codec="utf-8"), max_size=12)
    number = st.floats(allow_nan=True, allow_infinity=True).map(str)
    fresh.set(name, row, column, data.draw(text | number))
    with contextlib.suppress(OrganisationsError):
        assert len(read_organisations(fresh.write()).practices.code) == 40
