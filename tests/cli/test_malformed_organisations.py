"""Whatever a folder of organisations holds, the command line answers in words."""

from __future__ import annotations

import pytest


def assert_refused(answer, tmp_path, *says):
    assert answer.code == 1
    assert answer.out == ""
    assert "Traceback" not in answer.err
    for words in says:
        assert words in answer.err
    assert not (tmp_path / "results").exists()


def rename_column(folder):
    for row in folder.tables["practices.csv"]:
        row["list_sise"] = row.pop("list_size")


CELLS = {
    "a code twice": ("practices.csv", 2, "practice_code", "P001", "'P001' is already on line 3"),
    "an unknown CCG": ("practices.csv", 0, "ccg_code", "AA9", "did you mean 'AA"),
    "nobody on the list": ("practices.csv", 0, "list_size", "0", "list_size: '0' leaves nobody"),
    "a word for a number": ("practices.csv", 0, "list_size", "many", "'many' is not a number"),
    "not a number": ("practices.csv", 0, "lat", "nan", "lat: 'nan' is not a number"),
    "a place abroad": ("practices.csv", 0, "lon", "13.4", "lon: '13.4' is out of range"),
    "an unknown contract": ("practices.csv", 0, "contract_type", "GMZ", "did you mean 'gms'"),
    "an unknown system": ("ccgs.csv", 1, "stp_code", "S9", "ccgs.csv: line 3, stp_code: 'S9'"),
    "an unknown kind": ("trusts.csv", 0, "type", "acutes", "did you mean 'acute'"),
    "a system twice": ("stps.csv", 1, "stp_code", "S1", "'S1' is already on line 2"),
}

CONTENTS = {
    "empty": (b"", "is empty"),
    "binary": (b"PK\x03\x04\x00\x00", "is not a text file"),
    "another encoding": (b"practice_code\nCaf\xe9\n", "is not UTF-8 text"),
    "semicolons": (b"practice_code;ccg_code\nP1;AA1\n", "separated by semicolons"),
    "an open quotation": (b'practice_code,ccg_code\n"P1,AA1\n', "is not valid CSV"),
    "a title alone": (b"practice_code\n", "practices.csv"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_is_refused_in_words(kind, small_folder, tmp_path, type_command):
    name, row, column, value, says = CELLS[kind]
    small_folder.set(name, row, column, value)
    answer = type_command("run", "--organisations", small_folder.write())
    assert_refused(answer, tmp_path, name, column, says)


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_file_is_refused_in_words(kind, small_folder, tmp_path, type_command):
    content, says = CONTENTS[kind]
    (small_folder.write() / "practices.csv").write_bytes(content)
    answer = type_command("run", "--organisations", small_folder.path)
    assert_refused(answer, tmp_path, "practices.csv", says)


def test_a_missing_file_is_named(small_folder, tmp_path, type_command):
    (small_folder.write() / "trusts.csv").unlink()
    answer = type_command("run", "--organisations", small_folder.path)
    assert_refused(answer, tmp_path, "trusts.csv: no such file")


def test_a_missing_column_is_named_with_the_nearest(small_folder, tmp_path, type_command):
    rename_column(small_folder)
    answer = type_command("run", "--organisations", small_folder.write())
    assert_refused(answer, tmp_path, "no column 'list_size'; did you mean 'list_sise'")


def test_a_missing_folder_is_named_with_the_nearest(small_folder, tmp_path, type_command):
    near = small_folder.write().with_name("small contry")
    answer = type_command("run", "--organisations", near)
    assert_refused(answer, tmp_path, "no such folder; did you mean 'small country'")


def test_a_file_is_not_a_folder(small_folder, tmp_path, type_command):
    answer = type_command("run", "--organisations", small_folder.write() / "ccgs.csv")
    assert_refused(answer, tmp_path, "is a file; give the folder")


def test_a_whole_folder_runs(small_folder, tmp_path, type_command):
    small_folder.write()
    answer = type_command("run", "--organisations", "small country", "--until", "2017-Q3")
    assert answer.code == 0, answer.err
    folder = tmp_path / "results" / "plan_2017_organisations_small_country_until_2017-Q3"
    assert (folder / "report.html").exists()
