"""History matching finds the region that is known to be right, and says how it found it."""

import dataclasses
import shutil
import sys

import numpy as np
import pandas as pd
import pytest
from pretend_targets import (
    LUCK,
    RARE,
    SETTINGS,
    SUM,
    TARGETS,
    THIRD,
    VARIED,
    pretended,
    ranges,
)

from acs_abm.errors import StudyDiffersError, StudyError
from acs_abm.explore.ensemble import Ensemble


def units(members):
    table = members.values
    return {
        name: (table[name] - entry.low) / (entry.high - entry.low)
        for name, entry in ranges().items()
    }


def furthest(name):
    target = next(target for target in TARGETS if target.name == name)
    return 3 * np.sqrt(target.observed_sd**2 + target.discrepancy**2 + LUCK**2)


def test_every_member_lies_where_the_targets_were_put(calibrated):
    _, members = calibrated
    at = units(members)
    slack = 4 * LUCK  # luck of the run by which it was judged
    assert len(members.values) >= SETTINGS.members
    assert (abs(at[VARIED[0]] + at[VARIED[1]] - 1) < furthest(SUM) + slack).all()
    assert (abs(at[VARIED[2]] ** 2 - 0.64) < furthest(THIRD) + slack).all()


def test_members_reach_all_of_the_region_and_not_a_corner_of_it(calibrated):
    _, members = calibrated
    at = units(members)
    assert at[VARIED[0]].min() < 0.15
    assert at[VARIED[0]].max() > 0.85  # a ridge: either may be anything if the other fits
    assert np.corrcoef(at[VARIED[0]], at[VARIED[1]])[0, 1] < -0.8


def test_what_no_target_depends_on_stays_as_wide_as_it_began(calibrated):
    folder, _ = calibrated
    width = pd.read_csv(folder / "parameters.csv").set_index("parameter")["width"]
    assert width[VARIED[2]] < 0.5
    assert (width[[VARIED[3], VARIED[4]]] > 0.8).all()


def test_the_share_of_space_that_is_left_is_told_and_about_right(calibrated):
    folder, _ = calibrated
    waves = pd.read_csv(folder / "waves.csv")
    half = furthest(SUM)
    strip = 1 - (1 - half) ** 2  # of the unit square, within `half` of the diagonal
    low, high = np.sqrt(0.64 - furthest(THIRD)), np.sqrt(0.64 + furthest(THIRD))
    known = strip * (high - low)
    assert waves["share_before"].iloc[0] == 1
    assert (waves["share_after"] <= waves["share_before"]).all()
    assert waves["share_after"].iloc[-1] == pytest.approx(known, rel=0.35)


def test_emulators_find_the_inputs_that_matter_and_are_tested_on_runs_left_out(calibrated):
    folder, _ = calibrated
    first = pd.read_csv(folder / "emulators.csv").query("wave == 1").set_index("target")
    assert set(first.loc[SUM, "inputs"].split()) >= set(VARIED[:2])
    assert VARIED[2] in first.loc[THIRD, "inputs"].split()
    assert (first.loc[[SUM, THIRD], "explained"] > 0.9).all()
    assert (first.loc[[SUM, THIRD], "within_3"] >= 0.9).all()
    assert RARE not in first.index  # too few runs give it


def test_a_calibration_that_was_stopped_goes_on_to_the_same_members(calibrated, tmp_path):
    folder, members = calibrated
    again = tmp_path / "pretended"
    shutil.copytree(folder, again)
    for part in sorted((again / "wave-2" / "summary").glob("part-*.parquet"))[1:]:
        part.unlink()
    shutil.rmtree(again / "check-1", ignore_errors=True)
    pd.testing.assert_frame_equal(pretended(again).run().values, members.values)


def test_a_folder_of_other_settings_is_refused(calibrated):
    folder, _ = calibrated
    other = dataclasses.replace(SETTINGS, seed=4)
    with pytest.raises(StudyDiffersError, match="other settings"):
        pretended(folder, other).run()


def test_targets_that_nothing_can_give_are_told_and_not_bent(tmp_path):
    asked = pretended(tmp_path / "none")
    asked.targets = [dataclasses.replace(TARGETS[0], observed=9.0), *TARGETS[1:]]
    with pytest.raises(StudyError, match="leave little or nothing"):
        asked.run()


def test_the_ensemble_is_written_with_how_it_was_made(calibrated):
    folder, members = calibrated
    ensemble = Ensemble.load(folder / "ensemble")
    pd.testing.assert_frame_equal(ensemble.members, members.values)
    assert ensemble.manifest["points_run"] == members.runs
    assert 1 <= members.effective_size <= len(members.values)


def test_implausibility_without_discrepancy_is_told_for_the_best_and_the_median_member(calibrated):
    folder, _ = calibrated
    table = pd.read_csv(folder / "targets.csv").set_index("target")
    known = table.loc[[SUM, THIRD]]
    assert (known["best_member"] < 3).all()
    assert (known["best_member_no_discrepancy"] >= known["best_member"]).all()


def test_cheap_targets_are_run_at_points_of_their_own_and_spare_full_runs(tmp_path):
    settings = dataclasses.replace(SETTINGS, waves=(80,), surveys=100, members=8, check=12)
    folder = tmp_path / "cheap"
    members = pretended(folder, settings).run()
    first = pd.read_csv(folder / "emulators.csv").query("wave == 1").set_index("target")
    assert first.index.is_unique
    assert first.loc[THIRD, "tested"] == 20  # a fifth of 100
    at = units(members)
    assert (abs(at[VARIED[2]] ** 2 - 0.64) < furthest(THIRD) + 4 * LUCK).all()
    assert members.passing[THIRD] == 1


def test_a_calibration_without_its_extra_says_so_before_anything_is_run(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(StudyError, match=r"pip install acs_abm\[calibration\]"):
        pretended(tmp_path / "none").run()
    assert not (tmp_path / "none").exists()
