"""A run as frames, and what the panels make of them."""

import dataclasses

import pytest

from acs_abm.app import curves, downloads, tile_board
from acs_abm.app.curves import AREAS, PRACTICES
from acs_abm.app.draft import preset
from acs_abm.app.recording import Area, Film
from acs_abm.evidence import england_systems
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage

STEPS = 6


@pytest.fixture(scope="module")
def scenario():
    return preset("plan_2017").change(until="2018-Q3")


@pytest.fixture(scope="module")
def recording(scenario):
    film = Film(scenario, seed=3)
    while not film.is_over:
        film.step()
    film.release()
    return film.cut()


@pytest.fixture(scope="module")
def tables(scenario):
    return AccountableCareModel(scenario=scenario, seed=3).run().tables()


def test_a_recording_holds_the_numbers_of_the_model(recording, tables):
    assert recording.is_complete
    assert recording.national.equals(tables["national"])
    systems = tables["systems"].set_index(["quarter", "system"])
    for frame in recording.frames:
        for code, area in frame.areas.items():
            row = systems.loc[(frame.quarter, code)]
            assert (area.stage.name, area.alliance_coverage) == (row.stage, row.alliance_coverage)


def test_a_cut_does_not_change_when_the_film_goes_on(scenario):
    film = Film(scenario, seed=3)
    film.step()
    early = film.cut()
    before = (early.frames, early.national.copy())
    film.step()
    film.release()
    assert early.frames == before[0]
    assert early.national.equals(before[1])
    assert not early.is_complete
    assert len(early.labels) == STEPS


def test_two_runs_are_the_same_run_by_what_they_are_not_by_their_name(recording, scenario):
    renamed = dataclasses.replace(scenario, name="another name")
    assert (renamed.fingerprint, 3) == recording.key
    assert (renamed.fingerprint, 4) != recording.key


def test_the_board_has_a_tile_of_its_own_for_each_of_44_areas():
    tiles = tile_board.tiles()
    assert {tile["code"] for tile in tiles} == {area.code for area in england_systems()}
    assert len({(tile["row"], tile["column"]) for tile in tiles}) == 44


def test_the_key_counts_every_area_once(recording):
    board = tile_board.board(recording.frames[-1])
    assert sum(entry["areas"] for entry in board["key"]) == 44
    assert board["stages"].keys() == board["coverage"].keys()


def test_an_area_that_fell_back_is_said_to_have_gone_back(recording):
    code = next(iter(recording.frames[0].areas))
    stages = [Stage.CANDIDATE, Stage.ACS, Stage.ACS, Stage.SHADOW_ACS]
    frames = tuple(
        dataclasses.replace(frame, areas={code: Area(stage, 0.5)})
        for frame, stage in zip(recording.frames, stages, strict=False)
    )
    told = dataclasses.replace(recording, frames=frames)
    history = tile_board.selected(told, 3, code)["history"]
    assert [entry["what"] for entry in history] == [
        "candidate",
        "ACS",
        "went back to shadow ACS",
    ]
    assert tile_board.selected(told, 0, code)["history"] == history[:1]
    assert tile_board.selected(told, 3, "E99999999") is None


@pytest.mark.parametrize("chart", [PRACTICES, AREAS])
def test_the_lines_of_a_chart_add_up_to_everybody(chart, recording):
    drawn = curves.draw(chart, recording, baseline=None)
    totals = [sum(values) for values in zip(*(x["values"] for x in drawn["lines"]), strict=True)]
    there = recording.national["practices"].tolist()
    assert totals == ([44] * len(there) if chart is AREAS else there)


def test_the_words_of_a_chart_say_its_numbers(recording):
    last = recording.national.iloc[-1]
    words = curves.in_words(PRACTICES, recording, STEPS - 1)
    assert "2018 Q3" in words
    assert f"{last.practices_alliance:,} Alliance" in words


def test_the_downloaded_scenario_is_the_world_that_was_run(recording, tmp_path):
    file = downloads.scenario_file(recording)
    path = tmp_path / file["name"]
    path.write_text(file["text"], encoding="utf-8")
    assert Scenario.load(path).fingerprint == recording.scenario.fingerprint
    assert "--seed 3" in file["text"]
