"""Local premiums are kept or withdrawn, and practices learn from which it was."""

from __future__ import annotations

import numpy as np
import pytest
from shipped_options import ALLIANCE, OPTIONS, PARTIAL

from acs_abm.columns import World
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.model import AccountableCareModel
from acs_abm.stance import Stance
from acs_abm.steps.beliefs import learn_from_results, results_of_the_year
from acs_abm.steps.payments import keep_or_withdraw, payment_flows
from acs_abm.steps.practice_facts import in_campaign
from acs_abm.steps.practices import considers_with

JANUARY_TO_MARCH = 3
PREMIUM = 20.0
KEPT = 1.0 - 0.05 * 5 / 2
"""Share of a premium of ten years that is expected to be kept, counted over five."""
OTHERS = [column for column in range(len(OPTIONS)) if column != PARTIAL]


@pytest.fixture
def world_of(three_systems, plan):
    def make(payment=PREMIUM, **values):
        paid = plan.change(**{"offer.integration_agreement.payment": payment}, **values)
        world = AccountableCareModel(paid, population=three_systems).world
        world.step = JANUARY_TO_MARCH
        world.ccgs.contract_level[:] = Stance.PARTIAL
        world.ccgs.contract_live[:] = True
        world.practices.run_by[:] = -1
        world.practices.agreement[:] = 0
        world.practices.stance[:] = Stance.INDEPENDENT
        return world

    return make


def join(world: World, rows: np.ndarray | slice) -> None:
    world.practices.agreement[rows] = PARTIAL
    world.practices.stance[rows] = Stance.PARTIAL


# ---------------------------------------------------------------- kept or withdrawn


@pytest.mark.parametrize("hazard", [0.05, 0.15])
def test_premiums_are_withdrawn_with_the_hazard_of_reneging(hazard, world_of):
    world = world_of(**{"practice.reneging_hazard": hazard})
    steps, withdrawn = 1000, 0
    for world.step in range(steps):
        world.ccgs.premium_withdrawn[:] = False
        keep_or_withdraw(world)
        withdrawn += int(world.ccgs.premium_withdrawn.sum())
    asked, chance = steps * len(world.ccgs.stance), 1 - np.exp(-hazard / 4)
    assert withdrawn / asked == pytest.approx(chance, abs=4 * np.sqrt(chance / asked))


def withdraw(world: World) -> np.ndarray:
    """Go on until a premium is withdrawn; return the places."""
    while not world.ccgs.premium_withdrawn.any():
        world.step += 1
        keep_or_withdraw(world)
    return world.ccgs.premium_withdrawn


def test_a_premium_that_was_withdrawn_pays_nothing_there_and_all_of_it_elsewhere(world_of):
    world = world_of()
    gone = withdraw(world)
    paid = payment_flows(world)[:, PARTIAL]
    assert (paid[gone] == 0).all()
    assert paid[~gone] == pytest.approx(PREMIUM * KEPT)
    assert not gone.all()
    assert world.event_log[-1].what == "promised payment withdrawn"


def test_members_trust_less_and_think_again_and_others_do_not(world_of):
    world = world_of()
    join(world, slice(None, None, 2))
    practices = world.practices
    before = practices.trust_in_ccg.copy(), practices.trust_in_lead.copy()
    gone = withdraw(world)[world.population.practices.ccg]
    hit = gone & (practices.agreement == PARTIAL)
    for trust, was in zip((practices.trust_in_ccg, practices.trust_in_lead), before, strict=True):
        # a bad event of size 0.6 takes 0.3 · 0.6 of the trust there is
        np.testing.assert_allclose(trust[hit], was[hit] * (1 - 0.18))
        np.testing.assert_array_equal(trust[~hit], was[~hit])
    assert practices.is_shaken.tolist() == hit.tolist()
    chance = considers_with(world, in_campaign(world), world.scenario.values(PracticeChoice))
    assert (chance[hit] == 0.5).all()


@pytest.mark.parametrize("why", ["no payment", "no live contract"])
def test_nothing_is_withdrawn_where_there_is(why, world_of):
    world = world_of(0.0 if why == "no payment" else PREMIUM, **{"practice.reneging_hazard": 1.5})
    world.ccgs.contract_live[:] = why == "no payment"
    keep_or_withdraw(world)
    assert not world.ccgs.premium_withdrawn.any()


# ---------------------------------------------------------------- learning


def test_a_premium_that_is_kept_beats_the_expectation_and_a_withdrawn_one_falls_short(world_of):
    world = world_of()
    join(world, slice(0, 40))
    world.ccgs.premium_withdrawn[::2] = True
    found = results_of_the_year(world)
    pound = world.practices.value_of_a_pound[:40]
    paid = np.where(world.ccgs.premium_withdrawn[world.population.practices.ccg[:40]], 0.0, PREMIUM)
    np.testing.assert_allclose(found[:40, PARTIAL], (paid - PREMIUM * KEPT) * pound)
    assert np.isnan(found[40:]).all()
    assert np.isnan(found[:, OTHERS]).all()


@pytest.mark.parametrize("case", ["nothing is paid", "signed, not in force", "a published rate"])
def test_there_is_nothing_to_learn_where(case, world_of):
    world = world_of(0.0 if case == "nothing is paid" else PREMIUM)
    join(world, slice(None))
    if case == "signed, not in force":
        world.practices.stance[:] = Stance.INDEPENDENT
    if case == "a published rate":
        world.practices.agreement[:] = ALLIANCE
    assert not np.nan_to_num(results_of_the_year(world)).any()  # no part of a saving, no premium
    learn_from_results(world)
    assert not world.practices.belief.any()


def test_a_withdrawn_premium_lowers_what_its_members_and_their_neighbours_believe_of_it(world_of):
    world = world_of()
    join(world, slice(None, None, 2))
    world.ccgs.premium_withdrawn[:] = True
    learn_from_results(world)
    belief = world.practices.belief
    pound = world.practices.value_of_a_pound
    has_peers = world.population.practice_peers[:, ::2].sum(axis=1) > 0
    assert (belief[has_peers, PARTIAL] < 0).all()
    assert (belief[::2, PARTIAL] < 0).all()
    # one without neighbours that joined learns from itself: a quarter of −20 · 0.875
    alone = np.flatnonzero(~has_peers[::2]) * 2
    np.testing.assert_allclose(belief[alone, PARTIAL], -0.25 * 17.5 * pound[alone])
    assert not belief[:, OTHERS].any()


@pytest.mark.parametrize("hazard", [0.4, 0.6, 1.5])
def test_a_promise_that_is_likely_broken_is_worth_nothing_and_not_less(hazard, world_of):
    world = world_of(**{"practice.reneging_hazard": hazard})
    assert (payment_flows(world)[:, PARTIAL] == 0.0).all()


def test_a_withdrawal_disappoints_once_and_not_every_year(world_of):
    world = world_of()
    join(world, slice(None))
    world.ccgs.premium_withdrawn[:] = True
    learn_from_results(world)
    once = world.practices.belief[:, PARTIAL].copy()
    assert (once < 0).all()
    assert not results_of_the_year(world)[:, PARTIAL].any()
    learn_from_results(world)
    np.testing.assert_allclose(world.practices.belief[:, PARTIAL], 0.75 * once)  # it fades


def test_a_premium_that_is_kept_raises_the_belief_in_it(world_of):
    world = world_of()
    join(world, slice(None))
    learn_from_results(world)
    assert (world.practices.belief[:, PARTIAL] > 0).all()


@pytest.mark.parametrize("step", [0, 1, 2, 4])
def test_nobody_learns_before_the_financial_year_is_over(step, world_of):
    world = world_of()
    join(world, slice(None))
    world.step = step
    learn_from_results(world)
    assert not world.practices.belief.any()


def test_practices_that_have_learnt_are_asked_anew_what_they_gain(world_of):
    """Committees know their members' gains until something changes; beliefs change them."""
    world = world_of()
    join(world, slice(None))
    world.gains_known[PARTIAL] = (np.zeros(1), np.zeros(1))
    learn_from_results(world)
    assert not world.gains_known
