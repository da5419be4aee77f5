"""An alliance is launched, comes into force at a place, and breaks; stances follow."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance

LONG_AGO = 0
NEVER = -1_000_000


@pytest.fixture
def alliance(world):
    return world.options.names.index("alliance_agreement")


@pytest.fixture
def place(world):
    """A place with no contract and no agreement, in a candidate system that launched one."""
    row = int(np.flatnonzero(~world.ccgs.is_vanguard & ~world.ccgs.is_test_area)[0])
    system = world.population.ccgs.system[row]
    members = world.population.practices.ccg == row
    world.practices.agreement[members] = 0
    world.practices.is_resisting[members] = False
    world.practices.run_by[members] = -1
    world.ccgs.alliance_live[row] = False
    world.systems.stage[system] = Stage.CANDIDATE
    world.systems.launched[system] = LONG_AGO
    world.trusts.stance[:] = Stance.ALLIANCE
    return row


def sign(world, place, share, option):
    """Let the largest practices sign until they hold at least that share of the list."""
    rows = np.flatnonzero(world.population.practices.ccg == place)
    size = world.population.practices.list_size[rows]
    order = np.argsort(-size)
    reached = np.cumsum(size[order]) / size.sum()
    signing = rows[order[: int(np.searchsorted(reached, share)) + 1]] if share else rows[:0]
    world.practices.agreement[rows] = 0
    world.practices.agreement[signing] = option
    return signing


def stances(world, rows):
    return set(world.practices.stance[rows].tolist())


def test_signing_is_not_yet_being_in_force(world, place, alliance, agreements_form):
    signed = sign(world, place, 0.10, alliance)
    agreements_form(world)
    assert not world.ccgs.alliance_live[place]
    assert stances(world, signed) == {Stance.INDEPENDENT}
    assert (world.practices.agreement[signed] == alliance).all()


def test_an_alliance_comes_into_force_when_enough_have_signed(
    world, place, alliance, agreements_form
):
    signed = sign(world, place, 0.35, alliance)
    agreements_form(world)
    assert world.ccgs.alliance_live[place]
    assert stances(world, signed) == {Stance.ALLIANCE}
    others = np.setdiff1d(np.flatnonzero(world.population.practices.ccg == place), signed)
    assert stances(world, others) == {Stance.INDEPENDENT}
    last = [record for record in world.transition_log if record.why == "agreement in force"][-1]
    assert set(signed) <= set(last.rows)


def test_an_alliance_that_was_not_launched_never_begins(world, place, alliance, agreements_form):
    system = world.population.ccgs.system[place]
    world.systems.launched[system] = NEVER
    world.systems.stage[system] = Stage.STP
    sign(world, place, 1.0, alliance)
    agreements_form(world)
    assert not world.ccgs.alliance_live[place]


def test_an_alliance_breaks_when_coverage_falls_and_its_members_remember(
    world, place, alliance, agreements_form
):
    sign(world, place, 0.35, alliance)
    agreements_form(world)
    left = sign(world, place, 0.05, alliance)
    trust = world.practices.trust_in_lead[left].copy()
    agreements_form(world)
    assert not world.ccgs.alliance_live[place]
    assert stances(world, left) == {Stance.INDEPENDENT}
    assert not world.practices.agreement[left].any()
    assert (world.practices.trust_in_lead[left] < trust).all()
    assert (world.practices.damage_in_ccg[left] > 0).all()
    assert world.event_log[-1].what == "alliance broke"
    assert world.event_log[-1].code == world.population.ccgs.code[place]


def test_a_contract_that_an_alliance_suspended_is_live_again_when_it_breaks(
    world, place, alliance, agreements_form
):
    world.ccgs.alliance_live[place] = True
    signed = sign(world, place, 0.05, alliance)
    world.practices.suspended_since[signed] = LONG_AGO
    assert not world.practices.contract_is_live[signed].any()
    agreements_form(world)
    assert not world.ccgs.alliance_live[place]
    assert world.practices.contract_is_live[signed].all()


def test_one_that_is_protected_does_not_break(world, place, alliance, agreements_form):
    sign(world, place, 0.35, alliance)
    agreements_form(world)
    world.ccgs.cannot_break_before[place] = world.step + 1
    sign(world, place, 0.0, alliance)
    agreements_form(world)
    assert world.ccgs.alliance_live[place]


def test_an_alliance_lives_without_an_acute_trust_that_never_joined(
    world, place, alliance, agreements_form
):
    """It breaks when the largest acute trust leaves, not because that trust has yet to come."""
    system = world.population.ccgs.system[place]
    largest = largest_acute(world, system)
    world.trusts.stance[largest] = Stance.INDEPENDENT
    sign(world, place, 0.5, alliance)
    agreements_form(world)
    agreements_form(world)
    assert world.ccgs.alliance_live[place]


def largest_acute(world, system):
    trusts = world.population.trusts
    acute = np.flatnonzero((trusts.system == system) & (trusts.type == 0))
    return int(acute[np.argmax(world.trusts.income[acute])])


def test_resistance_is_a_stance_of_those_who_are_not_in(world, place, alliance, agreements_form):
    members = sign(world, place, 0.5, alliance)
    others = np.setdiff1d(np.flatnonzero(world.population.practices.ccg == place), members)
    world.practices.is_resisting[others] = True
    agreements_form(world)
    assert stances(world, others) == {Stance.RESISTING}
    assert stances(world, members) == {Stance.ALLIANCE}


def test_a_practice_run_by_a_trust_is_full_and_counts_for_no_alliance(
    world, place, alliance, agreements_form
):
    run = sign(world, place, 1.0, world.options.names.index("trust_run_practice"))
    world.practices.run_by[run] = 0
    agreements_form(world)
    assert stances(world, run) == {Stance.FULL}
    assert not world.ccgs.alliance_live[place]
    covered = world.systems.alliance_coverage[world.population.ccgs.system[place]]
    size, practices = world.population.practices.list_size, world.population.practices
    allied = (world.practices.stance >= Stance.ALLIANCE) & (world.practices.run_by < 0)
    here = practices.system == world.population.ccgs.system[place]
    assert covered == pytest.approx(size[allied & here].sum() / size[here].sum())


def test_a_system_launches_once_trusts_and_ccgs_accept_and_then_campaigns(world, agreements_form):
    system = 0
    world.systems.stage[system] = Stage.CANDIDATE
    world.systems.launched[system] = NEVER
    world.systems.campaign_until[system] = NEVER
    world.trusts.stance[:] = Stance.ALLIANCE
    world.ccgs.stance[:] = Stance.INDEPENDENT
    agreements_form(world)
    assert world.systems.launched[system] < 0
    world.ccgs.stance[:] = Stance.ALLIANCE
    agreements_form(world)
    assert world.systems.launched[system] == world.step
    assert world.systems.campaign_until[system] == world.step + 5  # the four quarters that follow
    launched = {event.code for event in world.event_log if event.what == "alliance launched"}
    assert world.population.systems.code[system] in launched


def test_a_system_launches_and_campaigns_for_it_once(world, place, agreements_form):
    system = world.population.ccgs.system[place]
    world.systems.campaign_until[system] = 3
    world.ccgs.stance[:] = Stance.ALLIANCE
    agreements_form(world)
    assert world.systems.launched[system] == LONG_AGO
    assert world.systems.campaign_until[system] == 3


def test_an_stp_has_no_right_to_launch(world, agreements_form):
    world.systems.stage[:] = Stage.STP
    world.systems.launched[:] = NEVER
    world.trusts.stance[:] = Stance.ALLIANCE
    world.ccgs.stance[:] = Stance.ALLIANCE
    agreements_form(world)
    assert (world.systems.launched < 0).all()
