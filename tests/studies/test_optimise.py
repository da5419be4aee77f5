"""The cheapest package is found, kept batch by batch, and run again before it is told."""

import dataclasses

import pandas as pd
import pretend
import pytest

import acs_abm as acs
from acs_abm.analysis.studies.packages import tell_package
from acs_abm.errors import StudyDiffersError, StudyError
from acs_abm.explore.optimise import Search, optimise
from acs_abm.explore.optimise_file import read_search_file
from acs_abm.explore.study.outcome import Condition
from acs_abm.explore.study.study import Study

QUALITY, NOISE = "practice.right_of_return_quality", "practice.choice_noise"
FILE = """\
question: What is the cheapest right of return?
scenario: plan_2017
until: 2018-Q2
synthetic: 1
levers: {practice.right_of_return_quality: [0, 1], practice.choice_noise: [4, 12]}
cost: savings / 1000000000
reach: [savings@2018-Q2 >= 4e8, "list_share_alliance@2018-Q2 < 0.15"]
batches: 5
size: 6
replicates: 2
check: 4
"""

pytest.importorskip("optuna")


@pytest.fixture
def search(tmp_path):
    path = tmp_path / "search.yaml"
    path.write_text(FILE, encoding="utf-8")
    return read_search_file(path)


def look(search: Search, folder, **how):
    return optimise(search, folder, 0, simulate=pretend.SIMULATE, **how)


def test_the_cheapest_that_reaches_what_is_asked_is_found(search, tmp_path):
    found = look(search, tmp_path / "out")
    assert len(found.tried) == 30
    assert 0.4 <= found.values[QUALITY] < 0.5
    meets = found.tried[found.tried["meets"]]
    assert (meets["savings@2018-Q2"] >= 4e8).all()
    assert (meets["list_share_alliance@2018-Q2"] < 0.15).all()
    assert found.values[QUALITY] == meets[QUALITY].min()
    assert found.checked["outcome"].tolist()[0] == search.cost
    assert bool(found.checked["sure"].iloc[1])
    claims = " ".join(tell_package(found, search).claims)
    assert f"The cheapest of them is {QUALITY} 0.4" in claims


def test_it_learns_where_to_look(search, tmp_path):
    tried = look(dataclasses.replace(search, batches=12), tmp_path / "out").tried
    late = tried[tried["batch"] > 9]
    by_chance = (0.4**2 + 0.6**2) / 2  # mean distance from 0.4 of what is spread over 0 to 1
    assert (late[QUALITY] - 0.4).abs().mean() < by_chance / 2


def test_a_search_that_was_stopped_goes_on_to_the_same_end(search, tmp_path):
    whole = look(search, tmp_path / "whole")

    def stop(done, _):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look(search, tmp_path / "stopped", progress=stop)
    assert not (tmp_path / "stopped" / "batch-003").exists()
    again = look(search, tmp_path / "stopped")
    pd.testing.assert_frame_equal(again.tried, whole.tried)
    pd.testing.assert_frame_equal(again.checked, whole.checked)
    first = Study(tmp_path / "stopped" / "batch-001").query("select count(*) as n from summary")
    assert first["n"].tolist() == [12]


def test_another_search_in_the_folder_is_refused(search, tmp_path):
    look(dataclasses.replace(search, batches=1), tmp_path / "out")
    with pytest.raises(StudyDiffersError):
        look(dataclasses.replace(search, seed=9), tmp_path / "out")


@pytest.mark.parametrize("name", ["plan.json", "manifest.json", "chapter1.txt"])
def test_a_folder_that_holds_something_else_is_refused_and_left_alone(search, tmp_path, name):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("years of work")
    with pytest.raises(StudyError, match="out: is not empty and no search; name another folder"):
        look(search, tmp_path / "out")
    with pytest.raises(StudyError, match="is not empty and no search"):
        look(search, tmp_path / "out" / name)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_what_a_kill_left_of_the_first_batch_is_no_reason_to_refuse(search, tmp_path):
    (tmp_path / "out" / ".batch-001.12ab.partial").mkdir(parents=True)
    assert len(look(dataclasses.replace(search, batches=1), tmp_path / "out").tried) == 6


def test_the_package_is_run_again_with_seeds_of_its_own(search, tmp_path):
    look(search, tmp_path / "out")
    seeds = {
        name: set(Study(tmp_path / "out" / name).query("select seed from summary")["seed"])
        for name in ("batch-001", "check")
    }
    assert not seeds["batch-001"] & seeds["check"]


def test_where_nothing_reaches_it_nothing_is_recommended(search, tmp_path):
    never = dataclasses.replace(search, reach=(Condition.parse("savings > 1e12"),), batches=1)
    found = look(never, tmp_path / "out")
    assert found.values == {}
    assert "None is recommended." in tell_package(found, never).claims
    assert not (tmp_path / "out" / "check").exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("cost: savings / 1000000000\n", "", "cost: is missing"),
        ("batches: 5", "batches: 0", "batches: 0 is out of range"),
        ("batches: 5", "batchs: 5", "did you mean 'batches'"),
        ("practice.choice_noise", "practice.choice_noize", "did you mean 'practice.choice_noise'"),
        (">= 4e8", "=> 4e8", "condition"),
        ("[0, 1]", "[1, 0]", "low must be below high"),
        (
            "cost: savings",
            "cost: saving",
            "cost: outcome 'saving / 1000000000': there is no national",
        ),
        ("cost: savings /", "cost: savings", "cost: outcome 'savings 1000000000'"),
        (
            "[savings@2018-Q2",
            "[savings@2019-Q2",
            "reach[1]: outcome 'savings@2019-Q2': there is no",
        ),
        ("list_share_alliance@", "list_share_aliance@", "did you mean 'list_share_alliance'"),
        ('"list_share_alliance@2018-Q2 < 0.15"', "savings", "reach[2]: condition 'savings'"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path, old, new, says):
    path = tmp_path / "search.yaml"
    path.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyError) as refused:
        read_search_file(path)
    assert says in str(refused.value)
    assert str(path) in str(refused.value)


def test_the_command_searches_with_the_model(type_command, tmp_path):
    (tmp_path / "search.yaml").write_text(
        "scenario: plan_2017\nuntil: 2017-Q3\nsynthetic: 1\nlevers: [offer.hub.payment]\n"
        "cost: practice_payments_per_head\nreach: [list_share_hub >= 0]\n"
        "batches: 1\nsize: 2\nreplicates: 1\ncheck: 2\n",
        encoding="utf-8",
    )
    answer = type_command("optimise", "search.yaml", "-o", "out", "--workers", "0")
    assert answer.code == 0, answer.err
    assert "2 meet list_share_hub >= 0" in answer.out
    assert "was asked" in answer.out
    assert (tmp_path / "out" / "findings" / "packages.csv").exists()
    assert acs.Study(tmp_path / "out" / "check").state().is_complete
