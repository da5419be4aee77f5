"""NHS England selects in waves: the ready first, six to ten, then some each winter."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel


@pytest.fixture(scope="module")
def selected(england, plan):
    """Who is selected when over four years, for three seeds."""
    short = plan.change(until="2021-Q1")
    found = []
    for seed in (1, 2, 3):
        tables = AccountableCareModel(short, seed, population=england).run().tables()
        events = tables["events"]
        found.append(events[events["what"] == "selected"])
    return found


def test_the_first_wave_takes_what_was_announced_and_two_devolution_areas_beside_it(selected):
    for events in selected:
        first = events[events["quarter"] == "2017-Q2"]
        devolution = {"E54000007", "E54000035"}  # Greater Manchester, Surrey Heartlands
        beside = first["code"].isin(devolution).sum()
        assert len(first) - beside <= 10
        assert len(first) >= 5  # of nine that were named, some may not be ready


def test_later_waves_come_between_january_and_june_and_nobody_is_selected_twice(selected):
    for events in selected:
        later = events[events["quarter"] > "2017-Q2"]
        assert set(later["quarter"].str[-2:]) <= {"Q1", "Q2"}
        assert later["quarter"].str[:4].nunique() >= 3
        assert not events["code"].duplicated().any()
        for _, wave in later.groupby("quarter"):
            assert len(wave) <= 8 + 1  # Cornwall is a devolution area too


def test_larger_waves_bring_more_systems_into_the_shadow_sooner(england, plan):
    counts = []
    for size in (2, 6, 12):
        waves = dict.fromkeys(
            ("wave.first_least", "wave.first_most", "wave.later_least", "wave.later_most"), size
        )
        scenario = plan.change(until="2019-Q1", **waves)
        tables = [
            AccountableCareModel(scenario, seed, population=england).run().recorder.national()
            for seed in (1, 2)
        ]
        counts.append(sum((t["systems_shadow_acs"] + t["systems_acs"]).mean() for t in tables))
    assert counts[0] < counts[1] < counts[2]


def test_the_ready_go_first(england, plan):
    """Rating went with the first wave (the design's pattern of well-rated systems first)."""
    early, rest = [], []
    for seed in (1, 2, 3):
        model = AccountableCareModel(plan.change(until="2018-Q1"), seed, population=england).run()
        systems = model.world.systems
        early.extend(systems.rating[systems.is_selected])
        rest.extend(systems.rating[~systems.is_selected])
    assert np.mean(early) > np.mean(rest) + 0.3


def test_a_run_that_begins_after_the_first_wave_still_has_later_ones(england, plan):
    late = plan.change(start="2018-Q3", until="2020-Q2")
    events = AccountableCareModel(late, 1, population=england).run().tables()["events"]
    assert (events["what"] == "selected").any()
