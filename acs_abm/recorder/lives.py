"""Where patients are, how practices fare and what they are paid, added up in one pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import NEVER, Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.measures import STANCE_COLUMNS
from acs_abm.recorder.counts import N_CELLS
from acs_abm.stance import Stance

PRACTICES, PATIENTS, DISTRESS, DISTRESSED, HOURS, QUALITY = range(6)
PARTNERS, SALARIED, VACANCIES, CLOSED, MERGED, DISPERSED = range(6, 12)
EARNED, PAID, GAINED, LIST = range(12, 16)
N_SUMS = LIST + len(Stance)
"""From ``LIST`` on: registered patients by stance, the lowest first."""
HIGH_DISTRESS = 0.5
"""Distress above which a practice counts as distressed."""

FARED: dict[str, tuple[int, int | None]] = {
    "patients": (PATIENTS, None),
    **{
        name.replace("practices", "list"): (LIST + place, PATIENTS)
        for place, name in enumerate(STANCE_COLUMNS)
    },
    "hours": (HOURS, PARTNERS),
    "distress": (DISTRESS, PRACTICES),
    "practices_distressed": (DISTRESSED, None),
    "quality": (QUALITY, PATIENTS),
    "partners": (PARTNERS, None),
    "salaried_gps": (SALARIED, None),
    "gp_vacancies": (VACANCIES, None),
    "practices_closed": (CLOSED, None),
    "practices_merged": (MERGED, None),
    "patients_dispersed": (DISPERSED, None),
    "partner_income": (EARNED, PARTNERS),
    "practice_payments_per_head": (PAID, PATIENTS),
    "practice_gains_per_head": (GAINED, PATIENTS),
}
"""Each measure: what is added up, and what that is divided by."""
OVER = np.array([over for over, _ in FARED.values()])
UNDER = np.array([-1 if under is None else under for _, under in FARED.values()])


def sums(world: World, cell: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return what is added up over practices: cells by sums, systems by sums."""
    practices, life, money = world.practices, world.practice_life, world.money.practices
    return _sums(
        cell,
        world.population.practices.system,
        practices.list_size,
        practices.distress,
        life.hours,
        life.quality,
        practices.partners,
        life.salaried,
        life.vacancies,
        life.closed_in,
        life.merged_into,
        life.last_list,
        practices.stance,
        money.income,
        money.gross,
        money.last_gain,
        world.clock.steps_per_year,
        len(world.systems.stage),
    )


def fared(added: Floats) -> Floats:
    """Return measures (``FARED`` × rows) from sums (rows × sums); 0 where nobody is left."""
    return _fared(added, OVER, UNDER)


@kernel
def _fared(added: Floats, over: Rows, under: Rows) -> Floats:
    values = np.zeros((over.size, added.shape[0]))
    for measure in range(over.size):
        for row in range(added.shape[0]):
            by = added[row, under[measure]] if under[measure] >= 0 else 1.0
            if by > 0.0:
                values[measure, row] = added[row, over[measure]] / by
    return values


@kernel
def _sums(
    cell: NDArray[np.int64],
    system: NDArray[np.int64],
    list_size: Floats,
    distress: Floats,
    hours: Floats,
    quality: Floats,
    partners: Floats,
    salaried: Floats,
    vacancies: Floats,
    closed_in: NDArray[np.int64],
    merged_into: NDArray[np.int64],
    last_list: Floats,
    stance: NDArray[np.int8],
    income: Floats,
    gross: Floats,
    gain: Floats,
    steps_per_year: int,
    n_systems: int,
) -> tuple[Floats, Floats]:
    in_cells, in_systems = np.zeros((N_CELLS, N_SUMS)), np.zeros((n_systems, N_SUMS))
    for row in range(cell.size):
        for here in (in_cells[cell[row]], in_systems[system[row]]):
            here[PAID] += steps_per_year * gross[row]  # one that has just closed was paid too
            here[GAINED] += gain[row]
            if closed_in[row] == NEVER:
                here[PRACTICES] += 1.0
                here[PATIENTS] += list_size[row]
                here[DISTRESS] += distress[row]
                here[DISTRESSED] += distress[row] > HIGH_DISTRESS
                here[HOURS] += partners[row] * hours[row]
                here[QUALITY] += list_size[row] * quality[row]
                here[PARTNERS] += partners[row]
                here[SALARIED] += salaried[row]
                here[VACANCIES] += vacancies[row]
                here[EARNED] += partners[row] * income[row]
                here[LIST + 1 + stance[row]] += list_size[row]
            elif merged_into[row] >= 0:
                here[MERGED] += 1.0
            else:
                here[CLOSED] += 1.0
                here[DISPERSED] += last_list[row]
    return in_cells, in_systems
