"""A pretended model whose targets are known functions of three parameters, and of luck."""

import numpy as np
import pandas as pd

from acs_abm.explore.calibration.calibrate import Calibration
from acs_abm.explore.calibration.scored import Scored
from acs_abm.explore.calibration.settings import Settings
from acs_abm.scenario import Scenario

SIMULATE, CHEAP = "pretend_targets:simulate", "pretend_targets:third_alone"
VARIED = (
    "practice.status_quo",
    "practice.choice_noise",
    "beliefs.learning",
    "closure.hazard",
    "hub.ccg_sd",
)
LUCK = 0.02
SUM, THIRD, RARE = "sum of two", "curve of a third", "given now and then"
TARGETS = (
    Scored(SUM, 1.0, 0.03, 0.04, "a pretended reason"),
    Scored(THIRD, 0.64, 0.02, 0.02, "a pretended reason"),
    Scored(RARE, 0.0, 0.1, 0.1, "a pretended reason"),
)


def ranges():
    world = Scenario.load("plan_2017")
    return {name: world.parameter(name) for name in VARIED}


def unit(world, name):
    entry = world.parameter(name)
    return (world.value(name) - entry.low) / (entry.high - entry.low)


def simulate(setting, job):
    first, second, third, *_ = (unit(job.scenario, name) for name in VARIED)
    luck = np.random.default_rng(job.seed).normal(0, LUCK, 3)
    rows = [(SUM, first + second + luck[0]), (THIRD, third**2 + luck[1])]
    if luck[2] > LUCK:  # one run in six
        rows.append((RARE, 0.0))
    return {"national": pd.DataFrame(rows, columns=["target", "value"])}


def third_alone(setting, job):
    table = simulate(setting, job)["national"]
    return {"national": table[table["target"] == THIRD].reset_index(drop=True)}


SETTINGS = Settings(waves=(100, 80), members=40, check=40, seed=3, luck_points=4, most_tried=65_536)


def pretended(folder, settings=SETTINGS, **how):
    ways = {"whole": SIMULATE, "quarter": SIMULATE, "surveys": CHEAP}
    return Calibration(
        folder,
        settings,
        targets=TARGETS,
        ranges=ranges(),
        ways=ways,
        workers=0,
        **how,
    )
