"""When trusts merge, all they had goes with them, and nobody is counted twice."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.decisions.contract_holder import Holder
from acs_abm.decisions.system_lead import SystemLead
from acs_abm.population.organisations import TrustType
from acs_abm.stance import Stance
from acs_abm.start import best_lead
from acs_abm.steps.control_totals import settle_quarter
from acs_abm.steps.horizontal import merge_trusts
from acs_abm.steps.money import pay_everybody
from acs_abm.steps.money.merged import take_over_cash


@pytest.fixture
def merged(world, monkeypatch):
    """Two acute trusts of a system that are about to merge: the smaller, the larger."""
    trusts = world.population.trusts
    acute = np.flatnonzero(trusts.type == TrustType.ACUTE)
    system = np.bincount(trusts.system[acute]).argmax()
    home = acute[trusts.system[acute] == system]
    smaller, larger = home[np.argsort(world.trusts.income[home])][[0, 1]]
    monkeypatch.setattr(
        "acs_abm.steps.horizontal.pairs_to_merge", lambda *_: [(int(smaller), int(larger))]
    )
    return int(smaller), int(larger)


def test_income_adds_up_and_the_margin_is_the_mean_by_income(world, merged):
    smaller, larger = merged
    income, margin = world.trusts.income.copy(), world.trusts.margin.copy()
    merge_trusts(world)
    assert world.trusts.income.sum() == pytest.approx(income.sum())
    assert world.trusts.income[[smaller, larger]].tolist() == pytest.approx(
        [0.0, income[smaller] + income[larger]]
    )
    surplus = income[smaller] * margin[smaller] + income[larger] * margin[larger]
    assert world.trusts.margin[larger] * world.trusts.income[larger] == pytest.approx(surplus)


def test_what_the_smaller_held_led_and_ran_the_larger_does(world, merged):
    smaller, larger = merged
    system = world.population.trusts.system[smaller]
    world.systems.lead[system] = smaller
    world.ccgs.holder[0], world.ccgs.holder_trust[0] = Holder.ACUTE, smaller
    world.practices.run_by[:3] = smaller
    world.trusts.runs_practices[smaller] = True
    world.trusts.stance[smaller] = Stance.ALLIANCE
    merge_trusts(world)
    assert world.systems.lead[system] == larger
    assert world.ccgs.holder_trust[0] == larger
    assert (world.practices.run_by[:3] == larger).all()
    assert world.trusts.runs_practices[[smaller, larger]].tolist() == [False, True]
    assert world.trusts.stance[smaller] == Stance.INDEPENDENT
    assert world.trusts.merged_into[smaller] == larger
    assert not world.trusts.is_standing[smaller]
    event = world.event_log[-1]
    codes = world.population.trusts.code
    assert (event.code, event.what, event.detail) == (codes[smaller], "merged into", codes[larger])


def test_the_largest_acute_trust_is_found_anew(world, merged):
    _, larger = merged
    system = world.population.trusts.system[larger]
    world.trusts.income[larger] = world.trusts.income.sum()
    merge_trusts(world)
    assert world.systems.largest_acute[system] == larger


def test_a_trust_that_was_merged_never_leads(world, merged):
    smaller, larger = merged
    merge_trusts(world)
    system = int(world.population.trusts.system[smaller])
    world.trusts.rating[smaller] = 4
    esteem = np.zeros(len(world.trusts.rating))
    esteem[smaller] = 1.0
    p = world.scenario.values(SystemLead)
    lead = best_lead(world.population, world.trusts, esteem, system, p, instead_of=larger)
    assert lead != smaller


def test_who_was_merged_twice_is_found_at_the_end_of_the_chain(world, merged, monkeypatch):
    smaller, larger = merged
    merge_trusts(world)
    other = int(np.flatnonzero(world.trusts.is_standing)[0])
    monkeypatch.setattr("acs_abm.steps.horizontal.pairs_to_merge", lambda *_: [(larger, other)])
    merge_trusts(world)
    assert world.trusts.merged_into[smaller] == other


def test_a_merger_disrupts_for_six_quarters_and_worsens_the_result(world, merged):
    _, larger = merged
    merge_trusts(world)
    disrupted = [
        step for step in range(world.step + 12) if step < world.trusts.disrupted_until[larger]
    ]
    assert len(disrupted) - (world.step + 1) == 6
    take_over_cash(world)  # what the smaller counted in the year is the larger's from here on
    capacity = world.money.trusts.capacity.copy()
    with_merger = result_of_the_quarter(world, larger)
    world.trusts.disrupted_until[larger] = 0
    world.money.trusts.capacity[:] = capacity  # the same quarter again
    assert with_merger - result_of_the_quarter(world, larger) == pytest.approx(0.001)


def result_of_the_quarter(world, trust):
    before = world.trusts.shortfall_so_far[trust]
    pay_everybody(world)
    settle_quarter(world)
    return world.trusts.shortfall_so_far[trust] - before
