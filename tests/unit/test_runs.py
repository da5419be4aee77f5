"""Replicates of a scenario: numbered, paired with seeds, the same however they are run."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from itertools import islice
from queue import SimpleQueue

import numpy as np
import pandas as pd
import pytest

import acs_abm
from acs_abm import measures
from acs_abm.errors import CommandError, RunError, UnknownNameError
from acs_abm.explore import job as jobs_module
from acs_abm.explore import workers
from acs_abm.explore.job import Job, Setting
from acs_abm.explore.runs import run_scenario
from acs_abm.explore.sweep import sweep
from acs_abm.explore.workers import do_with_workers
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

PAYMENT = "offer.alliance_agreement.payment"


@pytest.fixture(scope="module")
def two_years(plan):
    return plan.change(until="2019-Q1")


@pytest.fixture(scope="module")
def three_times(two_years, england):
    return run_scenario(
        two_years, seed=5, replicates=3, population=england, systems=["DOR"], workers=1
    )


def same(one, other):
    assert list(one) == list(other)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True, obj=name)


def test_tables_have_the_columns_that_the_measures_declare(three_times):
    assert set(three_times.tables) == set(measures.tables()) - set(measures.ON_REQUEST)
    for name, table in three_times.tables.items():
        assert list(table.columns) == measures.columns(name)


def test_replicates_are_numbered_from_one_in_order(three_times):
    national = three_times.tables["national"]
    assert list(national["replicate"]) == [n for n in (1, 2, 3) for _ in range(8)]


def test_a_replicate_is_the_run_with_the_next_seed(three_times, two_years, england):
    second = run_scenario(two_years, seed=6, population=england, systems=["DOR"]).tables
    for name, table in three_times.tables.items():
        if "replicate" in table:
            ours = table[table["replicate"] == 2].drop(columns="replicate").reset_index(drop=True)
            theirs = second[name].drop(columns="replicate")
            pd.testing.assert_frame_equal(ours, theirs, check_dtype=len(theirs) > 0, obj=name)


def test_the_number_of_workers_does_not_change_the_results(three_times, two_years, england):
    side_by_side = run_scenario(
        two_years, seed=5, replicates=3, population=england, systems=["DOR"], workers=2
    )
    same(three_times.tables, side_by_side.tables)


def test_bands_are_percentiles_over_replicates(three_times):
    bands = three_times.tables["bands"].set_index(["quarter", "measure"])
    national = three_times.tables["national"]
    for quarter, measure in (("2018-Q1", "practices_in_hub"), ("2019-Q1", "governance")):
        values = national.loc[national["quarter"] == quarter, measure].to_numpy(dtype=float)
        expected = [*np.percentile(values, [10, 50, 90]), values.mean()]
        found = bands.loc[(quarter, measure), ["low", "median", "high", "mean"]]
        np.testing.assert_allclose(found.to_numpy(dtype=float), expected, rtol=1e-12)
    assert len(bands) == 8 * (len(national.columns) - 2)


def test_one_replicate_has_no_bands(two_years, england):
    results = run_scenario(two_years, population=england, systems=["DOR"])
    assert "bands" not in results.tables


def test_results_say_what_was_run(three_times, england, two_years):
    assert three_times.systems == ("E54000041",)
    assert not three_times.is_whole_country
    assert three_times.population == england.name
    dorset = england.restrict(np.array([england.systems.code.index("E54000041")]))
    assert run_scenario(two_years, population=dorset).is_whole_country


def test_progress_counts_every_step(two_years, england):
    seen = []
    run_scenario(
        two_years,
        replicates=2,
        population=england,
        systems=["DOR"],
        workers=1,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(done, 16) for done in range(1, 17)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": -1},
        {"seed": 1.5},
        {"seed": True},
        {"seed": 2**63},
        {"replicates": 0},
        {"replicates": 10**7},
        {"workers": 0},
        {"workers": "two"},
    ],
)
def test_a_number_that_makes_no_sense_is_named(two_years, wrong):
    name = next(iter(wrong))
    with pytest.raises(CommandError, match=f"{name} is .*: it takes a whole number"):
        run_scenario(two_years, systems=["DOR"], **wrong)


def test_an_unknown_system_is_named_before_anything_runs(two_years):
    with pytest.raises(UnknownNameError, match="did you mean 'DOR'"):
        run_scenario(two_years, systems=["DORR"], replicates=1_000_000)


def test_models_do_not_pile_up(plan, england, monkeypatch):
    born = weakref.WeakSet()

    class Counted(AccountableCareModel):
        def __init__(self, *args):
            super().__init__(*args)
            self.agents_of("practice")
            born.add(self)

    monkeypatch.setattr(jobs_module, "AccountableCareModel", Counted)
    alive = []
    for seed in range(5):
        run_scenario(plan.change(until="2017-Q2"), seed=seed, population=england, systems=["DOR"])
        gc.collect()
        alive.append(len(born))
    assert max(alive) == alive[0] == 0


class Deadly:
    """Ends the process that reads it, as a lack of memory would."""

    seed = 13

    def __init__(self, scenario):
        self.scenario = scenario

    def __reduce__(self):
        return os._exit, (9,)


@pytest.fixture
def started(monkeypatch):
    """The worker processes that a test starts."""
    started = []

    class Noted(subprocess.Popen):
        def __init__(self, *args, **options):
            started.append(self)
            super().__init__(*args, **options)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return started


def test_a_worker_that_dies_is_reported_and_leaves_nobody_behind(two_years, england, started):
    setting = Setting(england, ("DOR",))
    batch = [Job(two_years, 1), Deadly(two_years), Job(two_years, 3)]
    with pytest.raises(RunError, match=r"ended with exit code 9.*'plan_2017' with seed 13"):
        do_with_workers(setting, batch, 2, lambda job: None)
    assert len(started) == 2
    assert all(process.returncode is not None for process in started)


def interrupt(*_):
    raise KeyboardInterrupt


class NobodyWaits(SimpleQueue):
    """A queue at which waiting is interrupted."""

    def get(self):
        interrupt()


class Interrupted(list):
    """Jobs of which only some can be named before somebody presses Ctrl-C."""

    def __iter__(self):
        yield from islice(super().__iter__(), 3)
        interrupt()


@pytest.mark.parametrize("moment", ["naming the jobs", "starting", "waiting", "a job is done"])
def test_an_interrupt_at_any_moment_ends_every_worker(
    moment, two_years, england, started, monkeypatch
):
    batch = [Job(two_years, seed) for seed in range(1000)]
    if moment == "naming the jobs":
        batch = Interrupted(batch)
    if moment == "starting":
        starts = iter([threading.Thread.start, interrupt])

        def start(thread):
            next(starts)(thread)

        monkeypatch.setattr(workers.Thread, "start", start)
    if moment == "waiting":
        monkeypatch.setattr(workers, "SimpleQueue", NobodyWaits)
    done = []
    on_done = interrupt if moment == "a job is done" else done.append
    with pytest.raises(KeyboardInterrupt):
        do_with_workers(Setting(england, ("DOR",)), batch, 2, on_done)
    assert done == []
    assert all(process.returncode is not None for process in started)
    assert not [thread for thread in threading.enumerate() if thread.name == "acs-worker"]


def test_an_error_in_a_worker_is_the_error_of_the_run(two_years, england):
    setting = Setting(england, ("DORR",))
    with pytest.raises(UnknownNameError, match="there is no care system 'DORR'"):
        do_with_workers(setting, [Job(two_years, 1)] * 2, 2, lambda job: None)


def test_workers_do_not_run_the_script_that_asked_for_them(tmp_path):
    script = tmp_path / "study.py"
    script.write_text(
        "import acs_abm as acs\n"
        "print('once')\n"
        "run = acs.run(systems=['DOR'], until='2017-Q2', replicates=2, workers=2)\n"
        "print(len(run.national))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "once\n2\n"


def test_a_sweep_pairs_the_luck_of_its_values(two_years, england):
    table = sweep(
        two_years, PAYMENT, [0, 10], replicates=2, population=england, systems=["DOR"], workers=1
    )
    assert list(table.columns) == ["value", *measures.columns("national")]
    alone = run_scenario(
        two_years.change(**{PAYMENT: 10}), seed=2, population=england, systems=["DOR"]
    ).tables["national"]
    ours = table[(table["value"] == 10) & (table["replicate"] == 2)]
    pd.testing.assert_frame_equal(
        ours.drop(columns=["value", "replicate"]).reset_index(drop=True),
        alone.drop(columns="replicate"),
    )


def test_a_sweep_needs_a_value(two_years):
    with pytest.raises(CommandError, match="at least one value"):
        sweep(two_years, PAYMENT, [])


def test_a_sweep_takes_the_name_of_a_scenario_and_values_of_an_array_or_a_series(england):
    how = {"systems": ["DOR"], "replicates": 1, "workers": 1, "population": england}
    tables = [
        sweep(world, "practice.status_quo", values, **how)
        for world, values in (
            (Scenario.load("plan_2017"), [1.0, 2.0]),
            ("plan_2017", np.linspace(1, 2, 2)),
            ("plan_2017", pd.Series([1.0, 2.0], index=["a", "b"])),
        )
    ]
    for table in tables[1:]:
        pd.testing.assert_frame_equal(table, tables[0])


@pytest.mark.parametrize(
    ("values", "how", "says"),
    [
        (np.array([]), {}, "at least one value"),
        ("12", {}, "values is '12': give a list"),
        (3, {}, r"values is 3: give a list, such as \[3\]"),
        ([1], {"systems": "DOR"}, r"systems is 'DOR': give a list, such as \['DOR'\]"),
        ([1], {"systems": 5}, "systems is 5: give a list of names"),
        ([1], {"seed": 2**63}, f"takes a whole number from 0 to {2**63 - 1}"),
    ],
)
def test_a_sweep_of_what_makes_no_sense_is_refused(values, how, says):
    with pytest.raises(CommandError, match=says):
        sweep("plan_2017", "practice.status_quo", values, **how)


def test_a_seed_may_be_a_whole_number_of_numpy(two_years, england):
    done = run_scenario(two_years, seed=np.int64(3), population=england, systems=["DOR"])
    assert (done.seed, type(done.seed)) == (3, int)


def test_every_public_name_is_there():
    for name in acs_abm.__all__:
        assert getattr(acs_abm, name) is not None
    assert set(acs_abm.__all__) <= set(dir(acs_abm))
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        _ = acs_abm.runn


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, acs_abm; print(sorted({'mesa', 'numpy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
