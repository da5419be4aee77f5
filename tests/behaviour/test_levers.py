"""Each lever moves what it should, the way it should: paired luck, eight systems, five years.

The claims are about direction and rough size. Sizes are a third or less of what was seen, so
that a change of results is noticed only where it turns a finding around.
"""

from __future__ import annotations

import pytest

from acs_abm.model import AccountableCareModel


def last(table, measure):
    return float(table[measure].iloc[-1])


def average(table, measure):
    return float(table[measure].mean())


def test_the_plan_makes_alliances_grow_and_never_cover_everybody(planned):
    covered = planned["list_share_alliance"]
    assert covered.iloc[-1] > covered.iloc[7] > covered.iloc[0]
    assert 0.15 < covered.iloc[-1] < 0.95


def test_paying_for_an_alliance_brings_practices_in(years, planned):
    paid = years(**{"offer.alliance_agreement.payment": 10})
    assert last(paid, "list_share_alliance") > last(planned, "list_share_alliance") + 0.02
    assert average(paid, "practices_resisting") < average(planned, "practices_resisting")


def test_losing_a_payment_by_staying_out_brings_practices_in_the_more_the_larger_it_is(
    years, planned
):
    covered = [
        last(years(**{"offer.alliance_agreement.lost_by_staying_out": loss}), "list_share_alliance")
        for loss in (2, 8)
    ]
    assert last(planned, "list_share_alliance") + 0.02 < covered[0] < covered[1]


def test_a_small_loss_makes_more_resist_and_a_large_one_leaves_few_outside_to_do_so(years, planned):
    resisting = [
        average(pressed, "practices_resisting")
        for pressed in (
            years(**{"offer.alliance_agreement.lost_by_staying_out": loss}) for loss in (2, 8)
        )
    ]
    assert resisting[0] > 1.25 * average(planned, "practices_resisting")
    assert resisting[1] < resisting[0]


def test_an_agreement_that_takes_more_autonomy_has_fewer_members_and_more_enemies(years, planned):
    tight = years(**{"offer.alliance_agreement.autonomy_lost": 0.3})
    assert last(tight, "list_share_alliance") < last(planned, "list_share_alliance") - 0.03
    assert average(tight, "practices_resisting") > 1.3 * average(planned, "practices_resisting")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("practice.status_quo", 15),
        ("practice.independence_value_mean", 60),
        ("offer.alliance_agreement.intrinsic_value", 0),
        ("alliance.campaign_quarters", 0),
        ("practice.campaign_consideration", 0.1),
        ("alliance.place_coverage", 0.6),
        ("alliance.trusts_accepting", 0.9),
        ("trust.status_quo", 1.5),
        ("commissioner.status_quo", 1.5),
    ],
)
def test_what_makes_joining_harder_leaves_fewer_in_an_alliance(name, more, years, planned):
    harder = years(**{name: more})
    assert average(harder, "list_share_alliance") < average(planned, "list_share_alliance")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("practice.peer_value", 28),
        ("practice.pressure_value", 20),
        ("expectation.start", 0.6),
        ("practice.consideration_hazard", 2),
        ("alliance.trusts_accepting", 0.25),
    ],
)
def test_what_makes_joining_easier_brings_more_into_an_alliance(name, more, years, planned):
    easier = years(**{name: more})
    assert average(easier, "list_share_alliance") > average(planned, "list_share_alliance")


def test_strong_peers_fill_the_hubs(years, planned):
    crowded = years(**{"practice.peer_value": 28})
    assert last(crowded, "list_share_hub") > max(0.85, last(planned, "list_share_hub") + 0.1)


def test_a_stricter_gate_lets_fewer_systems_through_and_an_easier_one_more(years, planned):
    reached = [
        average(years(**{"stage.acs.alliance_coverage": asked}), "systems_acs")
        for asked in (0.9, 0.7, 0.4)
    ]
    assert reached[0] < reached[1] < reached[2]
    assert reached[1] == average(planned, "systems_acs")
    strict = years(**{"stage.acs.strictness": 0.1})
    assert average(strict, "systems_acs") < reached[1]


def test_a_longer_wait_makes_later_systems(years, planned):
    slow = years(**{"stage.acs.dwell": 12})
    assert average(slow, "systems_acs") < average(planned, "systems_acs")


def test_transformation_money_speeds_capability_and_diverting_it_costs_trust(years, planned):
    poor = years(**{"system.fund_per_head": 0})
    assert last(poor, "population_health_management") < last(
        planned, "population_health_management"
    )
    diverted = years(**{"system.fund_diverted": 0.85})
    assert last(diverted, "trust_in_national") < last(planned, "trust_in_national")


def test_rescue_and_willing_trusts_make_more_practices_trust_run(years, planned):
    base = last(planned, "practices_trust_run")
    assert last(years(**{"trust_run.start_hazard": 0.1}), "practices_trust_run") > base
    assert last(years(**{"practice.rescue_value": 80}), "practices_trust_run") > base
    assert last(years(**{"practice.rescue_value": 10}), "practices_trust_run") < base


def test_money_at_stake_makes_trusts_accept_control_totals_and_hard_asks_make_them_refuse(
    years, planned
):
    base = average(planned, "trusts_accepting_control_total")
    rich = years(**{"control_total.money_acute": 10, "control_total.money_other": 4})
    hard = years(**{"control_total.asked_mean": 4})
    assert average(rich, "trusts_accepting_control_total") > base
    assert average(hard, "trusts_accepting_control_total") < 0.8 * base


def test_a_procured_contract_makes_many_resist_where_it_is_procured(england, plan):
    sought = plan.change(
        until="2021-Q1", **{"commissioner.procures_test_area": 1, "commissioner.procures_full": 0.5}
    )
    there = elsewhere = 0.0
    for seed in (1, 2):
        world = AccountableCareModel(sought, seed, population=england).run().world
        at = (world.ccgs.contract_level > 0)[world.population.practices.ccg]
        there += world.practices.is_resisting[at].mean() / 2
        elsewhere += world.practices.is_resisting[~at].mean() / 2
    assert elsewhere < 0.03
    assert there > 2 * elsewhere
