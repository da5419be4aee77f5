"""A parameter that changes nothing is a promise not kept.

Every lever and every uncertainty is moved to the low end of its range, or else to the high one,
in one world after another until some column of some table changes. The worlds are small and
between them hold everything that can happen.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.parameters import Role
from acs_abm.scenario import Scenario

SYSTEMS = ["DOR", "FRIM", "BCWB"]
GENEROUS = {
    "offer.integration_agreement.payment": 40,
    "offer.full_contract.payment": 40,
    "offer.full_contract_subcontracted.payment": 40,
    "commissioner.procures_test_area": 1,
    "practice.independence_value_mean": 5,
    "practice.reneging_hazard": 0.1,
    "practice_return.transition_cost": 1,
    "trust_run.start_hazard": 0.1,
}
"""Contracts are sought, promised, go live, disappoint and are left again."""

WORLDS = {
    "the plan": ("plan_2017", {"until": "2022-Q1"}),
    "contracts that pay": ("plan_2017", GENEROUS),
    "full contracts that pay": ("plan_2017", {**GENEROUS, "commissioner.procures_full": 1}),
    "a start in 2015": ("hindcast_2015", {}),
    "a mandate that many resist": (
        "plan_2017",
        {"until": "2022-Q1", "mandate_from": "2018-Q2", "resistance.base": 2.25},
    ),
}

NOT_YET = {
    "practice.envy": "gains of the lead are zero until money is simulated",
}
"""What changes nothing yet, with the reason; five at most."""


@lru_cache(maxsize=len(WORLDS))
def untouched(world: str) -> tuple[Scenario, dict[str, pd.DataFrame]]:
    name, values = WORLDS[world]
    scenario = Scenario.load(name).change(**values)
    return scenario, run(scenario)


def run(scenario: Scenario) -> dict[str, pd.DataFrame]:
    model = AccountableCareModel(scenario, 2, SYSTEMS).run()
    tables = model.tables()
    model.release()
    return tables


def movable() -> list[str]:
    names = set()
    for scenario, _ in WORLDS.values():
        for name, entry in Scenario.load(scenario).catalogue.items():
            if entry.role is not Role.CONSTANT:
                names.add(name)
    return sorted(names)


def ends(scenario: Scenario, name: str) -> list[object]:
    """The far ends of a parameter's range; a switch's other side; every name of a list."""
    entry = scenario.parameter(name)
    if isinstance(entry.default, bool):
        return [not entry.default]
    if isinstance(entry.default, tuple):
        return [[choice] for choice in entry.choices]
    whole = isinstance(entry.default, int)
    found = [int(end) if whole else end for end in (entry.low, entry.high)]
    return [end for end in found if end != scenario.value(name)]


def differs(first: dict[str, pd.DataFrame], second: dict[str, pd.DataFrame]) -> bool:
    return any(not first[name].equals(second[name]) for name in first)


def test_there_are_no_more_than_five_exceptions_and_each_is_a_parameter():
    assert len(NOT_YET) <= 5
    assert set(NOT_YET) <= set(movable())


@pytest.mark.parametrize("name", movable())
def test_every_parameter_matters(name):
    changed = False
    for world in WORLDS:
        scenario, before = untouched(world)
        if name not in scenario.catalogue:
            continue
        for end in ends(scenario, name):
            if differs(before, run(scenario.change(**{name: end}))):
                changed = True
                break
        if changed:
            break
    if name in NOT_YET:
        assert not changed, f"{name} matters now: take it off the list"
    else:
        assert changed, f"{name} changes nothing at either end of its range"
