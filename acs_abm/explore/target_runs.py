"""The runs that calibration targets are read from: their scenarios, and all of them for one world.

A world differs from ``plan_2017`` in values of parameters. Each run takes those that it has; what
an episode switches off stays off, since it is the practice rule alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

import pandas as pd

from acs_abm.evidence import Target, calibration_targets
from acs_abm.explore.asked import answers
from acs_abm.explore.job import Job, Setting, Tables, do_job
from acs_abm.explore.target_readings import (
    ASKED,
    FUNDHOLDING,
    HINDCAST,
    PLAN,
    PMS,
    Run,
    reading_of,
)
from acs_abm.model import AccountableCareModel
from acs_abm.parameters import Value
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario

TABLES = ("national", "systems", "offers", "events")
COMPARED_UNTIL = "2018-Q2"
EPISODES = (FUNDHOLDING, PMS)
EVERY_FOURTH = 4


def scenario_of(run: Run, values: Mapping[str, Value] | None = None) -> Scenario:
    """Return the scenario of a run; no shipped one goes on past what is compared.

    Parameters
    ----------
    run
        The run.
    values
        Values of parameters; those that the scenario does not have, or sets itself, are left out.
    """
    if run in EPISODES:
        file = resources.files("acs_abm.explore") / "episodes" / f"{run.name}.yaml"
        with resources.as_file(file) as path:
            base = Scenario.load(path)
    else:
        base = Scenario.load(PLAN.name if run is ASKED else run.name).change(until=COMPARED_UNTIL)
    kept: dict[str, Any] = {
        name: value
        for name, value in (values or {}).items()
        if name in base.catalogue and name not in base.overrides
    }
    return base.change(**kept) if kept else base


def whole_country(setting: Setting, job: Job) -> Tables:
    """Give what every target is in a world; the table ``national`` has one row for each.

    The function that does a run of a calibration: parameters as in
    :func:`acs_abm.explore.job.do_job`. Targets without a value, such as the wait of alliances
    where none was launched, have no row.
    """
    return {"national": _read(job, setting.systems, setting.systems)}


def quarter_of_episodes(setting: Setting, job: Job) -> Tables:
    """Give the same, the two early episodes from every fourth care system: half the time.

    Only shares are read from them, which a quarter of the practices gives within a point.
    """
    codes = setting.population.systems.code[::EVERY_FOURTH]
    return {"national": _read(job, setting.systems, setting.systems or codes)}


def surveys_alone(setting: Setting, job: Job) -> Tables:
    """Give what the surveys would have found and nothing else: a twentieth of the time."""
    found = dict(_asked(scenario_of(ASKED, job.scenario.overrides), job.seed, setting.systems))
    return {"national": _table(found)}


def _read(
    job: Job, systems: Sequence[str] | None, of_episodes: Sequence[str] | None
) -> pd.DataFrame:
    values = job.scenario.overrides
    found: dict[Target, float] = dict(_asked(scenario_of(ASKED, values), job.seed, systems))
    for run in (PLAN, HINDCAST, *EPISODES):
        kept = of_episodes if run in EPISODES else systems
        found |= dict(_simulated(run, scenario_of(run, values), job.seed, kept))
    return _table(found)


def _table(found: Mapping[Target, float]) -> pd.DataFrame:
    order = [target for rows in calibration_targets().values() for target in rows]
    return pd.DataFrame(
        {
            "target": [target_name(target) for target in order if target in found],
            "value": [found[target] for target in order if target in found],
        }
    )


def target_name(target: Target) -> str:
    """Return what one observation is called in tables: its number, measure and date."""
    return f"{target.id} {target.measure}, {target.date}"


def _asked(
    world: Scenario, seed: int, systems: Sequence[str] | None
) -> Iterator[tuple[Target, float]]:
    model = AccountableCareModel(world, seed, systems)
    given = answers(model.world)
    model.release()
    for target in _read_from(ASKED):
        yield target, given[reading_of(target).column]


def _simulated(
    run: Run, world: Scenario, seed: int, systems: Sequence[str] | None
) -> Iterator[tuple[Target, float]]:
    population = england_by_date(world.clock.start)
    setting = Setting(population, tuple(systems) if systems else None, TABLES)
    tables = do_job(setting, Job(world, seed))
    for target in _read_from(run):
        reading = reading_of(target)
        value = reading.value(tables, reading.when(target))
        if value is not None:
            yield target, value


def _read_from(run: Run) -> Iterator[Target]:
    for rows in calibration_targets().values():
        yield from (target for target in rows if reading_of(target).run == run)
