"""What CCGs hand over of their management resource matters: change it and the reference disagrees.

A shadow ACS with vanguards, whose CCGs hand something over from the first step on, with an
agreement and with the hub, and a system beside it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from comparison import lock_step
from otherwise import sees, without

from acs_abm.ledger import Flow
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.steps import add_ons, payments, practice_facts
from acs_abm.steps.money import practices as paid

SYSTEMS, STEPS = ["NOTT", "N&W"], 4
HANDED_OVER = {
    "offer.hub.management_resource": 0.5,
    "offer.alliance_agreement.management_resource": 0.5,
    "commissioner.considers_early": 1,
    "commissioner.considers_later": 0.5,
    "practice.consideration_hazard": 4.0,
}


@pytest.fixture
def model(england, plan) -> AccountableCareModel:
    begun = AccountableCareModel(plan.change(**HANDED_OVER), 1, SYSTEMS, england)
    begun.world.systems.stage[0] = Stage.SHADOW_ACS  # from which on the agreement is paid
    return begun


@pytest.fixture
def first(model) -> Callable[[str], str]:
    """Return the first difference that tells of some fact; nothing if there is none."""

    def found(fact: str) -> str:
        return next((one for one in lock_step(model, STEPS) if f" {fact}: " in one), "")

    return found


def test_with_nothing_changed_they_agree_and_money_is_handed_over(model):
    assert list(lock_step(model, STEPS)) == []
    world = model.world
    over = [payments.management_redirected(world, one) for one in (*world.offers, *world.add_ons)]
    assert sum(each.any() for each in over) == 2
    assert any((each == 0.0).any() for each in over if each.any())  # not by every CCG


def of_no(name):
    """Nothing is handed over with one offer."""

    def change(rule):
        return lambda world, offer: rule(world, offer) * (offer.name != name)

    return change


def by_those_outside(rule):
    return lambda share, is_allied, *rest: rule(share, ~is_allied, *rest)


def by_the_head(rule):
    return lambda share, is_allied, weighted, p: rule(share, is_allied, np.ones_like(weighted), p)


def by_somebody_else(pay):
    def changed(world, flow, payer, *rest):
        other = np.roll(payer, 1) if flow is Flow.MANAGEMENT_REDIRECTED else payer
        return pay(world, flow, other, *rest)

    return changed


def to_everybody(pay):
    """What is handed over goes to all practices of a place, not to those that hold an offer."""

    def changed(world, flow, payer, payee, pounds):
        if flow is Flow.MANAGEMENT_REDIRECTED:
            pounds = np.maximum(pounds, 1.0)
        return pay(world, flow, payer, payee, pounds)

    return changed


def left_out(world):
    """Return what agreements pay without what is handed over with them."""
    over = [payments.management_redirected(world, offer) for offer in world.offers]
    return world.payments - np.stack([np.zeros_like(over[0]), *over], axis=1)


def left_out_of_add_ons(world):
    over = [payments.management_redirected(world, offer) for offer in world.add_ons]
    return world.add_on_payments - np.stack(over, axis=1)


PARTS = {
    "of what a CCG manages with": (
        payments, "management_redirected", without("commissioner.management_resource"),
        "turn_calendar", "pays",
    ),
    "by CCGs in an alliance": (payments, "redirected", by_those_outside, "turn_calendar", "pays"),
    "by the weighted patient": (payments, "redirected", by_the_head, "turn_calendar", "pays"),
    "with the agreement": (
        payments, "management_redirected", of_no("alliance_agreement"), "turn_calendar", "pays",
    ),
    "with the hub": (
        payments, "management_redirected", of_no("hub"), "turn_calendar", "add_on_pays",
    ),
    "practices sign for it": (
        practice_facts, "income_changes", sees(payments=left_out), "practices_decide", "agreement",
    ),
    "practices are in a hub for it": (
        add_ons, "add_on_gain", sees(add_on_payments=left_out_of_add_ons),
        "practices_decide", "add_ons",
    ),
    "those who hold the agreement are paid": (
        paid, "management_redirected", of_no("alliance_agreement"),
        "pay_everybody", "money_gross",
    ),
    "those who hold the hub are paid": (
        paid, "management_redirected", of_no("hub"), "pay_everybody", "money_gross",
    ),
    "those who do not are not": (
        paid, "pay", to_everybody, "pay_everybody", "money_gross",
    ),
    "their own CCG pays": (paid, "pay", by_somebody_else, "pay_everybody", "cash"),
}  # fmt: skip


@pytest.mark.parametrize("what", PARTS)
def test_each_part_of_what_is_handed_over_counts(what, first, monkeypatch):
    module, rule, change, phase, fact = PARTS[what]
    monkeypatch.setattr(module, rule, change(getattr(module, rule)))
    assert f"{phase}: " in first(fact)
