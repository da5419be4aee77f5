"""The CCGs and trusts of the NHS registers: those open, with what the registers leave unsaid."""

from __future__ import annotations

from collections import Counter

import pytest
from register_folder import expect_all_rows_accounted_for, organisation, reasons

from acs_abm.evidence import england_ccgs, england_trusts, figure
from acs_abm.population.ods_areas import type_by_name
from acs_abm.population.organisations import TrustType


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
