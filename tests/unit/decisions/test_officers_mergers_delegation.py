"""Sharing officers, merging and taking on general practice, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.decisions.ccg_mergers import CCGMergers, influence_lost, merging_hazard
from acs_abm.decisions.ccg_officers import CCGOfficers, pairs, sharing_hazard
from acs_abm.decisions.delegated_commissioning import DelegatedCommissioning, delegation_hazard


def test_small_ccgs_and_those_whose_neighbours_share_seek_to_share_more_often():
    people = np.array([300_000.0, 249_999.0, 300_000.0, 100_000.0])
    around = np.array([0.0, 0.0, 0.5, 1.0])
    found = sharing_hazard(people, around, CCGOfficers())
    assert found.tolist() == pytest.approx([0.10, 0.15, 0.15, 0.30])


def test_mergers_are_three_times_as_frequent_while_steered():
    p = CCGMergers()
    assert merging_hazard(p, is_steered=False) == pytest.approx(0.1)
    assert merging_hazard(p, is_steered=True) == pytest.approx(0.3)


def test_gps_lose_influence_by_sharing_and_more_by_merging():
    shares, merged = np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0])
    lost = influence_lost(shares, merged, CCGMergers())
    assert lost.tolist() == pytest.approx([0.0, 0.1, 0.3, 0.3])


def test_delegation_spreads_among_neighbours():
    found = delegation_hazard(np.array([0.0, 0.5, 1.0]), DelegatedCommissioning())
    assert found.tolist() == pytest.approx([0.3, 0.6, 0.9])


def test_the_luckiest_chooses_first_and_nobody_is_paired_twice():
    line = np.eye(5, k=1, dtype=bool) | np.eye(5, k=-1, dtype=bool)
    everybody, luck = np.ones(5, dtype=bool), np.array([0.5, 0.4, 0.1, 0.2, 0.3])
    appeal = np.array([0.9, 0.8, 0.5, 0.1, 0.3])
    assert pairs(everybody, luck, *np.nonzero(line), appeal) == [(2, 3), (1, 0)]


def test_who_may_pair_with_nobody_stays_alone():
    nobody = np.array([], dtype=np.int64)
    luck = np.array([0.1, 0.2, 0.3])
    assert pairs(np.ones(3, dtype=bool), luck, nobody, nobody, luck) == []


def test_the_order_of_rows_does_not_matter():
    rng = np.random.default_rng(1)
    may = rng.random((9, 9)) < 0.4
    may &= may.T
    np.fill_diagonal(may, val=False)
    starts, luck, appeal = rng.random(9) < 0.7, rng.random(9), rng.random(9)
    turned = rng.permutation(9)
    here = set(pairs(starts, luck, *np.nonzero(may), appeal))
    borders = np.nonzero(may[np.ix_(turned, turned)])
    there = pairs(starts[turned], luck[turned], *borders, appeal[turned])
    assert {(turned[row], turned[partner]) for row, partner in there} == here
