"""Practices close and merge: patients are kept, and who is gone counts nowhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acs_abm.columns import NEVER
from acs_abm.model import AccountableCareModel
from acs_abm.steps.closures import close_and_merge

OFTEN = {"closure.hazard": 0.4}


def run(population, plan, seed=1, until="2019-Q1", **changes):
    scenario = plan.change(until=until, **{**OFTEN, **changes})
    return AccountableCareModel(scenario, seed, population=population).run()


@pytest.fixture(scope="module")
def after(three_systems, plan):
    """Two years in which a third of practices end each year."""
    return run(three_systems, plan)


@settings(max_examples=10)
@given(st.integers(1, 10_000), st.floats(0.01, 30.0), st.floats(0.0, 1.0))
def test_no_patient_is_lost_however_many_practices_close(three_systems, plan, seed, hazard, merges):
    changes = {"closure.hazard": min(hazard, 0.4), "closure.merges": merges}
    model = AccountableCareModel(plan.change(**changes), seed, population=three_systems)
    world, home = model.world, three_systems.practices
    weighted, nurses = world.practices.weighted_list.sum(), world.practice_life.nurses.sum()
    n_ccgs = len(world.ccgs.stance)
    for world.step in range(4):
        close_and_merge(world)
    for place in range(n_ccgs):  # whole numbers: exactly
        of_place = home.ccg == place
        assert world.practices.list_size[of_place].sum() == home.list_size[of_place].sum()
    assert world.list_by_ccg.sum() == home.list_size.sum()
    assert world.practices.weighted_list.sum() == pytest.approx(weighted)
    assert world.practice_life.nurses.sum() == pytest.approx(nurses)


def test_a_practice_that_is_gone_holds_nothing(after):
    practices, life = after.world.practices, after.world.practice_life
    gone = ~practices.is_open
    assert gone.sum() > 50
    for column in (practices.list_size, practices.weighted_list, practices.partners):
        assert not column[gone].any()
    for column in (life.salaried, life.nurses, life.vacancies, practices.value_of_a_pound):
        assert not column[gone].any()
    for column in (practices.agreement, practices.promise, practices.stance):
        assert not column[gone].any()
    assert not practices.add_ons[gone].any()
    assert not practices.is_resisting[gone].any()
    assert (practices.run_by[gone] == -1).all()
    assert (practices.suspended_since[gone] == NEVER).all()
    assert (life.closed_in[gone] >= 0).all()
    assert (life.closed_in[~gone] == NEVER).all()


def test_a_practice_that_stands_has_patients_and_somebody_to_see_them(after):
    practices, life = after.world.practices, after.world.practice_life
    standing = practices.is_open
    assert (practices.list_size[standing] > 0).all()
    assert (practices.partners[standing] + life.salaried[standing] > 0).all()
    assert np.isfinite(practices.income).all()
    assert np.isfinite(life.hours).all()


def test_what_is_recorded_counts_those_that_stand(after):
    national = after.tables()["national"].iloc[-1]
    practices = after.world.practices
    assert national["practices"] == practices.is_open.sum()
    gone = national["practices_closed"] + national["practices_merged"]
    assert national["practices"] + gone == len(practices.is_open)
    rated = ["inadequate", "requires_improvement", "good", "outstanding"]
    assert sum(national[f"practices_{name}"] for name in rated) == national["practices"]


def test_every_end_is_an_event(after):
    national, events = after.tables()["national"].iloc[-1], after.tables()["events"]
    for what in ("closed", "merged"):
        count = ((events["kind"] == "practice") & (events["what"] == what)).sum()
        assert count == national[f"practices_{what}"]


def test_the_last_practice_of_a_ccg_stays(three_systems, plan):
    model = run(three_systems, plan, until="2027-Q1", **{"closure.with_size": -1.5})
    standing = three_systems.practices.ccg[model.world.practices.is_open]
    assert len(np.unique(standing)) == len(three_systems.ccgs.code)


def test_the_larger_of_two_that_merge_lives_on(three_systems, plan):
    changes = {**OFTEN, "closure.merges": 1.0}
    model = AccountableCareModel(plan.change(**changes), 1, population=three_systems)
    first = model.world.practices.list_size.copy()
    close_and_merge(model.world)
    into = model.world.practice_life.merged_into
    gone = np.flatnonzero(into >= 0)
    assert len(gone) > 10
    once = gone[np.bincount(into[gone], minlength=len(into))[into[gone]] == 1]
    assert (first[once] <= first[into[once]]).all()
    ccg = three_systems.practices.ccg
    assert (ccg[gone] == ccg[into[gone]]).all()


def test_doctors_of_a_practice_that_disperses_leave_and_their_posts_follow(three_systems, plan):
    changes = {**OFTEN, "closure.merges": 0.0}
    model = AccountableCareModel(plan.change(**changes), 1, population=three_systems)
    world, life = model.world, model.world.practice_life
    before = world.practices.partners.sum() + life.salaried.sum()
    close_and_merge(world)
    after = world.practices.partners.sum() + life.salaried.sum()
    assert after < before
    assert life.vacancies.sum() == pytest.approx(before - after)


def test_neighbours_of_a_closed_practice_feel_it_for_a_year_and_think_again(three_systems, plan):
    changes = {**OFTEN, "closure.merges": 0.0}
    model = AccountableCareModel(plan.change(**changes), 1, population=three_systems)
    world = model.world
    close_and_merge(world)
    near = world.practice_life.closure_near_until > NEVER
    places, closed = world.fixtures.practice_places, ~world.practices.is_open
    apart = np.hypot(*(places[:, np.newaxis] - places[closed]).transpose(2, 0, 1)).min(axis=1)
    assert (near == (world.practices.is_open & (apart <= 3.0))).all()
    assert world.practices.is_shaken[near].all()
    assert (world.practice_life.closure_near_until[near] == 5).all()  # the next four steps


def test_the_weight_of_peers_that_are_gone_goes_to_the_others(after):
    peers, is_open = after.world.peers, after.world.practices.is_open
    assert not peers[:, ~is_open].sum()
    total = peers.sum(axis=1)[is_open]
    assert ((abs(total - 1.0) < 1e-9) | (total == 0.0)).all()
    assert total.mean() > 0.9


def test_what_is_counted_on_the_way_is_what_a_recount_finds(after):
    world = after.world
    kept = world.list_by_ccg, world.list_by_system, world.takers_by_place.copy(), world.n_open
    world.recount()
    found = world.list_by_ccg, world.list_by_system, world.takers_by_place, world.n_open
    assert all(np.array_equal(one, other) for one, other in zip(kept, found, strict=True))


def test_the_peers_of_the_population_are_untouched(after, three_systems):
    total = three_systems.practice_peers.sum(axis=1)
    assert ((abs(total - 1.0) < 1e-9) | (total == 0.0)).all()
    assert three_systems.practice_peers.data.all()


def test_what_a_pound_is_worth_follows_patients_and_partners_of_a_merger(three_systems, plan):
    changes = {**OFTEN, "closure.merges": 1.0}
    model = AccountableCareModel(plan.change(**changes), 1, population=three_systems)
    close_and_merge(model.world)
    practices, into = model.world.practices, model.world.practice_life.merged_into
    kept = np.unique(into[into >= 0])
    kept = kept[practices.is_open[kept]]
    expected = 0.7 * practices.weighted_list[kept] / (1000.0 * practices.partners[kept])
    assert practices.value_of_a_pound[kept] == pytest.approx(expected)
