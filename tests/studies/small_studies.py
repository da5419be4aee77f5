"""Small studies of pretended runs, here and in processes of their own."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pretend

import acs_abm as acs
from acs_abm.explore.study.study import Study
from acs_abm.scenario import Scenario

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def sobol_plan(n=2, seed=1, **change):
    """Two scenarios at the points of a Sobol' design of one parameter: three for each pair."""
    design = acs.sobol({"practice.choice_noise": (1.0, 9.0)}, n, seed)
    return plan_of(design=design, **{"replicates": 2, "chunk": 4, **change})


def plan_of(**change):
    base = Scenario.load("plan_2017").change(until="2018-Q2")
    kind = base.change(name="kind", **{"practice.right_of_return_quality": 0.9})
    design = acs.points([{"practice.choice_noise": value} for value in (1, 5.5, 9)])
    study = Study("nowhere", [base, kind], design=design, replicates=4, synthetic=1,
                  simulate=pretend.SIMULATE)  # fmt: skip
    return dataclasses.replace(study.plan, **change)


def run(study, workers=0, **how):
    return study.run(workers, simulate=pretend.SIMULATE, **how)


def parts_done(folder: Path) -> int:
    return len(list(folder.glob("summary/part-*")))


def coordinator(folder: Path, how: int | str = 0, **environment: str) -> subprocess.Popen:
    """Start a process that runs or resumes a study with so many workers, or as is written."""
    script = (
        "import sys, pathlib; from acs_abm.explore.study.study import Study;"
        f"Study(pathlib.Path(sys.argv[1])).run({how}, simulate='pretend:simulate')"
    )
    paths = os.pathsep.join([str(HERE), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
