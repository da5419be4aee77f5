"""Whatever is killed, whenever: resuming comes to the digest of a run without fault."""

import signal
import time

import pytest
from processes import PATIENCE, children, is_alive, wait_for
from small_studies import coordinator, parts_done, run

from acs_abm.errors import StudyInUseError
from acs_abm.explore.study.lock import locked
from acs_abm.explore.study.shard import Shard
from acs_abm.explore.study.study import Study


@pytest.fixture
def begun(new_study):
    """A study whose folder is there, with one chunk of eight done."""
    study = new_study()
    run(study, shard="1/8")
    return study


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "delay"), [(0, 0.0), (0, 0.137), (2, 0.05)])
def test_a_coordinator_killed_at_some_instant(begun, undisturbed, workers, delay):
    process = coordinator(begun.folder, workers, ACS_TEST_SECONDS="0.05")
    wait_for(lambda: parts_done(begun.folder) >= 2)
    time.sleep(delay)
    process.kill()
    process.wait()
    assert 2 <= parts_done(begun.folder) < 8
    assert run(begun).is_complete
    assert begun.verify().digest == undisturbed


def test_a_killed_coordinator_leaves_no_process_and_no_lock(begun, undisturbed):
    process = coordinator(begun.folder, 2, ACS_TEST_SECONDS="0.2")
    wait_for(lambda: parts_done(begun.folder) >= 2)
    workers = children(process.pid)
    assert workers
    process.kill()
    process.wait()
    wait_for(lambda: not any(is_alive(worker) for worker in workers))
    with locked(begun.folder):
        pass


def test_two_sweeps_do_not_work_in_one_folder(begun):
    with locked(begun.folder):
        with pytest.raises(StudyInUseError) as refused:
            run(begun)
        with pytest.raises(StudyInUseError):
            run(begun, shard="1/2")
        assert begun.state().done == 3  # reading needs no lock
    assert refused.value.exit_code == 3


def test_shards_work_side_by_side_but_not_twice(begun):
    with locked(begun.folder, Shard(1, 2)):
        run(begun, shard="2/2")
        with pytest.raises(StudyInUseError):
            run(begun, shard="1/2")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_sweep_that_is_asked_to_stop_does_so_soon(begun, undisturbed, number):
    process = coordinator(begun.folder, 1, ACS_TEST_SECONDS="0.2")
    wait_for(lambda: parts_done(begun.folder) >= 2)
    workers = children(process.pid)
    process.send_signal(number)
    started = time.monotonic()
    assert process.wait(PATIENCE) != 0
    assert time.monotonic() - started < 15
    assert not any(is_alive(worker) for worker in workers)
    assert not Study(begun.folder).state().is_complete
    run(begun)
    assert begun.verify().digest == undisturbed
