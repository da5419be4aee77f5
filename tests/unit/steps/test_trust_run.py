"""Whom a trust addresses each April."""

from __future__ import annotations

import numpy as np
import pytest
from shipped_options import FULL, TRUST_RUN

from acs_abm.model import AccountableCareModel
from acs_abm.population.neighbours import distances, project
from acs_abm.steps.trusts import trusts_decide

APRIL = 4


@pytest.fixture
def offering(three_systems, plan):
    """One trust offers; practices near it are in its own CCG and in others, all in distress."""
    keep_others_still = plan.change(**{"trust_run.start_hazard": 0})
    world = AccountableCareModel(keep_others_still, population=three_systems).world
    world.step = APRIL
    world.practices.run_by[:] = -1
    world.practices.agreement[:] = 0
    world.practices.distress[:] = 0.5
    apart = distances(world.fixtures.trust_places, world.fixtures.practice_places)
    own = world.population.practices.ccg == world.fixtures.trust_ccg[:, np.newaxis]
    many = ((apart < 10) & own).sum(axis=1).clip(max=20) * ((apart < 10) & ~own).sum(axis=1)
    trust = int(many.argmax())
    world.trusts.runs_practices[:] = False
    world.trusts.runs_practices[trust] = True
    return world, trust, apart[trust] < 10, own[trust]


def addressed(world):
    trusts_decide(world)
    return np.flatnonzero(world.practices.addressed_by >= 0)


def test_a_trusts_own_ccg_is_the_one_with_the_nearest_centre(england, plan):
    world = AccountableCareModel(plan, population=england).world
    trusts, ccgs = england.trusts, england.ccgs
    seats = project(trusts.latitude, trusts.longitude)
    apart = distances(seats, project(ccgs.latitude, ccgs.longitude))
    found = apart[np.arange(len(apart)), world.fixtures.trust_ccg]
    np.testing.assert_array_equal(found, apart.min(axis=1))


def test_a_trust_addresses_its_own_ccg_before_neighbours_that_are_worse_off(offering):
    world, trust, near, own = offering
    world.practices.distress[~own] = 0.9
    found = addressed(world)
    assert len(found) == 5
    assert own[found].all()
    assert (world.practices.addressed_by[found] == trust).all()
    assert (near & ~own).any()


def test_it_goes_on_to_the_worst_off_of_its_neighbours_when_its_own_are_too_few(offering):
    world, _, near, own = offering
    world.practices.distress[own] = 0.1
    mine = np.flatnonzero(near & own)[:2]
    world.practices.distress[mine] = 0.4
    worst = np.flatnonzero(near & ~own)[:3]
    world.practices.distress[worst] = [0.7, 0.8, 0.9]
    assert addressed(world).tolist() == sorted([*mine, *worst])


def test_it_does_not_address_those_that_are_run_already_or_have_no_contract_of_their_own(offering):
    world, _, near, own = offering
    at_home = np.flatnonzero(near & own)
    run, suspended = at_home[::2], at_home[1::2]
    world.practices.run_by[run], world.practices.agreement[run] = 0, TRUST_RUN
    world.practices.suspended_since[suspended] = 0
    world.practices.agreement[suspended] = FULL
    assert not own[addressed(world)].any()


def test_it_addresses_in_april_only(offering):
    world, *_ = offering
    world.step = APRIL + 1
    assert not len(addressed(world))


def test_a_trust_that_begins_in_a_year_addresses_from_the_next_april_on(three_systems, plan):
    soon = plan.change(**{"trust_run.start_hazard": 0.5})
    world = AccountableCareModel(soon, population=three_systems).world
    world.trusts.runs_practices[:] = False
    world.step = APRIL
    assert not len(addressed(world))
    assert world.trusts.runs_practices.any()
    world.step = APRIL + 4
    assert len(addressed(world))
