"""kill -9 at many instants of a sweep: resumed, it comes to the digest of one undisturbed.

The instants are spread over 5 to 95% of the run. Half of them are at a write, a flush or a rename,
before, in the middle of or after it; the others fall where they fall. Killed are a sweep in one
process, one with worker processes, and a worker of such a one.
"""

import csv
import os
import signal
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pytest
from faults import AFTER, ASKED, BEFORE, HALF, Fault, times
from processes import children, is_alive, wait_for
from small_studies import run

from acs_abm.explore.study.parts import Stretch, read_part

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks of this process"),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),  # it has threads
]
RUNS, CHUNKS = 24, 8
SECONDS = "0.01"
NEAR = 0.010
TOUCH, CLOCK, WITH_WORKERS, WORKER = "touch", "clock", "sweep with workers", "worker"
BEGUN, ENDED = "begun", "ended"
LOG = "ACS_ABM_KILL_LOG"
"""Environment variable: file for the instants of the slow test."""


@dataclass
class Kill:
    """One kill: what it hit, how far the sweep was, and how far the disk was from being touched."""

    number: int
    killed: str
    share: float
    phase: str = ""
    at: str = ""
    seconds: float = float("nan")
    since_touch: float = float("nan")
    done: int = 0


def kills(n, with_workers):
    """Return ``n`` kills spread evenly, so many of them of a sweep with workers."""
    every = n // with_workers
    for number in range(n):
        share = 0.05 + 0.9 * (number + 0.5) / n
        killed = (TOUCH, CLOCK)[number % 2]
        if number % every == every - 1:
            killed = (WITH_WORKERS, WORKER)[number // every % 2]
        yield Kill(number, killed, share, (BEFORE, HALF, AFTER)[number // 2 % 3])


class Sweep:
    """A sweep in a fork of this process, which is to be killed."""

    def __init__(self, study, fault, workers=0, on_chunk=lambda done: None):
        self.study, self.log, self._acknowledged = study, fault.log, Path(f"{fault.log}.done")
        self._acknowledged.touch()
        self.process = os.fork()
        if self.process == 0:
            try:
                os.environ["ACS_TEST_SECONDS"] = SECONDS
                if workers:
                    os.environ.update(fault.environment())
                    fault = Fault(fault.log)
                fault.install()
                fault.note(BEGUN)
                run(study, workers, progress=lambda done, _: self._note(done, on_chunk))
                fault.note(ENDED)
            finally:
                os._exit(0)

    def _note(self, done, on_chunk):
        """In the fork: every chunk that is acknowledged is noted before anything else."""
        self._acknowledged.write_text(str(done), encoding="utf-8")
        on_chunk(done)

    @property
    def acknowledged(self):
        return int(self._acknowledged.read_text(encoding="utf-8") or 0)

    def touches(self):
        logged = times(self.log) if Path(self.log).exists() else []
        return [kind for _, kind in logged if kind not in (BEGUN, ENDED)]

    def wait(self):
        """Wait for its end; return whether it was killed."""
        return os.WIFSIGNALED(os.waitpid(self.process, 0)[1])


@pytest.fixture(scope="module")
def rehearsal(pretended_plan, tmp_path_factory):
    """How many touches of the disk a sweep has, undisturbed."""
    from acs_abm.explore.study.study import Study

    place = tmp_path_factory.mktemp("rehearsal")
    study = Study(place / "study", plan=pretended_plan)
    run(study, shard="1/24")  # the folder is there; nothing of it is compiled anew in forks
    sweep = Sweep(study, Fault(str(place / "log")))
    assert not sweep.wait()
    return len(sweep.touches())


def carry_out(kill, study, rehearsal, place):
    """Kill, and note when and how near to a touch of the disk it was."""
    touches = rehearsal
    fault = Fault(str(place / f"log-{kill.number}"))
    if kill.killed == TOUCH:
        fault.at, fault.phase = round(kill.share * touches), kill.phase
        sweep = Sweep(study, fault)
        assert sweep.wait()
        ended = times(fault.log)[-1][0]
    elif kill.killed == CLOCK:
        kill.phase = ""
        sweep = Sweep(study, fault)
        # by what it has done, not by a clock: on a busy computer no kill may come too late
        wait_for(lambda: len(sweep.touches()) >= kill.share * touches, every=0.001)
        time.sleep(kill.number * 7 % 20 / 1000 * (1 - kill.share))
        ended = time.monotonic_ns()
        os.kill(sweep.process, signal.SIGKILL)
        if not sweep.wait():
            kill.at = ENDED
    else:
        sweep, ended = kill_with_workers(kill, fault, study)
    logged = times(fault.log)
    kill.seconds = round((ended - logged[0][0]) / 1e9, 4)
    last, kind = max((at, kind) for at, kind in logged if at <= ended)
    kill.at = kill.at or kind
    kill.since_touch = round((ended - last) / 1e9, 4)
    state = study.state()
    kill.done = state.done
    assert state.done >= sweep.acknowledged, "what was acknowledged is not there"
    for path in study.folder.glob("*/part-*"):
        read_part(path, Stretch.of(path))  # whole, or not to be seen


def kill_with_workers(kill, fault, study):
    if kill.killed == WORKER:
        fault.at, fault.phase = round(kill.share * 12 * CHUNKS), kill.phase
        fault.once = f"{fault.log}.once"
        sweep = Sweep(study, fault, workers=1)
        assert not sweep.wait()
        assert Path(fault.once).exists(), "no worker was killed"
        return sweep, round(
            Path(fault.once).stat().st_mtime_ns - time.time_ns() + time.monotonic_ns()
        )
    kill.phase = ""
    found = Path(f"{fault.log}.children")

    def end(done):
        if done >= kill.share * RUNS:
            found.write_text(" ".join(map(str, children(os.getpid()))), encoding="utf-8")
            time.sleep(kill.share / 100)
            os.kill(os.getpid(), signal.SIGKILL)

    sweep = Sweep(study, fault, workers=1, on_chunk=end)
    assert sweep.wait()
    ended = time.monotonic_ns()
    left = [int(word) for word in found.read_text(encoding="utf-8").split()]
    wait_for(lambda: not any(is_alive(process) for process in left))
    return sweep, ended


def do_all(planned, new_study, undisturbed, rehearsal, place):
    for kill in planned:
        study = new_study(f"study-{kill.number}")
        run(study, shard="24/24")  # makes the folder; no chunk of eight is the 24th
        carry_out(kill, study, rehearsal, place)
        assert run(study).is_complete
        assert study.verify().digest == undisturbed
        assert not list(study.folder.rglob("*.partial"))
        yield kill


def write_log(done, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [field.name for field in fields(Kill)], lineterminator="\n")
        rows.writeheader()
        rows.writerows({**asdict(kill), "share": round(kill.share, 4)} for kill in done)


def hold_to_the_claim(done):
    assert min(kill.share for kill in done) < 0.08
    assert max(kill.share for kill in done) > 0.92
    hit = [kill for kill in done if kill.at != ENDED]  # one of the last may come too late
    assert len(hit) >= 0.95 * len(done)
    assert sum(kill.since_touch <= NEAR for kill in hit) >= 0.15 * len(done)


def test_twenty_kills(new_study, undisturbed, rehearsal, tmp_path, monkeypatch):
    monkeypatch.delenv(ASKED, raising=False)
    done = list(do_all(kills(20, 2), new_study, undisturbed, rehearsal, tmp_path))
    hold_to_the_claim(done)
    assert {kill.killed for kill in done} == {TOUCH, CLOCK, WITH_WORKERS, WORKER}


@pytest.mark.slow
def test_two_hundred_kills(new_study, undisturbed, rehearsal, tmp_path):
    path = Path(os.environ.get(LOG, tmp_path / "kills.csv"))
    done = []
    try:
        done.extend(do_all(kills(200, 20), new_study, undisturbed, rehearsal, tmp_path))
    finally:
        write_log(done, path)
    hold_to_the_claim(done)
