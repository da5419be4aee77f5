"""A folder of organisations is read whole, and what it lacks is completed and counted."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from acs_abm.evidence import figure
from acs_abm.population import read_organisations
from acs_abm.population.organisations import CoreContract

REAL = Path(os.environ.get("ACS_ABM_REAL_ORGANISATIONS", "no such folder"))


def remark(population, what, field):
    lines = [r for r in population.report if (r.what, r.field) == (what, field)]
    assert len(lines) == 1
    return lines[0]


def test_a_sound_folder_is_read_as_it_stands(small_folder):
    country = read_organisations(small_folder.write())
    assert country.name == "organisation files in 'small country'"
    assert country.systems.code == ("S1", "S2", "S3")
    assert country.systems.short_name == ("S1", "S2", "DOR")  # QVV is Dorset's NHS code
    assert len(country.practices.code) == 40
    assert country.practices.list_size[3] == 4500
    assert country.practices.contract[:3].tolist() == [0, 1, 2]
    assert country.practices.morbidity[0] == pytest.approx(0.12)
    prices = figure("prices_2017_18_per_2016_17")
    assert country.practices.gross_income[0] == pytest.approx(3000 * 130 * prices)
    assert country.ccgs.population[0] == country.practices.list_size[:8].sum()
    assert not any(r.what in {"refused", "repaired"} for r in country.report)
    assert country.system_neighbours.sum() == 2
    np.testing.assert_allclose(country.practice_peers.sum(axis=1), 1)


def test_trusts_belong_to_home_listed_and_partner_systems(small_folder):
    trusts = read_organisations(small_folder.write()).trusts
    assert trusts.partner_of[0].tolist() == [True, False, True]
    assert trusts.partner_of[1].tolist() == [True, True, False]


def test_rows_may_come_in_any_order(small_folder):
    sorted_country = read_organisations(small_folder.write())
    for rows in small_folder.tables.values():
        rows.reverse()
    country = read_organisations(small_folder.write())
    assert country.practices.code == sorted_country.practices.code
    assert np.array_equal(country.practices.gp_wte, sorted_country.practices.gp_wte)
    assert np.array_equal(country.practices.ccg, sorted_country.practices.ccg)
    assert np.array_equal(country.trusts.partner_of, sorted_country.trusts.partner_of)


def test_missing_gps_are_drawn_by_practice_and_counted(small_folder):
    small_folder.set("practices.csv", 4, "gp_fte_2016_09", "")
    small_folder.set("practices.csv", 9, "gp_fte_2016_09", "0")
    country = read_organisations(small_folder.write())
    assert np.flatnonzero(country.practices.gp_wte_imputed).tolist() == [4, 9]
    assert remark(country, "imputed", "gp_wte").count == 2
    drawn = country.practices.gp_wte[4]
    assert 0.3 < drawn < 20
    small_folder.set("practices.csv", 20, "gp_fte_2016_09", "")
    assert read_organisations(small_folder.path).practices.gp_wte[4] == drawn
    assert read_organisations(small_folder.write()).practices.gp_wte[4] == drawn
    assert read_organisations(small_folder.path, seed=3).practices.gp_wte[4] != drawn


def test_what_a_register_often_lacks_is_completed(small_folder):
    small_folder.set("practices.csv", 0, "contract_type", "UNKNOWN")
    small_folder.set("practices.csv", 1, "reg_hf", "")
    small_folder.set("practices.csv", 2, "pay_total_gbp", "90000")
    small_folder.set("practices.csv", 3, "pay_qof_gbp", "-12.5")
    small_folder.set("practices.csv", 5, "imd2015", "")
    small_folder.set("practices.csv", 6, "lat", "")
    small_folder.set("practices.csv", 7, "weighted_list_size", "90000")
    small_folder.set("trusts.csv", 3, "ae_admissions_1617", "")
    country = read_organisations(small_folder.write())
    p = country.practices
    assert p.contract[0] == CoreContract.GMS
    assert p.contract_imputed[0]
    assert p.morbidity_imputed[1]
    assert p.morbidity[1] == pytest.approx(0.12)
    assert p.income_imputed[[2, 3]].all()
    assert 130 < p.gross_income[2] / p.list_size[2] < 165
    assert p.qof_income[3] / p.list_size[3] == pytest.approx(11 * 1.018)
    mean = np.average(np.delete(p.deprivation[:8], 5), weights=np.delete(p.list_size[:8], 5))
    assert p.deprivation[5] == pytest.approx(mean)
    assert p.latitude[6] == country.ccgs.latitude[0]
    assert p.weighted_list[7] == pytest.approx(p.list_size[7] * 1.008)
    assert country.trusts.ae_admissions[3] == 20000
    assert remark(country, "repaired", "weighted_list").example == "P007"


def test_areas_without_a_position_lie_where_their_members_are(small_folder):
    small_folder.set("ccgs.csv", 0, "lat", "")
    small_folder.set("stps.csv", 0, "lon", "")
    small_folder.set("trusts.csv", 0, "lat", "")
    country = read_organisations(small_folder.write())
    assert country.ccgs.latitude[0] == pytest.approx(52.32, abs=0.02)
    assert country.systems.longitude[0] == pytest.approx(-2.0, abs=0.02)
    assert country.trusts.latitude[0] == country.systems.latitude[0]


def test_without_the_optional_files_neighbours_come_from_ccgs(small_folder):
    del small_folder.tables["stp_adjacency.csv"]
    del small_folder.tables["stp_trust_partners.csv"]
    country = read_organisations(small_folder.write())
    assert country.system_neighbours.any()
    assert (country.system_neighbours == country.system_neighbours.T).all()


def test_one_system_alone_has_no_pairs_of_neighbours(small_folder):
    small_folder.write()
    (small_folder.path / "stp_adjacency.csv").write_text("stp_a,stp_b\n")
    assert not read_organisations(small_folder.path).system_neighbours.any()


def test_codes_of_2016_become_those_of_2017(small_folder):
    renamed = {"S1": "E54000003", "S2": "E54000041"}
    for rows in small_folder.tables.values():
        for row in rows:
            for column in row:
                row[column] = renamed.get(row[column], row[column])
    country = read_organisations(small_folder.write())
    assert country.systems.code == ("E54000041", "E54000045", "S3")
    assert country.systems.short_name[:2] == ("DOR", "DDT")
    assert country.system_neighbours[0, 1]


def test_a_partner_that_nobody_lists_is_refused_and_said(small_folder):
    small_folder.set("stp_trust_partners.csv", 0, "trust_code", "R0A")
    country = read_organisations(small_folder.write())
    assert remark(country, "refused", "trust_code").example == "R0A"


def test_areas_where_nobody_lives_are_left_out(small_folder):
    kept = [r for r in small_folder.tables["practices.csv"] if r["ccg_code"] != "CC1"]
    small_folder.tables["practices.csv"] = kept
    country = read_organisations(small_folder.write())
    assert country.ccgs.code == ("AA1", "AA2", "BB1", "BB2")
    assert country.systems.code == ("S1", "S2")
    assert country.trusts.code == ("R0", "R1", "R3", "R4")
    assert [r.kind for r in country.report if r.what == "refused"] == ["ccg", "system", "trust"]


def test_a_few_stray_practices_are_refused_and_counted(small_folder):
    rows = small_folder.tables["practices.csv"]
    more = [row | {"practice_code": f"Q{n:03d}"} for n in range(4) for row in rows]
    for number, row in enumerate(more):
        row["practice_code"] = f"Q{number:03d}"
    more[7]["ccg_code"] = "ZZ9"
    small_folder.tables["practices.csv"] = more
    country = read_organisations(small_folder.write())
    assert len(country.practices.code) == 159
    assert remark(country, "refused", "ccg_code").example == "Q007"


def test_a_byte_order_mark_capitals_and_blank_lines_do_no_harm(small_folder):
    small_folder.set("practices.csv", 0, "contract_type", "gms")
    path = small_folder.write() / "practices.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\r\n\r\n")
    assert len(read_organisations(small_folder.path).practices.code) == 40


@pytest.mark.skipif(not REAL.is_dir(), reason="ACS_ABM_REAL_ORGANISATIONS names no folder")
def test_the_real_registers_of_2017_are_read_with_their_quirks():
    country = read_organisations(REAL)
    blocks = (country.systems, country.ccgs, country.trusts, country.practices)
    assert [len(block.code) for block in blocks] == [44, 207, 233, 7436]
    assert remark(country, "imputed", "gp_wte").count == 257
    assert remark(country, "imputed", "contract").count == 7
    assert remark(country, "refused", "trust_code").example == "R0A"
    assert country.practices.list_size.sum() == pytest.approx(58.26e6, rel=1e-3)
    for block in blocks:
        for name, values in vars(block).items():
            if isinstance(values, np.ndarray) and values.dtype == np.float64:
                assert np.isfinite(values).all(), name
