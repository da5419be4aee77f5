"""Registers as they come: every row of every file is used or left out for one counted reason."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from register_folder import organisation, practice

from acs_abm.model import AccountableCareModel
from acs_abm.population import read_country
from acs_abm.population.organisations import Population
from acs_abm.scenario import Scenario

SOUND = [practice(f"J{number:05d}", ("11J", "14L", "00C")[number % 3]) for number in range(120)]

USED = {
    "a quoted comma": [*practice("K00001")[:1], 'SURGERY, "THE OLD", FLAT 2', *practice("")[2:14],
                       "11J", *practice("")[15:]],
    "trailing blanks": [f"{cell}  " for cell in practice("K00002", "14L ")],
    "small letters": practice("k00003", "11j"),
    "a CCG that has merged": practice("K00004", "00W"),
    "no opening date": practice("K00005", opened=""),
    "closed since": practice("K00006", status="C", closed="20180101"),
    "a date with hyphens": practice("K00007", opened="2013-04-01"),
    "words for status and setting": practice("K00008", status="Active", setting="RO76"),
}  # fmt: skip
REPAIRED = {"K00003", "K00004", "K00005"}

LEFT_OUT = {
    "dormant": practice("L00001", status="D"),
    "closed before 2017-04-01": practice("L00002", status="C", closed="20160101"),
    "closed, nobody says when": practice("L00003", status="C"),
    "proposed, not open": practice("L00004", status="P"),
    "opens after 2017-04-01": practice("L00005", opened="20170601"),
    "not a GP practice": practice("L00006", setting="9"),
    "in Wales": practice("W91001", "7A1", grouping="W00"),
    "in Scotland": practice("S10002", "S08", grouping="S00"),
    "on the Isle of Man or in the Channel Islands": practice("L00007", postcode="JE2 3AB"),
    "stands for no practice": practice("V81999"),
    "a branch surgery: its practice has a row of its own": practice("J00001001"),
    "same as an earlier row": practice("J00003", "11J"),
    "other words for the code of an earlier row, which is used": practice("j00004", "00C"),
    "has not 27 columns": practice("L00008")[:20],
    "no organisation code, as in a line of column names": practice("Practice code"),
    "is not a date; allowed: YYYYMMDD, such as 20170401, or blank": practice(
        "L00009", opened="01/04/1974"
    ),
    "is not allowed; allowed: a, active, c, closed, inactive, d, dormant, p, proposed": practice(
        "L00010", status="?"
    ),
    "its commissioner is not a CCG of eccg.csv that is used": practice("L00011", "99Z"),
    "nobody on its list, or no list": practice("L00012"),
    "fewer than 1,000 patients: the published figures leave out such lists": practice("L00013"),
}
TWICE = {
    "not a GP practice": practice("L00014", setting=""),
    "its commissioner is not a CCG of eccg.csv that is used": practice("L00015", "00D"),  # closed
    "nobody on its list, or no list": practice("L00016"),
    "has not 27 columns": [*practice("L00017"), "", ""],
    "is not a date; allowed: YYYYMMDD, such as 20170401, or blank": practice(
        "L00018", closed="20170230"
    ),
}

CCGS = [
    organisation("11J", 'NHS DORSET CCG, "ALL OF IT"'),
    organisation("14l ", "NHS MANCHESTER CCG"),
    organisation("00C", "NHS DARLINGTON CCG"),
    *(organisation(code, "NOBODY'S") for code in ("00K", "00J", "00L", "00M", "00N", "00P", "00Q")),
    organisation("00D", "CLOSED", closed="20150401"),
    organisation("00W", "NHS CENTRAL MANCHESTER CCG", closed="20170401"),
    organisation("11J", "NHS DORSET AGAIN"),
    organisation("15N", "NHS DEVON CCG"),
    organisation("7A1", "BETSI CADWALADR")[:24],
    organisation("00R", "NO DATE", opened="April"),
    organisation("", "NO CODE"),
    organisation("00T", "NARROW")[:9],
]
TRUSTS = [
    organisation("RBD", "DORSET COUNTY HOSPITAL"),
    organisation("rw3", "CENTRAL MANCHESTER UNIVERSITY HOSPITALS", closed="20170930"),
    organisation("RXP", "COUNTY DURHAM AND DARLINGTON"),
    organisation("RDY", "DORSET HEALTHCARE"),
    organisation("RW3", "AGAIN"),
    organisation("RGD", "LEEDS AND YORK PARTNERSHIP"),
    organisation("R0Y", "AVALON NHS TRUST", geography="QVV"),
    organisation("R0Z", "AVALON HOSPITALS NHS TRUST"),
    organisation("R0A", "MANCHESTER UNIVERSITY", opened="20171001"),
    organisation("RAA", "GONE", closed="20120101"),
    organisation("RAB", "NO DATE", closed="99999999"),
]
LISTS = [
    ("L00012", "0"), ("L00013", "400"), ("K99999", "7000"), ("J00000", "1"), ("J00005", ""),
    ("L00016", "*"), ("L00011", "5000"),
]  # fmt: skip


def written(rows: list[list[str]], end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Registers with a byte order mark, both ends of line, quotes everywhere and nowhere."""
    path = tmp_path_factory.mktemp("registers")
    practices = [*SOUND, *USED.values(), *LEFT_OUT.values(), *TWICE.values()]
    text = written(practices, "\r\n", csv.QUOTE_ALL)
    (path / "epraccur.csv").write_bytes(
        b"\xef\xbb\xbf" + text.replace("J00050", "\r\n\r\nJ00050").encode().replace(
            b'"\r\n\r\nJ00050', b'\r\n\r\n"J00050'
        ) + b"\r\n,,,\r\n\r\n"
    )  # fmt: skip
    (path / "eccg.csv").write_text(written(CCGS) + "\n\n")
    (path / "etr.csv").write_bytes(written(TRUSTS, "\r\n").encode())
    usual = [(row[0].strip().lower(), "5000") for row in (*SOUND, *USED.values())]
    usual = [pair for pair in usual if pair[0] != "j00005"]
    lists = [["Code", "Total_All"], *([*pair] for pair in (*usual, *LISTS))]
    (path / "list_sizes_2017.csv").write_text(written(lists))
    return path


@pytest.fixture(scope="module")
def country(folder: Path) -> Population:
    return read_country(folder)


def counts(country: Population, kind: str, what: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for remark in country.report:
        if (remark.kind, remark.what) == (kind, what):
            found[remark.why] += remark.count
    return found


def test_every_row_of_every_file_is_used_or_left_out(country):
    read = counts(country, "folder", "read")
    rows = {
        "practice": ("epraccur.csv", len(SOUND) + len(USED) + len(LEFT_OUT) + len(TWICE)),
        "ccg": ("eccg.csv", len(CCGS)),
        "trust": ("etr.csv", len(TRUSTS)),
        "list": ("list_sizes_2017.csv", len(SOUND) - 1 + len(USED) + len(LISTS)),
    }
    for kind, (file, expected) in rows.items():
        assert read[f"rows of {file}"] == expected, kind
        kept = sum(counts(country, kind, "used").values())
        refused = sum(counts(country, kind, "refused").values())
        assert kept + refused == expected, kind


def test_each_practice_is_left_out_for_its_own_reason(country):
    expected = Counter({why: 1 + (why in TWICE) for why in LEFT_OUT})
    expected["nobody on its list, or no list"] += 1  # J00005, whose list is blank
    assert counts(country, "practice", "refused") == expected


def test_the_odd_but_sound_are_used_and_the_repaired_counted(country):
    sound = {row[0] for row in SOUND} - {"J00005"}
    named = {row[0].strip().upper() for row in USED.values()}
    assert set(country.practices.code) == sound | named
    repaired = [r for r in country.report if (r.kind, r.what) == ("practice", "repaired")]
    assert {r.example for r in repaired} == REPAIRED
    assert all(r.count == 1 for r in repaired)


def test_lists_are_those_of_the_first_row_of_a_practice(country):
    assert set(country.practices.list_size) == {5000.0}
    assert counts(country, "list", "refused") == {
        "another list of a practice whose first is used": 1,
        "blank": 1,
        "is not a number from 0 to 200,000": 1,
        "of a practice that is left out, or not in the file": 4,
    }


def test_ccgs_and_trusts_are_those_open_with_practices(country):
    assert country.ccgs.code == ("00C", "11J", "14L")
    assert country.trusts.code == ("RBD", "RDY", "RW3", "RXP")
    assert counts(country, "trust", "refused")["closed before 2017-04-01"] == 1
    merged = counts(country, "ccg", "refused")
    assert merged["merged into a CCG that is used"] == 1
    assert merged["closed before 2017-04-01"] == 1
    assert merged["no practice that is used belongs to it"] == 7


def test_such_a_country_runs(country):
    model = AccountableCareModel(
        Scenario.load("plan_2017").change(until="2017-Q4"), population=country
    )
    national = model.run().tables()["national"]
    whatever_became = national[["practices", "practices_closed", "practices_merged"]].sum(axis=1)
    assert whatever_became.eq(len(country.practices.code)).all()
