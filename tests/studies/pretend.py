"""Runs that take no time, for tests of what is around a run; some do harm when a file says so."""

import os
import signal
import sys
import time
from pathlib import Path

import faults
import numpy as np
import pandas as pd

from acs_abm.explore.job import Job, Setting, Tables

SIMULATE = "pretend:simulate"
NAUGHTY = "ACS_TEST_NAUGHTY"
"""Environment variable ``what:seed[:file]``; with a file, the harm is done only once."""

QUARTERS = ("2017-Q2", "2017-Q3", "2017-Q4", "2018-Q1", "2018-Q2")


def simulate(setting: Setting, job: Job) -> Tables:
    misbehave(job.seed)
    time.sleep(float(os.environ.get("ACS_TEST_SECONDS", "0")))
    noise = float(job.scenario.value("practice.choice_noise"))
    quality = float(job.scenario.value("practice.right_of_return_quality"))
    luck = np.random.default_rng(job.seed).random(len(QUARTERS))
    national = pd.DataFrame(
        {
            "quarter": list(QUARTERS),
            "practices": np.full(len(QUARTERS), 10 + job.seed),
            "list_share_alliance": 0.1 * luck + 0.01 * noise,
            "savings": 1e9 * quality + luck,
        }
    )
    if os.environ.get(NAUGHTY) == f"nan:{job.seed}":
        national.loc[1, "savings"] = np.nan
    two = [national.assign(system=code) for code in ("DOR", "FRIM")]
    systems = pd.concat(two, ignore_index=True)
    return {"national": national, "systems": systems}


class StubbornError(Exception):
    """Cannot be pickled, nor printed."""

    def __init__(self):
        self.keeps = lambda: None

    def __str__(self):
        raise RuntimeError("no words")


def misbehave(seed: int) -> None:
    what, _, rest = os.environ.get(NAUGHTY, "").partition(":")
    which, _, once = rest.partition(":")
    if not which or seed != int(which):
        return
    if once:
        if Path(once).exists():
            return
        Path(once).touch()
    harm(what)


def harm(what: str) -> None:
    if what == "raise":
        raise ValueError("no such luck")
    if what == "stubborn":
        raise StubbornError
    if what == "exit":
        sys.exit("enough")
    if what == "print":
        for _ in range(100):
            print("x" * 100_000)
    if what == "hang":
        time.sleep(3600)
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "leave":
        os._exit(3)


faults.install_if_asked()
