"""Practices counted by class, system and stance in one pass."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import Floats, World
from acs_abm.compiled import kernel
from acs_abm.measures import STANCE_COLUMNS
from acs_abm.stance import ALLIANCE, Stance

GROUPINGS = {
    "deprivation": ("1 (least deprived)", "2", "3", "4", "5 (most deprived)"),
    "rurality": ("urban", "rural"),
    "list_size": ("1 (smallest)", "2", "3", "4", "5 (largest)"),
    "distress": ("1 (least distressed)", "2", "3", "4", "5 (most distressed)"),
}
N_STANCES = len(Stance)
COUNTED = (
    *STANCE_COLUMNS,
    "practices_trust_run",
    "practices_in_hub",
    "list_share_alliance",
    "list_share_hub",
)
"""What is counted over practices; the last two are patients until divided."""
N_COUNTED = len(COUNTED)
CELL_SHAPE = tuple(len(groups) for groups in GROUPINGS.values())
N_CELLS = math.prod(CELL_SHAPE)
_PLACES = np.unravel_index(np.arange(N_CELLS), CELL_SHAPE)
CLASSES_OF_CELLS = np.vstack(
    [
        (place == np.arange(n)[:, np.newaxis]).astype(np.float64)
        for place, n in zip(_PLACES, CELL_SHAPE, strict=True)
    ]
)
"""Which cells (combinations of classes) make up each class of each grouping."""


@kernel
def count_practices(
    cell: NDArray[np.int64],
    system: NDArray[np.int64],
    stance: NDArray[np.int8],
    run_by: NDArray[np.int64],
    in_hub: NDArray[np.bool_],
    list_size: Floats,
    is_open: NDArray[np.bool_],
    n_systems: int,
) -> tuple[Floats, Floats]:
    """Count practices in each cell (columns of ``COUNTED``) and each system (stances)."""
    in_cells = np.zeros((N_CELLS, N_COUNTED))
    in_systems = np.zeros((n_systems, N_STANCES))
    for row in range(cell.size):
        if not is_open[row]:
            continue
        here = cell[row]  # a row of the table itself would be three times as slow
        in_cells[here, stance[row] + 1] += 1.0
        in_systems[system[row], stance[row] + 1] += 1.0
        if run_by[row] >= 0:
            in_cells[here, N_STANCES] += 1.0
        elif stance[row] >= ALLIANCE:
            in_cells[here, N_STANCES + 2] += list_size[row]
        if in_hub[row]:
            in_cells[here, N_STANCES + 1] += 1.0
            in_cells[here, N_STANCES + 3] += list_size[row]
    return in_cells, in_systems


@kernel
def sum_by_cell(cell: NDArray[np.int64], values: Floats) -> Floats:
    """Add columns of practices up in each cell (cells × columns)."""
    total = np.zeros((N_CELLS, values.shape[1]))
    for column in range(values.shape[1]):
        for row in range(cell.size):
            total[cell[row], column] += values[row, column]
    return total


def cells(world: World) -> NDArray[np.int64]:
    """Number the combinations of classes: every practice lies in one cell."""
    classes = [getattr(world.groups, grouping).astype(np.int64) for grouping in GROUPINGS]
    return np.ravel_multi_index(classes, CELL_SHAPE)
