"""Patients, work and money by deprivation, rurality and system add up to the country's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from acs_abm.measures import STANCE_COLUMNS, TABLES
from acs_abm.measures.activity import STREAM_COLUMNS
from acs_abm.measures.counted import LISTS, OF_PRACTICES
from acs_abm.model import AccountableCareModel

LIST_COLUMNS = [column.name for column in LISTS if column.unit == "share of list"]
MEANS = {
    "patients": [
        *LIST_COLUMNS, *STREAM_COLUMNS, "quality", "practice_payments_per_head",
        "practice_gains_per_head",
    ],
    "partners": ["hours", "partner_income"],
    "practices": ["distress"],
}  # fmt: skip
"""What is a mean, by what it is weighted with."""

SUMS = ["patients", "practices", *STANCE_COLUMNS, "practices_distressed", "partners",
        "salaried_gps", "gp_vacancies", "practices_closed", "practices_merged",
        "patients_dispersed"]  # fmt: skip

EVENTFUL = {
    "until": "2022-Q1",
    "practice.independence_value_mean": 8,
    "practice.status_quo": 3,
    "offer.alliance_agreement.payment": 6,
    "allocation.extra_growth": 2.0,
    "trust_run.start_hazard": 0.2,
}
"""Alliances form early and save, practices close, merge and are run by trusts."""


@pytest.fixture(scope="module")
def run(plan, eight_systems):
    scenario = plan.change(**EVENTFUL)
    model = AccountableCareModel(scenario, 3, population=eight_systems, ledger="full").run()
    return model, model.tables()


def by_row(tables) -> dict[str, pd.DataFrame]:
    """Rows that stand beside one another: classes of each grouping, and systems."""
    classes = dict(tuple(tables["groups"].groupby("grouping", sort=False)))
    return {**classes, "systems": tables["systems"]}


def test_deprivation_is_told_by_fifths_and_rurality_by_two_classes(run):
    groups = run[1]["groups"]
    classes = groups.groupby("grouping")["group"].nunique()
    assert classes["deprivation"] == 5
    assert classes["rurality"] == 2
    assert not groups.duplicated(["quarter", "grouping", "group"]).any()


def test_every_measure_of_practices_is_a_sum_or_a_mean_that_is_held_to_the_country():
    held = {*SUMS, *(name for names in MEANS.values() for name in names)}
    assert {column.name for column in OF_PRACTICES} <= held
    for table in ("national", "systems", "groups"):
        assert held <= {column.name for column in TABLES[table]}, table


@pytest.mark.parametrize("name", SUMS)
def test_sums_over_classes_and_systems_are_the_country(name, run):
    tables = run[1]
    national = tables["national"].set_index("quarter")[name]
    for rows in by_row(tables).values():
        added = rows.groupby("quarter", sort=False)[name].sum()
        if national.dtype.kind == "i":
            assert added.tolist() == national.tolist()
        np.testing.assert_allclose(added, national, rtol=1e-9)


@pytest.mark.parametrize(("weight", "name"), [(w, name) for w in MEANS for name in MEANS[w]])
def test_weighted_means_over_classes_and_systems_are_the_country(weight, name, run):
    tables = run[1]
    national = tables["national"].set_index("quarter")[name]
    assert national.abs().max() > 0 or name in {"list_partial", "list_full"}
    for rows in by_row(tables).values():
        weighed = (rows[name] * rows[weight]).groupby(rows["quarter"], sort=False).sum()
        whole = rows.groupby("quarter", sort=False)[weight].sum()
        np.testing.assert_allclose(weighed / whole, national, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("table", ["national", "systems", "groups"])
def test_shares_of_the_list_by_stance_add_up_to_one(table, run):
    rows = run[1][table]
    np.testing.assert_allclose(rows[LIST_COLUMNS].sum(axis=1), 1.0, rtol=1e-12)


def test_shares_of_the_list_are_those_of_the_practices_of_a_class(run):
    model, tables = run
    world = model.world
    last = tables["groups"].query("quarter == '2022-Q1' and grouping == 'deprivation'")
    for fifth, row in enumerate(last.to_dict("records")):
        here = world.groups.deprivation == fifth
        size, stance = world.practices.list_size[here], world.practices.stance[here]
        for level, name in enumerate(LIST_COLUMNS, start=-1):
            assert row[name] == pytest.approx(size[stance == level].sum() / size.sum())


def test_the_income_of_partners_of_a_class_is_that_of_its_partners(run):
    model, tables = run
    world = model.world
    last = tables["groups"].query("quarter == '2022-Q1' and grouping == 'rurality'")
    for rural, row in enumerate(last.to_dict("records")):
        here = world.population.practices.is_rural == bool(rural)
        partners, income = world.practices.partners[here], world.money.practices.income[here]
        assert row["partner_income"] == pytest.approx(partners @ income / partners.sum())


NOT_FOR_WORK = {"gain_to_practices", "practice_surplus", "loan", "taken_over"}


def class_of_codes(model) -> dict[str, int]:
    population, groups = model.world.population, model.world.groups
    return dict(zip(population.practices.code, groups.deprivation.tolist(), strict=True))


def paid_by_fifth(model, entries: pd.DataFrame, rows: pd.Series) -> np.ndarray:
    """Pounds that practices got, quarters by fifths."""
    here = entries[(entries["payee_kind"] == "practice") & rows]
    fifth = here["payee_code"].astype(str).map(class_of_codes(model))
    step = here["quarter"].cat.codes.astype(int)
    steps = model.world.clock.steps
    return np.bincount(5 * step + fifth, here["amount"], 5 * steps).reshape(steps, 5)


def test_payments_a_head_are_what_the_ledger_says_practices_got(run):
    model, tables = run
    entries = tables["ledger_entries"]
    got = paid_by_fifth(model, entries, ~entries["flow"].isin(NOT_FOR_WORK))
    rows = tables["groups"].query("grouping == 'deprivation'")
    told = (rows["practice_payments_per_head"] * rows["patients"]).to_numpy().reshape(-1, 5)
    np.testing.assert_allclose(told, 4.0 * got, rtol=1e-9)


def test_gains_a_head_are_the_last_years_gains_of_the_ledger(run):
    model, tables = run
    entries = tables["ledger_entries"]
    got = paid_by_fifth(model, entries, entries["flow"] == "gain_to_practices")
    assert got[3::4].max() > 0  # the first year begins in April and is settled in March
    settled = np.vstack([np.zeros((3, 5)), np.repeat(got[3::4], 4, axis=0)])[: len(got)]
    rows = tables["groups"].query("grouping == 'deprivation'")
    told = (rows["practice_gains_per_head"] * rows["patients"]).to_numpy().reshape(-1, 5)
    np.testing.assert_allclose(told, settled, rtol=1e-9, atol=1e-6)
    national = tables["national"]
    in_all = national["practice_gains_per_head"] * national["patients"]
    np.testing.assert_allclose(in_all, 1e6 * national["savings_to_practices"], rtol=1e-9, atol=1)


def test_a_month_and_a_quarter_tell_the_same_payments_a_year(plan, three_systems):
    told = []
    for steps_per_year in (4, 12):
        scenario = plan.change(until="2017-Q2", steps_per_year=steps_per_year)
        model = AccountableCareModel(scenario, 1, population=three_systems).run()
        told.append(model.recorder.national()["practice_payments_per_head"].mean())
    assert told[0] == pytest.approx(told[1], rel=0.01)
    assert 100 < told[0] < 200
