"""Every rule about money matters: bend it in the package and the reference disagrees.

In the Black Country where every kind of agreement and contract is in force, one place is paid
partly by budget, and savings are made at some places and losses at others.
"""

from __future__ import annotations

import dataclasses
import importlib

import numpy as np
import pytest
from adapter import rows_of
from comparison import one_phase, reference_of
from crowded import Saved, crowded

from acs_abm.ledger import Ledger
from acs_abm.steps import SCHEDULE

MARCH, APRIL = 7, 8
PHASES = {phase.run.__name__: phase.run for phase in SCHEDULE}
BENT = [
    ("trusts", "paid_activity"), ("trusts", "price_index"), ("trusts", "unit_cost"),
    ("trusts", "capacity_after"), ("trusts", "cost_multiple"), ("trusts", "outturn_luck"),
    ("trusts", "earned"), ("trusts", "contracting"), ("trusts", "activity_of_step"),
    ("trusts", "planned_share"), ("trusts", "care_outside_hospital"),
    ("trusts", "reporting_saved"),
    ("commissioners", "growth_index"),
    ("practices", "qof_payment"), ("practices", "expenses"), ("practices", "agreement_payment"),
    ("practices", "primary_medical"), ("practices", "price_level"),
    ("practices", "more_doctors"), ("practices", "achievement_now"),
    ("places", "next_benchmark"), ("places", "agreed_share"),
    ("settlement", "premium"),
    ("trust_results", "next_forecast"),
]  # fmt: skip
SHARED = [("settlement", "share_pool"), ("settlement", "settle")]


@pytest.fixture(scope="module")
def scene(england):
    world = crowded(england)
    world.ccgs.alliance_live[:] = True
    world.ccgs.holder[2:4], world.ccgs.holder_trust[2:4] = [0, 2], [0, 0]
    places = world.money.places
    places.tariff_share[1] = 0.3
    places.benchmark *= [1.2, 1.1, 1.3, 0.7]
    places.last_spending *= 0.9
    places.rebased[:] = 2
    places.claws_back[0] = True
    world.activity.by_ccg[:, :4] = world.money.first_activity / world.money.case_mix / 4.0
    world.activity.effect[:] = [-0.02, 0.01, -0.03, 0.0]
    world.practice_life.salaried += 0.5
    world.practice_life.first_quality[:] = world.practice_life.quality * 1.1
    world.systems.stage[:], world.practices.rating[:] = 3, 3
    return Saved(world), reference_of(world)


@pytest.fixture
def differ(scene):
    """Let both pay and settle the last quarter of a year and the first of the next."""
    saved, reference = scene
    world = saved.restore()

    def run() -> list[str]:
        found = []
        for step in (MARCH, APRIL):
            world.step = step
            reference.load(rows_of(world), step)
            for name in ("pay_everybody", "settle_quarter", "settle_up", "check_books"):
                found += one_phase(world, reference, PHASES[name], getattr(reference, name))
        return found

    return run


def test_with_nothing_bent_they_agree_and_much_has_moved(differ, scene):
    assert differ() == []
    money = scene[0].world.money
    assert money.places.gain_practices.any()
    assert money.places.gain_holder.any()
    assert money.practices.last_gain.any()
    assert (money.places.tariff_share > 0).any()


def bend(monkeypatch, module, name, bent):
    place = importlib.import_module(f"acs_abm.steps.money.{module}")
    original = getattr(place, name)
    monkeypatch.setattr(place, name, lambda *given: bent(original(*given)))


@pytest.mark.parametrize(("module", "name"), BENT, ids=lambda one: one)
def test_each_rule_moves_money(module, name, differ, monkeypatch):
    bend(monkeypatch, module, name, lambda found: np.asarray(found) * 1.01 + 1e-4)
    assert differ() != []


@pytest.mark.parametrize(("module", "name"), SHARED, ids=lambda one: one)
def test_each_part_of_what_is_shared_moves_money(module, name, differ, monkeypatch):
    def less(shares):
        facts = dataclasses.asdict(shares)
        return type(shares)(**{part: 0.5 * each for part, each in facts.items()})

    bend(monkeypatch, module, name, less)
    assert differ() != []


def test_a_penny_too_much_in_one_account_is_seen(differ, monkeypatch):
    post = Ledger.post_bill

    def generous(self, step, flows, payer, payee, amounts):
        post(self, step, flows, payer, payee, amounts)
        self.balance[payee[0]] += 1

    monkeypatch.setattr(Ledger, "post_bill", generous)
    with pytest.raises(ArithmeticError):
        differ()
