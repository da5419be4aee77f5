"""The NHS registers are read as published, and every row of them is accounted for."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from acs_abm.errors import OrganisationsError
from acs_abm.evidence import england_ccgs, england_trusts, figure
from acs_abm.model import AccountableCareModel
from acs_abm.population import england_2017, read_country, read_organisations, read_register
from acs_abm.population.neighbours import distances, project
from acs_abm.population.ods_areas import type_by_name
from acs_abm.population.organisations import TrustType

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "england_2017"
LIST_COLUMNS = ("PUBLICATION", "EXTRACT_DATE", "TYPE", "CCG_CODE", "CODE", "POSTCODE", "SEX", "AGE")
PLACES = {"grouping": 2, "geography": 3, "postcode": 9, "opened": 10, "closed": 11}
PRACTICE_PLACES = PLACES | {"status": 12, "commissioner": 14, "setting": 25}


def organisation(code: str, name: str, **given: str) -> list[str]:
    """A row of 27 cells as the registers have them."""
    row = [""] * 27
    row[0], row[1], row[2], row[3], row[9], row[10] = (
        code,
        name,
        "Y54",
        "Q70",
        "AA1 1AA",
        "19740401",
    )
    row[21] = "0"
    for what, value in given.items():
        row[PRACTICE_PLACES[what]] = value
    return row


def practice(code: str, commissioner: str = "11J", **given: str) -> list[str]:
    sound = {"status": "A", "commissioner": commissioner, "setting": "4"}
    return organisation(code, "THE SURGERY", **sound | given)


def list_row(code: str, patients: str, **given: str) -> dict[str, str]:
    row = dict.fromkeys(LIST_COLUMNS, "x") | {"TYPE": "GP", "SEX": "ALL", "AGE": "ALL"}
    return row | {"CODE": code, "NUMBER_OF_PATIENTS": patients} | given


@dataclass
class RegisterFolder:
    """Registers of two CCGs that a test may spoil before it writes them."""

    path: Path
    practices: list[list[str]] = field(default_factory=list)
    ccgs: list[list[str]] = field(default_factory=list)
    trusts: list[list[str]] = field(default_factory=list)
    lists: list[dict[str, str]] = field(default_factory=list)
    list_file: str = "gp-reg-pat-prac-all.csv"

    def __post_init__(self) -> None:
        for number in range(20):
            code = f"J{number:05d}"
            self.practices.append(practice(code, ("11J", "14L")[number % 2]))
            self.lists.append(list_row(code, str(3000 + 500 * number)))
        self.ccgs = [organisation("11J", "NHS DORSET CCG"), organisation("14L", "NHS MANCHESTER")]
        self.trusts = [
            organisation("RBD", "DORSET COUNTY HOSPITAL"),
            organisation("RDY", "DORSET HEALTHCARE"),
            organisation("RW3", "CENTRAL MANCHESTER UNIVERSITY HOSPITALS", closed="20170930"),
        ]

    def add(self, row: list[str], patients: str = "5000") -> None:
        self.practices.append(row)
        self.lists.append(list_row(row[0], patients))

    def write(self) -> Path:
        self.path.mkdir(exist_ok=True)
        files = {"epraccur.csv": self.practices, "eccg.csv": self.ccgs, "etr.csv": self.trusts}
        for name, rows in files.items():
            with (self.path / name).open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
        with (self.path / self.list_file).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(self.lists[0]))
            writer.writeheader()
            writer.writerows(self.lists)
        return self.path

    def read(self):
        return read_register(self.write())


@pytest.fixture
def register(tmp_path: Path) -> RegisterFolder:
    return RegisterFolder(tmp_path / "register")


def reasons(country, kind: str) -> dict[str, str]:
    """Code of the first row left out, by reason."""
    return {r.why: r.example for r in country.report if (r.kind, r.what) == (kind, "refused")}


def expect_all_rows_accounted_for(country) -> None:
    """Rows read of each file are those used and those left out."""
    read = {r.why.removeprefix("rows of "): r.count for r in country.report if r.what == "read"}
    fate = Counter()
    for remark in country.report:
        if remark.what in {"used", "refused"}:
            fate[remark.kind] += remark.count
    assert fate["practice"] == read["epraccur.csv"]
    assert fate["ccg"] == read["eccg.csv"]
    assert fate["trust"] == read["etr.csv"]
    assert fate["list"] == sum(n for name, n in read.items() if "pat" in name or "list" in name)


def test_sound_registers_give_the_practices_with_their_lists(register):
    country = register.read()
    assert country.name == "NHS registers in 'register'"
    assert country.practices.code == tuple(f"J{n:05d}" for n in range(20))
    assert country.practices.list_size.tolist() == [3000 + 500 * n for n in range(20)]
    assert country.ccgs.code == ("11J", "14L")
    assert country.ccgs.name == ("NHS Dorset CCG", "NHS Manchester CCG")
    assert country.systems.short_name == ("GM", "DOR")
    assert country.ccgs.population.sum() == country.practices.list_size.sum()
    expect_all_rows_accounted_for(country)


LEFT_OUT = [
    (practice("K00001", status="D"), "dormant"),
    (practice("K00001", status="DORMANT"), "dormant"),
    (practice("K00001", status="P"), "proposed, not open"),
    (practice("K00001", status="C", closed="20170331"), "closed before 2017-04-01"),
    (practice("K00001", status="A", closed="20161231"), "closed before 2017-04-01"),
    (practice("K00001", status="C"), "closed, nobody says when"),
    (practice("K00001", status="INACTIVE"), "closed, nobody says when"),
    (practice("K00001", opened="20170402"), "opens after 2017-04-01"),
    (practice("K00001", setting="10"), "not a GP practice"),
    (practice("K00001", setting=""), "not a GP practice"),
    (practice("K00001", setting="RO72"), "not a GP practice"),
    (practice("K00001", "112"), "its commissioner is not a CCG of eccg.csv that is used"),
    (practice("K00001", ""), "its commissioner is not a CCG of eccg.csv that is used"),
    (practice("W91001", "7A1", grouping="W00"), "in Wales"),
    (practice("K00001", postcode="IM1 1AA"), "on the Isle of Man or in the Channel Islands"),
    (practice("GUE01"), "on the Isle of Man or in the Channel Islands"),
    (practice("V81999"), "stands for no practice"),
    (practice("J00003", "14L"), "same as an earlier row"),
    (practice("J00003", "11J"), "other words for the code of an earlier row, which is used"),
    (practice("K00001")[:26], "has not 27 columns"),
    ([*practice("K00001"), ""], "has not 27 columns"),
    (
        ["Organisation Code", *practice("")[1:]],
        "no organisation code, as in a line of column names",
    ),
    (practice(""), "no organisation code, as in a line of column names"),
]


@pytest.mark.parametrize(("row", "why"), LEFT_OUT)
def test_a_row_that_is_no_practice_of_the_day_is_left_out_and_counted(register, row, why):
    register.practices.append(row)
    if row[0] not in {"J00003", "", "Organisation Code"}:
        register.lists.append(list_row(row[0], "5000"))
    country = register.read()
    assert len(country.practices.code) == 20
    assert reasons(country, "practice") == {why: row[0]}
    expect_all_rows_accounted_for(country)


@pytest.mark.parametrize(
    ("patients", "why"),
    [
        ("0", "nobody on its list, or no list"),
        ("999", "fewer than 1,000 patients: the published figures leave out such lists"),
    ],
)
def test_a_practice_with_too_few_patients_is_left_out(register, patients, why):
    register.add(practice("K00001"), patients)
    country = register.read()
    assert reasons(country, "practice") == {why: "K00001"}
    expect_all_rows_accounted_for(country)


def test_a_practice_without_a_list_is_left_out(register):
    register.practices.append(practice("K00001"))
    register.lists.append(list_row("K00002", "5000"))
    country = register.read()
    assert reasons(country, "practice") == {"nobody on its list, or no list": "K00001"}
    assert [r.example for r in country.report if (r.kind, r.what) == ("list", "refused")] == [
        "K00002"
    ]
    expect_all_rows_accounted_for(country)


USED = [
    (practice("K00001", status="C", closed="20170401"), "read", "close_date"),
    (practice("K00001", status="INACTIVE", closed="20190331"), "read", "close_date"),
    (practice("K00001", opened=""), "repaired", "open_date"),
    (practice("K00001", "00W"), "repaired", "commissioner"),
]


@pytest.mark.parametrize(("row", "what", "column"), USED)
def test_a_row_that_is_odd_but_open_is_used_and_noted(register, row, what, column):
    register.add(row)
    country = register.read()
    assert "K00001" in country.practices.code
    noted = [r for r in country.report if (r.kind, r.what, r.field) == ("practice", what, column)]
    assert [(r.count, r.example) for r in noted] == [(1, "K00001")]
    expect_all_rows_accounted_for(country)


def test_the_words_of_the_newest_registers_are_understood(register):
    register.add(practice("K00001", status="ACTIVE", setting="RO76", opened="2013-04-01"))
    assert "K00001" in register.read().practices.code


def test_all_oddities_together_leave_every_row_accounted_for(register):
    for number, (row, _) in enumerate(LEFT_OUT):
        again = row[0] in {"J00003", "", "Organisation Code"} or row[0].startswith(("W", "V", "G"))
        register.practices.append(row if again else [f"K{number:05d}", *row[1:]])
    for _ in range(20):  # so that few rows have another width
        register.add(practice(f"L{len(register.practices):05d}"))
    country = register.read()
    assert len(country.practices.code) == 40
    refused = [r for r in country.report if (r.kind, r.what) == ("practice", "refused")]
    assert sum(r.count for r in refused) == len(LEFT_OUT)
    expect_all_rows_accounted_for(country)


def test_a_day_may_be_chosen(register):
    register.add(practice("K00001", opened="20180101"))
    assert "K00001" in read_register(register.write(), on=date(2018, 1, 1)).practices.code
    assert "K00001" not in read_register(register.path).practices.code


def test_manchesters_three_ccgs_are_one(register):
    register.ccgs[1:] = [
        organisation("00W", "NHS CENTRAL MANCHESTER CCG"),
        organisation("01M", "NHS NORTH MANCHESTER CCG"),
        organisation("01N", "NHS SOUTH MANCHESTER CCG"),
        organisation("14L", "NHS MANCHESTER CCG", opened="20170401"),
    ]
    country = register.read()
    assert country.ccgs.code == ("11J", "14L")
    assert sum(r.count for r in country.report if r.why == "merged into a CCG that is used") == 3
    expect_all_rows_accounted_for(country)
    del register.ccgs[-1]
    country = register.read()
    assert country.ccgs.code == ("11J", "14L")
    assert sum(r.count for r in country.report if r.why == "merged into a CCG that is used") == 2
    expect_all_rows_accounted_for(country)


def test_a_ccg_of_another_year_has_no_place(register):
    register.ccgs.append(organisation("15F", "NHS LEEDS CCG"))
    register.ccgs.append(organisation("00C", "NHS DARLINGTON CCG"))
    country = register.read()
    assert reasons(country, "ccg") == {
        "not a CCG of April 2017: its place and STP are not known": "15F",
        "no practice that is used belongs to it": "00C",
    }
    expect_all_rows_accounted_for(country)


@pytest.mark.parametrize(("geography", "differs"), [("QVV", 0), ("E54000041", 0), ("Q70", 0)])
def test_stps_may_be_named_by_any_code(register, geography, differs):
    register.ccgs[0][3] = geography
    country = register.read()
    assert sum(r.field == "health_geography" for r in country.report) == differs


def test_an_stp_code_of_2016_is_that_of_2017(register):
    register.ccgs[0] = organisation("00C", "NHS DARLINGTON CCG", geography="E54000003")
    for row in register.practices:
        row[14] = "00C"
    country = register.read()
    assert country.systems.code == ("E54000045",)
    assert not any(r.field == "health_geography" for r in country.report)
    register.ccgs[0][3] = "QVV"
    assert any(r.field == "health_geography" for r in register.read().report)


def test_trusts_have_the_type_and_home_of_the_table_or_of_their_row(register):
    register.trusts += [
        organisation("R0X", "DORSET AMBULANCE SERVICE NHS TRUST", geography="QVV"),
        organisation("R0Y", "AVALON NHS TRUST", geography="QVV"),
        organisation("R0Z", "AVALON HOSPITALS NHS TRUST"),
        organisation("R0A", "MANCHESTER UNIVERSITY", opened="20171001"),
    ]
    country = register.read()
    assert country.trusts.code == ("R0X", "RBD", "RDY", "RW3")
    kinds = [TrustType.AMBULANCE, TrustType.ACUTE, TrustType.MENTAL_HEALTH, TrustType.ACUTE]
    assert country.trusts.type.tolist() == kinds
    assert country.trusts.system.tolist() == [1, 1, 1, 0]
    assert reasons(country, "trust") == {
        "not a trust of April 2017, and its name tells no type": "R0Y",
        "not a trust of April 2017, and its row names no STP": "R0Z",
        "opens after 2017-04-01": "R0A",
    }
    expect_all_rows_accounted_for(country)


def test_trusts_of_other_stps_are_left_out_with_them(register):
    register.trusts.append(organisation("RGD", "LEEDS AND YORK PARTNERSHIP"))
    country = register.read()
    assert reasons(country, "trust") == {"its home STP was refused": "RGD"}
    expect_all_rows_accounted_for(country)


def test_names_tell_the_types_of_most_trusts_they_speak_of():
    told = Counter()
    for trust in england_trusts():
        found = type_by_name(trust.name)
        told["open" if not found else "right" if found == trust.type else "wrong"] += 1
    assert told == {"right": 149, "open": 80, "wrong": 4}


def test_admissions_are_those_of_the_stps_served(register):
    people = Counter()
    for ccg in england_ccgs():
        people[ccg.system] += ccg.population
    share = (people["E54000007"] + people["E54000041"]) / sum(people.values())
    admissions = register.read().trusts.ae_admissions
    assert admissions.sum() == pytest.approx(share * figure("ae_admissions"), abs=2)
    assert admissions[1] == 0


def test_practices_lie_around_the_published_centre_of_their_ccg(register):
    country = register.read()
    centre = {c.code: (c.latitude, c.longitude) for c in england_ccgs()}
    assert country.ccgs.latitude.tolist() == [centre["11J"][0], centre["14L"][0]]
    here = project(country.practices.latitude, country.practices.longitude)
    middles = project(country.ccgs.latitude, country.ccgs.longitude)
    own = distances(here, middles)[np.arange(20), country.practices.ccg]
    assert own[country.practices.ccg == 0].mean() > 2 * own[country.practices.ccg == 1].mean()
    assert own.max() < 70


def test_what_registers_do_not_say_is_drawn_and_marked(register):
    country = register.read()
    p = country.practices
    for name in ("contract", "gp_wte", "nurse_wte", "morbidity", "income"):
        assert getattr(p, f"{name}_imputed").all()
    facts = {c.code: c for c in england_ccgs()}
    in_dorset = p.ccg == 0
    mean = np.average(p.deprivation[in_dorset], weights=p.list_size[in_dorset])
    assert mean == pytest.approx(facts["11J"].deprivation, rel=0.02)
    imputed = [r for r in country.report if (r.kind, r.what) == ("practice", "imputed")]
    assert {r.count for r in imputed} == {20}
    columns = ", ".join(r.field for r in imputed).split(", ")
    assert {"deprivation", "contract", "gp_wte", "gross_income", "latitude"} <= set(columns)


def test_a_practice_is_drawn_alike_whoever_else_there_is(register):
    before = register.read().practices
    register.add(practice("K00001", "14L"))
    after = register.read().practices
    in_dorset = before.ccg == 0
    assert np.array_equal(before.gp_wte, after.gp_wte[:20])
    assert np.array_equal(before.latitude, after.latitude[:20])
    assert np.array_equal(before.deprivation[in_dorset], after.deprivation[:20][in_dorset])
    other_luck = read_register(register.path, seed=3).practices
    assert not np.array_equal(after.gp_wte, other_luck.gp_wte)


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
    def spoil(register: RegisterFolder) -> None:
        register.practices[4][place] = value

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


@pytest.mark.parametrize("value", ["many", "-3", "300000"])
def test_an_impossible_list_is_refused(register, value):
    register.lists[2]["NUMBER_OF_PATIENTS"] = value
    with pytest.raises(OrganisationsError, match=rf"line 4, NUMBER_OF_PATIENTS: '{value}' is"):
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


def test_a_country_of_registers_runs(register):
    model = AccountableCareModel(population=register.read())
    model.run()
    national = model.tables()["national"]
    assert len(national) == 40
    assert national["practices"].eq(20).all()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real registers are not beside the project")
def test_all_of_england_written_as_registers_is_the_same_practices(register):
    with (REAL / "practices.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    register.practices = [practice(r["practice_code"], r["ccg_code"]) for r in rows]
    register.lists = [list_row(r["practice_code"], r["list_size"]) for r in rows]
    register.ccgs = [organisation(c.code, c.name) for c in england_ccgs()]
    register.trusts = [organisation(t.code, t.name) for t in england_trusts()]
    country, real, built_in = register.read(), read_organisations(REAL), england_2017()
    expect_all_rows_accounted_for(country)
    assert country.practices.code == real.practices.code
    assert np.array_equal(country.practices.list_size, real.practices.list_size)
    assert np.array_equal(country.practices.system, real.practices.system)
    assert np.array_equal(country.trusts.ae_admissions, built_in.trusts.ae_admissions)
    for name in ("deprivation", "share_over_65", "gp_wte", "gross_income", "weighted_list"):
        drawn, given = getattr(country.practices, name), getattr(real.practices, name)
        assert drawn.mean() == pytest.approx(given.mean(), rel=0.04), name
        assert drawn.std() == pytest.approx(given.std(), rel=0.2), name
