"""Replicates and Sobol' points are added to a study; what is there is not run again."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_studies import run, sobol_plan

import acs_abm as acs
from acs_abm.errors import StudyDiffersError, StudyError
from acs_abm.explore.study.study import Study

PLAN = sobol_plan()
LARGER = {n: sobol_plan(n).design for n in (2, 4, 8, 16)}


def identity(plan, number):
    """All that makes a run what it is, but for its number."""
    one = plan.run(number)
    return one.scenario, one.point, plan.design.points[one.point], one.replicate, one.seed


@given(
    steps=st.lists(st.tuples(st.integers(1, 4), st.sampled_from(sorted(LARGER))), max_size=4),
    paired=st.booleans(),
)
def test_runs_keep_their_numbers_however_a_study_grows(steps, paired):
    plan = dataclasses.replace(PLAN, paired=paired)
    for replicates, n in steps:
        before = plan
        design = max(LARGER[n], plan.design, key=lambda design: len(design.points))
        plan = before.grown(max(replicates, before.replicates), design)
        assert plan.fingerprint == before.fingerprint
        for number in range(before.n_runs):
            assert identity(plan, number) == identity(before, number)
    at_once = dataclasses.replace(plan, grown_from=())
    assert {identity(plan, number) for number in range(plan.n_runs)} == {
        identity(at_once, number) for number in range(at_once.n_runs)
    }
    assert len({identity(plan, number) for number in range(plan.n_runs)}) == plan.n_runs


@pytest.fixture
def study_of(tmp_path):
    return lambda plan, name="study": Study(tmp_path / name, plan=plan)


def values(study):
    """What every run gave, by what it was; a run's number and its seconds are not part of it."""
    return study.query(
        'select scenario, d.replicate, d."practice.choice_noise" as noise, s.* '
        "exclude (run, scenario, point, replicate, seconds) "
        "from summary s join design d using (run, scenario) order by 1, 2, 3"
    )


@pytest.mark.parametrize("workers", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_only_what_is_added_is_run(study_of, workers):
    study = study_of(PLAN)
    run(study, workers)
    before = {path: path.read_bytes() for path in study.folder.glob("*/part-*")}
    first = values(study)
    larger = study_of(sobol_plan(4, replicates=3))
    state = run(larger, workers)
    assert (state.runs, state.done) == (2 * 12 * 3, 2 * 12 * 3)
    assert {path: path.read_bytes() for path in before} == before
    notes = [json.loads(p.read_text(encoding="utf-8")) for p in study.folder.glob("provenance/*")]
    assert sorted(note["runs_missing"] for note in notes) == [2 * 6 * 2, 2 * 12 * 3 - 2 * 6 * 2]
    at_once = study_of(sobol_plan(4, replicates=3), "at_once")
    run(at_once)
    assert values(larger).equals(values(at_once))
    assert len(values(larger).merge(first.drop_duplicates())) == len(first)
    assert larger.verify().is_complete


def test_points_are_added_after_replicates(study_of):
    study = study_of(PLAN)
    run(study)
    run(Study(study.folder), replicates=3)
    assert run(study_of(sobol_plan(4, replicates=3))).done == 2 * 12 * 3
    at_once = study_of(sobol_plan(4, replicates=3), "at_once")
    run(at_once)
    assert values(study).equals(values(at_once))
    assert run(Study(study.folder)).is_complete  # opened again, the grown plan is sound


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (sobol_plan(4, seed=2), r"design\.points"),
        (sobol_plan(4, question="Another?"), "question"),
        (sobol_plan(4, replicates=1), "replicates: the study has 2, and 1 are asked for"),
        (dataclasses.replace(sobol_plan(4), seed=7), "seed: 1 → 7"),
    ],
)
def test_anything_else_is_refused_with_the_difference(study_of, asked, said):
    study = study_of(PLAN)
    run(study)
    with pytest.raises(StudyDiffersError, match=said) as refused:
        run(study_of(asked))
    assert refused.value.exit_code == 4
    assert Study(study.folder).plan == PLAN


def test_other_designs_are_not_added_to(study_of):
    ranges = {"practice.choice_noise": (1.0, 9.0)}
    small, large = (
        dataclasses.replace(PLAN, design=acs.latin_hypercube(ranges, n)) for n in (4, 8)
    )
    run(study_of(small))
    with pytest.raises(StudyDiffersError, match=r"design\.points"):
        run(study_of(large))


def test_points_are_not_taken_away(study_of):
    run(study_of(sobol_plan(4)))
    with pytest.raises(StudyDiffersError, match="12, and 6 are asked for"):
        run(study_of(PLAN))


def test_an_added_point_that_was_changed_by_hand_is_found(study_of):
    study = study_of(PLAN)
    run(study)
    larger = study_of(sobol_plan(4))
    run(larger)
    path = study.folder / "plan.json"
    point = larger.plan.design.points[-1][0]
    path.write_text(path.read_text(encoding="utf-8").replace(str(point), "2.5"), "utf-8")
    with pytest.raises(StudyError, match="changed or damaged"):
        Study(study.folder)


def test_killed_while_the_plan_grows_it_grows_again(study_of, monkeypatch):
    study = study_of(PLAN)
    run(study)

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("acs_abm.explore.study.store.write_text", fail)
    with pytest.raises(StudyError):
        run(study_of(sobol_plan(4)))
    monkeypatch.undo()
    assert Study(study.folder).plan == PLAN
    assert run(study_of(sobol_plan(4))).is_complete
