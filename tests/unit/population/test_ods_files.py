"""The NHS registers are read as published, and every row of practices is accounted for."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from register_folder import expect_all_rows_accounted_for, list_row, organisation, practice, reasons

from acs_abm.evidence import england_ccgs, england_trusts
from acs_abm.model import AccountableCareModel
from acs_abm.population import england_2017, read_organisations, read_register
from acs_abm.population.neighbours import distances, project

REAL = Path(os.environ.get("ACS_ABM_REAL_ORGANISATIONS", "no such folder"))


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


def test_a_country_of_registers_runs(register):
    model = AccountableCareModel(population=register.read())
    model.run()
    national = model.tables()["national"]
    assert len(national) == 40
    assert national[["practices", "practices_closed", "practices_merged"]].sum(axis=1).eq(20).all()


@pytest.mark.skipif(not REAL.is_dir(), reason="ACS_ABM_REAL_ORGANISATIONS names no folder")
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
