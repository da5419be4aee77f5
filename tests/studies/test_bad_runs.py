"""One bad run costs its own row and nothing else."""

import pretend
import pytest
from small_studies import run

from acs_abm.errors import StudyError
from acs_abm.explore.study.design import AS_THEY_ARE

BAD_SEED = 3  # a replicate: six of the 24 runs


def failed(study):
    rows = study.table("summary")
    return rows[rows["status"] != "ok"]


def one_scenario(study):
    return dict([next(iter(study.plan.scenarios.items()))])


@pytest.mark.parametrize(
    ("what", "said"),
    [("raise", "no such luck"), ("stubborn", "StubbornError"), ("exit", "enough"),
     ("nan", "savings is not finite")],
)  # fmt: skip
def test_a_run_that_fails_is_a_row_that_says_why(new_study, monkeypatch, what, said):
    study = new_study()
    monkeypatch.setenv(pretend.NAUGHTY, f"{what}:{BAD_SEED}")
    state = run(study)
    assert (state.done, state.failed) == (24, 6)
    rows = failed(study)
    assert set(rows["replicate"]) == {BAD_SEED}
    assert set(rows["status"]) == {"failed"}
    assert rows["error"].str.contains(said).all()
    assert len(study.table("national")) == 18 * 5


def test_failed_runs_stay_unless_they_are_to_be_run_again(new_study, monkeypatch, undisturbed):
    study = new_study()
    monkeypatch.setenv(pretend.NAUGHTY, f"raise:{BAD_SEED}")
    run(study)
    monkeypatch.delenv(pretend.NAUGHTY)
    assert run(study).failed == 6
    assert run(study, retry_failed=True).failed == 0
    assert study.verify().digest == undisturbed


def test_a_sweep_of_failures_stops_early(new_study, monkeypatch):
    study = new_study(seed=BAD_SEED, replicates=1, chunk=1)
    monkeypatch.setenv(pretend.NAUGHTY, f"raise:{BAD_SEED}")
    monkeypatch.setattr("acs_abm.explore.study.work.FEWEST_TO_JUDGE", 4)
    with pytest.raises(StudyError, match="4 of 4 runs failed"):
        run(study)
    assert study.state().done == 4


def test_a_run_that_hangs_is_ended_and_its_neighbours_are_kept(new_study, monkeypatch):
    study = new_study(replicates=1, seed=BAD_SEED, chunk=7)
    once = study.folder.parent / "once"
    monkeypatch.setenv(pretend.NAUGHTY, f"hang:{BAD_SEED}:{once}")
    assert run(study, 1, time_limit=2.0).failed == 0  # apart, it does not hang again
    assert once.exists()


@pytest.mark.slow
def test_a_run_that_always_hangs_is_listed(new_study, monkeypatch):
    study = new_study(scenarios=one_scenario(new_study()), design=AS_THEY_ARE, chunk=4)
    monkeypatch.setenv(pretend.NAUGHTY, f"hang:{BAD_SEED}")
    state = run(study, 1, time_limit=2.0)
    assert (state.done, state.failed) == (4, 1)
    assert list(failed(study)["status"]) == ["timed out"]
    assert list(failed(study)["replicate"]) == [BAD_SEED]


@pytest.mark.parametrize(
    "what", ["die", *(pytest.param(one, marks=pytest.mark.slow) for one in ("leave", "segfault"))]
)
def test_a_worker_that_dies_costs_one_chunk_which_is_run_again(
    new_study, monkeypatch, undisturbed, what
):
    study = new_study()
    once = study.folder.parent / "once"
    monkeypatch.setenv(pretend.NAUGHTY, f"{what}:{BAD_SEED}:{once}")
    assert run(study, 2).failed == 0
    assert once.exists()
    assert study.verify().digest == undisturbed


@pytest.mark.slow
def test_a_run_that_always_kills_its_worker_is_listed_as_crashed(new_study, monkeypatch):
    study = new_study(scenarios=one_scenario(new_study()), design=AS_THEY_ARE)
    monkeypatch.setenv(pretend.NAUGHTY, f"die:{BAD_SEED}")
    state = run(study, 1)
    assert (state.done, state.failed) == (4, 1)
    assert list(failed(study)["status"]) == ["crashed"]


@pytest.mark.slow
def test_what_a_run_prints_goes_nowhere(new_study, monkeypatch, undisturbed, capfd):
    study = new_study()
    monkeypatch.setenv(pretend.NAUGHTY, f"print:{BAD_SEED}")
    run(study, 1)
    assert study.verify().digest == undisturbed
    assert "xxxx" not in "".join(capfd.readouterr())
