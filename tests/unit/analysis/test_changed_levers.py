"""What counts as a lever that was changed, and the worlds between two scenarios."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.analysis.compare.groups import few_levers
from acs_abm.analysis.compare.levers import (
    between,
    changed_levers,
    expect_same_frame,
)
from acs_abm.errors import CommandError
from acs_abm.explore.one_world import expect_same_systems, systems_of_both
from acs_abm.scenario import Scenario

SHIPPED = ("plan_2017", "no_change", "as_enacted", "paid_alliance", "windmill")
PAYMENT = "offer.alliance_agreement.payment"


def names(a, b):
    return [lever.name for lever in changed_levers(a, b)]


def written(folder: Path, text: str) -> Scenario:
    path = folder / "other.yaml"
    path.write_text(f"extends: plan_2017\n{text}")
    return Scenario.load(path)


@pytest.mark.parametrize("a", SHIPPED)
@pytest.mark.parametrize("b", SHIPPED)
def test_every_world_between_shipped_scenarios_can_be_run(a, b):
    if a == b:
        return
    first, second = expect_same_frame(Scenario.load(a), Scenario.load(b))
    levers = few_levers(changed_levers(first, second), 6)
    some = chain.from_iterable(combinations(levers, size) for size in range(len(levers) + 1))
    worlds = [between(first, second, chosen) for chosen in some]
    assert worlds[0].fingerprint == first.fingerprint
    assert worlds[-1].fingerprint == second.fingerprint


def test_a_value_that_was_changed_is_a_lever(plan):
    other = plan.change(**{PAYMENT: 5, "practice.status_quo": 4})
    assert names(plan, other) == [PAYMENT, "practice.status_quo"]
    (change,) = changed_levers(plan, other)[0].changes
    assert (change.in_a, change.in_b) == (
        "£1.5 per weighted patient a year",
        "£5 per weighted patient a year",
    )
    assert "payment" in change.label


def test_a_value_set_to_its_default_is_no_lever(plan):
    other = plan.change(**{PAYMENT: 1.5, "practice.status_quo": 4})
    assert names(plan, other) == ["practice.status_quo"]


def test_texts_are_no_levers(plan, tmp_path):
    other = written(tmp_path, "why: another\noffers: {hub: {label: A hub, why: told otherwise}}\n")
    with pytest.raises(CommandError, match="are the same world"):
        changed_levers(plan, other)


def test_an_offer_that_one_lacks_moves_with_all_its_terms(plan, tmp_path):
    other = written(
        tmp_path,
        "offers: {network_contract: true}\nset: {offer.network_contract.payment: 3}\n"
        "offer_changes:\n"
        "  - {from: 2019-Q2, offer: network_contract, term: payment, value: 5}\n",
    )
    (lever,) = changed_levers(plan, other)
    assert lever.name == "offer.network_contract"
    assert {change.part.kind for change in lever.changes} == {"offer", "value", "change"}
    assert lever.changes[0].in_a == "not on offer"


def test_an_offer_on_other_terms_is_one_lever(plan, tmp_path):
    other = written(tmp_path, "offers: {hub: {terms: {payment: 2, effort: 1}}}\n")
    (lever,) = changed_levers(plan, other)
    assert lever.name == "offer.hub"
    assert lever.changes[0].in_b == "on other terms"


def test_dates_are_levers(plan, tmp_path):
    other = written(
        tmp_path,
        "mandate_from: 2020-Q1\noffers: {alliance_agreement: {deadline: 2019-Q1}}\n"
        "offer_changes:\n"
        "  - {from: 2019-Q2, offer: hub, term: payment, value: 5}\n",
    )
    assert names(plan, other) == [
        "offer.alliance_agreement",
        "mandate_from",
        "offer.hub.payment (dated)",
    ]
    by_name = {lever.name: lever.changes[0] for lever in changed_levers(plan, other)}
    assert by_name["mandate_from"].in_b == "2020-Q1"
    assert by_name["offer.hub.payment (dated)"].in_b == "5 from 2019-04"


def test_a_calendar_moves_with_its_gates(plan):
    other = Scenario.load("as_enacted").change(**{"stage.acs.dwell": 2, "practice.status_quo": 4})
    assert names(plan, other) == ["calendar", "offer.network_contract", "practice.status_quo"]
    same_calendar = plan.change(**{"stage.acs.dwell": 2})
    assert names(plan, same_calendar) == ["stage.acs.dwell"]


def test_the_least_and_the_most_of_a_wave_move_together(plan):
    none_first = plan.change(**{"wave.first_least": 0, "wave.first_most": 0, "wave.later_most": 9})
    assert names(plan, none_first) == ["wave.first_least + wave.first_most", "wave.later_most"]


@given(
    st.dictionaries(
        st.sampled_from(
            ["practice.status_quo", PAYMENT, "stage.acs.dwell", "expectation.rise",
             "wave.first_least", "practice.terms_off"]
        ),
        st.booleans(),
        min_size=1,
    ),
    st.data(),
)  # fmt: skip
def test_every_value_stands_where_its_lever_stands(drawn, data):
    plan = Scenario.load("plan_2017")
    values = {"practice.status_quo": 3.0, PAYMENT: 4.0, "stage.acs.dwell": 2,
              "expectation.rise": 0.1, "wave.first_least": 5,
              "practice.terms_off": ("envy",)}  # fmt: skip
    a = plan.change(**{name: values[name] for name, in_a in drawn.items() if in_a})
    b = plan.change(**{name: values[name] for name, in_a in drawn.items() if not in_a})
    levers = changed_levers(a, b)
    assert sorted(lever.name for lever in levers) == sorted(drawn)
    chosen = data.draw(st.sets(st.sampled_from(levers)))
    world = between(a, b, chosen)
    for lever in levers:
        assert world.value(lever.name) == (b if lever in chosen else a).value(lever.name)


def test_runs_that_begin_apart_or_step_otherwise_are_refused(plan):
    with pytest.raises(CommandError, match=r"begins in 2017-Q2.*in 2015-Q2"):
        expect_same_frame(plan, Scenario.load("hindcast_2015"))
    with pytest.raises(CommandError, match="4 steps a year, 'plan_2017' 12"):
        expect_same_frame(plan, plan.change(steps_per_year=12))


def test_both_end_where_the_shorter_one_does(plan):
    a, b = expect_same_frame(plan.change(until="2019-Q1"), plan.change(until="2021-Q1"))
    assert a.until == b.until == "2019-Q1"


def test_levers_are_grouped_no_more_than_needed():
    plan, none = (Scenario.load(name) for name in ("plan_2017", "no_change"))
    levers = changed_levers(plan, none)
    assert len(levers) == 12
    assert few_levers(levers, 12) == levers
    by_rule = few_levers(levers, 7)
    assert {"expectation", "stage.candidate", "wave"} < {lever.name for lever in by_rule}
    with_offers = few_levers(levers, 6)
    assert [lever.name for lever in with_offers] == [
        "offers", "expectation", "stage.candidate", "wave",
    ]  # fmt: skip
    assert [lever.name for lever in few_levers(levers, 2)] == ["offers", "calendar"]
    for grouped in (by_rule, with_offers):
        moved = [change.part for lever in grouped for change in lever.changes]
        assert sorted(moved) == sorted(c.part for lever in levers for c in lever.changes)


OWN_RULES = '''
"""Rules for a test."""
from acs_abm.parameters import declares, parameter
from acs_abm.steps import Phase


@declares("own_compared")
class Own:
    size: float = parameter(2.0, unit="£", low=1, high=3, meaning="m", source="assumption")


PHASES = (Phase(10, "Nothing happens", lambda world: None),)
'''


def test_rules_of_ones_own_move_with_their_values(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own_compared.py").write_text(OWN_RULES, encoding="utf-8")
    own = plan.change(rules=["own_compared"])
    larger = own.change(**{"own_compared.size": 3})
    assert names(plan, larger) == ["rules"]
    assert between(plan, larger, changed_levers(plan, larger)).fingerprint == larger.fingerprint
    assert names(own, larger) == ["own_compared.size"]


def test_scenarios_are_compared_in_the_systems_that_one_of_them_is_about(plan, england):
    dorset, frimley = (Scenario.load(name) for name in ("dorset", "frimley"))
    assert systems_of_both(plan, plan, england) == ()
    for a, b in ((plan, dorset), (dorset, plan)):
        assert systems_of_both(a, b, england) == dorset.systems
        with pytest.raises(CommandError, match="about all care systems"):
            expect_same_systems(a, b, england)
    with pytest.raises(CommandError, match="--system"):
        systems_of_both(dorset, frimley, england)


def test_care_systems_are_the_same_however_they_are_named(plan, england):
    dorset, named = (replace(plan, systems=(name,)) for name in ("DOR", "dorset"))
    expect_same_systems(dorset, named, england)
    expect_same_systems(plan, replace(plan, systems=england.systems.code), england)
