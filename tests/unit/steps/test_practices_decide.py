"""Who considers, what is open to them, and what follows."""

from __future__ import annotations

import numpy as np
import pytest
from shipped_options import ALLIANCE, FULL, PARTIAL, SUBCONTRACTED, TRUST_RUN

from acs_abm.columns import World
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.model import AccountableCareModel
from acs_abm.population.organisations import CoreContract
from acs_abm.stance import Stance
from acs_abm.start import levels_moved
from acs_abm.steps import SCHEDULE
from acs_abm.steps.practice_facts import (
    availability,
    in_campaign,
    opened_at_places,
    sought_at_places,
)
from acs_abm.steps.practices import considers_with

NEVER = -1_000_000
practices_decide = next(phase.run for phase in SCHEDULE if phase.number == 11)


@pytest.fixture
def quiet(world: World) -> World:
    """Nothing launched, procured, addressed or campaigned for; everybody independent."""
    world.step = 1
    world.systems.launched[:] = NEVER
    world.systems.campaign_until[:] = NEVER
    world.ccgs.alliance_live[:] = False
    world.ccgs.contract_level[:] = 0
    world.practices.agreement[:] = 0
    world.practices.run_by[:] = -1
    world.practices.addressed_by[:] = -1
    return world


def open_to(world: World) -> np.ndarray:
    everyone = np.arange(len(world.practices.stance))
    return availability(world, everyone, opened_at_places(world))


def test_the_levels_between_any_two_options():
    level = np.array([0, 1, 2, 3, 3])
    effort = np.array([0.0, 0.0, 0.0, 0.0, 1.0])  # trust-run counts as one level
    assert levels_moved(level, effort).tolist() == [
        [0, 1, 2, 3, 1],
        [1, 0, 1, 2, 1],
        [2, 1, 0, 1, 1],
        [3, 2, 1, 0, 1],
        [1, 2, 1, 0, 0],
    ]


def test_where_nothing_is_open_there_is_only_independence(quiet):
    assert open_to(quiet)[:, 0].all()
    assert not open_to(quiet)[:, 1:].any()
    for step in range(1, 6):
        quiet.step = step
        practices_decide(quiet)
    assert not quiet.practices.agreement.any()


def test_a_launch_opens_the_alliance_to_the_practices_of_that_system_only(quiet):
    quiet.systems.launched[1] = 0
    here = quiet.population.practices.system == 1
    assert open_to(quiet)[:, ALLIANCE].tolist() == here.tolist()


CONTRACTS = {
    # a contract at a place, and the options of those who join it
    Stance.PARTIAL: [PARTIAL],
    Stance.FULL: [PARTIAL, FULL, SUBCONTRACTED],  # it has room for partial members
}


@pytest.mark.parametrize("level", CONTRACTS)
def test_a_live_contract_opens_every_option_up_to_its_level_at_its_place(level, quiet):
    quiet.ccgs.contract_level[2] = level
    quiet.ccgs.contract_live[2] = True
    here = quiet.population.practices.ccg == 2
    found = open_to(quiet)
    for column in (PARTIAL, FULL, SUBCONTRACTED):
        expected = here if column in CONTRACTS[level] else ~here & here
        assert found[:, column].tolist() == expected.tolist()
    assert not sought_at_places(quiet).any()


@pytest.mark.parametrize("level", CONTRACTS)
def test_a_contract_that_is_procured_may_be_promised_but_not_signed(level, quiet):
    quiet.ccgs.contract_level[2] = level
    assert not open_to(quiet)[:, 1:].any()
    sought = sought_at_places(quiet)
    assert np.flatnonzero(sought[2]).tolist() == CONTRACTS[level]
    assert sought.sum() == len(CONTRACTS[level])


def test_what_a_practice_holds_stays_open_to_it(quiet):
    quiet.practices.agreement[:3] = [ALLIANCE, PARTIAL, TRUST_RUN]
    found = open_to(quiet)
    assert found[[0, 1, 2], [ALLIANCE, PARTIAL, TRUST_RUN]].all()
    assert found[3:, 1:].sum() == 0


def test_an_offer_may_be_closed_to_a_kind_of_contract(three_systems, plan, tmp_path):
    path = tmp_path / "gms_only.yaml"
    path.write_text("extends: plan_2017\noffers: {alliance_agreement: {open_to: [GMS]}}\n")
    world = AccountableCareModel(path, population=three_systems).world
    world.practices.agreement[:] = 0
    world.systems.launched[:] = 0
    is_gms = world.population.practices.contract == CoreContract.GMS
    assert open_to(world)[:, ALLIANCE].tolist() == is_gms.tolist()
    assert not is_gms.all()


def test_an_addressed_practice_considers_at_once_and_may_be_run_by_that_trust(quiet):
    asked = np.arange(0, len(quiet.practices.stance), 3)
    quiet.practices.addressed_by[asked] = 1
    quiet.practices.distress[:] = 0.95
    quiet.practices.independence_value[:] = 5.0
    practices_decide(quiet)
    run = np.flatnonzero(quiet.practices.run_by >= 0)
    assert set(run) <= set(asked)
    assert len(run) > 0.5 * len(asked)
    assert (quiet.practices.agreement[run] == TRUST_RUN).all()
    assert set(quiet.practices.run_by[run].tolist()) == {1}


def test_one_who_leaves_a_trust_is_run_by_nobody(quiet):
    quiet.practices.agreement[:] = TRUST_RUN
    quiet.practices.run_by[:] = 0
    quiet.practices.distress[:] = 0.0
    quiet.practices.independence_value[:] = 90.0
    for step in range(1, 12):
        quiet.step = step
        practices_decide(quiet)
    left = quiet.practices.agreement == 0
    assert left.mean() > 0.4  # 8% consider each quarter
    assert (quiet.practices.run_by[left] == -1).all()
    assert (quiet.practices.run_by[~left] == 0).all()


def test_about_eight_in_a_hundred_consider_in_a_quarter_and_half_of_hub_members_in_a_campaign(
    quiet,
):
    """With independence worth nothing whoever considers signs, so signing counts considering."""
    n = len(quiet.practices.stance)
    quiet.systems.launched[:] = 0
    quiet.practices.independence_value[:] = -500.0
    practices_decide(quiet)
    assert quiet.practices.agreement.astype(bool).mean() == pytest.approx(
        0.08, abs=3 * 0.27 / n**0.5
    )
    quiet.practices.agreement[:] = 0
    quiet.step, quiet.systems.campaign_until[:] = 2, 99
    in_hub = quiet.practices.add_ons.any(axis=1).copy()
    practices_decide(quiet)
    signed = quiet.practices.agreement.astype(bool)
    assert signed[in_hub].mean() == pytest.approx(0.5, abs=3 * 0.5 / in_hub.sum() ** 0.5)
    assert signed[~in_hub].mean() == pytest.approx(0.08, abs=3 * 0.27 / (~in_hub).sum() ** 0.5)


def test_who_signs_stops_resisting(quiet):
    quiet.systems.launched[:] = 0
    quiet.practices.independence_value[:] = -500.0
    quiet.practices.is_resisting[:] = True
    practices_decide(quiet)
    signed = quiet.practices.agreement > 0
    assert signed.any()
    assert not quiet.practices.is_resisting[signed].any()


def test_a_hub_is_joined_and_left_beside_any_level(quiet):
    before = quiet.practices.add_ons.copy()
    agreement = quiet.practices.agreement.copy()
    for step in range(1, 9):
        quiet.step = step
        practices_decide(quiet)
    after = quiet.practices.add_ons
    assert (after & ~before).any()
    assert (before & ~after).any()
    np.testing.assert_array_equal(quiet.practices.agreement, agreement)


# ---------------------------------------------------------------- shocks


def test_members_of_an_alliance_that_broke_think_again_half_of_the_time(quiet, agreements_form):
    members = quiet.population.practices.ccg == 0
    quiet.ccgs.cannot_break_before[:] = 0
    quiet.systems.launched[:] = 0
    quiet.trusts.has_left[:] = False
    quiet.ccgs.alliance_live[0] = True
    few = np.flatnonzero(members)[:1]  # a tenth of the list would be enough to go on
    quiet.practices.agreement[few] = ALLIANCE
    quiet.practices.is_shaken[:] = False
    agreements_form(quiet)
    assert quiet.practices.is_shaken[few].all()
    assert quiet.practices.is_shaken.sum() == len(few)
    p = quiet.scenario.values(PracticeChoice)
    chance = considers_with(quiet, in_campaign(quiet), p)
    assert chance[few] == pytest.approx(0.5)
    assert np.delete(chance, few) == pytest.approx(0.080, abs=5e-4)


def test_half_of_those_who_were_shaken_consider_and_then_it_is_over(quiet):
    """With independence worth nothing whoever considers signs, so signing counts considering."""
    quiet.systems.launched[:] = 0
    quiet.practices.independence_value[:] = -500.0
    quiet.practices.is_shaken[::2] = True
    practices_decide(quiet)
    signed = quiet.practices.agreement.astype(bool)
    n = len(signed) / 2
    assert signed[::2].mean() == pytest.approx(0.5, abs=3 * 0.5 / n**0.5)
    assert signed[1::2].mean() == pytest.approx(0.08, abs=3 * 0.27 / n**0.5)
    assert not quiet.practices.is_shaken.any()


# ---------------------------------------------------------------- one after another


@pytest.fixture
def signed_by(three_systems, plan):
    """Return who has signed after three quarters in which everybody is campaigned for."""

    def run(*, one_at_a_time, seed=1, **values):
        scenario = plan.change(**{"practice.one_at_a_time": one_at_a_time}, **values)
        world = AccountableCareModel(scenario, seed, population=three_systems).world
        world.systems.launched[:], world.systems.campaign_until[:] = 0, 99
        world.practices.agreement[:] = 0
        for world.step in range(3):
            practices_decide(world)
        return world.practices.agreement == ALLIANCE

    return run


def test_where_nobody_minds_what_others_do_the_order_is_of_no_account(signed_by):
    together, in_turn = (
        signed_by(one_at_a_time=switch, **{"practice.peer_value": 0}) for switch in (False, True)
    )
    assert together.any()
    np.testing.assert_array_equal(in_turn, together)


def test_deciding_in_turn_as_many_join_but_not_all_of_them_the_same(signed_by):
    runs = [
        [signed_by(one_at_a_time=switch, seed=seed) for switch in (False, True)]
        for seed in (1, 2, 3)
    ]
    together, in_turn = np.concatenate(runs, axis=1)
    assert (in_turn != together).any()
    error = np.sqrt(together.mean() * (1 - together.mean()) / len(together))
    assert in_turn.mean() == pytest.approx(together.mean(), abs=3 * error)


def test_deciding_in_turn_can_be_repeated(signed_by):
    np.testing.assert_array_equal(signed_by(one_at_a_time=True), signed_by(one_at_a_time=True))


def test_where_peers_count_for_much_those_who_decide_in_turn_pull_one_another_along(signed_by):
    strong = {"practice.peer_value": 28}
    together, in_turn = (signed_by(one_at_a_time=switch, **strong) for switch in (False, True))
    assert in_turn.sum() > 1.02 * together.sum()


def test_who_has_no_other_option_keeps_what_it_holds(three_systems, tmp_path):
    """Its contract is suspended, so that independence is not open to it."""
    path = tmp_path / "suspending.yaml"
    path.write_text(
        "extends: plan_2017\noffers: {alliance_agreement: {core_contract: suspended}}\n"
    )
    world = AccountableCareModel(path, population=three_systems).world
    world.practices.agreement[:] = ALLIANCE
    world.practices.suspended_since[:] = 0
    world.practices.independence_value[:] = 500.0
    for step in range(1, 6):
        world.step = step
        practices_decide(world)
    assert (world.practices.agreement == ALLIANCE).all()
