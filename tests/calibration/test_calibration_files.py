"""The file of a calibration is read strictly, and the commands say what is wrong."""

import numpy as np
import pandas as pd
import pytest

from acs_abm.errors import StudyError
from acs_abm.explore.calibration.emulator import MOST_POINTS, active_inputs, fit_emulator
from acs_abm.explore.calibration.settings import Settings, read_calibration_file


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("waves: []", "give the points of each"),
        ("", "cal.yaml: empty$"),
        ("waves: [10]", "10 is not a number of points from 50"),
        ("wave: [100]", "did you mean 'waves'"),
        ("waves: 100", "100 is not a list"),
        ("cutoff: 30", "cutoff: 30 is out of range; it takes 0.5 to 10"),
        ("members: many", "members: 'many' is not a whole number"),
        ("episodes: hole", "did you mean 'whole'"),
    ],
)
def test_a_mistake_names_the_file_the_field_and_what_is_allowed(tmp_path, text, words):
    path = tmp_path / "cal.yaml"
    path.write_text(text)
    with pytest.raises(StudyError, match=words) as found:
        read_calibration_file(path)
    assert str(found.value).startswith(str(path))


def test_what_is_not_said_is_as_by_default(tmp_path):
    path = tmp_path / "cal.yaml"
    path.write_text("waves: [100, 60]\nseed: 4\n")
    assert read_calibration_file(path) == Settings(waves=(100, 60), seed=4)


def test_more_members_may_be_asked_for_later_and_nothing_else():
    few = Settings(members=10)
    assert Settings(members=20).is_same_but_for_members(few.to_json())
    assert not Settings(members=20, seed=2).is_same_but_for_members(few.to_json())
    assert not few.is_same_but_for_members("{")


def test_an_emulator_is_fitted_to_neither_too_many_points_nor_too_few():
    for n in (MOST_POINTS + 1, 5):
        with pytest.raises(StudyError, match=f"not {n}"):
            fit_emulator(np.zeros((n, 2)), np.zeros(n))


def test_of_hundreds_of_inputs_those_that_matter_are_found_and_hardly_any_other():
    luck = np.random.default_rng(5)
    units = luck.random((300, 400))
    values = 3 * units[:, 7] - 2 * units[:, 50] + units[:, 300] + 0.2 * luck.normal(size=300)
    active = active_inputs(units, values)
    assert active[:3] == (7, 50, 300)
    assert len(active) <= 5


def test_a_target_that_never_varies_is_its_own_emulator():
    units = np.random.default_rng(1).random((60, 3))
    mean, variance = fit_emulator(units, np.full(60, 4.0), least_noise=0.25).predict(units[:5])
    assert mean == pytest.approx(4)
    assert (variance == 0).all()


def test_the_command_says_what_is_wrong_in_one_sentence(type_command, tmp_path):
    answer = type_command("calibrate", "none.yaml", "-o", "out")
    assert answer.code == 1
    assert "none.yaml: there is no such file" in answer.err
    (tmp_path / "t.csv").write_text("date,value,column\n2017-12,3,ccgs\n2017-12,3,ccg\n")
    rows = {"member": [1, 2], "replicate": 1, "quarter": "2017-Q4", "ccgs": [2.0, 5.0]}
    pd.DataFrame(rows).to_parquet(tmp_path / "p.parquet")
    answer = type_command("score", "p.parquet", "t.csv", "-o", "scores.csv")
    assert answer.code == 0, answer.err
    assert "1 of 2 targets were scored; 1 lie inside" in answer.out
    assert len(pd.read_csv(tmp_path / "scores.csv")) == 2


def test_scores_replace_scores_and_nothing_else(type_command, tmp_path):
    (tmp_path / "t.csv").write_text("date,value,column\n2017-12,3,ccgs\n")
    (tmp_path / "other.csv").write_text("id,measure\n1,storks\n")
    rows = {"member": [1, 2], "replicate": 1, "quarter": "2017-Q4", "ccgs": [2.0, 5.0]}
    pd.DataFrame(rows).to_parquet(tmp_path / "p.parquet")
    score = ("score", "p.parquet", "t.csv", "-o")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    refusals = {
        "t.csv": "is read by this command",
        "p.parquet": "is read by this command",
        "other.csv": "is there already and no table of scores",
        tmp_path: "is a folder",
    }
    for place, says in refusals.items():
        answer = type_command(*score, place)
        assert answer.code == 1
        assert f"{place}: {says}" in answer.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    for _ in range(2):
        assert type_command(*score, "scores.csv").code == 0
    assert {path.name for path in tmp_path.iterdir()} == {*before, "scores.csv"}
