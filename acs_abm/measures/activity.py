"""What patients come for, where they go, and what integration does to it.

Each measure is declared once: what it is of each system; of the country it is the mean over
patients.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from acs_abm.columns import Floats, World
from acs_abm.measures.column import Column, mean_over_patients
from acs_abm.outcomes.demand import Stream
from acs_abm.start import place_capability

STREAM_COLUMNS = {
    "emergencies": (Stream.EMERGENCY, "Emergency admissions"),
    "ae_attendances": (Stream.AE, "Attendances at A&E"),
    "electives": (Stream.ELECTIVE, "Elective admissions and day cases"),
    "outpatients": (Stream.OUTPATIENT, "First outpatient appointments"),
    "consultations": (Stream.CONSULTATION, "Consultations in general practice"),
}
PER_1000 = "per 1,000 a year"

BySystem = Callable[[World], Floats]


def _came(stream: Stream) -> BySystem:
    def by_system(world: World) -> Floats:
        came = world.activity.by_ccg[:, stream]
        n, home = len(world.systems.stage), world.population.ccgs.system
        patients = np.maximum(world.list_by_system, 1.0)
        return np.asarray(a_year_per_1000(world) * np.bincount(home, came, n) / patients)

    return by_system


def a_year_per_1000(world: World) -> float:
    """Return what a number a patient and step is per 1,000 patients a year."""
    return 1000.0 * world.clock.steps_per_year


def _over_places(of_places: Callable[[World], Floats]) -> BySystem:
    """Return the mean over the patients of each system of something that places have."""

    def by_system(world: World) -> Floats:
        n, home = len(world.systems.stage), world.population.ccgs.system
        total = np.bincount(home, world.list_by_ccg * of_places(world), n)
        return np.asarray(total / np.maximum(world.list_by_system, 1.0), dtype=np.float64)

    return by_system


def _wait(world: World) -> Floats:
    """Return the mean wait of each place's planned patients who stay in the run."""
    share = world.activity.trust_share_elective
    reached = share.sum(axis=1)
    waited = share @ world.activity.wait
    return np.divide(waited, reached, out=np.zeros_like(reached), where=reached > 0.0)


_BY_SYSTEM: list[tuple[str, str, str, BySystem]] = [
    *(
        (name, PER_1000, f"{words}, this step's made a year's", _came(stream))
        for name, (stream, words) in STREAM_COLUMNS.items()
    ),
    (
        "integration_effect",
        "share of emergencies",
        "Change of emergency admissions by integration, disruption included",
        _over_places(lambda world: world.activity.effect),
    ),
    (
        "disruption",
        "share of emergencies",
        "What joining agreements still adds to emergency admissions",
        _over_places(lambda world: world.activity.disruption),
    ),
    (
        "place_capability",
        "share",
        "Capability of places: population health management, governance, hubs",
        _over_places(place_capability),
    ),
    (
        "choice_index",
        "multiple of the start",
        "How varied patients' choices of hospital are: 1 less squared shares, over the start's",
        lambda world: world.activity.choice_index,
    ),
    (
        "elective_wait",
        "weeks",
        "Wait for planned care at hospitals of the run",
        _over_places(_wait),
    ),
]


ACTIVITY_OF_SYSTEMS = [Column(name, unit, told, of) for name, unit, told, of in _BY_SYSTEM]
ACTIVITY_NATIONAL = [
    Column(name, unit, f"{told}; mean by list", from_systems=mean_over_patients)
    for name, unit, told, _ in _BY_SYSTEM
]
ACTIVITY_OF_GROUPS = [
    Column(name, PER_1000, f"{words}, this step's made a year's")
    for name, (_, words) in STREAM_COLUMNS.items()
]
