"""A parameter that changes nothing is a promise not kept.

Every lever and every uncertainty of every shipped scenario is moved to the low end of its range, or
else to the high one, in one world after another until some column of some table changes. Between
them the worlds hold everything that can happen; most parameters are settled by the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.parameters import Role
from acs_abm.scenario import Scenario, shipped_scenarios

SCENARIOS = Path(__file__).parent / "scenarios"


class SmallWorld(NamedTuple):
    """A scenario (shipped, or a file beside this test), a seed and some systems."""

    scenario: str
    seed: int
    systems: tuple[str, ...]
    until: str


TEST_AREAS = ("BCWB", "DER", "FRIM", "SUR", "NOTT", "NHN")
CANDIDATES = ("DOR", "FRIM", "BCWB", "SUR", "DER", "SOM")
ENDS = SmallWorld("everything_ends", 2, TEST_AREAS, "2023-Q1")
HAPPENS = SmallWorld("everything_happens", 2, CANDIDATES, "2022-Q1")
ENGLAND = SmallWorld("plan_2017", 1, (), "2018-Q1")  # for what touches few, and only at the start
LEAVES = SmallWorld("contracts_are_left", 2, TEST_AREAS, "2026-Q1")
RETURNS = LEAVES._replace(scenario="contracts_are_taken_back")
BOARDS = SmallWorld("boards_decide", 2, TEST_AREAS, "2025-Q1")
WORLDS = [
    ENDS,
    HAPPENS,
    ENGLAND,
    BOARDS,
    LEAVES,
    RETURNS,
    # Other luck, for what touches so few that one seed may miss it.
    ENDS._replace(seed=3),
    HAPPENS._replace(seed=3),
    # Contracts that do not pay, on which committees ballot.
    SmallWorld("plan_2017", 1, TEST_AREAS, "2020-Q1"),
    SmallWorld("contracts_lose_money", 2, TEST_AREAS, "2025-Q1"),
    SmallWorld("partial_contracts_lose_money", 2, TEST_AREAS, "2025-Q1"),
]

NOT_YET: dict[str, str] = {}
"""What changes nothing yet, with the reason; five at most."""

REPEATED = ["threshold", "margin", "weight"]
"""Columns of ``gates`` that repeat what the calendar asks, whether anybody reads it or not."""

PAIRS = {"wave.first_least": "wave.first_most", "wave.later_least": "wave.later_most"}
"""A least may not exceed its most: where one end of the range would, both are moved."""


@cache
def load(world: SmallWorld) -> Scenario:
    own = SCENARIOS / f"{world.scenario}.yaml"
    return Scenario.load(own if own.exists() else world.scenario).change(until=world.until)


def begin(world: SmallWorld, scenario: Scenario) -> AccountableCareModel:
    return AccountableCareModel(scenario, world.seed, world.systems or None)


def finish(model: AccountableCareModel) -> dict[str, pd.DataFrame]:
    tables = model.run().tables()
    model.release()
    tables["gates"] = tables["gates"].drop(columns=REPEATED)
    return tables


@cache
def untouched(world: SmallWorld) -> dict[str, pd.DataFrame]:
    return finish(begin(world, load(world)))


def differs(world: SmallWorld, scenario: Scenario) -> bool:
    """Whether any table differs; to stop early, national figures are compared on the way.

    After 1, 2, 4, 8 ... steps: making the table takes half as long as a step.
    """
    before = untouched(world)
    model = begin(world, scenario)
    while not model.is_over:
        model.step()
        is_look = model.taken.bit_count() == 1
        if is_look and not model.recorder.national().equals(before["national"].head(model.taken)):
            return True
    after = finish(model)
    return any(not before[name].equals(after[name]) for name in before)


def moved(scenario: Scenario, name: str) -> Iterator[Scenario]:
    """Move a parameter to the far ends of its range; a switch to its other side."""
    entry = scenario.parameter(name)
    if isinstance(entry.default, bool):
        ends = [not entry.default]
    elif isinstance(entry.default, tuple):
        ends = [[choice] for choice in entry.choices]
    else:
        ends = [type(entry.default)(end) for end in (entry.low, entry.high)]
    for end in ends:
        values = {name: end}
        for least, most in PAIRS.items():
            after = {key: values.get(key, scenario.value(key)) for key in (least, most)}
            if after[least] > after[most]:
                values |= {least: end, most: end}
        if end != scenario.value(name):
            yield scenario.change(**values)


def matters(name: str, worlds: list[SmallWorld] = WORLDS) -> bool:
    return any(
        differs(world, scenario)
        for world in worlds
        if name in load(world).catalogue
        for scenario in moved(load(world), name)
    )


def movable() -> list[str]:
    return sorted(
        {
            name
            for shipped in shipped_scenarios()
            for name, entry in Scenario.load(shipped).catalogue.items()
            if entry.role is not Role.CONSTANT
        }
    )


def test_there_are_no_more_than_five_exceptions_and_each_is_a_parameter():
    assert len(NOT_YET) <= 5
    assert set(NOT_YET) <= set(movable())


def test_a_parameter_that_nothing_reads_would_be_found():
    # Nobody considers by a deadline where no offer has one, so the number is never read.
    assert not matters("practice.deadline_consideration", [ENGLAND])
    assert matters("practice.deadline_consideration", [HAPPENS])


@pytest.mark.parametrize("name", movable())
def test_every_parameter_matters(name):
    if name in NOT_YET:
        assert not matters(name), f"{name} matters now: take it off the list"
    else:
        assert matters(name), f"{name} changes nothing at either end of its range"
