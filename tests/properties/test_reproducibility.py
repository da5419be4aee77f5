"""The same scenario and seed give the same history, whoever looks and wherever it is run."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from acs_abm.agents import KINDS
from acs_abm.model import AccountableCareModel

OF_OTHERS = {
    "run_by", "addressed_by", "lead", "relationships_offset", "decided_by", "largest_acute",
    "largest_community",
}  # fmt: skip
"""Columns about others: row numbers, and what partners from beyond a part of a country add."""


@pytest.fixture(scope="module")
def three_years(plan):
    return plan.change(until="2020-Q1")


def same(one: AccountableCareModel, other: AccountableCareModel) -> None:
    ours, theirs = one.tables(), other.tables()
    assert list(ours) == list(theirs)
    for name, table in ours.items():
        pd.testing.assert_frame_equal(table, theirs[name], check_exact=True, obj=name)


def test_a_run_is_the_same_twice(three_years, three_systems):
    one, other = (
        AccountableCareModel(three_years, 7, population=three_systems).run() for _ in range(2)
    )
    same(one, other)
    assert len(one.tables()["transitions"]) > 10


def test_a_run_is_the_same_after_another_one(three_years, three_systems, plan):
    one = AccountableCareModel(three_years, 7, population=three_systems).run()
    busy = plan.change(**{"offer.alliance_agreement.payment": 20, "offer.hub.payment": 5})
    AccountableCareModel(busy, 8, population=three_systems).run()
    same(one, AccountableCareModel(three_years, 7, population=three_systems).run())


@pytest.mark.parametrize("kind", KINDS)
def test_making_agents_changes_nothing(kind, three_years, three_systems):
    watched = AccountableCareModel(three_years, 7, population=three_systems)
    while not watched.is_over:
        if watched.taken == 6:
            agents = watched.agents_of(kind)
            assert all(repr(agent) for agent in agents)
            agents.shuffle_do("__repr__")
        watched.step()
    same(watched, AccountableCareModel(three_years, 7, population=three_systems).run())
    watched.release()


def test_two_models_may_take_turns(three_years, three_systems):
    one, other = (AccountableCareModel(three_years, 7, population=three_systems) for _ in range(2))
    while not one.is_over:
        one.step()
        other.step()
    same(one, other)


def test_systems_may_be_named_in_any_order_and_way(three_years, england):
    one, other = (
        AccountableCareModel(three_years, 7, systems=names, population=england).run()
        for names in (["DOR", "FRIM"], ["Frimley Health", "E54000041", "dorset"])
    )
    same(one, other)


@pytest.fixture(scope="module")
def beginnings(three_years, england):
    """England and Dorset alone before the first step, and the rows of Dorset in England."""
    whole = AccountableCareModel(three_years, 7, population=england).world
    alone = AccountableCareModel(three_years, 7, systems=["DOR"], population=england).world
    place = whole.population.systems.code.index("E54000041")
    rows = {
        "practices": np.flatnonzero(whole.population.practices.system == place),
        "trusts": np.flatnonzero(whole.population.trusts.system == place),
        "ccgs": np.flatnonzero(whole.population.ccgs.system == place),
        "systems": np.array([place]),
    }
    return whole, alone, rows


@pytest.mark.parametrize("kind", ["practices", "trusts", "ccgs", "systems"])
def test_dorset_alone_begins_as_dorset_in_england(kind, beginnings):
    whole, alone, rows = beginnings
    block = getattr(whole, kind)
    names = {field.name for field in dataclasses.fields(block)} - OF_OTHERS
    assert len(names) > 10
    for name in names:
        in_england = getattr(block, name)[rows[kind]]
        np.testing.assert_array_equal(getattr(getattr(alone, kind), name), in_england, name)


def test_dorset_alone_has_the_luck_of_dorset_in_england(beginnings):
    whole, alone, rows = beginnings
    keys = whole.population.practices.key[rows["practices"]]
    np.testing.assert_array_equal(alone.population.practices.key, keys)
    for step in (0, 11):
        in_england = whole.chance.uniform("any", step, whole.population.practices.key)
        by_itself = alone.chance.uniform("any", step, alone.population.practices.key)
        np.testing.assert_array_equal(by_itself, in_england[rows["practices"]])
    for name in ("practice", "add_on"):
        tastes = getattr(whole.tastes, name)[rows["practices"]]
        np.testing.assert_array_equal(getattr(alone.tastes, name), tastes)


HISTORY = """
from hashlib import sha256
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario
plan = Scenario.load("plan_2017").change(until="2018-Q1")
tables = AccountableCareModel(plan, 7, systems=["DOR"]).run().tables()
text = plan.fingerprint + "".join(table.to_csv() for table in tables.values())
print(sha256(text.encode()).hexdigest())
"""


def test_the_order_in_which_python_keeps_sets_does_not_matter():
    digests = {
        subprocess.run(
            [sys.executable, "-c", HISTORY],
            env={**os.environ, "PYTHONHASHSEED": order},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for order in ("1", "2")
    }
    assert len(digests) == 1
