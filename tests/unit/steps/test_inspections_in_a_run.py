"""Inspections come in a cycle, and a practice that falls thinks again."""

from __future__ import annotations

import numpy as np

from acs_abm.steps.inspections import inspect


def test_those_who_are_due_are_inspected_and_no_others(world):
    practices = world.practices
    world.step = 8
    practices.next_inspection[:] = 9
    practices.next_inspection[:5] = 8
    before = practices.rating.copy()
    inspect(world)
    assert (practices.next_inspection[5:] == 9).all()
    assert (practices.rating[5:] == before[5:]).all()
    wait = practices.next_inspection[:5] - 8
    assert wait.tolist() == np.where(practices.rating[:5] < 3, 4, 8).tolist()


def test_a_practice_that_falls_thinks_again_and_another_does_not(world):
    world.step = 8
    world.practices.next_inspection[:] = 8
    world.practices.is_shaken[:] = False
    before = world.practices.rating.copy()
    inspect(world)
    fell = world.practices.rating < before
    assert fell.any()
    assert (world.practices.is_shaken == fell).all()


def test_a_trust_that_was_merged_is_not_inspected(world):
    world.step = 8
    world.trusts.next_inspection[:] = 8
    world.trusts.merged_into[0] = 1
    inspect(world)
    assert world.trusts.next_inspection[0] == 8
    assert (world.trusts.next_inspection[1:] > 8).all()


def test_the_worst_rated_practices_are_the_more_distressed_ones(world):
    rating, distress = world.practices.rating, world.practices.distress
    assert distress[rating < 3].mean() > distress[rating >= 3].mean()
