"""CCGs merge, end and take on general practice in a run."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.decisions.commissioner_strategy import CommissionerStrategy
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.ccg_bodies import (
    delegation_chance,
    may_merge,
    merge,
    merge_ccgs,
    people,
    share_and_delegate,
    sharing_chance,
)
from acs_abm.steps.commissioners import deliberate, gp_influence

STILL = {"ccg_officer.hazard": 0, "ccg_merger.hazard": 0}


@pytest.fixture
def begun(three_systems, plan):
    def begin(scenario=plan, **values):
        return AccountableCareModel(scenario.change(**values), 1, population=three_systems).world

    return begin


def two_neighbours(world):
    """Rows of two CCGs of one system that are neighbours, the smaller first."""
    system = world.population.ccgs.system
    beside = world.population.ccg_neighbours & (system[:, np.newaxis] == system)
    row, other = (int(one[0]) for one in np.nonzero(beside))
    return sorted((row, other), key=people(world).__getitem__)


def test_the_smaller_becomes_part_of_the_larger_and_keeps_its_place(begun):
    world = begun(**STILL)
    small, large = two_neighbours(world)
    world.ccgs.stance[small] = Stance.ALLIANCE
    size = people(world)
    merge(world, [[small, large]])
    assert world.ccgs.decided_by[small] == large
    assert people(world)[large] == pytest.approx(size[small] + size[large])
    assert people(world)[small] == 0
    assert world.ccgs.stance[small] == Stance.ALLIANCE
    assert world.event_log[-1].what == "merged"


def test_what_merges_again_has_all_its_places_decided_by_the_last(begun):
    world = begun(**STILL)
    system = world.population.ccgs.system
    rows = np.flatnonzero(system == np.bincount(system).argmax())[:3].tolist()
    merge(world, [rows[:2]])
    merge(world, [np.unique(world.ccgs.decided_by[rows]).tolist()])
    assert len(np.unique(world.ccgs.decided_by[rows])) == 1
    assert world.ccgs.is_living[world.ccgs.decided_by].all()


def test_a_merged_ccg_decides_for_its_places_with_one_luck_and_one_set_of_facts(begun):
    world = begun(**STILL)
    pair = two_neighbours(world)
    world.ccgs.stance[pair] = Stance.INDEPENDENT
    world.ccgs.is_test_area[pair] = False
    merge(world, [pair])
    found = deliberate(world)
    for values in (found.noise, found.draw, found.resists_draw, found.utility):
        assert np.array_equal(values[pair[0]], values[pair[1]])


def test_only_living_neighbours_of_one_system_who_shared_long_enough_may_merge(begun):
    world = begun(**STILL)
    small, large = two_neighbours(world)
    ccgs = world.ccgs
    ccgs.officer[:] = np.arange(len(ccgs.officer))
    assert not len(may_merge(world)[0])
    ccgs.officer[small] = ccgs.officer[large]
    for step, expected in ((3, False), (4, True)):
        world.step, ccgs.officer_since[small] = step, 0
        found = set(zip(*may_merge(world), strict=True))
        assert found == ({(small, large), (large, small)} if expected else set())
    merge(world, [[small, large]])
    assert not len(may_merge(world)[0])
    assert sharing_chance(world)[small] == 0


def test_who_may_merge_does_so_where_the_hazard_is_high(begun):
    world = begun(**{**STILL, "ccg_merger.hazard": 1})
    before = world.ccgs.shares_officer.sum()
    assert before > 0
    for world.step in range(30):
        merge_ccgs(world)
    assert not len(may_merge(world)[0])
    assert not world.ccgs.is_living.all()


def test_sharing_merging_and_an_acs_each_take_influence_from_gps(begun):
    world = begun(**STILL)
    p = CommissionerStrategy()
    small, large = two_neighbours(world)
    world.ccgs.officer[:] = np.arange(len(world.ccgs.officer))
    assert gp_influence(world, p)[large] == pytest.approx(0.6)
    world.ccgs.officer[small] = world.ccgs.officer[large]
    assert gp_influence(world, p)[large] == pytest.approx(0.5)
    merge(world, [[small, large]])
    assert gp_influence(world, p)[[small, large]] == pytest.approx([0.3, 0.3])
    world.systems.stage[world.population.ccgs.system[large]] = Stage.ACS
    assert gp_influence(world, p)[large] == pytest.approx(0.2)


def test_an_acs_has_the_right_to_commission_general_practice(begun):
    world = begun(**{**STILL, "delegation.hazard": 0})
    world.ccgs.is_delegated[:] = False
    world.systems.stage[0] = Stage.ACS
    assert (delegation_chance(world) > 0).tolist() == (world.population.ccgs.system == 0).tolist()
    share_and_delegate(world)
    assert world.ccgs.is_delegated.tolist() == (world.population.ccgs.system == 0).tolist()


def test_when_statute_ends_ccgs_each_system_has_one_board(three_systems, plan):
    scenario = plan.change(calendar="enacted", until="2022-Q4", **STILL)
    model = AccountableCareModel(scenario, 1, population=three_systems).run()
    national = model.tables()["national"].set_index("quarter")
    assert national.loc["2022-Q2", "ccgs"] == len(three_systems.ccgs.code)
    assert national.loc["2022-Q3", "ccgs"] == 3
    assert national.loc["2022-Q3", "ccgs_sharing_officer"] == 0
    assert (gp_influence(model.world, CommissionerStrategy()) == 0.1).all()
