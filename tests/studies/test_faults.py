"""Faults of the computer around a sweep: full and read-only disks, clocks, readers, interrupts."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pretend
import pytest
from processes import PATIENCE, children, is_alive, wait_for
from small_studies import ROOT, coordinator, parts_done, run

from acs_abm.errors import StudyDiskError
from acs_abm.explore.study import disk, store
from acs_abm.explore.study.study import Study


def mount(*words):
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own of one megabyte, where this user may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    if shutil.which("mount") is None or not mount("-t", "tmpfs", "-o", "size=1m", "none", place):
        pytest.skip("this user cannot mount a file system")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(place, but):
    """Fill a file system, all but some bytes; return the file that does."""
    ballast = place / "ballast"
    free = os.statvfs(place)
    ballast.write_bytes(b"x" * (free.f_bavail * free.f_frsize - but))
    return ballast


@pytest.mark.parametrize("workers", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_a_disk_that_fills_up_stops_the_sweep_and_costs_nothing(
    new_study, undisturbed, small_disk, workers
):
    study = new_study(small_disk / "study")
    run(study, shard="1/8")
    ballast, before = fill(small_disk, but=60_000), children(os.getpid())
    with pytest.raises(StudyDiskError, match=r"disk/study.*No space left") as refused:
        run(study, workers)
    assert refused.value.exit_code == 5
    assert set(children(os.getpid())) <= set(before)  # other tests may have left helpers of theirs
    assert not list(study.folder.rglob("*.partial"))
    assert 3 <= study.state().done < 24
    assert not study.state().damaged
    ballast.unlink()
    assert run(study, workers).is_complete
    assert study.verify().digest == undisturbed


def test_a_full_disk_makes_no_half_of_a_study(new_study, small_disk):
    fill(small_disk, but=8_192)
    with pytest.raises(StudyDiskError, match="No space left"):
        run(new_study(small_disk / "study"))
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def test_a_read_only_folder_is_told_and_can_be_read(new_study, small_disk):
    study, other = new_study(small_disk / "study"), new_study(small_disk / "other")
    run(study, shard="1/8")
    assert mount("-o", "remount,ro", str(small_disk))
    for one in (study, other):
        with pytest.raises(StudyDiskError, match=r"disk/.*Read-only file system") as refused:
            run(one)
        assert refused.value.exit_code == 5
    assert study.state().done == 3
    assert len(study.table("summary")) == 3


def test_a_folder_that_becomes_read_only_midway(new_study, undisturbed, monkeypatch):
    study, really, left = new_study(), Path.open, [7]

    def read_only(path, mode="r", *given, **how):
        left[0] -= "x" in mode
        if "x" in mode and left[0] < 0:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return really(path, mode, *given, **how)

    run(study, shard="1/8")
    monkeypatch.setattr(disk.Path, "open", read_only)
    with pytest.raises(StudyDiskError, match="Read-only file system"):
        run(study)
    monkeypatch.undo()
    assert 3 < study.state().done < 24
    assert run(study).is_complete
    assert study.verify().digest == undisturbed


@pytest.mark.parametrize("moved", [timedelta(days=-9000), timedelta(days=9000)])
def test_a_clock_that_was_moved_changes_nothing(new_study, undisturbed, monkeypatch, moved):
    study = new_study()
    run(study, shard="1/2")

    class Moved(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(zone) + moved

    instant = (datetime.now(UTC) + moved).timestamp()
    for path in study.folder.rglob("*"):
        os.utime(path, (instant, instant))
    monkeypatch.setattr(store, "datetime", Moved)
    monkeypatch.setattr(time, "time", lambda: instant)
    assert run(study).is_complete
    assert study.verify().digest == undisturbed


def poll(study, seen, errors, is_over):
    """Read ten times a second; what was read of a run once must never change."""
    question = (
        "select s.run, any_value(s.savings) as last, count(distinct n.quarter) as quarters, "
        "count(distinct y.system) as systems, max(n.savings) as most "
        "from summary s left join national n using (run) left join systems y using (run) "
        "where s.status = 'ok' group by s.run"
    )
    known = {}
    while not is_over.is_set():
        try:
            rows = {row[0]: tuple(row) for row in study.query(question).itertuples(index=False)}
            state = study.state()
            assert known.items() <= rows.items(), "a run is gone, or says something else"
            assert all(row[2:4] == (5, 2) for row in rows.values()), "half of a run is visible"
            assert state.done >= len(rows)
            assert state.damaged == 0
            known = rows
            seen.append(len(rows))
        except Exception as error:  # noqa: BLE001 - told by the test
            errors.append(error)
            return
        is_over.wait(0.1)


def test_a_reader_that_asks_ten_times_a_second(new_study, undisturbed, monkeypatch):
    study = new_study(chunk=1)
    run(study, shard="1/24")
    seen, errors, is_over = [], [], threading.Event()
    reader = threading.Thread(target=poll, args=(Study(study.folder), seen, errors, is_over))
    reader.start()
    process = coordinator(study.folder, 0, ACS_TEST_SECONDS="0.1")
    process.wait(PATIENCE)
    is_over.set()
    reader.join()
    assert not errors
    assert len(set(seen)) > 4, "the reader saw too little of the sweep"
    assert study.verify().digest == undisturbed


def test_a_reader_while_failed_runs_are_put_aside_and_done_again(new_study, monkeypatch):
    study = new_study(chunk=1)
    monkeypatch.setenv(pretend.NAUGHTY, "raise:3")
    run(study)
    monkeypatch.delenv(pretend.NAUGHTY)
    seen, errors, is_over = [], [], threading.Event()
    reader = threading.Thread(target=poll, args=(Study(study.folder), seen, errors, is_over))
    reader.start()
    wait_for(lambda: seen or errors)
    assert run(study, retry_failed=True).failed == 0
    is_over.set()
    reader.join()
    assert not errors


def test_two_parts_that_hold_the_same_runs_count_once(new_study, undisturbed):
    """A worker that was taken for lost publishes its chunk after all."""
    study = new_study(chunk=3)
    run(study)
    late = new_study("late", chunk=6)
    run(late)
    for path in late.folder.glob("*/part-000000006-000000012.parquet"):
        shutil.copy(path, study.folder / path.parent.name / path.name)
    assert len(study.table("summary")) == 24
    assert study.query("select count(*) as n from national")["n"].iloc[0] == 24 * 5
    assert run(study).is_complete
    assert study.verify().digest == undisturbed


@pytest.mark.slow
def test_workers_killed_each_second(new_study, undisturbed):
    study, killed = new_study(), 0
    run(study, shard="1/8")
    for _ in range(20):
        process = coordinator(study.folder, 2, ACS_TEST_SECONDS="0.5")
        while process.poll() is None:
            time.sleep(1)
            workers = children(process.pid) if process.poll() is None else []
            if workers:
                os.kill(workers[killed % len(workers)], signal.SIGKILL)
                killed += 1
        if study.state().is_complete:
            break
    assert killed > 3
    state = run(study, retry_failed=True)  # one that was killed three times is listed as crashed
    assert state.is_complete
    assert study.verify().digest == undisturbed


@pytest.mark.slow
def test_ctrl_c_in_a_terminal_ends_with_130_and_leaves_no_process(tmp_path):
    (tmp_path / "study.yaml").write_text(
        "scenarios: [plan_2017]\nuntil: 2018-Q4\nsynthetic: 2\nreplicates: 200\nchunk: 1\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "acs_abm"]
    how = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "text": True}
    process = subprocess.Popen(
        [*command, "sweep", "study.yaml", "-o", "out", "--workers", "2"],
        stderr=subprocess.PIPE, **how,
    )  # fmt: skip
    wait_for(lambda: parts_done(tmp_path / "out") >= 2)
    workers = children(process.pid)
    assert workers
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE)
    assert time.monotonic() - asked < 15
    assert process.returncode == 130
    assert "acs-abm resume out" in told
    assert not any(is_alive(worker) for worker in workers)
    assert not Study(tmp_path / "out").state().is_complete
    done = subprocess.run([*command, "resume", "out", "--workers", "0"], check=False, **how)
    assert done.returncode == 0
    verified = subprocess.run([*command, "verify", "out"], check=False, **how)
    assert verified.returncode == 0
