"""NHS England selects in waves: the ready first, six to ten, then some each winter."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from acs_abm.clock import Date
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


def selections(model):
    events = model.run().tables()["events"]
    return events[events["what"] == "selected"]


@pytest.mark.parametrize(("month", "quarter"), [(1, "Q1"), (5, "Q2"), (10, "Q4")])
def test_later_waves_come_in_the_quarter_in_which_they_are_due(month, quarter, england, plan):
    changed = plan.change(until="2019-Q4", **{"wave.due_month": month, "wave.slip_most": 0})
    found = selections(AccountableCareModel(changed, 1, population=england))
    later = found.loc[found["quarter"] > "2017-Q2", "quarter"]
    assert len(later)
    assert set(later.str[-2:]) == {quarter}


def test_dated_waves_have_their_own_size_and_the_yearly_ones_follow_them(england, plan):
    model = AccountableCareModel(plan.change(until="2020-Q2"), 1, population=england)
    dated = ((Date.parse("2017-11"), 1), (Date.parse("2018-Q3"), 2))
    model.world.calendar = dataclasses.replace(model.world.calendar, dated_waves=dated)
    found = selections(model)
    by_quarter = found[found["code"] != "E54000036"].groupby("quarter").size()  # Cornwall apart
    assert by_quarter["2017-Q4"] == 1
    assert by_quarter["2018-Q3"] == 2
    assert set(by_quarter.index) - {"2017-Q2", "2017-Q4", "2018-Q3"} <= {
        "2019-Q1", "2019-Q2", "2020-Q1", "2020-Q2",
    }  # fmt: skip


def test_nobody_is_selected_in_a_run_from_2015_before_the_first_wave(england, plan):
    early = plan.change(start="2015-Q2", until="2018-Q1")
    found = selections(AccountableCareModel(early, 1, population=england))
    assert found["quarter"].min() == "2017-Q2"


def test_a_run_that_begins_late_has_waves_of_the_later_size(england, plan):
    sizes = {"wave.first_least": 20, "wave.first_most": 44, "wave.later_most": 3}
    late = plan.change(start="2018-Q3", until="2019-Q2", **sizes)
    found = selections(AccountableCareModel(late, 1, population=england))
    assert 1 <= len(found) <= 3 + 3  # devolution areas come beside them
