"""On a cluster: the same digest, whichever worker dies, and nothing left with Dask."""

import os
import signal
import subprocess
import sys
import time

import pretend
import pytest
from processes import children, is_alive, wait_for
from small_studies import HERE, ROOT, coordinator, parts_done, run

from acs_abm.errors import CommandError, RunError, StudyDiffersError, StudyError
from acs_abm.explore.study import study as module
from acs_abm.explore.study.design import AS_THEY_ARE

distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

from acs_abm.explore.study import cluster as engine  # noqa: E402 - needs the extra

BAD_SEED = 3


@pytest.fixture(scope="module")
def client():
    """A client of a scheduler in this process, with one worker of two threads."""
    before = set(children(os.getpid()))  # helpers that other tests have left
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
        ) as local,
        distributed.Client(local, set_as_default=False) as client,
    ):
        client.left_by_others = before
        yield client


def nothing_is_left(client):
    def is_idle():
        ours = set(children(os.getpid())) - client.left_by_others
        return not client.cluster.scheduler.tasks and not ours

    wait_for(is_idle)
    return not client.futures


def test_a_cluster_comes_to_the_same_digest(new_study, undisturbed, client):
    study = new_study(chunk=1)
    on_their_way = []
    state = run(
        study, "auto", dask=client, progress=lambda *_: on_their_way.append(len(client.futures))
    )
    assert (state.done, state.failed) == (24, 0)
    assert len(on_their_way) == 24
    assert max(on_their_way) <= engine.AHEAD * 2
    assert nothing_is_left(client)
    assert study.verify().digest == undisturbed


def test_a_process_that_dies_costs_its_chunk_and_no_dask_worker(
    new_study, undisturbed, client, monkeypatch
):
    study = new_study()
    once = study.folder.parent / "once"
    monkeypatch.setenv(pretend.NAUGHTY, f"die:{BAD_SEED}:{once}")
    before = set(client.nthreads())
    assert run(study, "auto", dask=client).failed == 0
    assert once.exists()
    assert set(client.nthreads()) == before
    assert study.verify().digest == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize(("what", "status"), [("hang", "timed out"), ("leave", "crashed")])
def test_a_run_that_always_hangs_or_dies_is_listed(new_study, client, monkeypatch, what, status):
    one = dict([next(iter(new_study().plan.scenarios.items()))])
    study = new_study(scenarios=one, design=AS_THEY_ARE, chunk=4)
    monkeypatch.setenv(pretend.NAUGHTY, f"{what}:{BAD_SEED}")
    state = run(study, "auto", dask=client, time_limit=2.0)
    assert (state.done, state.failed) == (4, 1)
    rows = study.table("summary")
    assert list(rows["status"]) == ["ok", "ok", status, "ok"]
    assert nothing_is_left(client)


def test_ctrl_c_lets_chunks_end_and_leaves_nothing(new_study, undisturbed, client, monkeypatch):
    study = new_study(chunk=1)
    monkeypatch.setenv("ACS_TEST_SECONDS", "0.1")
    asked = []

    def progress(*_):
        if not asked:
            signal.raise_signal(signal.SIGINT)
        asked.append(time.monotonic())

    with pytest.raises(KeyboardInterrupt):
        run(study, "auto", dask=client, progress=progress)
    assert time.monotonic() - asked[0] < 15
    assert nothing_is_left(client)
    assert 1 <= study.state().done < 24
    assert run(study).is_complete
    assert study.verify().digest == undisturbed


def test_a_worker_with_other_code_does_nothing(new_study, client, monkeypatch):
    study = new_study()
    monkeypatch.setattr(module, "code_fingerprint", lambda simulate: "other")
    with pytest.raises(StudyDiffersError, match="the same version of the package") as refused:
        run(study, "auto", dask=client)
    assert refused.value.exit_code == 4
    assert not parts_done(study.folder)
    assert nothing_is_left(client)


@pytest.mark.parametrize(
    ("address", "said"),
    [("tcp://127.0.0.1:1", "can be reached"), ("nowhere", "missing port"), ("x://y:1", "scheme")],
)
def test_an_address_where_nobody_answers_is_told(new_study, monkeypatch, address, said):
    study = new_study()
    monkeypatch.setattr(engine, "CONNECTING_LIMIT", 1)
    with pytest.raises(StudyError, match=said):
        run(study, "auto", dask=address)
    assert not study.folder.exists()


def test_a_cluster_and_workers_are_not_both_asked_for(new_study, client):
    with pytest.raises(CommandError, match="give one"):
        run(new_study(), 2, dask=client)


def test_without_the_extra_it_says_what_to_install(new_study, monkeypatch):
    monkeypatch.delattr("acs_abm.explore.study.cluster")
    monkeypatch.delitem(sys.modules, "acs_abm.explore.study.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StudyError, match=r"acs_abm\[cluster\]"):
        run(new_study(), "auto", dask="tcp://127.0.0.1:1")


def test_a_cluster_to_which_no_worker_comes_is_not_waited_for_without_end(new_study, monkeypatch):
    study = new_study()
    monkeypatch.setattr(engine, "LONELY_LIMIT", 0.3)
    monkeypatch.setattr(engine, "LOOK_EVERY", 0.1)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        distributed.Client(empty, set_as_default=False) as client,
        pytest.raises(RunError, match="no Dask worker came"),
    ):
        run(study, "auto", dask=client)
    assert study.state().done == 0


class ByHand:
    """A scheduler and workers, each started as a user would and to be killed by its number."""

    def __init__(self, place):
        self.place, self.processes = place, []
        self.file = place / "scheduler.json"
        self.scheduler = self.start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0"
        )
        wait_for(self.file.exists)
        self.workers = [self.start("worker", "--nthreads", "1", "--no-nanny") for _ in range(2)]

    def start(self, what, *words):
        paths = os.pathsep.join([str(HERE), str(ROOT)])
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *words]
        process = subprocess.Popen(
            [*command, "--scheduler-file", str(self.file), "--no-dashboard"],
            cwd=self.place, env={**os.environ, "PYTHONPATH": paths, "ACS_TEST_SECONDS": "0.3"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def client(self):
        return distributed.Client(scheduler_file=str(self.file), set_as_default=False)

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def by_hand(tmp_path):
    started = ByHand(tmp_path)
    yield started
    started.end()


def killing(process, at):
    """Return a progress that kills a process once, when so many runs are done."""

    def progress(done, _):
        if done >= at and process.poll() is None:
            process.kill()
            process.wait()

    return progress


@pytest.mark.slow
def test_a_killed_dask_worker_costs_nothing_but_time(new_study, undisturbed, by_hand):
    study = new_study()
    victim = by_hand.workers[0]
    with by_hand.client() as client:
        wait_for(lambda: len(client.nthreads()) == 2)
        ours = children(victim.pid)
        assert run(study, "auto", dask=client, progress=killing(victim, 6)).is_complete
        assert list(client.nthreads().values()) == [1]
    assert victim.poll() is not None
    wait_for(lambda: not any(is_alive(process) for process in ours))
    assert study.verify().digest == undisturbed


@pytest.mark.slow
def test_a_killed_scheduler_ends_the_sweep_which_can_be_resumed(new_study, undisturbed, by_hand):
    study = new_study()
    with by_hand.client() as client:
        wait_for(lambda: len(client.nthreads()) == 2)
        address = client.scheduler.address
    with pytest.raises(RunError, match="scheduler is gone"):
        run(study, "auto", dask=address, progress=killing(by_hand.scheduler, 6))
    assert 6 <= study.state().done < 24
    by_hand.end()  # the workers too: what they were doing would only be done twice
    assert run(study).is_complete
    assert study.verify().digest == undisturbed


@pytest.mark.slow
def test_a_killed_coordinator_leaves_a_cluster_that_goes_on(new_study, undisturbed, by_hand):
    study = new_study()
    run(study, shard="1/8")
    with by_hand.client() as client:
        wait_for(lambda: len(client.nthreads()) == 2)
        address = client.scheduler.address
        process = coordinator(study.folder, f"dask={address!r}")
        wait_for(lambda: parts_done(study.folder) >= 3)
        process.kill()
        process.wait()
        assert not study.state().is_complete
        assert run(study, "auto", dask=address).is_complete
    assert study.verify().digest == undisturbed
