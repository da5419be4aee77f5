"""Registers come in several layouts; those that cannot be right are refused in words."""

from __future__ import annotations

import re

import pytest
from register_folder import (
    RegisterFolder,
    expect_all_rows_accounted_for,
    list_row,
    organisation,
    reasons,
)

from acs_abm.errors import OrganisationsError
from acs_abm.population import read_country, read_register


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("gp-reg-pat-prac-all-apr-17.csv", ("GP_PRACTICE_CODE", "TOTAL_ALL")),
        ("list_sizes.csv", ("practice_code", "list_size")),
        ("list_sizes_2017.csv", ("Code", "Total")),
    ],
)
def test_list_sizes_come_in_several_layouts(register, file, columns):
    register.list_file = file
    register.lists = [
        dict(zip(columns, (r["CODE"], r["NUMBER_OF_PATIENTS"]), strict=True))
        for r in register.lists
    ]
    assert register.read().practices.list_size[3] == 4500


def test_lists_of_one_sex_or_area_or_given_twice_do_not_count(register):
    register.lists[0:0] = [
        list_row("J00000", "1400", SEX="FEMALE"),
        list_row("J00000", "300", AGE="0_4"),
        list_row("11J", "800000", TYPE="CCG"),
    ]
    register.lists += [list_row("J00000", "9999"), list_row("J00001", "")]
    country = register.read()
    assert country.practices.list_size[0] == 3000
    refused = {r.why: r.count for r in country.report if (r.kind, r.what) == ("list", "refused")}
    assert refused["another list of a practice whose first is used"] == 1
    assert refused["blank"] == 1
    expect_all_rows_accounted_for(country)


def _spoiled(place: int, value: str):
    """Spoil three rows of twenty: more than one in ten."""

    def spoil(register: RegisterFolder) -> None:
        for row in register.practices[4:7]:
            row[place] = value

    return spoil


def _other_ccgs(register: RegisterFolder) -> None:
    for row in register.practices:
        row[14] = "15E"


def _other_lists(register: RegisterFolder) -> None:
    for row in register.lists:
        row["CODE"] = "K" + row["CODE"][1:]


def _narrow(register: RegisterFolder) -> None:
    register.practices = [row[:12] for row in register.practices]


def _nobody_open(register: RegisterFolder) -> None:
    for row in register.practices:
        row[12] = "D"


def _no_trust(register: RegisterFolder) -> None:
    register.trusts = [organisation("R0Q", "AVALON")]


def _small(register: RegisterFolder) -> None:
    for row in register.lists:
        row["NUMBER_OF_PATIENTS"] = "900"


REFUSED = [
    (_spoiled(10, "20171345"), r"epraccur.csv: line 5, open_date: '20171345' is not a date; allo"),
    (_spoiled(11, "soon"), r"epraccur.csv: line 5, close_date: 'soon' is not a date"),
    (_spoiled(12, "X"), r"epraccur.csv: line 5, status: 'X' is not allowed; allowed: a, active"),
    (_other_ccgs, r"line 1, commissioner: '15E' is not a CCG of eccg.csv.*20 of 20 open practices"),
    (_other_lists, r"line 1, code: 'J00000' has no list in the file.*allowed: half"),
    (_narrow, r"epraccur.csv: line 1: has 12 columns; allowed: 27, as published, without a line"),
    (_nobody_open, r"epraccur.csv: none of its 20 rows is an English GP practice open"),
    (_no_trust, r"etr.csv: no trust in it is open on 2017-04-01"),
    (_small, r"no practice of a CCG that is open has a list of 1,000 patients or more"),
]


@pytest.mark.parametrize(("spoil", "message"), REFUSED)
def test_registers_that_cannot_be_right_are_refused_in_words(register, spoil, message):
    spoil(register)
    with pytest.raises(OrganisationsError, match=message):
        register.read()


@pytest.mark.parametrize("value", ["many", "*", "-3", "300000"])
def test_a_few_impossible_lists_are_left_out_and_many_refuse_the_folder(register, value):
    register.lists[2]["NUMBER_OF_PATIENTS"] = value
    country = register.read()
    assert "J00002" not in country.practices.code
    assert reasons(country, "list") == {"is not a number from 0 to 200,000": "J00002"}
    assert reasons(country, "practice") == {"nobody on its list, or no list": "J00002"}
    expect_all_rows_accounted_for(country)
    for row in register.lists[2:5]:
        row["NUMBER_OF_PATIENTS"] = value
    what = rf"line 4, NUMBER_OF_PATIENTS: '{re.escape(value)}' is not a number.*3 of 20 rows are so"
    with pytest.raises(OrganisationsError, match=what):
        register.read()


def test_a_list_file_must_be_there_once_and_have_both_columns(register):
    path = register.write()
    (path / "list_sizes.csv").write_text("CODE,TOTAL\n")
    with pytest.raises(OrganisationsError, match=r"it holds gp-reg-pat-prac-all.csv, list_sizes"):
        read_register(path)
    (path / "gp-reg-pat-prac-all.csv").unlink()
    (path / "list_sizes.csv").write_text("CODE,PATIENTS\nJ00000,3000\n")
    with pytest.raises(OrganisationsError, match=r"no column for the number of patients; allowed"):
        read_register(path)
    (path / "list_sizes.csv").unlink()
    with pytest.raises(OrganisationsError, match=r"needs one file of list sizes.*it holds none"):
        read_register(path)


@pytest.mark.parametrize("name", ["epraccur.csv", "eccg.csv", "etr.csv"])
def test_each_register_must_be_there_and_hold_rows(register, name):
    path = register.write() / name
    path.write_text("")
    with pytest.raises(OrganisationsError, match=rf"{name}: is empty"):
        read_register(register.path)
    path.unlink()
    with pytest.raises(OrganisationsError, match=rf"{name}: no such file"):
        read_register(register.path)


def test_ccgs_and_trusts_may_lack_the_last_blank_columns(register):
    register.ccgs = [row[:24] for row in register.ccgs]
    register.trusts = [row[:24] for row in register.trusts]
    assert len(register.read().trusts.code) == 3


def test_a_folder_is_read_by_the_layout_that_it_has(register, small_folder):
    assert read_country(register.write()).practices.code[0] == "J00000"
    assert read_country(small_folder.write()).practices.code[0] == "P000"


def test_a_folder_of_no_layout_or_of_two_is_told_what_either_needs(register, small_folder):
    register.path = small_folder.write()
    register.write()
    with pytest.raises(OrganisationsError, match=r"two layouts \(practices.csv and epraccur.csv\)"):
        read_country(register.path)
    empty = register.path.parent / "empty"
    empty.mkdir()
    with pytest.raises(OrganisationsError, match=r"holds nothing; give either .*, or the NHS reg"):
        read_country(empty)
    (empty / "epracur.csv").write_text("")
    with pytest.raises(OrganisationsError, match=r"holds epracur.csv; did you mean 'epraccur.csv'"):
        read_country(empty)
    with pytest.raises(OrganisationsError, match="no such folder; did you mean 'empty'"):
        read_country(empty.with_name("emty"))
