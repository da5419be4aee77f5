"""Phase by phase from the same state, package and reference do the same."""

from __future__ import annotations

import itertools

import pytest
from comparison import lock_step
from worlds import VARIANTS, contracts_are_paid, odd_offers

from acs_abm.model import AccountableCareModel
from acs_abm.stance import Stance

SYSTEMS = ["DOR", "BCWB"]  # one that is rated well, one with contract test areas
TOLD = 5  # enough to find the cause by


def first_differences(scenario, england, steps=None, systems=SYSTEMS):
    model = AccountableCareModel(scenario, seed=1, systems=systems, population=england)
    return list(itertools.islice(lock_step(model, steps), TOLD)), model.world


def test_the_plan_of_2017_phase_by_phase(plan, england):
    assert first_differences(plan, england, steps=16)[0] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_three_years_phase_by_phase_where_contracts_are_paid(variant, england):
    assert first_differences(contracts_are_paid(variant), england, steps=12)[0] == []


def test_five_years_phase_by_phase_with_offers_of_every_kind(england):
    differences, world = first_differences(odd_offers(), england, steps=20)
    assert differences == []
    signed = set(world.practices.agreement.tolist())
    assert {world.options.names.index(name) for name in ("open_to_all", "of_the_system")} < signed
    assert world.practices.has_ended_contract.any()


def test_ten_years_where_everything_comes_to_pass(england):
    """Practices promise, confirm, hold and take back; trusts run some; contracts come and end."""
    differences, world = first_differences(contracts_are_paid("contracts are paid"), england)
    assert differences == []
    happened = {event.what for event in world.event_log}
    why = {record.why for record in world.transition_log}
    assert {"contract live", "procurement lapsed", "assurance failed", "holder chosen"} <= happened
    assert {"promised payment withdrawn", "challenge dismissed"} <= happened
    assert {"taken on by a trust", "took its contract back", "began to resist"} <= why
    was_partial = any((record.after == Stance.PARTIAL).any() for record in world.transition_log)
    assert was_partial  # a place may have none left at the end
    assert set(world.practices.agreement.tolist()) >= {0, 1, 3, 4, 5}


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("seed", [2, 3])
def test_ten_years_phase_by_phase(variant, seed, england):
    scenario = contracts_are_paid(variant)
    names = [*SYSTEMS, "GM", "FRIM"]
    model = AccountableCareModel(scenario, seed=seed, systems=names, population=england)
    assert list(itertools.islice(lock_step(model), TOLD)) == []
