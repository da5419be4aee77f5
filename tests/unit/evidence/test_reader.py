"""The built-in tables and figures hold together."""

from __future__ import annotations

from collections import Counter

import pytest

from acs_abm.errors import UnknownNameError
from acs_abm.evidence import (
    current_system_code,
    england_ccgs,
    england_neighbours,
    england_systems,
    england_trusts,
    figure,
    figures,
)

NAMED = {"FRIM", "GM", "SYB", "NTW", "NOTT", "LSC", "DOR", "BLMK", "BOB"}


def test_ccgs_add_up_to_their_systems():
    people, practices = Counter(), Counter()
    for ccg in england_ccgs():
        people[ccg.system] += ccg.population
        practices[ccg.system] += ccg.n_practices
    for system in england_systems():
        assert people[system.code] == system.population
        assert practices[system.code] == system.n_practices


def test_each_area_has_its_own_tile_and_short_name():
    systems = england_systems()
    assert len({(s.tile_row, s.tile_column) for s in systems}) == 44
    assert len({s.short_name for s in systems}) == 44


def test_ratings_flags_and_named_areas_are_those_announced():
    systems = england_systems()
    best = {s.short_name for s in systems if s.rating == 4}
    worst = {s.short_name for s in systems if s.rating == 1}
    assert best == {"DOR", "FRIM", "BLMK", "SYB", "DDT"}
    assert worst == {"HCV", "STAF", "NHN", "SES", "BNSG"}
    assert {s.short_name for s in systems if s.devolution} == {"GM", "SUR", "CIOS"}
    assert {s.short_name for s in systems if s.is_named_candidate} == NAMED


def test_named_parts_vanguards_and_test_areas_lie_where_they_should():
    short = {s.code: s.short_name for s in england_systems()}
    parts = [c for c in england_ccgs() if c.is_named_candidate_part]
    assert {short[c.system] for c in parts} == NAMED
    assert [c.code for c in parts if short[c.system] == "LSC"] == ["00R", "02M"]
    assert [c.code for c in england_ccgs() if c.is_test_area] == ["05C", "05L", "14L"]
    vanguards = Counter(c.vanguard for c in england_ccgs() if c.vanguard)
    assert vanguards == {"PACS": 10, "MCP": 16}


def test_trusts_and_neighbours_name_known_systems():
    known = {s.code for s in england_systems()}
    for trust in england_trusts():
        assert trust.home in known
        assert set(trust.partners) <= known - {trust.home}
    pairs = england_neighbours()
    assert len(set(map(frozenset, pairs))) == 112
    assert {code for pair in pairs for code in pair} == known


def test_recoded_systems_have_their_new_codes():
    assert current_system_code("E54000003") == "E54000045"
    assert current_system_code("E54000041") == "E54000041"
    assert not {s.code for s in england_systems()} & {f"E5400000{n}" for n in range(1, 5)}


def test_every_figure_has_unit_date_source_and_confidence():
    for entry in figures().values():
        assert entry.unit
        assert entry.date
        assert entry.source
        assert entry.confidence in {"high", "medium", "low"}


def test_a_figure_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'list_size_mean'"):
        figure("list_size_men")
