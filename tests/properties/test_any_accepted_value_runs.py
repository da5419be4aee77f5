"""Whatever a scenario may say, a run of it ends, adds up and stays within bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acs_abm.measures import STAGE_COLUMNS, STANCE_COLUMNS
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

PLAN = Scenario.load("plan_2017").change(until="2018-Q2")
NUMBERS = {
    name: entry
    for name, entry in PLAN.catalogue.items()
    if entry.is_number and not name.startswith("wave.")
}
NAMES = sorted(NUMBERS)


def check(values: dict[str, float], population) -> None:
    model = AccountableCareModel(PLAN.change(**values), 1, population=population).run()
    national = model.tables()["national"]
    assert np.isfinite(national.select_dtypes("number").to_numpy(float)).all()
    assert (national[list(STANCE_COLUMNS)].sum(axis=1) == national["practices"]).all()
    assert (national[list(STAGE_COLUMNS)].sum(axis=1) == len(population.systems.code)).all()
    world = model.world
    for block in ("practices", "trusts", "ccgs", "systems"):
        for name, column in vars(getattr(world, block)).items():
            if column.dtype.kind == "f":
                assert np.isfinite(column).all(), (block, name)
    for block, name in (
        ("systems", "governance"),
        ("systems", "relationships"),
        ("systems", "health_management"),
        ("practices", "trust_in_ccg"),
        ("practices", "trust_in_lead"),
        ("practices", "damage_in_lead"),
        ("practices", "trust_in_national"),
        ("trusts", "trust_in_partners"),
    ):
        column = getattr(getattr(world, block), name)
        assert column.min() >= -1e-9, (block, name)
        assert column.max() <= 1 + 1e-9, (block, name)
    model.release()


def between(name: str) -> st.SearchStrategy[float]:
    entry = NUMBERS[name]
    if isinstance(entry.default, int):
        return st.integers(int(entry.at_least), int(entry.at_most))
    return st.floats(entry.at_least, entry.at_most) | st.sampled_from(
        [entry.at_least, entry.at_most]
    )


@st.composite
def many_values(draw: st.DrawFn) -> dict[str, float]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=25, unique=True))
    return {name: draw(between(name)) for name in names}


@given(values=many_values())
@settings(max_examples=settings.default.max_examples // 2)  # each is a run
def test_many_strange_values_at_once_still_run(values, three_systems):
    check(values, three_systems)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_either_end_of_what_a_parameter_accepts_runs(name, three_systems):
    for value in (NUMBERS[name].at_least, NUMBERS[name].at_most):
        check({name: value}, three_systems)
