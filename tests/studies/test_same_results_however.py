"""Results do not depend on workers, chunks, order, shards or what was run before."""

import pytest
from small_studies import plan_of, run

from acs_abm.explore.study import study as module
from acs_abm.explore.study.study import Study


@pytest.mark.parametrize("chunk", [1, 7])
def test_whatever_the_chunks(new_study, undisturbed, chunk):
    study = new_study(chunk=chunk)
    assert run(study).is_complete
    assert study.verify().digest == undisturbed


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_whatever_the_workers(new_study, undisturbed, workers):
    study = new_study()
    assert run(study, workers).is_complete
    assert study.verify().digest == undisturbed


def test_in_reversed_order(new_study, undisturbed, monkeypatch):
    cut = module.stretches
    monkeypatch.setattr(module, "stretches", lambda *given: cut(*given)[::-1])
    study = new_study()
    run(study)
    assert study.verify().digest == undisturbed


def test_in_shards(new_study, undisturbed):
    study = new_study()
    states = [run(study, shard=f"{number}/3") for number in (2, 3, 1)]
    assert [state.is_complete for state in states] == [False, False, True]
    assert study.verify().digest == undisturbed


def test_with_chunks_cut_otherwise_on_the_way(new_study, undisturbed):
    run(new_study(chunk=7), shard="1/2")
    study = new_study(chunk=2)
    assert run(study).is_complete
    assert study.verify().digest == undisturbed


def test_with_replicates_added_later(new_study, undisturbed):
    study = new_study(replicates=1)
    run(study)
    assert study.verify().digest != undisturbed
    run(Study(study.folder), replicates=4)
    assert Study(study.folder).verify().digest == undisturbed


def test_another_seed_gives_another_digest(new_study, undisturbed):
    study = new_study(seed=2)
    run(study)
    assert study.verify().digest != undisturbed


def test_a_second_sweep_runs_nothing(new_study):
    study = new_study()
    run(study)
    before = {path: path.stat().st_mtime_ns for path in study.folder.rglob("part-*")}
    run(study)
    assert {path: path.stat().st_mtime_ns for path in study.folder.rglob("part-*")} == before


def test_replicates_share_their_luck_across_points_only_when_paired():
    paired, alone = plan_of(), plan_of(paired=False)
    seeds = {(run.replicate, run.seed) for run in map(paired.run, range(paired.n_runs))}
    assert seeds == {(1, 1), (2, 2), (3, 3), (4, 4)}
    assert len({alone.run(number).seed for number in range(alone.n_runs)}) == alone.n_runs
