"""Trust between organisations, pair by pair: how it begins and what moves which tie."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.stance import ALLIANCE, INDEPENDENT, RESISTING
from acs_abm.steps.observation import observe
from acs_abm.steps.ties import esteem, harm_trust_of, remember_leavers, weigh_partners


@pytest.fixture
def world(eight_systems, plan):
    return AccountableCareModel(plan, 1, population=eight_systems).world


def tie(world, whose, whom):
    found = np.flatnonzero((world.ties.whose == whose) & (world.ties.whom == whom))
    return int(found[0])


def a_system(world):
    """Rows of the first system's trusts and numbers of its CCGs."""
    n = len(world.trusts.stance)
    trusts = np.flatnonzero(world.population.trusts.system == 0)
    return trusts, n + np.flatnonzero(world.population.ccgs.system == 0)


def test_everybody_is_tied_to_each_other_of_its_system_once_and_to_nobody_else(world):
    ties = world.ties
    system = np.concatenate([world.population.trusts.system, world.population.ccgs.system])
    assert (system[ties.whose] == system[ties.whom]).all()
    assert (ties.whose != ties.whom).all()
    members = np.bincount(system)
    assert len(ties.whose) == (members * (members - 1)).sum()
    assert len(set(zip(ties.whose.tolist(), ties.whom.tolist(), strict=True))) == len(ties.whose)


def test_trust_begins_around_a_half_shifted_by_relationships(england, plan):
    world = AccountableCareModel(plan, 1, population=england).world
    ties = world.ties
    shift = world.systems.relationships[ties.system] - 0.5
    drawn = ties.trust - shift
    free = (ties.trust > 0.0) & (ties.trust < 1.0)
    assert drawn[free].mean() == pytest.approx(0.5, abs=0.02)
    assert drawn[free].std() == pytest.approx(np.sqrt(0.25 / 11), abs=0.01)  # Beta(5, 5)


def test_half_of_the_spread_of_trust_is_how_trusting_an_organisation_is(england, plan):
    one_mind, strangers = (
        AccountableCareModel(
            plan.change(**{"relationships.trusting_share": share}), 1, population=england
        ).world
        for share in (0.75, 0.25)
    )
    assert one_mind.trusts.trust_in_partners.std() > strangers.trusts.trust_in_partners.std()


def test_two_organisations_need_not_think_the_same_of_one_another(world):
    trusts, ccgs = a_system(world)
    there, back = tie(world, trusts[0], ccgs[0]), tie(world, ccgs[0], trusts[0])
    assert world.ties.trust[there] != world.ties.trust[back]


def test_an_area_alone_has_the_ties_that_it_has_among_others(world, eight_systems, plan):
    name = eight_systems.systems.name[2]
    alone = AccountableCareModel(plan, 1, systems=[name], population=eight_systems).world
    np.testing.assert_array_equal(alone.ties.trust, world.ties.trust[world.ties.system == 2])


def test_larger_partners_count_more_in_what_is_thought_of_partners(world):
    trusts, _ = a_system(world)
    ties, largest = world.ties, trusts[world.trusts.income[trusts].argmax()]
    me = next(t for t in trusts if t != largest)
    ties.trust[ties.whose == me] = 0.2
    ties.trust[tie(world, me, largest)] = 1.0
    weigh_partners(world)
    plain = ties.trust[ties.whose == me].mean()
    assert world.trusts.trust_in_partners[me] > plain


def test_a_trust_that_leaves_an_alliance_loses_the_trust_of_its_members_only(world):
    trusts, ccgs = a_system(world)
    leaver, stays, outside = trusts[0], trusts[1], ccgs[0]
    world.trusts.stance[trusts] = ALLIANCE
    world.ccgs.stance[:] = INDEPENDENT
    world.trusts.stance[leaver] = INDEPENDENT
    world.trusts.has_left[leaver] = True
    world.ties.trust[:] = 0.5
    before = world.ties.trust.copy()
    remember_leavers(world)
    fell = world.ties.trust / before
    assert fell[tie(world, stays, leaver)] == pytest.approx(1 - 0.3 * 0.4)
    assert fell[tie(world, outside, leaver)] == 1.0
    assert fell[tie(world, leaver, stays)] == 1.0


def test_who_resists_is_trusted_less_and_the_others_are_not(world):
    trusts, ccgs = a_system(world)
    world.trusts.stance[:] = INDEPENDENT
    world.ccgs.stance[:] = INDEPENDENT
    world.trusts.stance[trusts[0]] = RESISTING
    world.ties.trust[:], world.ties.damage[:] = 0.5, 0.0
    observe(world)
    resister, other = tie(world, ccgs[0], trusts[0]), tie(world, ccgs[0], trusts[1])
    assert world.ties.trust[resister] < world.ties.trust[other]
    assert world.ties.damage[other] == 0.0


def test_two_members_grow_closer_than_a_member_and_an_outsider(world):
    trusts, _ = a_system(world)
    world.systems.stage[:] = 0
    world.trusts.stance[:] = INDEPENDENT
    world.trusts.stance[trusts[:2]] = ALLIANCE
    world.ties.trust[:], world.ties.damage[:] = 0.5, 0.0
    observe(world)
    members, mixed = tie(world, trusts[0], trusts[1]), tie(world, trusts[0], trusts[2])
    assert world.ties.trust[members] > world.ties.trust[mixed]


def test_esteem_is_what_others_think_and_not_what_a_trust_thinks(world):
    trusts, ccgs = a_system(world)
    before = esteem(world)[trusts[0]]
    hit = np.zeros(len(world.trusts.stance), dtype=bool)
    hit[trusts[0]] = True
    nobody = np.zeros(len(world.ccgs.stance), dtype=bool)
    harm_trust_of(world, hit, nobody, 1.0)
    assert esteem(world)[trusts[0]] == before
    assert esteem(world)[trusts[1]] < 1.0
    world.ties.trust[tie(world, ccgs[0], trusts[0])] = 0.0
    assert esteem(world)[trusts[0]] < before
