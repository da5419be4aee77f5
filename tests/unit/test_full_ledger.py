"""The full ledger: every payment, where it is asked for, and it says what the sums say."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import acs_abm
from acs_abm import measures
from acs_abm.errors import CommandError
from acs_abm.explore.results_folder import read_results, write_results
from acs_abm.explore.runs import run_scenario
from acs_abm.ledger import Account, Flow
from acs_abm.model import AccountableCareModel

WORLDS = {
    "quarters": {"until": "2019-Q1", "offer.alliance_agreement.payment": 8},
    "months": {"until": "2018-Q1", "steps_per_year": 12},
}
LABELS = ["quarter", "flow", "payer_kind", "payer_code", "payee_kind", "payee_code"]


@pytest.fixture(scope="module", params=WORLDS)
def kept(request, plan, three_systems):
    """A small run that kept every payment, with its tables."""
    scenario = plan.change(**WORLDS[request.param])
    model = AccountableCareModel(scenario, 2, population=three_systems, ledger="full").run()
    return model, model.tables()


@pytest.fixture(scope="module")
def twice(plan, england):
    short = plan.change(until="2017-Q3")
    return run_scenario(
        short, replicates=2, population=england, systems=["DOR"], workers=1, ledger="full"
    )


def in_pence(pounds: pd.Series) -> pd.Series:
    return (pounds * 100.0).round().astype("int64")


def homes(model) -> dict[tuple[str, str], str]:
    """The system of every organisation that has one, by kind and code."""
    p = model.world.population
    code = np.array(p.systems.code)
    blocks = {"ccg": p.ccgs, "holder": p.ccgs, "trust": p.trusts, "practice": p.practices}
    found = {
        (kind, one): code[system]
        for kind, block in blocks.items()
        for one, system in zip(block.code, block.system, strict=True)
    }
    return found | {(kind, one): one for kind in ("council", "transformation") for one in code}


@pytest.mark.parametrize(("side", "column"), [("payer", "paid"), ("payee", "received")])
def test_payments_add_up_to_the_ledger_by_flow_and_system_to_the_penny(side, column, kept):
    model, tables = kept
    home = homes(model)
    entries, sums = tables["ledger_entries"], tables["ledger"]
    who = zip(entries[f"{side}_kind"], entries[f"{side}_code"], strict=True)
    facts = {
        "quarter": entries["quarter"].astype(str),
        "flow": entries["flow"].astype(str),
        "system": [home.get(one, "") for one in who],
        "pence": in_pence(entries["amount"]),
    }
    added = pd.DataFrame(facts).groupby(["quarter", "flow", "system"])["pence"].sum()
    told = sums.assign(pence=in_pence(sums[column])).query("pence != 0")
    told = told.set_index(["quarter", "flow", "system"])["pence"].sort_index()
    assert added.to_dict() == told.to_dict()


def test_what_everybody_got_less_what_it_paid_is_what_it_holds(kept):
    model, tables = kept
    entries, ledger, p = tables["ledger_entries"], model.world.money.ledger, model.world.population
    pence = in_pence(entries["amount"])
    got, gave = (
        pence.groupby([entries[f"{side}_kind"], entries[f"{side}_code"]]).sum().to_dict()
        for side in ("payee", "payer")
    )
    for kind, codes in {
        Account.CCG: p.ccgs.code, Account.TRUST: p.trusts.code, Account.PRACTICE: p.practices.code,
        Account.TRANSFORMATION: p.systems.code, Account.TREASURY: [""], Account.STAFF: [""],
    }.items():  # fmt: skip
        expected = ledger.of(kind, ledger.balance).tolist()
        accounts = [(kind.name.lower(), code) for code in codes]
        assert [got.get(one, 0) - gave.get(one, 0) for one in accounts] == expected, kind


def test_every_payment_is_of_something_by_somebody_in_a_step_of_the_run(kept):
    model, tables = kept
    entries = tables["ledger_entries"]
    assert list(entries.columns) == measures.columns("ledger_entries")[1:]
    assert (entries["amount"] > 0).all()
    assert not entries.isna().any().any()
    assert list(entries["quarter"].unique()) == model.world.clock.labels()
    kinds = {kind.name.lower() for kind in Account}
    assert set(entries["payer_kind"]) | set(entries["payee_kind"]) <= kinds


@pytest.mark.parametrize("kind", list(Account))
def test_an_account_of_any_kind_is_named_by_kind_and_code(kind, three_systems):
    model = AccountableCareModel(population=three_systems, ledger="full")
    ledger, p = model.world.money.ledger, three_systems
    payee = ledger.account(kind)
    ledger.post(0, Flow.TARIFF, ledger.account(Account.STAFF), payee, np.arange(len(payee)) + 1)
    entries = model.tables()["ledger_entries"]
    codes = {
        Account.CCG: p.ccgs.code, Account.HOLDER: p.ccgs.code, Account.TRUST: p.trusts.code,
        Account.PRACTICE: p.practices.code, Account.COUNCIL: p.systems.code,
        Account.TRANSFORMATION: p.systems.code,
    }.get(kind, ("",))  # fmt: skip
    assert set(entries["payee_kind"]) == {kind.name.lower()}
    assert entries["payee_code"].tolist() == list(codes)
    assert in_pence(entries["amount"]).tolist() == list(range(1, len(codes) + 1))
    assert set(entries["payer_kind"]) == {"staff"}


def test_payments_are_kept_as_numbers_and_each_label_once(kept):
    model, tables = kept
    entries = tables["ledger_entries"]
    labels = [entries[name] for name in LABELS]
    names = sum(label.cat.categories.memory_usage(deep=True) for label in labels)
    assert entries.memory_usage(deep=True).sum() - names < 20 * len(entries)
    journal = model.world.money.ledger.journal
    stored = sum(one.payer.nbytes + one.payee.nbytes + one.pence.nbytes for one in journal)
    assert stored == 16 * len(entries)


def test_nothing_is_kept_and_nothing_else_changes_unless_it_is_asked_for(plan, dorset_model):
    scenario, p = plan.change(until="2017-Q4"), dorset_model.world.population
    plain = AccountableCareModel(scenario, 1, population=p).run()
    full = AccountableCareModel(scenario, 1, population=p, ledger="full").run()
    assert not plain.world.money.ledger.journal
    without, with_it = plain.tables(), full.tables()
    assert set(with_it) - set(without) == {"ledger_entries"} == set(measures.ON_REQUEST)
    for name, table in without.items():
        pd.testing.assert_frame_equal(table, with_it[name], check_exact=True, obj=name)


def test_a_run_that_took_no_step_has_an_empty_table(dorset_model):
    population = dorset_model.world.population
    entries = AccountableCareModel(population=population, ledger="full").tables()["ledger_entries"]
    assert list(entries.columns) == measures.columns("ledger_entries")[1:]
    assert entries.empty


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("ful", "did you mean 'full'"), ("systems", "did you mean 'system'"), (True, "system or")],
)
def test_another_word_is_refused_with_the_nearest_before_anything_runs(wrong, says):
    told = f"ledger is {wrong!r}: it takes system or full"
    for refused in (
        lambda: AccountableCareModel(ledger=wrong),
        lambda: acs_abm.run(replicates=1_000_000, ledger=wrong),
    ):
        with pytest.raises(CommandError) as raised:
            refused()
        assert str(raised.value).startswith(told)
        assert says in str(raised.value)


def test_replicates_keep_their_payments_however_they_are_run(twice, plan, england):
    entries = twice.tables["ledger_entries"]
    assert list(entries.columns) == measures.columns("ledger_entries")
    assert list(entries["replicate"].unique()) == [1, 2]
    assert all(entries[name].dtype == "category" for name in LABELS)
    short = plan.change(until="2017-Q3")
    side_by_side = run_scenario(
        short, replicates=2, population=england, systems=["DOR"], workers=2, ledger="full"
    )
    pd.testing.assert_frame_equal(entries, side_by_side.tables["ledger_entries"], check_exact=True)


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_payments_are_written_and_read_back_and_the_manifest_says_so(twice, tmp_path, file_format):
    folder = write_results(twice, tmp_path / "mine", file_format)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["ledger"] == "full"
    assert manifest["tables"]["ledger_entries"]["rows"] == len(twice.tables["ledger_entries"])
    again = read_results(folder)
    assert again.ledger == "full"
    here, there = again.tables["ledger_entries"], twice.tables["ledger_entries"]
    assert here.dtypes.astype(str).tolist() == there.dtypes.astype(str).tolist()
    as_text = dict.fromkeys(LABELS, str)  # a CSV knows only the labels that were used
    pd.testing.assert_frame_equal(here.astype(as_text), there.astype(as_text), check_exact=True)
    dictionary = pd.read_csv(folder / "measures.csv", keep_default_na=False)
    told = dictionary.loc[dictionary["table"] == "ledger_entries", "name"]
    assert list(told) == measures.columns("ledger_entries")
