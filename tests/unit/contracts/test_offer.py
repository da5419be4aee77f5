"""What is on offer is data: the shipped offers are the design's, and a new one is a few lines."""

from __future__ import annotations

import pytest

from acs_abm.clock import Date
from acs_abm.contracts.offer import CoreContractEffect, OpenedBy, parse_offer, shipped_offers
from acs_abm.errors import ScenarioError
from acs_abm.stance import Stance


@pytest.mark.parametrize(
    ("name", "level", "opened_by", "autonomy", "depends", "hours", "objects", "kappa", "sd", "b"),
    [
        ("hub", "INDEPENDENT", "national", 0.10, 0.0, 0.0, 0.0, 1.0, 0.0, 6.0),
        ("alliance_agreement", "ALLIANCE", "system", 0.10, 0.16, 0.0, 0.2, 1.0, 5.4, 6.0),
        ("integration_agreement", "PARTIAL", "place", 0.45, 0.35, -0.5, 0.6, 0.5, 7.0, 1.5),
        ("full_contract", "FULL", "place", 1.0, 1.0, -2.5, 1.0, 0.5, 1.5, 0.0),
        ("full_contract_subcontracted", "FULL", "place", 0.6, 1.0, -2.5, 1.0, 0.5, 8.0, 0.0),
        ("trust_run_practice", "FULL", "trust", 0.8, 1.0, -2.5, 1.0, 0.0, 1.5, 0.0),
    ],
)  # fmt: skip
def test_the_shipped_offers_are_those_of_the_design(
    name, level, opened_by, autonomy, depends, hours, objects, kappa, sd, b
):
    offer = shipped_offers()[name].offer
    assert (offer.level, offer.opened_by) == (Stance[level], OpenedBy(opened_by))
    assert offer.is_add_on is (name == "hub")
    terms = offer.terms
    found = (terms.autonomy_lost, terms.dependence, terms.hours, terms.objection, terms.pressure,
             terms.income_sd, terms.intrinsic_value)  # fmt: skip
    assert found == (autonomy, depends, hours, objects, kappa, sd, b)


def test_only_full_contracts_suspend_the_core_contract_and_no_offer_ends_it():
    offers = {name: document.offer for name, document in shipped_offers().items()}
    suspends = {"full_contract", "full_contract_subcontracted"}
    for name, offer in offers.items():
        expected = CoreContractEffect.SUSPENDED if name in suspends else CoreContractEffect.KEPT
        assert offer.core_contract is expected, name


def test_partners_are_salaried_under_a_full_contract_or_a_trust_but_not_as_subcontractors():
    offers = {name: document.offer for name, document in shipped_offers().items()}
    assert {n for n, o in offers.items() if o.is_salaried} == {
        "full_contract",
        "trust_run_practice",
    }


@pytest.mark.parametrize("effect", ["kept", "suspended", "ended"])
def test_an_offer_says_what_becomes_of_the_core_contract(effect):
    content = {"name": "mine", "level": "FULL", "core_contract": effect}
    assert parse_offer(content, "mine.yaml").offer.core_contract is CoreContractEffect(effect)


def test_an_unknown_effect_on_the_core_contract_is_refused_with_what_is_allowed():
    content = {"name": "mine", "level": "FULL", "core_contract": "suspend"}
    with pytest.raises(ScenarioError, match="'suspend' is not one of kept, suspended, ended"):
        parse_offer(content, "mine.yaml")


def test_the_plan_pays_for_an_alliance_a_little_and_for_nothing_else():
    offers = {name: document.offer for name, document in shipped_offers().items()}
    assert {n: o.terms.payment for n, o in offers.items() if o.terms.payment} == {
        "alliance_agreement": 1.5,
        "network_contract": 1.76,  # on the table in as_enacted alone
    }
    assert offers["alliance_agreement"].pays_from_stage == "SHADOW_ACS"
    assert offers["integration_agreement"].is_premium_local


def test_an_offer_of_two_lines_has_defaults_for_the_rest():
    offer = parse_offer({"name": "mine", "level": "PARTIAL"}, "mine.yaml").offer
    assert (offer.label, offer.opened_by, offer.open_to) == (
        "mine",
        OpenedBy.NATIONAL,
        ("GMS", "PMS", "APMS"),
    )
    assert offer.core_contract is CoreContractEffect.KEPT
    assert (offer.start, offer.deadline) == (None, None)
    assert offer.is_open(Date.parse("1990-01"))


@pytest.mark.parametrize(
    ("date", "is_open"),
    [("2019-Q2", False), ("2019-Q3", True), ("2020-03", True), ("2020-Q2", False)],
)
def test_an_offer_is_open_from_its_first_month_to_its_last(date, is_open):
    dates = {"name": "mine", "level": "PARTIAL", "start": "2019-Q3", "deadline": "2020-Q1"}
    assert parse_offer(dates, "mine.yaml").offer.is_open(Date.parse(date)) is is_open


def test_an_offers_numbers_are_parameters_named_after_it():
    document = parse_offer(
        {"name": "mine", "level": "PARTIAL", "terms": {"payment": 3}}, "mine.yaml"
    )
    names = {entry.name: entry for entry in document.parameters}
    assert names["offer.mine.payment"].default == 3.0
    changed = document.with_values({"offer.mine.payment": 4.0, "offer.other.payment": 9.0})
    assert changed.terms.payment == 4.0
    assert document.offer.terms.payment == 3.0


def test_a_value_beyond_the_usual_range_widens_it():
    document = parse_offer(
        {"name": "mine", "level": "PARTIAL", "terms": {"payment": 40}}, "mine.yaml"
    )
    entry = next(e for e in document.parameters if e.name == "offer.mine.payment")
    assert (entry.low, entry.default, entry.high) == (0.0, 40.0, 40.0)
