"""Levers of the schedule move the dates at which systems and contracts get there."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage

SEEDS = (1, 2)
PAYMENT = "offer.integration_agreement.payment"
WILLING = {
    PAYMENT: 25,
    "practice.status_quo": 3,
    "practice.independence_value_mean": 8,
    "litigation.hazard": 0,
    "assurance.pass_probability": 0.99,
    "commissioner.test_area_value": 18,
    "commissioner.considers_as_test_area": 1,
    "commissioner.procurement_full": 18,
}


@pytest.fixture(scope="module")
def when(england, plan):
    """Return the mean quarter in which systems reach a stage, never counting as the last."""

    def mean_quarter(stage: Stage, scenario: Scenario = plan, **values: object) -> float:
        changed = scenario.change(until="2021-Q1", **values)
        found = []
        for seed in SEEDS:
            systems = (AccountableCareModel(changed, seed, population=england).run().tables())[
                "systems"
            ]
            reached = systems["stage"].map(lambda name: Stage[name]).to_numpy().reshape(-1, 44)
            ever = (reached >= stage).any(axis=0)
            found.append(np.where(ever, (reached >= stage).argmax(axis=0), len(reached)).mean())
        return float(np.mean(found))

    return mean_quarter


@pytest.fixture(scope="module")
def planned_shadow(when):
    return when(Stage.SHADOW_ACS)


@pytest.fixture(scope="module")
def planned_acs(when):
    return when(Stage.ACS)


def judged(england, scenario):
    """Return how often each gate was passed and failed in ten years, once its time was served."""
    gates = AccountableCareModel(scenario, 1, population=england).run().tables()["gates"]
    checkpoint = gates["condition"].str.extract(r"^(checkpoint_\d)")[0]
    return pd.crosstab(gates["stage"].astype(str) + " " + checkpoint.fillna(""), gates["verdict"])


def test_every_gate_but_the_last_is_passed_by_some_and_failed_by_some(england, plan):
    """No contract goes live unpaid: decision record 0029."""
    by_gate = judged(england, plan)
    last = by_gate.loc["ACO "]
    assert (last["passed"], last["failed"] > 0) == (0, True)
    others = by_gate.drop(index="ACO ")
    assert [name.split()[0] for name in others.index] == ["ACO"] * 3 + [
        "ACS",
        "CANDIDATE",
        "SHADOW_ACS",
    ]
    assert (others[["passed", "failed"]] > 0).all(axis=None), others


def test_the_last_gate_is_passed_by_some_and_failed_by_some_with_a_payment(england, plan):
    willing = {"practice.independence_value_mean": 8, "practice.status_quo": 3}
    last = judged(england, plan.change(**{PAYMENT: 20}, **willing)).loc["ACO "]
    assert last["passed"] > 0 < last["failed"]


def test_a_stricter_gate_is_passed_later_and_an_easier_one_sooner(when, planned_acs):
    assert when(Stage.ACS, **{"stage.acs.strictness": 0.4}) > planned_acs
    assert when(Stage.ACS, **{"stage.acs.strictness": -0.4}) < planned_acs


def test_a_longer_dwell_delays_the_stage_after(when, planned_acs):
    assert when(Stage.ACS, **{"stage.acs.dwell": 8}) > planned_acs


def test_larger_waves_bring_the_shadow_sooner(when, planned_shadow):
    sizes = ("wave.first_least", "wave.first_most", "wave.later_least", "wave.later_most")
    assert when(Stage.SHADOW_ACS, **dict.fromkeys(sizes, 0)) > planned_shadow
    assert when(Stage.SHADOW_ACS, **dict.fromkeys(sizes, 44)) < planned_shadow


def test_a_date_by_which_gates_open_to_all_makes_everybody_an_acs_by_then(eight_systems, plan):
    scenario = plan.change(until="2022-Q1", calendar="enacted")
    systems = AccountableCareModel(scenario, 1, population=eight_systems).run().tables()["systems"]
    by_date = systems.set_index("quarter")
    assert (by_date.loc["2021-Q1", "stage"] == "ACS").all()
    assert (by_date.loc["2022-Q1", "stage"] == "ACS").all()
    assert not (by_date.loc["2020-Q4", "stage"] == "ACS").all()


def test_with_a_generous_payment_and_everybody_willing_contracts_go_live(eight_systems, plan):
    scenario = plan.change(until="2023-Q1", **WILLING)
    model = AccountableCareModel(scenario, 1, population=eight_systems).run()
    tables = model.tables()
    live = tables["events"].query("what == 'contract live'")
    assert len(live)
    assert live["quarter"].min() >= "2019-Q2"  # eight quarters from early engagement
    gates = tables["gates"].query("stage == 'ACO' and verdict == 'passed'")
    gates = gates[~gates["condition"].str.startswith("checkpoint")]  # assurance weighs, not asks
    passed = gates.groupby(["quarter", "organisation"])["margin"].min()
    assert (passed[[*map(tuple, live[["quarter", "code"]].to_numpy())]] >= -1e-12).all()


def test_the_same_world_has_no_contract_where_the_rules_never_come(eight_systems, plan):
    scenario = plan.change(until="2023-Q1", **WILLING)
    model = AccountableCareModel(scenario, 1, population=eight_systems)
    contract = dataclasses.replace(
        model.world.calendar.contract, regulations_from=scenario.clock.date(999)
    )
    model.world.calendar = dataclasses.replace(model.world.calendar, contract=contract)
    assert not (model.run().tables()["events"]["what"] == "contract live").any()
